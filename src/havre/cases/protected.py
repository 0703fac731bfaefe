"""What the gate must keep from whoever may not read it: names, contact, places of a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from uuid import UUID

from havre.cases.models import HouseholdNames, Identity, Referral, SafeContact, SafetyOutline
from havre.engine.vocabulary import Compartment
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.compartments import SealedRow
from havre.platform.gate import Fact, Kind, SafeChannel, facts_of_place, fold
from havre.programmes.selectors import commune_names

READ = "GATE_READ"


def _rows(case_id: UUID, models: Sequence[type[SealedRow]]) -> list[SealedRow]:
    return [row for model in models for row in model._default_manager.filter(case_id=case_id)]


def facts(case_id: UUID, actor: Actor) -> Iterator[Fact]:
    """Tell her names and number, her telephone and mailbox, the place where she is now; of her
    children, their names; of whoever she flees, the names and places; her former addresses.

    What was noted before a correction counts too: it was true, or it is somebody's.
    """
    models = (Identity, SafeContact, Referral, SafetyOutline, HouseholdNames)
    rows = _rows(case_id, models)
    opened = vault.open_rows(rows, actor=actor, action=READ)
    said = {type(row): versions_of(opened[row.pk]) for row in rows}
    yield from _each(said.get(Identity, []), _identity)
    yield from _each(said.get(SafeContact, []), _contact)
    own = {_folded(one.get("last_name", "")) for one in said.get(Identity, [])}
    for one in said.get(HouseholdNames, []):
        for name in _lines(one.get("children")):
            first, last = _cut(name, first_alone=True)
            yield Fact(Kind.GIVEN, f"{first}|{last}", Compartment.HOUSEHOLD)
    for one in said.get(SafetyOutline, []):
        yield from _perpetrator(one, own)
    places = [
        *((one.get("place"), Compartment.SHELTER_PLACE) for one in said.get(Referral, [])),
        *((text, Compartment.SAFETY) for text in _safety_places(said.get(SafetyOutline, []))),
    ]
    if any(text for text, _ in places):
        names = list(commune_names().values())
        for text, compartment in places:
            for fact in facts_of_place(text or "", compartment, communes=names):
                if not (fact.kind is Kind.COMMUNE and compartment is Compartment.SAFETY):
                    yield fact  # a whole commune is kept silent as a zone to avoid, not here


def versions_of(said: vault.Payload) -> list[vault.Payload]:
    """Return what a part says, and what it said before each correction."""
    return [said, *(earlier["said"] for earlier in said.get("earlier", []))]


def _each(
    versions: Sequence[vault.Payload], facts_of: Callable[[vault.Payload], Iterator[Fact]]
) -> Iterator[Fact]:
    for said in versions:
        yield from facts_of(said)


def _lines(text: object) -> list[str]:
    """Cut what was written one a line, or between commas."""
    return [one.strip() for one in re.split(r"[\n,;]", str(text or "")) if one.strip()]


def _folded(name: object) -> str:
    return fold(str(name))


def _cut(name: str, *, first_alone: bool) -> tuple[str, str]:
    """Cut « Prénom Nom »; a word alone is one or the other."""
    first, _, last = name.partition(" ")
    return (first, last.strip()) if last or first_alone else ("", first)


def _perpetrator(said: vault.Payload, own: Collection[str]) -> Iterator[Fact]:
    """Tell his names; where he bears her name, his first name alone is his."""
    for name in _lines(said.get("perpetrator")):
        first, last = _cut(name, first_alone=False)
        kind = Kind.GIVEN if _folded(last) in own else Kind.PERSON
        if first or kind is Kind.PERSON:
            yield Fact(kind, f"{first}|{last}", Compartment.SAFETY)


def _safety_places(versions: Sequence[vault.Payload]) -> list[str]:
    return [
        line
        for said in versions
        for name in ("perpetrator_places", "former_addresses")
        for line in str(said.get(name) or "").splitlines()
    ]


def _identity(said: vault.Payload) -> Iterator[Fact]:
    first, last = said.get("first_name", ""), said.get("last_name", "")
    if first or last:
        yield Fact(Kind.PERSON, f"{first}|{last}", Compartment.IDENTITY)
    for name in ("unique_number", "permit"):
        if said.get(name):
            yield Fact(Kind.NUMBER, str(said[name]), Compartment.IDENTITY)


def _contact(said: vault.Payload) -> Iterator[Fact]:
    kinds = {"phone": Kind.PHONE, "email": Kind.EMAIL, "code_word": Kind.WORD}
    for name, kind in kinds.items():
        if said.get(name):
            yield Fact(kind, str(said[name]), Compartment.CONTACT)


def safe_channel(case_id: UUID, actor: Actor) -> SafeChannel:
    """Return how she may be reached, from her safe contact and the place where she is now."""
    rows = _rows(case_id, (SafeContact, Referral))
    opened = vault.open_rows(rows, actor=actor, action=READ)
    contact: vault.Payload = {}
    places: tuple[str, ...] = ()
    for row in rows:
        if isinstance(row, SafeContact):
            contact = opened[row.pk]
        elif opened[row.pk].get("place"):
            places = (str(opened[row.pk]["place"]),)
    return SafeChannel.of(contact, places)

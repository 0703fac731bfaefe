"""What the gate must keep from whoever may not read it: her names, her contact, where she is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from havre.cases.models import Identity, Referral, SafeContact
from havre.engine.vocabulary import Compartment
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.compartments import SealedRow
from havre.platform.gate import Fact, Kind, SafeChannel, facts_of_place
from havre.programmes.selectors import commune_names

READ = "GATE_READ"


def _rows(case_id: UUID, models: Sequence[type[SealedRow]]) -> list[SealedRow]:
    return [row for model in models for row in model._default_manager.filter(case_id=case_id)]


def facts(case_id: UUID, actor: Actor) -> Iterator[Fact]:
    """Tell her names and number, her telephone and mailbox, and the place where she is now."""
    rows = _rows(case_id, (Identity, SafeContact, Referral))
    opened = vault.open_rows(rows, actor=actor, action=READ)
    for row in rows:
        said = opened[row.pk]
        if isinstance(row, Identity):
            yield from _identity(said)
        elif isinstance(row, SafeContact):
            yield from _contact(said)
        elif said.get("place"):
            names = commune_names().values()
            yield from facts_of_place(said["place"], Compartment.SHELTER_PLACE, communes=names)


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

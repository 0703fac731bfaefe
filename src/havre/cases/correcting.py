"""Correcting what a referral said, once it has been sent: who she is, how to reach her, the rest.

The keeper of the file corrects at any moment; whoever sent it, what it still contributes, until
admission. What was noted before stays in the same sealed part, for those who read that part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from havre.cases import identity_index, permissions
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import (
    Case,
    HouseholdNames,
    HouseholdOutline,
    Identity,
    Referral,
    SafeContact,
    SafetyOutline,
)
from havre.cases.referral import IncompleteReferral
from havre.cases.rules import plain_unique_number
from havre.cases.selectors import read_parts
from havre.engine.vocabulary import Compartment, Stage, Word
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.compartments import SealedRow
from havre.platform.models import Share
from havre.sharing.actions import as_steward

KEPT = 10
"""Earlier contents kept in a part, the latest ones."""
IN_CLEAR = ("children", "others", "pregnant", "pets")
FIELDS: Mapping[Compartment, tuple[str, ...]] = {
    Compartment.IDENTITY: ("last_name", "first_name", "birth_date", "unique_number"),
    Compartment.CONTACT: (
        *("channel", "hours", "phone", "email", "voicemail", "shared_device"),
        *("interpreter", "code_word", "note"),
    ),
    Compartment.HOUSEHOLD: (*IN_CLEAR, "children_names"),
    Compartment.SHELTER_PLACE: ("place", "since", "reason"),
    Compartment.SAFETY: (
        *("level", "note", "perpetrator", "perpetrator_places", "former_addresses"),
    ),
}
"""What can be corrected of each part of a referral."""
MODELS: Mapping[Compartment, type[SealedRow]] = {
    Compartment.IDENTITY: Identity,
    Compartment.CONTACT: SafeContact,
    Compartment.HOUSEHOLD: HouseholdNames,
    Compartment.SHELTER_PLACE: Referral,
    Compartment.SAFETY: SafetyOutline,
}


NEEDED = {
    "last_name": "Indiquez son nom.",
    "first_name": "Indiquez son prénom.",
    "birth_date": "Indiquez sa date de naissance.",
    "reason": "Dites en quelques mots pourquoi elle est orientée.",
}


class Reason(Word):
    """Why a part is corrected; a code, so that the journal says nothing of her."""

    SLIP = "SLIP", "Une erreur de saisie"
    SHE_SAID = "SHE_SAID", "Elle l’a précisé, ou cela a changé"
    PAPER = "PAPER", "Un papier le montre"
    PARTNER = "PARTNER", "Un partenaire l’a signalé"


class ChangedMeanwhile(AlreadyDone):
    """Somebody changed this part after it was shown: nothing was written."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a part said until it was corrected: when, by which organisation, why."""

    at: str
    organisation: str
    reason: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a part says now, and said before (latest first); `seen` names this very content."""

    said: Mapping[str, Any]
    seen: str
    earlier: tuple[Earlier, ...]
    sealed: vault.Payload
    """All that is sealed with it, what is not corrected here included."""


def correctable(case: Case, *, actor: Actor) -> set[Compartment]:
    """Return the parts of a sent referral that the actor may correct now."""
    if not actor.writes or case.stage == Stage.DRAFT:
        return set()
    if permissions.operates(actor, case):
        return set(FIELDS)
    if case.stage != Stage.REFERRED:
        return set()
    shares = Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        case=case,
        organisation_id=actor.organisation_id,
        reads=True,
        writes=True,
        closed_at=None,
        compartment__in=FIELDS,
    )
    return {Compartment(part) for part in shares.values_list("compartment", flat=True)}


def content_of(case: Case, part: Compartment, *, actor: Actor) -> Content:
    """Return a part that the actor may correct, opened through the vault and journaled as read.

    Raises NotAllowed.
    """
    if part not in correctable(case, actor=actor):
        raise NotAllowed
    row, outline = _rows(case, part)
    if row is None:  # nothing is opened, and the household in clear is shown all the same
        read_parts(case.pk, part, actor=actor)
    return _content(part, row, outline, actor=actor)


def _rows(
    case: Case, part: Compartment, *, lock: bool = False
) -> tuple[SealedRow | None, HouseholdOutline | None]:
    """Return the sealed row of a part, and the one in clear of the household."""
    outline = None
    if part is Compartment.HOUSEHOLD:
        outlines = HouseholdOutline.objects.filter(case=case)
        outline = (outlines.select_for_update() if lock else outlines).first()
    rows = MODELS[part]._default_manager.filter(case=case)
    return (rows.select_for_update() if lock else rows).first(), outline


def _content(
    part: Compartment, row: SealedRow | None, outline: HouseholdOutline | None, *, actor: Actor
) -> Content:
    payload = vault.open_row(row, actor=actor) if row is not None else {}
    said = {name: payload.get(name) for name in FIELDS[part]}
    if outline is not None:
        said |= {name: getattr(outline, name) for name in IN_CLEAR}
        said["children_names"] = payload.get("children")
    mark = hashlib.sha256(bytes(row.payload) if row is not None else b"")
    mark.update(repr([said.get(name) for name in IN_CLEAR]).encode() if outline else b"")
    earlier = tuple(Earlier(**one) for one in payload.get("earlier", []))
    return Content(said, mark.hexdigest()[:24], earlier, payload)


@transaction.atomic
def correct(
    case: Case,
    part: Compartment,
    said: Mapping[str, Any],
    *,
    seen: str,
    reason: Reason,
    actor: Actor,
) -> bool:
    """Replace what a part says; tell whether that changed anything.

    `seen` names the content the person had before her eyes. Search, duplicates and the gate follow
    a corrected identity at once. Raises NotAllowed; ChangedMeanwhile, AlreadyDone;
    IncompleteReferral with a sentence per missing field.
    """
    if part not in correctable(case, actor=actor):
        raise NotAllowed
    row, outline = _rows(case, part, lock=True)
    if row is None and outline is None:  # admitted a moment before: no longer the actor's to write
        raise AlreadyDone
    before = _content(part, row, outline, actor=actor)
    if before.seen != seen:
        raise ChangedMeanwhile
    fresh = {name: _kept(name, said.get(name)) for name in FIELDS[part]}
    if missing := missing_in(part, fresh):
        raise IncompleteReferral(missing)
    if fresh == {name: _kept(name, value) for name, value in before.said.items()}:
        return False
    _write(case, part, row, outline, fresh, before, reason, actor)
    journal.record(actor, "PART_CORRECTED", case_id=case.pk, compartments=[part], subject=reason)
    if part is Compartment.IDENTITY:
        with as_steward(actor, case.steward_id, "correction") as keeper:
            identity_index.follow(case.pk, actor=keeper, renewed=True)
    return True


def _kept(name: str, value: Any) -> Any:
    """Return a value as it is kept: dates in ISO, numbers of demand without spaces."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if name in {"voicemail", "shared_device", "pregnant", "pets"}:
        return bool(value)
    if name in {"children", "others"}:
        return int(value or 0)
    if name == "unique_number":
        return plain_unique_number(str(value or ""))
    return str(value or "").replace("\r\n", "\n").strip()


def _write(
    case: Case,
    part: Compartment,
    row: SealedRow | None,
    outline: HouseholdOutline | None,
    fresh: Mapping[str, Any],
    before: Content,
    reason: Reason,
    actor: Actor,
) -> None:
    row = row or MODELS[part](case=case)
    sealed = dict(fresh)
    if outline is not None:
        for name in IN_CLEAR:
            setattr(outline, name, sealed.pop(name))
        outline.save(update_fields=list(IN_CLEAR))
        sealed = {"children": sealed["children_names"]}
    one = {
        "at": now().isoformat(timespec="minutes"),
        "organisation": actor.name,
        "reason": reason.value,
        "said": {name: value for name, value in before.said.items() if value},
    }
    earlier = [one, *before.sealed.get("earlier", [])][:KEPT]
    vault.seal(row, before.sealed | sealed | {"earlier": earlier})
    row.save()


def missing_in(part: Compartment, said: Mapping[str, Any]) -> dict[str, str]:
    """Return {field: sentence} of what a part cannot be without."""
    return {
        name: sentence
        for name, sentence in NEEDED.items()
        if name in FIELDS[part] and not said[name]
    }


def save_contact(case: Case, contact: Mapping[str, Any], *, seen: str, actor: Actor) -> None:
    """Correct how to reach her safely, as the assessment does. Raises as `correct`."""
    if not permissions.operates(actor, case):
        raise NotAllowed
    part = Compartment.CONTACT
    correct(case, part, contact, seen=seen, reason=Reason.SHE_SAID, actor=actor)

"""What the vault does, over plain data: the same in a process of its own and in tests."""

from __future__ import annotations

import hashlib
import hmac
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from tink import aead

from havre.engine.vocabulary import Compartment
from havre.platform import journal_purging, journal_sealing
from havre.platform.acting import Actor, verified
from havre.platform.journal import as_reached, commit, entry
from havre.platform.journal_witness import deliver_to_folder, witness_folder
from havre.platform.models import JournalEntry
from havre.platform.vault.custody import Custody, custody
from havre.platform.vault.quotas import COMPARING, Limits, Quotas
from havre.platform.vault.readable import readable
from havre.platform.vault.refusals import KeyTrouble, QuotaReached, VaultRefusal
from havre.platform.vault.sealing import Place, Slot, opened, sealed

log = logging.getLogger("havre.vault")
QUOTA_REACHED = "QUOTA_REACHED"
GATE = "gate"
"""The purpose of comparing what leaves with what must not be written: counted apart."""


@dataclass(frozen=True, slots=True)
class Request:
    """In whose name something is opened: the signed token, and what the journal will say."""

    token: str
    action: str = "READ"
    behalf_of: int | None = None
    network: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A reading of what is not sealed, journaled before it is shown: one line for each case."""

    case_ids: tuple[UUID | None, ...] = (None,)
    compartments: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What an answer shows in clear beside what is opened for it: parts of these cases."""

    case_ids: tuple[UUID, ...]
    compartments: tuple[Compartment, ...]


def _custody() -> Custody:
    try:
        return custody()
    except ImproperlyConfigured as error:
        raise KeyTrouble(str(error)) from None


class Service:
    """The vault's answers. Raises what `refusals` names, and lets database errors through."""

    def __init__(self) -> None:
        self._quotas: Quotas | None = None

    def close(self) -> None:
        """Close the counts of the last hour."""
        if self._quotas is not None:
            self._quotas.close()
            self._quotas = None

    def open(
        self,
        request: Request,
        items: Sequence[tuple[Place, bytes]],
        beside: Beside | None = None,
    ) -> list[bytes]:
        """Check, commit the journal lines, then return the text of each item, in order."""
        slots = {place.slot for place, _ in items}
        self._authorise(request, slots, beside)
        known = self._keys(slots)
        return [opened(known[place.slot], place, text) for place, text in items]

    def _authorise(self, request: Request, slots: set[Slot], beside: Beside | None) -> None:
        """Let the reading through only if the token, the share and the quota allow; journal it."""
        actor = verified(request.token, behalf_of=request.behalf_of)
        if actor is None or readable(actor, slots) != slots:
            raise VaultRefusal
        cases = {case for case, _ in slots}
        limits = Limits(settings.HAVRE_QUOTA_PERSON, settings.HAVRE_QUOTA_EVERYONE)
        # she sees nothing of a comparison: it is not hers
        person = COMPARING if actor.purpose == GATE else actor.user_id
        if not self._counted().allow(person, cases, limits):
            with as_reached(request.network):
                commit([entry(actor, QUOTA_REACHED, subject=f"cases:{limits.person}")])
            raise QuotaReached
        with as_reached(request.network):
            commit(reading_lines(actor, request.action, slots | _shown(beside)))

    def _counted(self) -> Quotas:
        if self._quotas is None:
            path = _custody().store.path
            self._quotas = Quotas(path.with_name(f"{path.stem}.quotas"))
        return self._quotas

    def seal(self, items: Sequence[tuple[Place, bytes]]) -> list[bytes]:
        """Return the ciphertext of each text; makes a compartment's key on first use."""
        try:
            known = _custody().sealing({place.slot for place, _ in items})
        except ImproperlyConfigured as error:
            raise KeyTrouble(str(error)) from None
        return [sealed(known[place.slot], place, text) for place, text in items]

    def seal_copy(self, source: Place, ciphertext: bytes, target: Place) -> bytes:
        """Return a row's ciphertext sealed again for its copy in the same table of the same case.

        Nothing is shown. Raises VaultRefusal for any other place.
        """
        if replace(target, row_id=source.row_id) != source:
            raise VaultRefusal
        primitive = self._keys({source.slot})[source.slot]
        return sealed(primitive, target, opened(primitive, source, ciphertext))

    def _keys(self, slots: set[Slot]) -> dict[Slot, aead.Aead]:
        try:
            return _custody().primitives(slots)
        except ImproperlyConfigured as error:
            raise KeyTrouble(str(error)) from None

    def note(self, request: Request, note: Note) -> None:
        """Commit the lines of a reading; raise VaultRefusal for a token that names nobody."""
        actor = verified(request.token, behalf_of=request.behalf_of)
        if actor is None:
            raise VaultRefusal
        compartments = [Compartment(name) for name in note.compartments]
        with as_reached(request.network):
            lines = [
                entry(
                    actor,
                    request.action,
                    case_id=case_id,
                    compartments=compartments,
                    subject=note.subject,
                )
                for case_id in note.case_ids
            ]
            commit(lines)

    def purge_journal(self, months: int) -> int:
        """Remove the sealed blocks older than so many months; see `journal_purging.purge`."""
        return journal_purging.purge(months=months)

    def seal_journal(self) -> None:
        """Seal the journal's lines written since, and give the heads to the witness."""
        journal_sealing.seal()
        if folder := witness_folder(settings.HAVRE_JOURNAL_WITNESS):
            try:
                deliver_to_folder(folder)
            except OSError:
                log.error("journal_witness_unreachable")

    def forget(self, case_id: UUID) -> None:
        """Destroy every key of a case, for good."""
        _custody().forget(case_id)

    def digest(self, organisation_id: int, text: str) -> bytes:
        """Return the digest of a text that one organisation alone can make again."""
        secret = _custody().digest_secret()
        key = hmac.new(secret, f"org/{organisation_id}".encode(), hashlib.sha256).digest()
        return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _shown(beside: Beside | None) -> set[Slot]:
    if beside is None:
        return set()
    return {(case_id, part.value) for case_id in beside.case_ids for part in beside.compartments}


def reading_lines(actor: Actor, action: str, slots: Iterable[Slot]) -> list[JournalEntry]:
    """Return one line per case read, with its compartments."""
    by_case: dict[UUID, list[Compartment]] = {}
    for case_id, compartment in sorted(slots, key=lambda slot: (str(slot[0]), slot[1])):
        by_case.setdefault(case_id, []).append(Compartment(compartment))
    return [
        entry(actor, action, case_id=case_id, compartments=compartments)
        for case_id, compartments in by_case.items()
    ]

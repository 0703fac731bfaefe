"""Finding a person again, exactly, among one's own organisation's cases.

The same statements run whatever exists: a case hidden from the organisation has no digest of its
own, so that nothing is compared with it and nothing takes longer.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from django.db.models import Q
from django.utils.timezone import make_aware

from havre.cases.identity_index import name_digest, number_digest
from havre.cases.models import Case
from havre.cases.selectors import visible_to
from havre.engine.vocabulary import BOARD_ROLES, REFERRING_ROLES, Compartment, Role, Word
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.models import IdentityDigest, JournalEntry, Share
from havre.programmes.models import Programme

SEARCHED, REFUSED = "IDENTITY_SEARCHED", "SEARCH_REFUSED"
FOUND_MAX = 5


class NotAllowed(PermissionError):
    """The actor's organisation has no cases of its own to search."""


class QuotaReached(Exception):
    """The person has made all the searches of the day that the programme allows."""


class SearchReason(Word):
    """Why somebody looks for a person by her name."""

    SHE_CALLS = "SHE_CALLS", "Elle appelle ou se présente"
    PARTNER_CALLS = "PARTNER_CALLS", "Un partenaire me parle d’elle"
    DOUBLE = "DOUBLE", "Vérifier qu’elle n’est pas déjà orientée"
    COMMITTEE = "COMMITTEE", "Préparer une commission"
    RIGHTS = "RIGHTS", "Elle exerce ses droits sur ses données"


@dataclass(frozen=True, slots=True)
class IdentityQuery:
    """Names and birth date, or a numéro unique; both may be given."""

    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    unique_number: str = ""

    @property
    def by_name(self) -> bool:
        """Whether names and birth date are complete."""
        return bool(self.last_name.strip() and self.first_name.strip() and self.birth_date)

    @property
    def by_number(self) -> bool:
        """Whether a numéro unique is given."""
        return bool(self.unique_number.strip())


def may_search(actor: Actor) -> bool:
    """Whoever refers, houses, designates or supports searches among its own cases."""
    return actor.has(*REFERRING_ROLES, *BOARD_ROLES, Role.SPECIALIST)


def search_identity(query: IdentityQuery, reason: SearchReason, *, actor: Actor) -> list[Case]:
    """Return the cases that the actor's organisation sees under exactly this identity.

    Journaled before anything is compared, with the reason and a salted commitment of the query.
    Raises NotAllowed, ValueError (an incomplete query), QuotaReached, JournalDown. The statements
    are the same, in the same order, whether nobody, a hidden case, or a visible one answers.
    """
    if not may_search(actor):
        raise NotAllowed
    if not (query.by_name or query.by_number):
        raise ValueError("incomplete")
    _spend(reason, actor)
    digests = digests_asked(query, actor.organisation_id)
    _write_down(query, reason, actor)
    return _found(digests, actor)


def _spend(reason: SearchReason, actor: Actor) -> None:
    """Raise QuotaReached, journaled, when the day's searches are used up."""
    morning = make_aware(datetime.combine(today(), time.min))
    used = JournalEntry.objects.filter(
        organisation_id=actor.organisation_id,
        at__gte=morning,
        action=SEARCHED,
        user_id=actor.user_id,
    ).count()
    if used >= Programme.objects.get(pk=actor.programme_id).searches_per_day:
        journal.commit_reading(actor, REFUSED, subject=reason.value)
        raise QuotaReached


def digests_asked(query: IdentityQuery, organisation_id: int) -> list[bytes]:
    """Return two digests always: what was not asked is a draw that nothing answers."""
    birth = query.birth_date.isoformat() if query.birth_date else ""
    names = (query.last_name, query.first_name, birth)
    if not query.by_name:
        names = (secrets.token_hex(8), secrets.token_hex(8), "")
    number = query.unique_number if query.by_number else secrets.token_hex(8)
    return [name_digest(organisation_id, *names), number_digest(organisation_id, number)]


def _write_down(query: IdentityQuery, reason: SearchReason, actor: Actor) -> None:
    """Journal the search: its reason, a salt, and a commitment that the vault alone can open."""
    salt = secrets.token_hex(6)
    birth = query.birth_date.isoformat() if query.birth_date else ""
    said = (query.last_name, query.first_name, birth, query.unique_number)
    commitment = vault.identity_digest(actor.organisation_id, "search", salt, *said).hex()[:24]
    journal.commit_reading(actor, SEARCHED, subject=f"{reason.value}:{salt}:{commitment}")


def _found(digests: list[bytes], actor: Actor) -> list[Case]:
    """Return the visible cases that carry one of the digests, compared in constant time."""
    rows = IdentityDigest.objects.filter(
        organisation_id=actor.organisation_id, digest__in=digests
    ).values_list("case_id", "digest")[: 2 * FOUND_MAX]
    same = [
        case_id
        for case_id, digest in rows
        if any([hmac.compare_digest(bytes(digest), asked) for asked in digests])
    ]
    readable = Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        organisation_id=actor.organisation_id,
        compartment=Compartment.IDENTITY,
        reads=True,
        closed_at=None,
        case_id__in=same or [uuid4()],  # the same statement, though nobody answers
    )
    return list(visible_to(actor).filter(pk__in=readable.values("case_id"))[:FOUND_MAX])

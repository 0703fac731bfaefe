"""Bringing the open shares of a case to her latest agreement, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import make_aware

from havre.organisations.selectors import informed_of
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing.agreement import Standing, agreement_of
from havre.sharing.models import Consent
from havre.sharing.protection_selectors import who_may_know

APART = ("DRAFT", "LEASE", "BREAK_GLASS")
"""Bases that do not hang on her agreement: a draft stays with its author, a signed lease binds by
itself, and what the law lets open beyond her agreement has rules of its own."""

Follower = Callable[[Consent, Actor], None]
FOLLOWERS: list[Follower] = []
"""What else follows a new agreement, said by the capabilities above when the application starts."""


def last_moment(day: date) -> datetime:
    """Return the moment an agreement that is valid until a day ends."""
    return make_aware(datetime.combine(day, time.max))


def hanging_on(case_id: UUID, steward_id: int) -> Q:
    """Select the open shares of a case that her agreement alone allows."""
    kept = Q(organisation_id=steward_id) | Q(basis__in=APART)
    return Q(case_id=case_id, closed_at=None) & ~kept


def follow_consent(
    consent: Consent, *, steward_id: int, referrer_id: int, origin_id: int | None, actor: Actor
) -> int:
    """Close what this agreement no longer covers, prolong the rest; return how many were closed.

    Whoever loses something is told so, without a word of what. A signed lease binds by itself:
    its share does not hang on the agreement. What had ended with an earlier agreement stays ended.
    """
    standing = Standing(actor.programme_id, referrer_id=referrer_id, origin_id=origin_id)
    agreement, moment = agreement_of(consent.case_id), now()
    lost: set[int] = set()
    closed: list[UUID] = []
    for share in Share.objects.filter(hanging_on(consent.case_id, steward_id)):
        covered = standing.covered(agreement, share.basis, share.organisation_id, today())
        until = covered.get(share.compartment)  # type: ignore[call-overload]
        if until is None or (share.until is not None and share.until <= moment):
            closed.append(share.pk)
            lost.add(share.organisation_id)
            continue
        end = last_moment(until)
        if share.basis == Share.Basis.MANUAL and share.until is not None:
            end = min(end, share.until)  # the keeper had chosen a nearer end
        if end != share.until:
            share.until = end
            share.save(update_fields=["until"])
    Share.objects.filter(pk__in=closed).update(closed_at=moment)
    journal.record(
        actor, "CONSENT_FOLLOWED", case_id=consent.case_id, subject=f"closed:{len(closed)}"
    )
    for follower in FOLLOWERS:
        follower(consent, actor)
    tell_access_changed({consent.case_id: lost})
    return len(closed)


def tell_access_changed(concerned: Mapping[UUID, Collection[int]]) -> None:
    """Tell those who answer for organisations, by case, that something has changed; nothing else.

    Opened, closed or lapsed: one message per person and event, after the transaction, neither which
    situation nor what. Whoever the case is kept from is not told; where it is reserved, those named
    are.
    """
    told: set[str] = set()
    for case_id, organisation_ids in concerned.items():
        told.update(informed_of(organisation_ids, partial(who_may_know, case_id)))
    for email in sorted(told):
        gate.send("access_changed", email, {})

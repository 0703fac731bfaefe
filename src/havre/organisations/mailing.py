"""When each person is written to: how many things wait for her, and nothing more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from havre.organisations import factors
from havre.organisations.models import MailLink, Membership, invitation_token
from havre.platform.acting import Actor
from havre.platform.clock import now

DAYS = 7
"""How long the link of a message leads anywhere."""


def membership_of(actor: Actor) -> Membership:
    """Return the actor's own membership; raise Membership.DoesNotExist."""
    return Membership.objects.get(user_id=actor.user_id, organisation_id=actor.organisation_id)


@transaction.atomic
def choose(digest: Membership.Digest, hour: int, *, actor: Actor) -> None:
    """Keep when the actor wants to be written to, for this organisation."""
    Membership.objects.filter(pk=membership_of(actor).pk).update(digest=digest, digest_hour=hour)


def due(moment: datetime) -> QuerySet[Membership]:
    """Return who is to be written to at this local hour and has not been today."""
    wanted = Q(digest=Membership.Digest.DAILY)
    if moment.weekday() == 0:
        wanted |= Q(digest=Membership.Digest.WEEKLY)
    return (
        Membership.objects.filter(wanted, digest_hour=moment.hour)
        .filter(active=True, user__is_active=True, organisation__active=True)
        .exclude(digest_on=moment.date())
        .select_related("user", "organisation")
        .order_by("pk")
    )


def written_to(membership: Membership, moment: datetime) -> None:
    """Note that today's message has been prepared."""
    Membership.objects.filter(pk=membership.pk).update(digest_on=moment.date())


def at_once() -> QuerySet[Membership]:
    """Return those who are written to as soon as something more waits."""
    return (
        Membership.objects.filter(digest=Membership.Digest.NOW)
        .filter(active=True, user__is_active=True, organisation__active=True)
        .select_related("user", "organisation")
        .order_by("pk")
    )


def counted(membership: Membership, number: int) -> bool:
    """Keep how many things wait for her now; tell whether that is more than the last time."""
    before = membership.digest_number
    number = min(number, 32_767)
    if number != before:
        Membership.objects.filter(pk=membership.pk).update(digest_number=number)
    return number > before


def new_link(membership: Membership, target: str = "") -> str:
    """Return the token of a link to an address of Havre (home when empty), good for DAYS.

    It spells no word and carries nothing; the row keeps its digest, and the address sealed.
    """
    token = invitation_token()
    MailLink.objects.create(
        token_digest=_digest(token),
        membership=membership,
        target=factors.seal(target) if target else "",
        expires_at=now() + timedelta(days=DAYS),
    )
    return token


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a link leads its person: in which organisation, to which address ("": home)."""

    organisation_id: int
    target: str


def follow(token: str, user_id: int) -> Followed | None:
    """Return where a link leads; None when too old, unknown, or another person's: all alike."""
    link = (
        MailLink.objects.filter(
            token_digest=_digest(token), membership__user_id=user_id, expires_at__gt=now()
        )
        .select_related("membership")
        .first()
    )
    if link is None:
        return None
    target = factors.unseal(link.target) if link.target else ""
    return Followed(link.membership.organisation_id, target)


def forget_links() -> None:
    """Remove the links that lead nowhere any more."""
    MailLink.objects.filter(expires_at__lte=now()).delete()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

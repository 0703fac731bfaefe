"""When each person is written to: how many things wait for her, and nothing more."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet

from havre.organisations.models import Membership
from havre.platform.acting import Actor

SALT = "havre.digest"
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


def link_token(membership: Membership) -> str:
    """Return what the link of a message carries: numbers, signed and dated."""
    return signing.dumps([membership.user_id, membership.organisation_id], salt=SALT)


def organisation_of(token: str, user_id: int) -> int | None:
    """Return the organisation a link leads to; None when too old, forged, or another person's."""
    try:
        whose, organisation_id = signing.loads(token, salt=SALT, max_age=DAYS * 86400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(organisation_id) if whose == user_id else None

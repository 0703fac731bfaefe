"""What a person does to her own account, written in the journal of her organisation."""

from __future__ import annotations

from django.db import transaction

from havre.engine.vocabulary import Seat
from havre.organisations.models import Membership, User
from havre.platform import journal
from havre.platform.acting import Actor, acting


@transaction.atomic
def note(user: User, action: str, subject: str = "") -> None:
    """Write that a person did `action` to her own account, in the first of her organisations.

    An account that works nowhere, or whose account is no organisation's business, writes in none.
    """
    membership = Membership.objects.filter(user=user, active=True).order_by("since", "pk").first()
    herself = Actor(
        user_id=user.pk,
        organisation_id=membership.organisation_id if membership else 0,
        programme_id=0,
        roles=frozenset(),
        seat=Seat.MEMBER,  # a reader's transactions write nothing, not even this line
        purpose="account",
    )
    with acting(herself):
        journal.record(herself, action, subject=subject or f"user:{user.pk}")

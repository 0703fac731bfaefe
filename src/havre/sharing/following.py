"""Bringing the open shares of a case to her latest agreement."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import make_aware

from havre.engine.vocabulary import HOUSING_ROLES, Role
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share
from havre.programmes.selectors import with_role
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import Recipient

Basis = Share.Basis


def follow_consent(
    consent: Consent, *, steward_id: int, referrer_id: int, origin_id: int | None, actor: Actor
) -> int:
    """Close what this agreement no longer covers, prolong the rest; return how many were closed.

    A signed lease binds by itself: its share does not hang on the agreement. What had ended with
    an earlier agreement stays ended.
    """
    items = ConsentItem.objects.filter(consent=consent, agreed=True)
    agreed = {Recipient(item) for item in items.values_list("recipient", flat=True)}
    needed = NeededAgreement(actor.programme_id, referrer_id, origin_id)
    kept: list[UUID] = []
    closed: list[UUID] = []
    for share in Share.objects.filter(case_id=consent.case_id, closed_at=None).exclude(
        Q(organisation_id=steward_id) | Q(basis__in=[Basis.DRAFT, Basis.LEASE])
    ):
        (kept if needed.for_share(share) <= agreed else closed).append(share.pk)
    until = make_aware(datetime.combine(consent.until, time.max))
    Share.objects.filter(pk__in=closed).update(closed_at=now())
    Share.objects.filter(pk__in=kept).update(until=until)
    journal.record(
        actor, "CONSENT_FOLLOWED", case_id=consent.case_id, subject=f"closed:{len(closed)}"
    )
    return len(closed)


class NeededAgreement:
    """Whom she must have agreed to for a share to stay open."""

    def __init__(self, programme_id: int, referrer_id: int, origin_id: int | None) -> None:
        self.referrer_id, self.origin_id = referrer_id, origin_id
        self.lettors = set(with_role(programme_id, *HOUSING_ROLES).values_list("pk", flat=True))
        holders = with_role(programme_id, Role.RESERVATION_HOLDER)
        self.holders = set(holders.values_list("pk", flat=True))

    def for_share(self, share: Share) -> set[Recipient]:
        """Return the recipients: two when an organisation both lets and holds reservations."""
        own = share.organisation_id
        if share.basis == Basis.PUBLICATION:
            return {Recipient.BOARD}
        if share.basis == Basis.REFERRAL:
            elsewhere = own == self.origin_id and own != self.referrer_id
            return {Recipient.ORIGIN if elsewhere else Recipient.REFERRER}
        needed = {Recipient.LANDLORD} if own in self.lettors else set()
        if own in self.holders:
            needed.add(Recipient.HOLDER)
        return needed or {Recipient.LANDLORD}

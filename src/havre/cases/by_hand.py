"""Opening part of a file by hand to a partner of the programme, within her agreement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from havre.cases.actions import NotAllowed, lock
from havre.cases.consent import may_record_consent
from havre.cases.models import Case, Referral
from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.platform.models import Share
from havre.programmes.selectors import roles_in
from havre.sharing import by_hand
from havre.sharing.agreement import Covered, Standing, agreement_of
from havre.sharing.policy import by_hand_for
from havre.sharing.protection_selectors import recused_organisations


class WrongEnd(ValueError):
    """An access by hand ends on a day to come."""


def standing_of(case: Case) -> Standing:
    """Return as whom each organisation receives what it receives of a case."""
    referral = Referral.objects.only("referring_organisation_id", "origin_landlord_id").get(
        case=case
    )
    return Standing(
        case.programme_id,
        referrer_id=referral.referring_organisation_id,
        origin_id=referral.origin_landlord_id,
    )


@transaction.atomic
def share_by_hand(
    case: Case,
    organisation_id: int,
    parts: Collection[Compartment],
    *,
    until: date,
    reason: by_hand.Reason,
    actor: Actor,
) -> list[Compartment]:
    """Open parts of a file to a partner until a date; return those newly opened.

    Raises NotAllowed, WrongEnd, BeyondConsent, AlreadyOpen.
    """
    lock(case, may_record_consent, actor)
    roles = roles_in(case.programme_id, [organisation_id]).get(organisation_id, set())
    if organisation_id in {case.steward_id, *recused_organisations(case.pk)}:
        raise NotAllowed
    if not set(parts) <= set(by_hand_for(roles)) or not parts:
        raise NotAllowed
    if until <= today():
        raise WrongEnd
    return by_hand.open_by_hand(
        case.pk,
        organisation_id,
        parts,
        until=until,
        reason=reason,
        standing=standing_of(case),
        actor=actor,
    )


def may_be_opened(
    case: Case, organisation_ids: Collection[int], *, actor: Actor
) -> dict[int, Covered]:
    """Return what the keeper may open by hand to each organisation, with the last day of each part.

    An organisation she has agreed to nothing for, or that must not know of her, is left out.
    """
    if not may_record_consent(actor, case):
        return {}
    agreement, standing, day = agreement_of(case.pk), standing_of(case), today()
    roles = roles_in(case.programme_id, list(organisation_ids))
    apart = {case.steward_id, *recused_organisations(case.pk)}
    found: dict[int, Covered] = {}
    for organisation_id, held in roles.items():
        covered = standing.covered(agreement, Share.Basis.MANUAL, organisation_id, day)
        allowed = by_hand_for(held)
        parts = {part: last for part, last in covered.items() if part in allowed and last > day}
        if parts and organisation_id not in apart:
            found[organisation_id] = parts
    return found

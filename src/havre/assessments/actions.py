"""Writes on assessments: each part, validation, reopening; publication of the need card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from havre.assessments import card as cards
from havre.assessments.models import (
    Assessment,
    HouseholdMember,
    HousingNeed,
    NeedCard,
    ResourcesDetail,
    ResourcesSummary,
    SafetyPlan,
)
from havre.assessments.selectors import missing_parts
from havre.cases import permissions
from havre.cases.actions import NotAllowed, move_case, note_event
from havre.cases.models import Case, CaseEvent, Referral
from havre.engine.vocabulary import Conclusion, Relation, Stage, ZoneKind
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share
from havre.programmes.selectors import board_participants
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.policy import Recipient


class Frozen(ValueError):
    """A validated assessment never changes: it is reopened as a new version."""


class IncompleteAssessment(ValueError):
    """The assessment cannot be validated yet; `missing` are French sentences."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("incomplete")
        self.missing = list(missing)


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One person of the household, in the order shown; the applicant comes first."""

    relation: Relation
    birth_date: date


def _check(assessment: Assessment, case: Case, actor: Actor) -> None:
    if not permissions.operates(actor, case):
        raise NotAllowed
    if assessment.status != Assessment.Status.OPEN:
        raise Frozen


@transaction.atomic
def start_assessment(case: Case, *, actor: Actor) -> Assessment:
    """Begin the first version, or go on with the one that is open."""
    if not permissions.operates(actor, case) or case.stage != Stage.ASSESSMENT:
        raise NotAllowed
    found = Assessment.objects.filter(case=case, status=Assessment.Status.OPEN).first()
    if found:
        return found
    assessment = Assessment(case=case, version=_next_version(case))
    assessment.save(force_insert=True)
    journal.record(actor, "ASSESSMENT_STARTED", case_id=case.pk)
    return assessment


def _next_version(case: Case) -> int:
    last = Assessment.objects.filter(case=case).order_by("-version").first()
    return last.version + 1 if last else 1


@transaction.atomic
def save_household(
    assessment: Assessment, members: Sequence[MemberLine], *, actor: Actor
) -> None:
    """Replace the household's members; the first is the applicant."""
    _check(assessment, assessment.case, actor)
    HouseholdMember.objects.filter(assessment=assessment).delete()
    HouseholdMember.objects.bulk_create(
        [
            HouseholdMember(
                case_id=assessment.case_id,
                assessment=assessment,
                position=position,
                relation=member.relation,
                birth_date=member.birth_date,
            )
            for position, member in enumerate(members)
        ]
    )
    journal.record(actor, "HOUSEHOLD_SAVED", case_id=assessment.case_id)


@transaction.atomic
def save_resources(
    assessment: Assessment,
    summary: dict[str, Any],
    detail: dict[str, Any],
    *,
    actor: Actor,
) -> None:
    """Replace the resources: `summary` as fields of ResourcesSummary, `detail` is sealed."""
    _check(assessment, assessment.case, actor)
    ResourcesSummary.objects.update_or_create(
        assessment=assessment, defaults={"case_id": assessment.case_id, **summary}
    )
    row = ResourcesDetail.objects.filter(assessment=assessment).first() or ResourcesDetail(
        case_id=assessment.case_id, assessment=assessment
    )
    vault.seal(row, detail)
    row.save()
    journal.record(actor, "RESOURCES_SAVED", case_id=assessment.case_id)


@transaction.atomic
def save_need(assessment: Assessment, fields: dict[str, Any], *, actor: Actor) -> None:
    """Replace what she needs and accepts: `fields` of HousingNeed."""
    _check(assessment, assessment.case, actor)
    HousingNeed.objects.update_or_create(
        assessment=assessment, defaults={"case_id": assessment.case_id, **fields}
    )
    journal.record(actor, "NEED_SAVED", case_id=assessment.case_id)


@transaction.atomic
def save_safety(assessment: Assessment, payload: dict[str, Any], *, actor: Actor) -> None:
    """Replace the safety plan, zones included; all of it is sealed."""
    _check(assessment, assessment.case, actor)
    row = SafetyPlan.objects.filter(assessment=assessment).first() or SafetyPlan(
        case_id=assessment.case_id, assessment=assessment
    )
    vault.seal(row, payload)
    row.save()
    journal.record(actor, "SAFETY_SAVED", case_id=assessment.case_id)


@transaction.atomic
def validate_assessment(
    assessment: Assessment, conclusion: Conclusion, urgency: int, *, actor: Actor
) -> Assessment:
    """Freeze this version and follow its conclusion. Raises IncompleteAssessment."""
    case = assessment.case
    _check(assessment, case, actor)
    if missing := missing_parts(assessment, actor=actor):
        raise IncompleteAssessment(missing)
    assessment.status, assessment.conclusion = Assessment.Status.VALIDATED, conclusion
    assessment.validated_at = now()
    assessment.save()
    rehousing = conclusion is Conclusion.REHOUSING
    move_case(case, Stage.SEARCH if rehousing else Stage.SHELTER_ORIENTED)
    case.urgency = urgency
    case.save(update_fields=["urgency"])
    note_event(case.pk, CaseEvent.Code.ASSESSED)
    journal.record(actor, "ASSESSMENT_VALIDATED", case_id=case.pk, subject=conclusion)
    return assessment


@transaction.atomic
def reopen_assessment(assessment: Assessment, *, actor: Actor) -> Assessment:
    """Begin a new version from a validated one; the need card is withdrawn meanwhile."""
    case = assessment.case
    if not permissions.operates(actor, case):
        raise NotAllowed
    move_case(case, Stage.ASSESSMENT)
    take_off_board(case, actor)
    fresh = Assessment(case=case, version=_next_version(case))
    fresh.save(force_insert=True)
    for member in HouseholdMember.objects.filter(assessment=assessment):
        member.pk, member.assessment = HouseholdMember().pk, fresh
        member.save(force_insert=True)
    for model in (ResourcesSummary, HousingNeed, ResourcesDetail, SafetyPlan):
        _copy_part(model, assessment, fresh)
    note_event(case.pk, CaseEvent.Code.REOPENED)
    journal.record(actor, "ASSESSMENT_REOPENED", case_id=case.pk)
    return fresh


def _copy_part(model: Any, before: Assessment, after: Assessment) -> None:
    """Copy one part; a sealed payload binds case, compartment and table, so it is copied as is."""
    for row in model.objects.filter(assessment=before):
        row.pk, row.assessment = model().pk, after
        row.save(force_insert=True)


@transaction.atomic
def publish_card(assessment: Assessment, *, actor: Actor) -> NeedCard:
    """Publish the pseudonymous card to the board, except to landlords to avoid.

    The landlord of origin does not receive it either: it knows who she is, and would learn where
    she wants to go. Raises NotAllowed, BeyondConsent.
    """
    case = assessment.case
    if not permissions.operates(actor, case) or case.stage != Stage.SEARCH:
        raise NotAllowed
    if assessment.status != Assessment.Status.VALIDATED:
        raise NotAllowed
    card = cards.draw_card(assessment, actor=actor)
    card.save(force_insert=True)
    hidden = avoided_landlords(assessment, actor=actor) | set(
        Referral.objects.filter(case=case, origin_landlord__isnull=False).values_list(
            "origin_landlord_id", flat=True
        )
    )
    for organisation in board_participants(case.programme_id):
        if organisation.pk not in hidden:
            sharing.open_shares(
                case.pk,
                organisation.pk,
                policy.BOARD_PUBLICATION,
                basis=Share.Basis.PUBLICATION,
                recipient=Recipient.BOARD,
                actor=actor,
            )
    note_event(case.pk, CaseEvent.Code.PUBLISHED)
    journal.record(actor, "CARD_PUBLISHED", case_id=case.pk)
    return card


def avoided_landlords(assessment: Assessment, *, actor: Actor) -> set[int]:
    """Return the landlords she must avoid, from the safety plan (opened through the vault)."""
    plan = vault.open_row(SafetyPlan.objects.filter(assessment=assessment).first(), actor=actor)
    return {
        int(zone["landlord"])
        for zone in plan.get("zones", [])
        if zone["kind"] == ZoneKind.LANDLORD
    }


@transaction.atomic
def withdraw_card(case: Case, *, actor: Actor) -> None:
    """Take the card off the board. Raises NotAllowed."""
    if not permissions.operates(actor, case):
        raise NotAllowed
    take_off_board(case, actor)
    journal.record(actor, "CARD_WITHDRAWN", case_id=case.pk)


def take_off_board(case: Case, actor: Actor) -> None:
    """Withdraw the published card, if any, and close what it had opened."""
    published = NeedCard.objects.filter(case=case, withdrawn_at=None)
    if published.update(withdrawn_at=now()):
        note_event(case.pk, CaseEvent.Code.UNPUBLISHED)
    sharing.close_shares(case.pk, actor=actor, bases=[Share.Basis.PUBLICATION])

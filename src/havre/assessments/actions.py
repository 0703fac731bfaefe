"""Writes on assessments: each part, validation, reopening; publication of the need card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from havre.assessments import benefits, near, zones
from havre.assessments import card as cards
from havre.assessments.audience import audience_of
from havre.assessments.models import (
    Assessment,
    HouseholdMember,
    HousingNeed,
    NeedCard,
    ResourcesDetail,
    ResourcesSummary,
    SafetyPlan,
)
from havre.assessments.selectors import missing_parts, safety_of
from havre.cases import permissions
from havre.cases.actions import NotAllowed, move_case, note_event
from havre.cases.models import Case, CaseEvent
from havre.engine.vocabulary import Conclusion, Relation, Stage
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.compartments import SealedRow
from havre.platform.models import Share
from havre.programmes.selectors import commune_names
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.models import Consent
from havre.sharing.policy import Recipient
from havre.sharing.selectors import covers


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


def _check(assessment: Assessment, actor: Actor) -> None:
    """Lock the assessment as it stands now: what was read before the page was sent may be old."""
    if not permissions.operates(actor, assessment.case):
        raise NotAllowed
    if _locked(assessment).status != Assessment.Status.OPEN:
        raise Frozen


def _locked(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_for_update().get(pk=assessment.pk)


def _locked_case(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


@transaction.atomic
def start_assessment(case: Case, *, actor: Actor) -> Assessment:
    """Begin the first version, or go on with the one that is open. Raises NotAllowed."""
    if not permissions.operates(actor, case) or _locked_case(case).stage != Stage.ASSESSMENT:
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
def save_household(assessment: Assessment, members: Sequence[MemberLine], *, actor: Actor) -> None:
    """Replace the household's members; the first, and no other, is the applicant.

    Raises ValueError when it is not so.
    """
    _check(assessment, actor)
    if [m.relation is Relation.APPLICANT for m in members] != [True] + [False] * (len(members) - 1):
        raise ValueError("the first member, and no other, is the applicant")
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
    _check(assessment, actor)
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
    _check(assessment, actor)
    HousingNeed.objects.update_or_create(
        assessment=assessment, defaults={"case_id": assessment.case_id, **fields}
    )
    journal.record(actor, "NEED_SAVED", case_id=assessment.case_id)


@transaction.atomic
def save_safety(assessment: Assessment, payload: dict[str, Any], *, actor: Actor) -> None:
    """Replace the safety plan, zones included; all of it is sealed. Raises ValueError on a zone."""
    _check(assessment, actor)
    _seal_plan(assessment, payload, actor)


def _seal_plan(assessment: Assessment, payload: dict[str, Any], actor: Actor) -> None:
    row = SafetyPlan.objects.filter(assessment=assessment).first() or SafetyPlan(
        case_id=assessment.case_id, assessment=assessment
    )
    kept = {name: value for name, value in payload.items() if name != "near"}
    if places := near.checked(payload.get("near", [])):
        kept["near"] = places
    vault.seal(row, {**kept, "zones": zones.checked(payload.get("zones", []))})
    row.save()
    journal.record(actor, "SAFETY_SAVED", case_id=assessment.case_id)


@transaction.atomic
def save_danger(assessment: Assessment, danger: dict[str, Any], *, actor: Actor) -> None:
    """Replace what the plan says of the danger and the measures; its zones and places stay."""
    _check(assessment, actor)
    plan = safety_of(assessment, actor=actor)
    kept = {name: plan.get(name, []) for name in ("zones", "near")}
    _seal_plan(assessment, {**danger, **kept}, actor)


@transaction.atomic
def add_zone(assessment: Assessment, zone: zones.Stored, *, actor: Actor) -> None:
    """Add a zone to avoid; the same one twice is one. Raises ValueError when it makes no sense."""
    _check(assessment, actor)
    plan = safety_of(assessment, actor=actor)
    _seal_plan(assessment, {**plan, "zones": [*plan.get("zones", []), zone]}, actor)


@transaction.atomic
def remove_zone(assessment: Assessment, zone_id: str, *, actor: Actor) -> None:
    """Remove a zone to avoid; one already gone changes nothing."""
    _check(assessment, actor)
    plan = safety_of(assessment, actor=actor)
    kept = [zone for zone in plan.get("zones", []) if zone.get("id") != zone_id]
    _seal_plan(assessment, {**plan, "zones": kept}, actor)


@transaction.atomic
def add_place(assessment: Assessment, place: near.Stored, *, actor: Actor) -> None:
    """Add a place she wishes to live near; the same one twice is one.

    Raises TooManyPlaces, ValueError when it makes no sense.
    """
    _check(assessment, actor)
    plan = safety_of(assessment, actor=actor)
    _seal_plan(assessment, {**plan, "near": [*plan.get("near", []), place]}, actor)


@transaction.atomic
def remove_place(assessment: Assessment, place_id: str, *, actor: Actor) -> None:
    """Remove a place she wished to live near; one already gone changes nothing."""
    _check(assessment, actor)
    plan = safety_of(assessment, actor=actor)
    kept = [place for place in plan.get("near", []) if place.get("id") != place_id]
    _seal_plan(assessment, {**plan, "near": kept}, actor)


@transaction.atomic
def validate_assessment(
    assessment: Assessment, conclusion: Conclusion, urgency: int, *, actor: Actor
) -> Assessment:
    """Freeze this version and follow its conclusion. Raises IncompleteAssessment."""
    case = assessment.case
    _check(assessment, actor)
    if missing := missing_parts(assessment, actor=actor):
        raise IncompleteAssessment(list(missing.values()))
    assessment.status, assessment.conclusion = Assessment.Status.VALIDATED, conclusion
    assessment.validated_at = now()
    assessment.save()
    rehousing = conclusion is Conclusion.REHOUSING
    move_case(case, Stage.SEARCH if rehousing else Stage.SHELTER_ORIENTED)
    case.urgency = urgency
    case.save(update_fields=["urgency"])
    note_event(case.pk, CaseEvent.Code.ASSESSED)
    journal.record(actor, "ASSESSMENT_VALIDATED", case_id=case.pk, subject=conclusion)
    if rehousing:
        benefits.ask()
    return assessment


@transaction.atomic
def reopen_assessment(assessment: Assessment, *, actor: Actor) -> Assessment:
    """Begin a new version from the latest validated one; the need card is withdrawn meanwhile.

    Raises NotAllowed; IllegalTransition while a proposal runs or once she is housed.
    """
    case = _locked_case(assessment.case)
    if not permissions.operates(actor, case) or assessment.version != _next_version(case) - 1:
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
    """Copy one part; a sealed payload binds its row, so the vault seals it again for the copy."""
    for row in model.objects.filter(assessment=before):
        source = row.pk
        row.pk, row.assessment = model().pk, after
        if isinstance(row, SealedRow):
            vault.seal_copy(row, source)
        row.save(force_insert=True)


@transaction.atomic
def publish_card(assessment: Assessment, *, actor: Actor) -> NeedCard:
    """Publish the pseudonymous card to its audience; a second publication returns the first.

    Raises NotAllowed, BeyondConsent.
    """
    case = _locked_case(assessment.case)
    if not permissions.operates(actor, case) or case.stage != Stage.SEARCH:
        raise NotAllowed
    if assessment.status != Assessment.Status.VALIDATED:
        raise NotAllowed
    if assessment.version != _next_version(case) - 1:
        raise NotAllowed
    if found := NeedCard.objects.filter(case=case, withdrawn_at=None).first():
        return found
    sharing.check_consent(case.pk, Recipient.BOARD)
    card = cards.draw_card(assessment, len(commune_names()), actor=actor)
    card.save(force_insert=True)
    for organisation in audience_of(assessment, actor=actor).receives:
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


def follow_agreement(consent: Consent, actor: Actor) -> None:
    """Take the card off the board once her agreement no longer covers it."""
    if covers(consent.case_id, Recipient.BOARD, actor=actor):
        return
    card = NeedCard.objects.filter(case=consent.case_id, withdrawn_at=None).first()
    if card is not None:
        take_off_board(card.case, actor)
        journal.record(actor, "CARD_WITHDRAWN", case_id=consent.case_id)

"""Reads on assessments and need cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from havre.assessments.models import (
    Assessment,
    HouseholdMember,
    HousingNeed,
    NeedCard,
    ResourcesDetail,
    ResourcesSummary,
    SafetyPlan,
)
from havre.cases.models import Case
from havre.cases.permissions import operates
from havre.cases.selectors import not_parked
from havre.engine.vocabulary import Compartment, Role, Stage
from havre.platform import journal, vault
from havre.platform.acting import Actor

PARTS = {
    "household": "household",
    "resources": "resourcessummary",
    "need": "housingneed",
    "safety": "safetyplan",
}
"""The parts an assessment must have, with the attribute of `with_parts` that holds each."""


PLAIN_PARTS = (
    Compartment.HOUSEHOLD,
    Compartment.RESOURCES_SUMMARY,
    Compartment.HOUSING_NEED,
)
"""The parts of a version that are not sealed: journaled by whoever shows them."""


def versions_of(case: Case, *, actor: Actor) -> QuerySet[Assessment]:
    """Return the versions of a case's assessment, latest first."""
    return Assessment.objects.filter(case=case).select_related("case").order_by("-version")


def current(case: Case, *, actor: Actor) -> Assessment | None:
    """Return the latest version, open or validated, with its parts."""
    return with_parts(case, actor=actor).first()


def validated(case: Case, *, actor: Actor) -> Assessment | None:
    """Return the latest validated version, with its parts."""
    return with_parts(case, actor=actor).filter(status=Assessment.Status.VALIDATED).first()


def validated_by_reference(reference: str, *, actor: Actor) -> Assessment | None:
    """Return the latest validated version of a case, its case and parts in the same query."""
    found = _with_parts(Assessment.objects.filter(case__reference=reference))
    return found.filter(
        case__programme_id=actor.programme_id, status=Assessment.Status.VALIDATED
    ).first()


def validated_of_searching(actor: Actor) -> QuerySet[Assessment]:
    """Return the version in force of each case for which a dwelling is looked for, with its parts.

    A search in pause is left out. The most urgent first, then the longest waiting.
    """
    latest = Assessment.objects.filter(
        case=OuterRef("case"), status=Assessment.Status.VALIDATED
    ).order_by("-version")
    found = Assessment.objects.filter(
        not_parked("case__"),
        case__programme_id=actor.programme_id,
        case__steward_id=actor.organisation_id,
        case__stage=Stage.SEARCH,
        pk=Subquery(latest.values("pk")[:1]),
    )
    return _with_parts(found).order_by("case__urgency", "case__admitted_on", "case__reference")


def versions_with_parts(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, Assessment]:
    """Return these versions with their cases and parts, by id; hidden ones are absent."""
    found = _with_parts(Assessment.objects.filter(pk__in=list(ids)))
    return {version.pk: version for version in found}


def members_of_all(assessments: Sequence[Assessment]) -> dict[UUID, list[HouseholdMember]]:
    """Return the household of each version, the applicant first, in one query."""
    found: dict[UUID, list[HouseholdMember]] = {}
    rows = HouseholdMember.objects.filter(assessment__in=[one.pk for one in assessments])
    for member in rows.order_by("position"):
        found.setdefault(member.assessment_id, []).append(member)
    return found


def members_of(assessment: Assessment, *, actor: Actor) -> list[HouseholdMember]:
    """Return the household, the applicant first; [] when the actor may not read it."""
    return list(HouseholdMember.objects.filter(assessment=assessment).order_by("position"))


def need_of(assessment: Assessment, *, actor: Actor) -> HousingNeed | None:
    """Return what she needs and accepts."""
    return HousingNeed.objects.filter(assessment=assessment).first()


def resources_of(assessment: Assessment, *, actor: Actor) -> ResourcesSummary | None:
    """Return the totals of her resources."""
    return ResourcesSummary.objects.filter(assessment=assessment).first()


def resources_detail(assessment: Assessment, *, actor: Actor) -> vault.Payload:
    """Return the detail of her resources, opened through the vault; {} when none is visible."""
    return vault.open_row(
        ResourcesDetail.objects.filter(assessment=assessment).first(), actor=actor
    )


def safety_of(assessment: Assessment, *, actor: Actor) -> vault.Payload:
    """Return the safety plan, opened through the vault; {} when none is visible."""
    return vault.open_row(SafetyPlan.objects.filter(assessment=assessment).first(), actor=actor)


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its parts; a part absent, or that the actor may not read, is None."""

    assessment: Assessment
    members: list[HouseholdMember]
    resources: ResourcesSummary | None
    need: HousingNeed | None
    detail: vault.Payload | None
    plan: vault.Payload | None
    rights: vault.Payload | None = None


def version_of(case: Case, number: int, *, actor: Actor) -> Version:
    """Return one version with all its parts, as `opened`. Raises Assessment.DoesNotExist."""
    return opened(with_parts(case, actor=actor).get(version=number), actor=actor)


def opened(assessment: Assessment, *, actor: Actor) -> Version:
    """Return a version with its parts, the sealed ones opened through the vault."""
    detail, plan = part_of(assessment, "resourcesdetail"), part_of(assessment, "safetyplan")
    rights = part_of(assessment, "benefitestimate")
    rows = [row for row in (detail, plan, rights) if row is not None]
    payloads = vault.open_rows(rows, actor=actor)
    return Version(
        assessment=assessment,
        members=members_of(assessment, actor=actor),
        resources=part_of(assessment, "resourcessummary"),
        need=part_of(assessment, "housingneed"),
        detail=payloads.get(detail.pk) if detail else None,
        plan=payloads.get(plan.pk) if plan else None,
        rights=payloads.get(rights.pk) if rights else None,
    )


def with_parts(case: Case, *, actor: Actor) -> QuerySet[Assessment]:
    """Return the versions of a case, latest first, their parts fetched in the same query."""
    return _with_parts(versions_of(case, actor=actor))


def _with_parts(versions: QuerySet[Assessment]) -> QuerySet[Assessment]:
    members = HouseholdMember.objects.filter(assessment=OuterRef("pk"))
    return (
        versions.select_related(
            "case__programme",
            "resourcessummary",
            "housingneed",
            "resourcesdetail",
            "safetyplan",
            "aplcurves",
            "benefitestimate",
        )
        .annotate(household=Exists(members))
        .order_by("-version")
    )


def part_of(assessment: Assessment, name: str) -> Any:
    """Return a part of a version, None when absent or hidden; no query after `with_parts`."""
    return getattr(assessment, name, None)  # an absent one-to-one raises an AttributeError too


def parts_present(assessment: Assessment) -> frozenset[str]:
    """Return which parts of a version read `with_parts` are saved: the keys of PARTS."""
    present = {key for key, name in PARTS.items() if part_of(assessment, name) is not None}
    return frozenset(present if part_of(assessment, "household") else present - {"household"})


def missing_parts(assessment: Assessment, *, actor: Actor) -> dict[str, str]:
    """Return {part: French sentence} of what must still be given before validation."""
    version = version_of(assessment.case, assessment.version, actor=actor)
    missing: dict[str, str] = {}
    if not version.members:
        missing["household"] = "Indiquez la composition du ménage."
    if version.resources is None:
        missing["resources"] = "Indiquez les ressources."
    need = version.need
    if need is None or not (need.any_commune or need.communes) or not need.regimes:
        missing["need"] = "Indiquez le besoin de logement."
    if version.plan is None or not version.plan.get("level"):
        missing["safety"] = "Renseignez la sécurité, même s’il n’y a aucune zone à éviter."
    return missing


def board(
    actor: Actor, *, commune: str = "", rooms: int = 0, urgency: int = 0
) -> QuerySet[NeedCard]:
    """Return the published need cards the actor may see, the most urgent and oldest first.

    `commune`, `rooms` and `urgency` narrow them; "" and 0 do not.
    """
    found = NeedCard.objects.filter(withdrawn_at=None).order_by("urgency", "published_at", "pk")
    if commune:
        found = found.filter(Q(any_commune=True) | Q(communes__contains=[commune]))
    if rooms:
        found = found.filter(rooms_min__lte=rooms, rooms_max__gte=rooms)
    return found.filter(urgency=urgency) if urgency else found


def get_card(reference: str, *, actor: Actor) -> NeedCard:
    """Return a published card, journaled as read; to the operator it tells the case too.

    Raises NeedCard.DoesNotExist when hidden, withdrawn or absent, JournalDown.
    """
    card = board(actor).get(reference=reference)
    told = [Compartment.PROGRESS] if actor.has(Role.OPERATOR) else []
    parts = [Compartment.NEED_CARD, *told]
    journal.commit_reading(actor, "CARD_READ", case_id=card.case_id, compartments=parts)
    return card


def list_cards(cards: Iterable[NeedCard], *, actor: Actor) -> None:
    """Journal, before it is shown, a list of cards."""
    ids = [card.case_id for card in cards]
    journal.commit_list(actor, "LISTED", case_ids=ids, compartments=[Compartment.NEED_CARD])


def published_card(case: Case, *, actor: Actor) -> NeedCard | None:
    """Return the case's published card, if any."""
    return NeedCard.objects.filter(case=case, withdrawn_at=None).first()


def case_reference_of(card: NeedCard, *, actor: Actor) -> str:
    """Return the reference of the card's case for the operator who keeps it, "" for others."""
    case = Case.objects.filter(pk=card.case_id).first()
    return case.reference if case is not None and operates(actor, case) else ""

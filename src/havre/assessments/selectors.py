"""Reads on assessments and need cards."""

from __future__ import annotations

from django.db.models import QuerySet

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
from havre.platform import vault
from havre.platform.acting import Actor


def versions_of(case: Case, *, actor: Actor) -> QuerySet[Assessment]:
    """Return the versions of a case's assessment, latest first."""
    return Assessment.objects.filter(case=case).select_related("case").order_by("-version")


def current(case: Case, *, actor: Actor) -> Assessment | None:
    """Return the latest version, open or validated."""
    return versions_of(case, actor=actor).first()


def validated(case: Case, *, actor: Actor) -> Assessment | None:
    """Return the latest validated version."""
    return versions_of(case, actor=actor).filter(status=Assessment.Status.VALIDATED).first()


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


def missing_parts(assessment: Assessment, *, actor: Actor) -> list[str]:
    """Return a French sentence per part still missing before the assessment can be validated."""
    sentences = {
        "Indiquez la composition du ménage.": HouseholdMember,
        "Indiquez les ressources.": ResourcesSummary,
        "Indiquez le besoin de logement.": HousingNeed,
        "Renseignez la sécurité, même s’il n’y a aucune zone à éviter.": SafetyPlan,
    }
    return [
        sentence
        for sentence, model in sentences.items()
        if not model.objects.filter(assessment=assessment).exists()  # type: ignore[attr-defined]
    ]


def board(actor: Actor) -> QuerySet[NeedCard]:
    """Return the published need cards the actor may see, the most urgent and oldest first."""
    return NeedCard.objects.filter(withdrawn_at=None).order_by("urgency", "published_at", "pk")


def get_card(reference: str, *, actor: Actor) -> NeedCard:
    """Return a published card; raise NeedCard.DoesNotExist when hidden, withdrawn or absent."""
    return board(actor).get(reference=reference)


def published_card(case: Case, *, actor: Actor) -> NeedCard | None:
    """Return the case's published card, if any."""
    return NeedCard.objects.filter(case=case, withdrawn_at=None).first()

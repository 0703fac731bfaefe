"""Draws the need card from an assessment: coarse enough that it tells nobody who she is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from havre.assessments.models import Assessment, NeedCard
from havre.assessments.selectors import members_of, need_of, resources_of
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.selectors import programme_of

AGE_BANDS = ((3, "moins de 3 ans"), (11, "3 à 10 ans"), (18, "11 à 17 ans"))
INCOME_STEP = 250


def age_on(birth: date, day: date) -> int:
    """Return the age in whole years on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def children_bands(births: list[date], day: date) -> str:
    """Return how many children per age band, in French: « 1 de moins de 3 ans, 2 de 3 à 10 ans »."""
    counts: dict[str, int] = {}
    for birth in births:
        age = age_on(birth, day)
        band = next((label for limit, label in AGE_BANDS if age < limit), "18 ans et plus")
        counts[band] = counts.get(band, 0) + 1
    order = [label for _, label in AGE_BANDS] + ["18 ans et plus"]
    return ", ".join(f"{counts[band]} de {band}" for band in order if band in counts)


def income_band(monthly: Decimal) -> str:
    """Return the band of 250 € a monthly income falls in."""
    low = int(monthly) // INCOME_STEP * INCOME_STEP
    return f"{low} à {low + INCOME_STEP} € par mois"


def draw_card(assessment: Assessment, *, actor: Actor) -> NeedCard:
    """Return the unsaved card of an assessment, exactly as landlords will read it."""
    need = need_of(assessment, actor=actor)
    resources = resources_of(assessment, actor=actor)
    members = members_of(assessment, actor=actor)
    assert need is not None and resources is not None and members
    ceiling = resources.monthly_income * programme_of(actor).effort_rate_max
    return NeedCard(
        case_id=assessment.case_id,
        assessment=assessment,
        urgency=assessment.case.urgency,
        people=len(members),
        children_bands=children_bands([m.birth_date for m in members[1:]], today()),
        income_band=income_band(resources.monthly_income),
        rent_max=int(ceiling),
        rooms_min=need.rooms_min,
        rooms_max=need.rooms_max,
        any_commune=need.any_commune,
        communes=need.communes,
        accessible=need.accessible,
        max_floor_without_lift=need.max_floor_without_lift,
        ground_floor_ok=need.ground_floor_ok,
        needed_by=need.needed_by,
        regimes=need.regimes,
    )

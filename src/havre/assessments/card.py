"""Draws the need card from an assessment: coarse enough that it tells nobody who she is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from havre.assessments.models import Assessment, HousingNeed, NeedCard
from havre.assessments.selectors import members_of, part_of
from havre.platform.acting import Actor
from havre.platform.clock import today

AGE_BANDS = ((3, "moins de 3 ans"), (11, "3 à 10 ans"), (18, "11 à 17 ans"))
INCOME_STEP = 250
INCOME_TOP = 3000
"""From here on, one band: a rarer income would tell who she is."""
PEOPLE_TOP = 6
"""Larger households are « 6 ou plus », without the number of children per age."""


def age_on(birth: date, day: date) -> int:
    """Return the age in whole years on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def children_bands(births: list[date], day: date) -> str:
    """Return how many people per age band, in French: « 1 de moins de 3 ans, 2 de 3 à 10 ans ».

    From a household of PEOPLE_TOP on, the bands without the numbers.
    """
    counts: dict[str, int] = {}
    for birth in births:
        age = age_on(birth, day)
        band = next((label for limit, label in AGE_BANDS if age < limit), "18 ans et plus")
        counts[band] = counts.get(band, 0) + 1
    order = [label for _, label in AGE_BANDS] + ["18 ans et plus"]
    if len(births) + 1 >= PEOPLE_TOP:
        return ", ".join(f"de {band}" for band in order if band in counts)
    return ", ".join(f"{counts[band]} de {band}" for band in order if band in counts)


def income_band(monthly: Decimal) -> str:
    """Return the band of 250 € a monthly income falls in."""
    low = int(monthly) // INCOME_STEP * INCOME_STEP
    if low >= INCOME_TOP:
        return f"{_thousands(INCOME_TOP)} € par mois et plus"
    if low <= 0:
        return f"moins de {INCOME_STEP} € par mois"
    return f"{_thousands(low)} à {_thousands(low + INCOME_STEP)} € par mois"


def _thousands(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u202f")


def rent_ceiling(monthly: Decimal, effort_rate_max: Decimal) -> int | None:
    """Return the highest net rent for the top of her income band; None in the open band.

    Taken from her exact income, it would give that income away to a few euros.
    """
    low = int(monthly) // INCOME_STEP * INCOME_STEP
    return None if low >= INCOME_TOP else int((max(low, 0) + INCOME_STEP) * effort_rate_max)


def shown_communes(need: HousingNeed, territory: int) -> list[str]:
    """Return the communes to show, [] for any of them; never in her order of preference.

    When she accepts more than half of the territory, the missing ones would show which places
    she avoids: the card then says any commune, and the operator sorts.
    """
    if need.any_commune or len(need.communes) * 2 > territory:
        return []
    return sorted(need.communes)


def draw_card(assessment: Assessment, territory: int, *, actor: Actor) -> NeedCard:
    """Return the unsaved card of a validated version, exactly as landlords will read it.

    `territory` is the number of its communes.
    """
    need, resources = part_of(assessment, "housingneed"), part_of(assessment, "resourcessummary")
    members = members_of(assessment, actor=actor)
    assert need is not None and resources is not None and members
    communes = shown_communes(need, territory)
    effort_rate_max = assessment.case.programme.effort_rate_max
    return NeedCard(
        case_id=assessment.case_id,
        assessment=assessment,
        urgency=assessment.case.urgency,
        people=min(len(members), PEOPLE_TOP),
        children_bands=children_bands([m.birth_date for m in members[1:]], today()),
        income_band=income_band(resources.monthly_income),
        rent_max=rent_ceiling(resources.monthly_income, effort_rate_max),
        rooms_min=need.rooms_min,
        rooms_max=need.rooms_max,
        any_commune=not communes,
        communes=communes,
        accessible=need.accessible,
        max_floor_without_lift=need.max_floor_without_lift,
        ground_floor_ok=need.ground_floor_ok,
        needed_by=need.needed_by and need.needed_by.replace(day=1),
        regimes=sorted(need.regimes),
    )

"""Her estimated rights: what she receives today beside what she would in the dwelling to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from havre.assessments.benefits import UNTOLD
from havre.assessments.models import AplCurves
from havre.assessments.selectors import Version, part_of
from havre.engine.vocabulary import Benefit


@dataclass(frozen=True, slots=True)
class Line:
    """One benefit; `present` is None when its amount today is not known."""

    label: str
    present: float | None
    new: float


@dataclass(frozen=True, slots=True)
class Shown:
    """The estimate as the page shows it.

    `untold` is what of her resources no line says the nature of, in euros a month.
    """

    lines: list[Line]
    zone: str
    rent: float
    rent_reduction: float
    untold: float
    rules: str
    month: date
    estimated_at: datetime


def rights_of(version: Version) -> Shown | None:
    """Return the estimate of a version; None until there is one, or when it may not be read."""
    found, curves = version.rights, part_of(version.assessment, "aplcurves")
    if not found or not isinstance(curves, AplCurves):
        return None
    untold = _untold(version)
    return Shown(
        lines=[
            Line(
                label=benefit.label,
                present=_present(found["present"], benefit, told=untold <= UNTOLD),
                new=found["new"].get(benefit, 0.0),
            )
            for benefit in Benefit
            if benefit in found["present"] or found["new"].get(benefit) or benefit is Benefit.APL
        ],
        zone=found["zone"],
        rent=found["rent"],
        rent_reduction=found["rent_reduction"],
        untold=untold if untold > UNTOLD else 0.0,
        rules=curves.rules,
        month=curves.month,
        estimated_at=curves.estimated_at,
    )


def _untold(version: Version) -> float:
    """Return what of her monthly resources no line says the nature of, in euros."""
    lines = (version.detail or {}).get("lines", [])
    total = float(version.resources.monthly_income) if version.resources else 0.0
    return total - float(sum(line["amount"] for line in lines))


def _present(amounts: dict[str, float], benefit: Benefit, *, told: bool) -> float | None:
    """Housing benefit is never told; what no line names is 0 only when the lines tell it all."""
    if benefit in amounts:
        return amounts[benefit]
    return 0.0 if told and benefit is not Benefit.APL else None

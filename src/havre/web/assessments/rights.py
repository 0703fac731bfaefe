"""Her estimated rights: what she receives today beside what she would in the dwelling to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

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
    """The estimate as the page shows it."""

    lines: list[Line]
    zone: str
    rent: float
    rent_reduction: float
    rules: str
    month: date
    estimated_at: datetime


def rights_of(version: Version) -> Shown | None:
    """Return the estimate of a version; None until there is one, or when it may not be read."""
    found, curves = version.rights, part_of(version.assessment, "aplcurves")
    if not found or not isinstance(curves, AplCurves):
        return None
    told = bool(version.detail and version.detail.get("lines"))
    return Shown(
        lines=[
            Line(
                label=benefit.label,
                present=_present(found["present"], benefit, told=told),
                new=found["new"].get(benefit, 0.0),
            )
            for benefit in Benefit
            if benefit in found["present"] or found["new"].get(benefit) or benefit is Benefit.APL
        ],
        zone=found["zone"],
        rent=found["rent"],
        rent_reduction=found["rent_reduction"],
        rules=curves.rules,
        month=curves.month,
        estimated_at=curves.estimated_at,
    )


def _present(amounts: dict[str, float], benefit: Benefit, *, told: bool) -> float | None:
    """Housing benefit is never told; without any detail, neither is the rest."""
    if benefit is Benefit.APL or not told:
        return None
    return amounts.get(benefit, 0.0)

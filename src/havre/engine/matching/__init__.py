"""Which vacancies suit which needs, and why: hard rules, each explained, then wishes."""

from havre.engine.matching.affordability import Cost, consumption_units, cost, interpolate
from havre.engine.matching.ceiling_zones import ceiling_zone
from havre.engine.matching.ceilings import (
    Category,
    Ceiling,
    CeilingRow,
    Ceilings,
    MissingCeiling,
    household_category,
)
from havre.engine.matching.model import (
    ANY,
    DEFAULT_WEIGHTS,
    WEIGHTS,
    Anywhere,
    AplCurve,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Member,
    Need,
    Place,
    Settings,
    Vacancy,
    Zone,
)
from havre.engine.matching.places import EARTH_RADIUS_KM, distance_km
from havre.engine.matching.residences import residence_keys, same_residence
from havre.engine.matching.rules import RULES, judge
from havre.engine.matching.score import MICRO, score_micro
from havre.engine.matching.search import (
    Exclusion,
    Match,
    NeedResult,
    RuleCount,
    compatible,
    explain,
)
from havre.engine.matching.sides import minimum_surface
from havre.engine.matching.verdict import Subject, Verdict

__all__ = [
    "ANY",
    "DEFAULT_WEIGHTS",
    "EARTH_RADIUS_KM",
    "MICRO",
    "RULES",
    "WEIGHTS",
    "Anywhere",
    "AplCurve",
    "AvoidCommune",
    "AvoidLandlord",
    "AvoidRadius",
    "AvoidResidence",
    "Category",
    "Ceiling",
    "CeilingRow",
    "Ceilings",
    "Cost",
    "Exclusion",
    "Match",
    "Member",
    "MissingCeiling",
    "Need",
    "NeedResult",
    "Place",
    "RuleCount",
    "Settings",
    "Subject",
    "Vacancy",
    "Verdict",
    "Zone",
    "ceiling_zone",
    "compatible",
    "consumption_units",
    "cost",
    "distance_km",
    "explain",
    "household_category",
    "interpolate",
    "judge",
    "minimum_surface",
    "residence_keys",
    "same_residence",
    "score_micro",
]

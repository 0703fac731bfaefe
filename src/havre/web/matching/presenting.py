"""Verdicts as parts/checks.html and the lists show them. For the operator's eyes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from havre.engine import matching as engine
from havre.engine.matching import Match, Verdict
from havre.engine.matching.against import Suiting, Unsuiting
from havre.engine.vocabulary import PlaceKind
from havre.housing.models import Vacancy
from havre.web.templatetags.havre import number

NO_BENEFIT = "APL non calculée"
"""The engine's remark when housing benefit is unknown: the page says it once, at its top."""


@dataclass(frozen=True, slots=True)
class Suited:
    """A compatible dwelling with its rank, its figures and the sentence of every rule."""

    rank: int
    vacancy: Vacancy
    held: bool
    figures: dict[str, float | str]
    distances: list[str]
    checks: list[dict[str, str]]
    remarks: list[str]

    @property
    def located(self) -> bool:
        """Its place is known."""
        dwelling = self.vacancy.dwelling
        return dwelling.latitude is not None and dwelling.longitude is not None


@dataclass(frozen=True, slots=True)
class Unsuited:
    """A dwelling that does not suit, with the rules it fails."""

    vacancy: Vacancy
    checks: list[dict[str, str]]


def checks_of(verdicts: Iterable[Verdict]) -> list[dict[str, str]]:
    """Return one line per rule: passed, failed, or passed with something to look at."""
    return [
        {
            "outcome": "fail" if not v.passed else ("look" if v.remark else "pass"),
            "label": v.rule.label,
            "detail": f"{v.sentence} {_remark(v.remark)}".strip(),
        }
        for v in verdicts
    ]


def _remark(remark: str) -> str:
    return remark if not remark or remark.endswith(".") else f"{remark}."


def suited(match: Match, vacancy: Vacancy, *, rank: int, held: bool, need: engine.Need) -> Suited:
    """Present a match, the best being of rank 1."""
    checks = checks_of(match.verdicts)
    to_look = [_remark(v.remark) for v in match.verdicts if v.remark not in {"", NO_BENEFIT}]
    figures = dict(match.figures)
    return Suited(rank, vacancy, held, figures, distances(need, match), checks, to_look)


def distances(need: engine.Need, match: Match) -> list[str]:
    """Return how far the dwelling is from what she wishes near, and from what she avoids."""
    if match.vacancy.point is None:
        return []
    nearest: dict[str, float] = {}
    for place in need.near:
        km = engine.distance_km((place.lat, place.lon), match.vacancy.point)
        nearest[place.kind] = min(km, nearest.get(place.kind, km))
    said = [f"{PlaceKind(kind).label} à {number(km, 1)} km" for kind, km in nearest.items()]
    if away := match.figures.get("km_to_nearest_zone"):
        said.append(f"point à éviter à {number(away, 1)} km")
    return said


def unsuited(one: Unsuiting, vacancy: Vacancy) -> Unsuited:
    """Present a dwelling that does not suit."""
    return Unsuited(vacancy, checks_of(one.exclusion().failed))


def benefit_unknown(matches: Iterable[Match]) -> bool:
    """Tell whether housing benefit was left out of a net rent."""
    return any(v.remark == NO_BENEFIT for match in matches for v in match.verdicts)


def rows_of(
    matches: Iterable[Suiting],
    vacancies: Mapping[str, Vacancy],
    *,
    ranks: Mapping[str, int],
    held: set[object],
    need: engine.Need,
) -> list[Suited]:
    """Present matches, each with its rank among all, and why each rule lets it through."""
    return [
        suited(
            match.match(),
            vacancies[match.vacancy.ref],
            rank=ranks[match.vacancy.ref],
            held=vacancies[match.vacancy.ref].pk in held,
            need=need,
        )
        for match in matches
    ]

"""Verdicts as parts/checks.html and the lists show them. For the operator's eyes only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from havre.engine.matching import Exclusion, Match, Verdict
from havre.housing.models import Vacancy


@dataclass(frozen=True, slots=True)
class Suited:
    """A compatible dwelling with its figures and the sentence of every rule."""

    vacancy: Vacancy
    held: bool
    figures: dict[str, float | str]
    checks: list[dict[str, str]]
    remarks: int


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


def suited(match: Match, vacancy: Vacancy, *, held: bool) -> Suited:
    """Present a match."""
    checks = checks_of(match.verdicts)
    to_look = sum(1 for v in match.verdicts if v.remark and v.remark != NO_BENEFIT)
    return Suited(vacancy, held, dict(match.figures), checks, to_look)


NO_BENEFIT = "APL non calculée"
"""The engine's remark when housing benefit is unknown: the page says it once, at its top."""


def unsuited(exclusion: Exclusion, vacancy: Vacancy) -> Unsuited:
    """Present an exclusion."""
    return Unsuited(vacancy, checks_of(exclusion.failed))

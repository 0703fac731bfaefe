"""The vacancies that suit one need, best first, and why the others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.model import Need, Settings, Vacancy
from havre.engine.matching.rules import judge
from havre.engine.matching.score import MICRO, score_micro
from havre.engine.matching.verdict import Figures, Subject, Verdict
from havre.engine.vocabulary import Rule

SHOWN = ("net_rent", "effort_rate", "left_per_day", "apl", "km_to_nearest_zone")
"""Figures given with a compatible vacancy; one that does not apply is left out."""


@dataclass(frozen=True, slots=True)
class Match:
    """A compatible vacancy, its score in millionths, and the verdict of every rule."""

    vacancy: Vacancy
    score_micro: int
    verdicts: tuple[Verdict, ...]

    @property
    def score(self) -> float:
        """The score between 0 and 1."""
        return self.score_micro / MICRO

    @property
    def figures(self) -> Figures:
        """The figures of SHOWN, in that order."""
        known = {name: value for v in self.verdicts for name, value in v.figures.items()}
        return {name: known[name] for name in SHOWN if name in known}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A vacancy that does not suit, with the verdicts it fails, in the order of the rules."""

    vacancy: Vacancy
    failed: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many vacancies a rule excludes, and how many it alone excludes (None for COMMUNE)."""

    at_all: int
    alone: int | None


@dataclass(frozen=True, slots=True)
class NeedResult:
    """The answer for one need. `counts` names the rules that exclude something, in rule order."""

    need_ref: str
    compatible: tuple[Match, ...]
    excluded: tuple[Exclusion, ...]
    counts: Mapping[Rule, RuleCount] = field(hash=False)


def compatible(
    need: Need, vacancies: Iterable[Vacancy], settings: Settings, ceilings: Ceilings
) -> NeedResult:
    """Sort `vacancies` into those that suit `need`, best first, and those that do not.

    Best first: higher score, then earlier `available_on`, then reference. The excluded come by
    reference: the order of `vacancies` changes nothing. Raises ValueError when two vacancies
    share a reference, MissingCeiling when reference data lacks a ceiling.
    """
    subject = Subject.of(need, settings, ceilings)
    matches: list[Match] = []
    excluded: list[Exclusion] = []
    for vacancy in _by_reference(vacancies):
        verdicts = judge(subject, vacancy)
        failed = tuple(verdict for verdict in verdicts if not verdict.passed)
        if failed:
            excluded.append(Exclusion(vacancy, failed))
        else:
            matches.append(Match(vacancy, score_micro(subject, vacancy), verdicts))
    matches.sort(key=lambda m: (-m.score_micro, m.vacancy.available_on, m.vacancy.ref))
    return NeedResult(need.ref, tuple(matches), tuple(excluded), count_exclusions(excluded))


def explain(
    need: Need, vacancy: Vacancy, settings: Settings, ceilings: Ceilings
) -> tuple[Verdict, ...]:
    """The verdict of every rule on one pair, in the order of `Rule`."""
    return judge(Subject.of(need, settings, ceilings), vacancy)


def count_exclusions(excluded: Sequence[Exclusion]) -> Mapping[Rule, RuleCount]:
    """What each rule excludes among the vacancies of communes she accepts.

    A vacancy elsewhere counts for COMMUNE and for no other rule.
    """
    at_all: Counter[Rule] = Counter()
    alone: Counter[Rule] = Counter()
    for exclusion in excluded:
        rules = [verdict.rule for verdict in exclusion.failed]
        if Rule.COMMUNE in rules:
            at_all[Rule.COMMUNE] += 1
            continue
        at_all.update(rules)
        if len(rules) == 1:
            alone[rules[0]] += 1
    return {
        rule: RuleCount(at_all[rule], None if rule is Rule.COMMUNE else alone[rule])
        for rule in Rule
        if at_all[rule]
    }


def _by_reference(vacancies: Iterable[Vacancy]) -> list[Vacancy]:
    ordered = sorted(vacancies, key=lambda vacancy: vacancy.ref)
    for i in range(1, len(ordered)):
        if ordered[i - 1].ref == ordered[i].ref:
            raise ValueError(f"two vacancies share the reference {ordered[i].ref!r}")
    return ordered

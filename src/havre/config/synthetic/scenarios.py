"""How many cases stand where: the demonstration's counts, and how they grow with the size."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from havre.config.synthetic.partners import FIRST_AGENCY, FIRST_HOLDER, FIRST_LANDLORD
from havre.engine.vocabulary import ProposalStatus as P
from havre.engine.vocabulary import Stage as S

YEAR_DAYS: Final = 365.25
DEMO_DAYS: Final = 425
"""Histories spread over the last fourteen months, longer when there are more cases than a
programme could take in that time."""

MOST_PER_YEAR: Final = 10_000
MOST_DAYS: Final = 3652


@dataclass(frozen=True, slots=True)
class Kind:
    """Cases that stand at the same place.

    `demo` is how many there are among 60; `flow` the share of a year's cases that can stand
    there at once; `age` how many days ago the last step was; `landlord` and `holder` those of
    the first case of the kind, so that the demonstration accounts have something waiting.
    """

    stage: S
    status: P | None
    demo: int
    flow: float
    age: tuple[int, int]
    card: bool = False
    started: bool = True
    landlord: str = ""
    holder: str = ""


HOUSED: Final = Kind(S.HOUSED, P.MOVED_IN, 13, 1.0, (1, 0), card=True, landlord=FIRST_LANDLORD)
KINDS: Final = (
    Kind(S.DRAFT, None, 3, 0.010, (1, 9)),
    Kind(S.REFERRED, None, 4, 0.020, (1, 6)),
    Kind(S.ASSESSMENT, None, 2, 0.020, (1, 8), started=False),
    Kind(S.ASSESSMENT, None, 3, 0.030, (2, 18)),
    Kind(S.SEARCH, None, 3, 0.030, (1, 25)),
    Kind(S.SEARCH, None, 8, 0.120, (2, 90), card=True),
    Kind(S.PROPOSAL, P.PROPOSED, 2, 0.012, (1, 4), card=True, landlord=FIRST_LANDLORD),
    Kind(S.PROPOSAL, P.ACCEPTED, 1, 0.006, (1, 3), card=True, landlord=FIRST_LANDLORD),
    Kind(S.PROPOSAL, P.WITH_HOLDER, 2, 0.010, (1, 4), card=True, holder=FIRST_HOLDER),
    Kind(S.PROPOSAL, P.WITH_LANDLORD, 3, 0.015, (1, 4), card=True, landlord=FIRST_LANDLORD),
    Kind(S.PROPOSAL, P.COMMITTEE, 2, 0.012, (2, 12), card=True, landlord=FIRST_LANDLORD),
    Kind(S.PROPOSAL, P.CONDITIONAL, 1, 0.005, (2, 12), card=True, landlord=FIRST_LANDLORD),
    Kind(S.PROPOSAL, P.RANKED, 1, 0.005, (2, 12), card=True, landlord="loire-logis"),
    Kind(S.PROPOSAL, P.ALLOCATED, 2, 0.012, (1, 7), card=True, landlord=FIRST_LANDLORD),
    Kind(S.ALLOCATED, P.CONFIRMED, 2, 0.012, (1, 9), card=True, landlord=FIRST_AGENCY),
    Kind(S.LEASED, P.LEASED, 3, 0.020, (1, 10), card=True, landlord=FIRST_LANDLORD),
    HOUSED,
    Kind(S.NOT_ADMITTED, None, 3, 1.0, (1, 0)),
    Kind(S.SHELTER_ORIENTED, None, 2, 1.0, (1, 0)),
)
HOLDS: Final = frozenset({S.PROPOSAL, S.ALLOCATED})
"""Stages in which a case holds an offer that is still open."""

ENDED_SHARES: Final = {S.HOUSED: 0.85, S.NOT_ADMITTED: 0.08, S.SHELTER_ORIENTED: 0.07}


def span_days(cases: int) -> int:
    """Return over how many days the cases' admissions are spread."""
    return min(MOST_DAYS, max(DEMO_DAYS, round(cases / MOST_PER_YEAR * YEAR_DAYS)))


def open_vacancies(cases: int, vacancies: int) -> int:
    """Return how many offers are open: `vacancies` up to 60 cases, at most ten times as many."""
    growth: float = (cases / 60) ** 0.31
    return round(vacancies * min(10.0, max(1.0, growth)))


def counts(cases: int, vacancies: int) -> list[int]:
    """Return how many cases of each kind, `vacancies` offers being open.

    Under way: the demonstration's counts in proportion, but never more than a year's flow can
    leave there, nor more held offers than 60 % of those open. The rest has come to an end.
    """
    per_year = cases / span_days(cases) * YEAR_DAYS
    holding = sum(kind.demo for kind in KINDS if kind.stage in HOLDS)
    found: list[int] = []
    for kind in KINDS:
        share = kind.demo * cases / 60
        if cases > 60:
            share = min(share, max(kind.demo, kind.flow * per_year))
        if kind.stage in HOLDS:
            share = min(share, kind.demo / holding * vacancies * 0.6)
        found.append(int(share))
    if cases > 60:
        for place, kind in enumerate(KINDS):
            if kind.stage in ENDED_SHARES:
                found[place] = 0
        rest = cases - sum(found)
        for place, kind in enumerate(KINDS):
            found[place] += int(rest * ENDED_SHARES.get(kind.stage, 0))
    found[KINDS.index(HOUSED)] += cases - sum(found)
    return found


def deal(rng: Random, cases: int, vacancies: int) -> list[tuple[int, int]]:
    """Return (kind, rank within the kind) of each case, in a drawn order."""
    dealt = [
        (kind, rank)
        for kind, number in enumerate(counts(cases, vacancies))
        for rank in range(number)
    ]
    rng.shuffle(dealt)
    return dealt

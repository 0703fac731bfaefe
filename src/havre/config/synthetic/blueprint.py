"""Everything from which a case or an offer is planned, drawn once from the one generator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from havre.config.synthetic.days import WorkingDays
from havre.config.synthetic.references import References
from havre.config.synthetic.scenarios import HOLDS, KINDS, counts, deal, open_vacancies, span_days
from havre.config.synthetic.territory import Town, towns

MOST_PROPOSALS: Final = 4
"""Proposals a case may have: their references and dwellings are numbered by it."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """Which numbers' references go to what, so that no two things share one."""

    cases: int

    def card(self, case: int) -> int:
        """The number of a case's card."""
        return self.cases + case

    def proposal(self, case: int, place: int) -> int:
        """The number of a case's proposal."""
        return 2 * self.cases + case * MOST_PROPOSALS + place

    def offer(self, case: int, place: int) -> int:
        """The number of the offer of a case's proposal."""
        return (2 + MOST_PROPOSALS) * self.cases + case * MOST_PROPOSALS + place

    def free_offer(self, place: int) -> int:
        """The number of an offer that no proposal holds."""
        return (2 + 2 * MOST_PROPOSALS) * self.cases + place


@dataclass(frozen=True)
class Blueprint:
    """Everything from which a case or an offer is planned."""

    seed: int
    today: date
    span: int
    towns: tuple[Town, ...]
    calendar: WorkingDays
    dealt: list[tuple[int, int]]
    seeds: list[int]
    offers_seed: int
    free_offers: int
    references: References

    @property
    def cases(self) -> int:
        """How many cases."""
        return len(self.dealt)


def draw_blueprint(*, seed: int, today: date, cases: int, vacancies: int) -> Blueprint:
    """Draw what all cases depend on. All randomness comes from one generator."""
    rng = Random(seed)  # noqa: S311  invented data, not a secret
    offered = open_vacancies(cases, vacancies)
    held = sum(
        number
        for kind, number in zip(KINDS, counts(cases, offered), strict=True)
        if kind.stage in HOLDS
    )
    span = span_days(cases)
    return Blueprint(
        seed=seed,
        today=today,
        span=span,
        towns=towns(),
        calendar=WorkingDays(today - timedelta(days=span + 900), today),
        references=References(rng),
        dealt=deal(rng, cases, offered),
        seeds=[rng.getrandbits(64) for _ in range(cases)],
        offers_seed=rng.getrandbits(64),
        free_offers=max(0, offered - held),
    )

"""« Why not me »: for each need left out, who is before her on each dwelling, and by what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from havre.engine.assignment.caps import Room
from havre.engine.assignment.plan import Plan
from havre.engine.assignment.problem import NOWHERE


class Why(StrEnum):
    """Why a need is left out."""

    NO_COMPATIBLE_VACANCY = "NO_COMPATIBLE_VACANCY"
    OUTBID = "OUTBID"


class Criterion(StrEnum):
    """What decided between her and whoever has the dwelling."""

    URGENCY = "URGENCY"
    SCORE = "SCORE"
    WAITING = "WAITING"
    REFERENCES = "REFERENCES"
    LANDLORD_CAP = "LANDLORD_CAP"
    FIXED = "FIXED"


@dataclass(frozen=True, slots=True)
class Outbid:
    """One dwelling she could have had: who keeps her from it, and by what."""

    vacancy: int
    by: int
    criterion: Criterion


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """Answers for one plan: by which pair each vacancy is held, and what the caps leave."""

    plan: Plan
    pair_of: dict[int, int]
    """The position of the plan's pair, by vacancy."""
    room: Room
    barred: frozenset[tuple[int, int]]
    under: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Who is housed under each full group that was asked about."""

    @classmethod
    def of(cls, plan: Plan) -> Reasons:
        """Read the plan once."""
        chosen = plan.solution.pairs
        pair_of = dict(zip(plan.problem.vacancy[chosen].tolist(), chosen.tolist(), strict=True))
        room = Room.of(plan.problem, plan.assigned)
        return cls(plan, pair_of, room, frozenset(plan.problem.forbidden))

    def why(self, need: int) -> tuple[Why, tuple[Outbid, ...]]:
        """Say why a need has no dwelling: none suits her, or who is before her on each.

        Where several of her offers are under one full group, all those housed there are named on
        the first of them, and one on each of the others.
        """
        problem = self.plan.problem
        positions = range(int(problem.start[need]), int(problem.start[need + 1]))
        open_to_her = [
            at for at in positions if (need, int(problem.vacancy[at])) not in self.barred
        ]
        if not open_to_her:
            return Why.NO_COMPATIBLE_VACANCY, ()
        outbid: list[Outbid] = []
        told: set[int] = set()
        for at in open_to_her:
            vacancy = int(problem.vacancy[at])
            theirs = self.pair_of.get(vacancy)
            if theirs is not None:
                other = int(problem.need_of[theirs])
                outbid.append(Outbid(vacancy, other, self._criterion(need, at, theirs)))
                continue
            full = int(self.room.full_above[vacancy])
            others = self._housed_under(full)
            named = others[:1] if full in told else others
            outbid += [Outbid(vacancy, other, Criterion.LANDLORD_CAP) for other in named]
            told.add(full)
        return Why.OUTBID, tuple(outbid)

    def _housed_under(self, group: int) -> tuple[int, ...]:
        """Who has a dwelling of a landlord, or group, that has as many as it may.

        Nobody (−1) when it may have none.
        """
        if group not in self.under:
            within, need_of = self.room.under(group), self.plan.problem.need_of
            others = sorted(int(need_of[at]) for v, at in self.pair_of.items() if within[v])
            self.under[group] = tuple(others) or (NOWHERE,)
        return self.under[group]

    def _criterion(self, need: int, at: int, theirs: int) -> Criterion:
        """What ranks the pair `theirs` before `at`, of the same dwelling, in the plan's order."""
        problem = self.plan.problem
        other, vacancy = int(problem.need_of[theirs]), int(problem.vacancy[at])
        if (other, vacancy) in problem.fixed:
            return Criterion.FIXED
        if problem.urgency[other] != problem.urgency[need]:
            return Criterion.URGENCY
        if problem.score[theirs] != problem.score[at]:
            return Criterion.SCORE
        if problem.waiting[other] != problem.waiting[need]:
            return Criterion.WAITING
        return Criterion.REFERENCES

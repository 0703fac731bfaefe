"""« Why not me »: for each need left out, who is before her on each dwelling, and by what."""

from __future__ import annotations

from dataclasses import dataclass
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
    """Answers for one plan: who holds each vacancy, and what the caps leave."""

    plan: Plan
    holder: dict[int, int]
    room: Room
    barred: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, plan: Plan) -> Reasons:
        """Read the plan once."""
        holder = {int(v): n for n, v in enumerate(plan.assigned) if v != NOWHERE}
        room = Room.of(plan.problem, plan.assigned)
        return cls(plan, holder, room, frozenset(plan.problem.forbidden))

    def why(self, need: int) -> tuple[Why, tuple[Outbid, ...]]:
        """Say why a need has no dwelling: none suits her, or who is before her on each."""
        problem = self.plan.problem
        positions = range(int(problem.start[need]), int(problem.start[need + 1]))
        open_to_her = [
            at for at in positions if (need, int(problem.vacancy[at])) not in self.barred
        ]
        if not open_to_her:
            return Why.NO_COMPATIBLE_VACANCY, ()
        outbid: list[Outbid] = []
        for at in open_to_her:
            vacancy = int(problem.vacancy[at])
            if vacancy in self.holder:
                other = self.holder[vacancy]
                outbid.append(Outbid(vacancy, other, self._criterion(need, at, other)))
            else:
                outbid.extend(self._capped(vacancy))
        return Why.OUTBID, tuple(outbid)

    def _capped(self, vacancy: int) -> list[Outbid]:
        """A free dwelling whose landlord, or group, has as many as it may: those who have them.

        Nobody (−1) when it may have none.
        """
        within = self.room.under(int(self.room.full_above[vacancy]))
        others = sorted(other for taken, other in self.holder.items() if within[taken])
        return [Outbid(vacancy, other, Criterion.LANDLORD_CAP) for other in others or [NOWHERE]]

    def _criterion(self, need: int, at: int, other: int) -> Criterion:
        """What ranks `other` before `need` on the same dwelling, in the order of the plan."""
        problem = self.plan.problem
        vacancy = int(problem.vacancy[at])
        if (other, vacancy) in problem.fixed:
            return Criterion.FIXED
        if problem.urgency[other] != problem.urgency[need]:
            return Criterion.URGENCY
        theirs = problem.pair(other, vacancy)
        assert theirs is not None
        if problem.score[theirs] != problem.score[at]:
            return Criterion.SCORE
        if problem.waiting[other] != problem.waiting[need]:
            return Criterion.WAITING
        return Criterion.REFERENCES

"""The dated marks of one case: what happened, in which order, how long after what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from random import Random
from typing import Final

from havre.config.synthetic.days import CLOSING, OPENING, WorkingDays, moment
from havre.config.synthetic.scenarios import ENDED_SHARES, Kind
from havre.engine.vocabulary import ProposalStatus as P
from havre.engine.vocabulary import Stage


class Act(Enum):
    """What happened, apart from the answers to a proposal."""

    CREATED = auto()
    SENT = auto()
    ENTRUSTED = auto()
    ADMITTED = auto()
    REFUSED = auto()
    STARTED = auto()
    ASSESSED = auto()
    PUBLISHED = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens `gap` (least, most) days after what came before.

    An answer has the place of its proposal among the case's, and the status it leads to.
    """

    act: Act | P
    gap: tuple[int, int]
    proposal: int = -1


GAPS: Final = {
    Act.CREATED: (0, 0),
    Act.SENT: (0, 3),
    Act.ENTRUSTED: (0, 1),
    Act.ADMITTED: (1, 10),
    Act.REFUSED: (2, 14),
    Act.STARTED: (1, 9),
    Act.ASSESSED: (3, 24),
    Act.PUBLISHED: (0, 5),
    P.PROPOSED: (3, 45),
    P.ACCEPTED: (1, 3),
    P.WITH_HOLDER: (0, 1),
    P.WITH_LANDLORD: (0, 2),
    P.COMMITTEE: (1, 5),
    P.RANKED: (6, 14),
    P.CONDITIONAL: (6, 14),
    P.ALLOCATED: (6, 14),
    P.CONFIRMED: (1, 8),
    P.LEASED: (3, 14),
    P.MOVED_IN: (1, 12),
    P.DECLINED_BY_HER: (1, 5),
    P.DECLINED_BY_HOLDER: (2, 8),
    P.DECLINED_BY_LANDLORD: (2, 8),
    P.NOT_ALLOCATED: (6, 14),
    P.INADMISSIBLE: (6, 14),
    P.WITHDRAWN: (1, 6),
}
COMMITTEE_PATH: Final = (P.PROPOSED, P.ACCEPTED, P.WITH_HOLDER, P.WITH_LANDLORD, P.COMMITTEE)
LAST_PATH: Final = (P.ALLOCATED, P.CONFIRMED, P.LEASED, P.MOVED_IN)
BEFORE_END: Final = {
    P.DECLINED_BY_HER: P.PROPOSED,
    P.WITHDRAWN: P.PROPOSED,
    P.DECLINED_BY_HOLDER: P.WITH_HOLDER,
    P.DECLINED_BY_LANDLORD: P.WITH_LANDLORD,
    P.NOT_ALLOCATED: P.COMMITTEE,
    P.INADMISSIBLE: P.COMMITTEE,
}
"""Where a proposal stood when it ended."""


def answers(last: P, *, holder: bool, committee: bool, through: P | None = None) -> tuple[P, ...]:
    """Return the statuses a proposal went through up to `last`, the first included.

    `through` is the ranked or conditional attribution met on the way, if any.
    """
    standing = BEFORE_END.get(last, last)
    middle = (through,) if through else ()
    path = (*COMMITTEE_PATH, *middle, *LAST_PATH)
    if standing in {P.RANKED, P.CONDITIONAL}:
        path = (*COMMITTEE_PATH, standing)
    if not holder:
        path = tuple(status for status in path if status is not P.WITH_HOLDER)
    if not committee:
        path = tuple(s for s in path if s not in {P.COMMITTEE, P.ALLOCATED, *middle})
    path = path[: path.index(standing) + 1]
    return path if standing is last else (*path, last)


def marks_of(kind: Kind, proposals: Sequence[Sequence[P]], *, entrusted: bool) -> list[Mark]:
    """Return the marks of a case of this kind, its proposals' statuses being known."""
    acts = [Act.CREATED]
    if kind.stage is not Stage.DRAFT:
        acts.append(Act.SENT)
    if entrusted:
        acts.append(Act.ENTRUSTED)
    if kind.stage is Stage.NOT_ADMITTED:
        acts.append(Act.REFUSED)
    elif kind.stage not in {Stage.DRAFT, Stage.REFERRED}:
        acts.append(Act.ADMITTED)
        acts += [Act.STARTED] if kind.started else []
        acts += [Act.ASSESSED] if kind.stage is not Stage.ASSESSMENT else []
        acts += [Act.PUBLISHED] if kind.card else []
    found = [Mark(act, GAPS[act]) for act in acts]
    for place, statuses in enumerate(proposals):
        found += [Mark(status, GAPS[status], place) for status in statuses]
    return found


def last_day(rng: Random, marks: Sequence[Mark], kind: Kind, today: date, back: int) -> int:
    """Return the ordinal of the last mark's day: as many days ago as the kind says.

    A case that has come to an end ended `back` days ago at least, less what its path took.
    """
    if kind.stage in ENDED_SHARES:
        return today.toordinal() - max(1, back - sum(mark.gap[0] for mark in marks))
    return today.toordinal() - rng.randint(*kind.age)


def dates(rng: Random, marks: Sequence[Mark], last: int, calendar: WorkingDays) -> list[datetime]:
    """Return the moment of each mark, on working days, the last one on the day `last`."""
    day = calendar.back(last)
    ordinals = [day]
    for mark in reversed(marks[1:]):
        day = calendar.back(day - rng.randint(*mark.gap))
        ordinals.append(day)
    found: list[datetime] = []
    before, minute = 0, OPENING
    for ordinal in reversed(ordinals):
        earliest = minute + 6 if ordinal == before else OPENING
        minute = rng.randint(earliest, max(earliest, (earliest + CLOSING) // 2 + 60))
        found.append(moment(date.fromordinal(ordinal), minute))
        before = ordinal
    return found

"""What would open more to somebody who has few dwellings: levers, and what is nearly right.

Never a matter of safety, accessibility or minimum surface: nothing she or the programme may give
up. A lever decides nothing: it is talked over with her, and changes with a new assessment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from havre.engine import matching as engine
from havre.engine.board.answers import lever_of
from havre.engine.board.wording import lever_words
from havre.engine.matching.against import Against, Offered, Unsuiting
from havre.engine.matching.complete import complete_match
from havre.engine.matching.levers import FEW
from havre.engine.matching.need_table import NeedTable
from havre.engine.vocabulary import SAFETY_RULES, Rule

MOST_LEVERS: Final = 6
MOST_NEAR: Final = 6


@dataclass(frozen=True, slots=True)
class Lever:
    """A single change in French (« 50 € de plus par mois à sa charge »), and what it opens."""

    words: str
    opens: int


def levers_of(
    need: engine.Need,
    offered: Offered,
    settings: engine.Settings,
    ceilings: engine.Ceilings,
    commune_names: Mapping[str, str],
) -> tuple[Lever, ...]:
    """Return the single changes that would open something, what opens most first.

    None when she has FEW dwellings or more. The ceilings are known to be there (see `against`).
    """
    needs = NeedTable.of([need], settings, ceilings)
    complete = complete_match(needs, offered.table, settings, top=0)
    if int(complete.found[0]) >= FEW:
        return ()
    found = []
    for change, by, opens in complete.levers.of(0):
        told = lever_of(need, change, by, complete.communes)
        if told["change"] == "communes":
            told["add"] = commune_names.get(str(told["add"]), told["add"])
        found.append(Lever(lever_words(told), opens))
    return tuple(found[:MOST_LEVERS])


def nearly(need: engine.Need, result: Against) -> tuple[Unsuiting, ...]:
    """Return dwellings that one rule alone sets aside, neither of safety nor the commune.

    The nearest first, MOST_NEAR at most; none when she has FEW dwellings or more.
    """
    if len(result.compatible) >= FEW:
        return ()
    left_alone = {*SAFETY_RULES, Rule.COMMUNE}
    found = [
        one for one in result.excluded if len(one.rules) == 1 and one.rules[0] not in left_alone
    ]
    found.sort(key=lambda one: _farness(need, one))
    return tuple(found[:MOST_NEAR])


def _farness(need: engine.Need, one: Unsuiting) -> tuple[int, int, str]:
    """Several rooms too few or too many are farther off than anything else."""
    rule, rooms = one.rules[0], one.vacancy.rooms
    gap = max(need.rooms[0] - rooms, rooms - need.rooms[1], 0)
    return (gap, list(Rule).index(rule), one.vacancy.ref)

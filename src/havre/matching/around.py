"""For whom an offer is: who may have it, what keeps the others from it. For the operator alone.

To a landlord, the same would tell which places are avoided: it has the need cards, compared on
their public fields (`offers.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from havre.cases.models import Case
from havre.engine import matching as engine
from havre.engine.matching.sides import Amounts
from havre.engine.vocabulary import Rule
from havre.housing.models import Vacancy
from havre.matching.board import open_needs
from havre.matching.offered import vacancy_from
from havre.matching.selectors import ceilings_now, is_kept_from, settings_of
from havre.platform.acting import Actor
from havre.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Suiting:
    """A situation that an offer suits, with the figures of the pair."""

    case: Case
    match: engine.Match


@dataclass(frozen=True, slots=True)
class Missing:
    """A situation that an offer does not suit, with the verdicts it fails, in rule order."""

    case: Case
    failed: tuple[engine.Verdict, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """The situations an offer suits, the most urgent first, and the others."""

    suiting: tuple[Suiting, ...]
    missing: tuple[Missing, ...]
    more: bool

    @property
    def by_rule(self) -> Mapping[Rule, tuple[int, tuple[Missing, ...]]]:
        """Per rule that keeps somebody away: how many, and those it alone keeps away."""
        at_all = Counter(v.rule for one in self.missing for v in one.failed)
        return {
            rule: (
                at_all[rule],
                tuple(
                    one
                    for one in self.missing
                    if len(one.failed) == 1 and one.failed[0].rule is rule
                ),
            )
            for rule in Rule
            if at_all[rule]
        }


def around(vacancy: Vacancy, programme: Programme, *, actor: Actor) -> Around:
    """Return for whom an offer is, among the situations for which a dwelling is looked for.

    Those from whom its landlord or holder is kept apart are in neither list. Raises
    PermissionError, MissingCeiling, VaultTrouble, JournalDown.
    """
    needs = open_needs(actor)
    settings, ceilings = settings_of(programme), ceilings_now()
    offered = vacancy_from(vacancy)
    known: dict[engine.Category, Amounts] = {}
    suiting: list[Suiting] = []
    missing: list[Missing] = []
    for one in needs.found:
        if is_kept_from(vacancy, set(one.recused)):
            continue
        subject = engine.Subject.of(one.need, settings, ceilings, known)
        verdicts = engine.judge(subject, offered)
        if failed := tuple(verdict for verdict in verdicts if not verdict.passed):
            missing.append(Missing(one.case, failed))
        else:
            match = engine.Match(offered, engine.score_micro(subject, offered), verdicts)
            suiting.append(Suiting(one.case, match))
    return Around(tuple(suiting), tuple(missing), needs.more)

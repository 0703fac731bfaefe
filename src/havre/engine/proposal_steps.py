"""Every step of a proposal, declared once: whose word, which delay, what opens, who is told.

The moves allowed, the guard of the database and who speaks « on behalf » follow this table. The
delay, the effect on shares and who is told say what the actions do: they do it themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from havre.engine.vocabulary import ProposalStatus as P
from havre.engine.vocabulary import Voice, Word


class Delay(Word):
    """What a step starts: the column that keeps its date."""

    REPLY = "reply_by", "le délai qui lui est donné pour répondre"
    COMMITTEE = "committee_on", "la date de la commission"
    CONDITION = "condition_until", "la date limite de la condition"
    ANSWER = "answer_by", "son délai légal pour répondre à l’attribution"


class Effect(Word):
    """What a step opens or closes in the shares."""

    NONE = "NONE", "rien"
    OPENS_HOLDER = "OPENS_HOLDER", "ouvre ce dont le réservataire a besoin"
    OPENS_LANDLORD = "OPENS_LANDLORD", "ouvre ce dont le bailleur a besoin"
    SETTLES = "SETTLES", "ouvre son logement au bailleur, ferme tout aux autres"
    CLOSES = "CLOSES", "ferme ce que la proposition avait ouvert"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: from, to, whose word it is, and what follows from it."""

    before: P
    after: P
    voice: Voice
    starts: Delay | None = None
    effect: Effect = Effect.NONE
    tells: tuple[Voice, ...] = ()


HER, OPERATOR, HOLDER, LANDLORD = Voice.HER, Voice.OPERATOR, Voice.HOLDER, Voice.LANDLORD
OPEN: Final = (
    *(P.PROPOSED, P.ACCEPTED, P.WITH_HOLDER, P.WITH_LANDLORD, P.COMMITTEE, P.ADJOURNED),
    *(P.RANKED, P.CONDITIONAL, P.ALLOCATED, P.CONFIRMED),
)
"""Put to her, and no lease yet: she may decline, the operator may withdraw."""


def _told(before: P) -> tuple[Voice, ...]:
    """Whoever had received her candidacy learns that it is over; a holder may be before it."""
    if before in {P.DRAFTED, P.PROPOSED, P.ACCEPTED}:
        return ()
    return (HOLDER,) if before is P.WITH_HOLDER else (HOLDER, LANDLORD)


def _ends() -> Iterator[Step]:
    yield Step(P.DRAFTED, P.WITHDRAWN, OPERATOR)
    for before in OPEN:
        yield Step(before, P.DECLINED_BY_HER, HER, effect=Effect.CLOSES, tells=_told(before))
        yield Step(before, P.WITHDRAWN, OPERATOR, effect=Effect.CLOSES, tells=_told(before))


def _decisions(before: P, *afters: P) -> Iterator[Step]:
    delays = {P.ALLOCATED: Delay.ANSWER, P.CONDITIONAL: Delay.CONDITION}
    for after in afters:
        closes = after in {P.NOT_ALLOCATED, P.INADMISSIBLE}
        effect = Effect.CLOSES if closes else Effect.NONE
        yield Step(before, after, LANDLORD, delays.get(after), effect, (OPERATOR,))


OPENS_LANDLORD: Final = Effect.OPENS_LANDLORD
PROPOSAL_STEPS: Final[tuple[Step, ...]] = (
    Step(P.DRAFTED, P.PROPOSED, OPERATOR, Delay.REPLY),
    Step(P.PROPOSED, P.ACCEPTED, HER),
    Step(P.ACCEPTED, P.WITH_HOLDER, OPERATOR, None, Effect.OPENS_HOLDER, (HOLDER,)),
    Step(P.ACCEPTED, P.WITH_LANDLORD, OPERATOR, None, OPENS_LANDLORD, (LANDLORD,)),
    Step(P.WITH_HOLDER, P.WITH_LANDLORD, HOLDER, None, OPENS_LANDLORD, (OPERATOR, LANDLORD)),
    Step(P.WITH_HOLDER, P.DECLINED_BY_HOLDER, HOLDER, None, Effect.CLOSES, (OPERATOR,)),
    Step(P.WITH_LANDLORD, P.COMMITTEE, LANDLORD, Delay.COMMITTEE, tells=(OPERATOR,)),
    Step(P.WITH_LANDLORD, P.CONFIRMED, LANDLORD, tells=(OPERATOR,)),
    Step(P.WITH_LANDLORD, P.DECLINED_BY_LANDLORD, LANDLORD, None, Effect.CLOSES, (OPERATOR,)),
    Step(P.COMMITTEE, P.ADJOURNED, LANDLORD, tells=(OPERATOR,)),
    Step(P.ADJOURNED, P.COMMITTEE, LANDLORD, Delay.COMMITTEE, tells=(OPERATOR,)),
    Step(P.ADJOURNED, P.DECLINED_BY_LANDLORD, LANDLORD, None, Effect.CLOSES, (OPERATOR,)),
    *_decisions(P.COMMITTEE, P.ALLOCATED, P.RANKED, P.CONDITIONAL, P.NOT_ALLOCATED, P.INADMISSIBLE),
    *_decisions(P.RANKED, P.ALLOCATED, P.NOT_ALLOCATED),
    *_decisions(P.CONDITIONAL, P.ALLOCATED, P.NOT_ALLOCATED),
    Step(P.ALLOCATED, P.CONFIRMED, HER, tells=(LANDLORD,)),
    Step(P.CONFIRMED, P.LEASED, LANDLORD, None, Effect.SETTLES, (OPERATOR, HOLDER)),
    Step(P.LEASED, P.MOVED_IN, LANDLORD, tells=(OPERATOR,)),
    *_ends(),
)

AWAITED_VOICE: Final[Mapping[P, Voice]] = {
    P.DRAFTED: OPERATOR,
    P.PROPOSED: HER,
    P.ACCEPTED: OPERATOR,
    P.WITH_HOLDER: HOLDER,
    P.WITH_LANDLORD: LANDLORD,
    P.COMMITTEE: LANDLORD,
    P.ADJOURNED: LANDLORD,
    P.RANKED: LANDLORD,
    P.CONDITIONAL: LANDLORD,
    P.ALLOCATED: HER,
    P.CONFIRMED: LANDLORD,
    P.LEASED: LANDLORD,
}
"""Whose word every open proposal waits for. The operator records hers."""


def step_of(before: P, after: P) -> Step | None:
    """Return the step from one status to another, None where there is none."""
    found = (step for step in PROPOSAL_STEPS if (step.before, step.after) == (before, after))
    return next(found, None)

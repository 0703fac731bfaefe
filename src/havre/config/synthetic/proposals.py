"""Plans the proposals of a case: which dwelling, which answers, which end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from havre.allocations.conditions import Condition
from havre.config.synthetic.days import moment
from havre.config.synthetic.histories import ProposalPlan, Turn
from havre.config.synthetic.households import Need
from havre.config.synthetic.market import (
    Dwelling,
    Offer,
    draw_regime,
    draw_right,
    make_offer,
    suiting_dwelling,
)
from havre.config.synthetic.partners import OPERATOR, holder_of, slugs
from havre.config.synthetic.territory import Town
from havre.config.synthetic.timeline import answers
from havre.engine.vocabulary import (
    CommitteeDecision,
    HerDecline,
    LandlordDecline,
    Role,
    VacancyStatus,
    ZoneKind,
)
from havre.engine.vocabulary import ProposalStatus as P
from havre.housing.actions import OFFER_DAYS

CONDITIONS: Final = (Condition.AVIS_IMPOSITION, Condition.RESSOURCES, Condition.DOMICILE)
LANDLORDS: Final = slugs(Role.LANDLORD)
AGENCIES: Final = slugs(Role.LETTING_AGENCY)
LANDLORD_WEIGHTS: Final = (30, 22, 16, 12, 12, 8)
ENDINGS: Final = (
    P.DECLINED_BY_HER,
    P.DECLINED_BY_LANDLORD,
    P.DECLINED_BY_HOLDER,
    P.NOT_ALLOCATED,
    P.WITHDRAWN,
    P.INADMISSIBLE,
)
NEEDS_COMMITTEE: Final = frozenset(
    {P.COMMITTEE, P.CONDITIONAL, P.RANKED, P.ALLOCATED, P.NOT_ALLOCATED, P.INADMISSIBLE}
)
NEEDS_HOLDER: Final = frozenset({P.WITH_HOLDER, P.DECLINED_BY_HOLDER})
HER_REASONS: Final = (
    *(HerDecline.LOCALISATION, HerDecline.PROXIMITE_AUTEUR, HerDecline.TRANSPORT),
    *(HerDecline.TAILLE, HerDecline.ECOLE, HerDecline.LOYER, HerDecline.SECURITE),
)
THEIR_REASONS: Final = (
    *(LandlordDecline.TAUX_EFFORT, LandlordDecline.RESSOURCES, LandlordDecline.DOSSIER_INCOMPLET),
    *(LandlordDecline.DETTE_LOCATIVE, LandlordDecline.COMPOSITION, LandlordDecline.BAIL_EN_COURS),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal before it is dated: its dwelling, its terms, and its statuses."""

    dwelling: Dwelling
    right: tuple[str, str]
    committee: bool
    through: P | None
    statuses: tuple[P, ...]


def draw_landlord(rng: Random, last: P, need: Need, origin: str | None, hint: str) -> str:
    """Return who lets the dwelling: never someone she avoids, rarely the landlord of origin."""
    avoided = set(need.avoided(ZoneKind.LANDLORD))
    if hint and hint not in avoided:
        return hint
    private = last not in NEEDS_COMMITTEE | NEEDS_HOLDER and set(need.regimes) - {"BAIL_DIRECT"}
    if private and rng.random() < 0.2:
        return rng.choice(AGENCIES)
    if origin and rng.random() < 0.85:
        avoided.add(origin)
    fit = [pair for pair in zip(LANDLORDS, LANDLORD_WEIGHTS, strict=True) if pair[0] not in avoided]
    return rng.choices([slug for slug, _ in fit], [weight for _, weight in fit])[0]


def draft_proposal(
    rng: Random,
    last: P,
    need: Need,
    towns: Sequence[Town],
    number: int,
    *,
    origin: str | None,
    hint: str = "",
) -> Draft:
    """Return a proposal that ended, or stands, at `last`; `number` is its dwelling's own."""
    landlord = draw_landlord(rng, last, need, origin, hint)
    committee = landlord in LANDLORDS
    accepted = [r for r in need.rights if r != "7" or last not in NEEDS_HOLDER] or ["2"]
    right = draw_right(rng, landlord, accepted)
    through = None
    if committee and last in {P.ALLOCATED, P.CONFIRMED, P.LEASED, P.MOVED_IN}:
        through = rng.choices((None, P.CONDITIONAL, P.RANKED), (80, 12, 8))[0]
    holder = holder_of(*right) is not None
    return Draft(
        dwelling=suiting_dwelling(rng, need, towns, landlord, number),
        right=right,
        committee=committee,
        through=through,
        statuses=answers(last, holder=holder, committee=committee, through=through),
    )


def date_proposal(
    rng: Random,
    draft: Draft,
    moments: Sequence[datetime],
    need: Need,
    references: tuple[str, str],
    today: date,
) -> ProposalPlan:
    """Return a drafted proposal with its dates; `references`: the proposal's, the offer's."""
    last = draft.statuses[-1]
    offer = date_offer(rng, draft, moments, need, references[1], today)
    speakers = [speaker(rng, status, offer) for status in draft.statuses]
    plan = ProposalPlan(
        reference=references[0],
        offer=offer,
        turns=tuple(map(Turn, draft.statuses, moments, speakers)),
        committee=draft.committee,
    )
    if P.COMMITTEE in draft.statuses:
        plan = decide(rng, plan, draft, moments)
    if last in {P.DECLINED_BY_HER, P.WITHDRAWN}:
        code = rng.choice(HER_REASONS) if last is P.DECLINED_BY_HER else HerDecline.AUTRE
        return replace(plan, decline_code=code, reassess=rng.random() < 0.1 and code != "AUTRE")
    if last in ENDINGS:
        return replace(plan, decline_code=rng.choice(THEIR_REASONS))
    return plan


def speaker(rng: Random, status: P, offer: Offer) -> str:
    """Return who records an answer: the one whose word it is, or the operator in its place."""
    if status in {P.PROPOSED, P.ACCEPTED, P.WITH_HOLDER, P.DECLINED_BY_HER, P.WITHDRAWN}:
        return OPERATOR
    if status in {P.CONFIRMED, P.WITH_LANDLORD, P.DECLINED_BY_HOLDER}:
        asked = offer.dwelling.landlord if offer.dwelling.landlord in AGENCIES else None
        word = asked if status is P.CONFIRMED else offer.holder
        return word if word and rng.random() < 0.8 else OPERATOR
    return offer.dwelling.landlord if rng.random() < 0.75 else OPERATOR


def decide(
    rng: Random, plan: ProposalPlan, draft: Draft, moments: Sequence[datetime]
) -> ProposalPlan:
    """Give a proposal its committee's date and, when it has sat, its decision."""
    place = draft.statuses.index(P.COMMITTEE)
    if place + 1 == len(draft.statuses):
        sits_on = moments[place].date() + timedelta(days=rng.randint(5, 14))
        while sits_on.weekday() > 4:
            sits_on += timedelta(days=1)
        return replace(plan, committee_on=sits_on)
    after, sat_on = draft.statuses[place + 1], moments[place + 1].date()
    decision = {
        P.ALLOCATED: CommitteeDecision.ATTRIBUTION,
        P.RANKED: CommitteeDecision.RANKED,
        P.CONDITIONAL: CommitteeDecision.CONDITIONAL,
        P.NOT_ALLOCATED: CommitteeDecision.NON_ATTRIBUTION,
        P.INADMISSIBLE: CommitteeDecision.INADMISSIBLE,
    }[after]
    conditional = after is P.CONDITIONAL
    return replace(
        plan,
        committee_on=sat_on,
        decision=decision,
        rank=rng.choice((2, 2, 3)) if after is P.RANKED else None,
        condition=rng.choice(CONDITIONS).value if conditional else "",
        condition_until=sat_on + timedelta(days=30) if conditional else None,
    )


def date_offer(
    rng: Random,
    draft: Draft,
    moments: Sequence[datetime],
    need: Need,
    reference: str,
    today: date,
) -> Offer:
    """Return the offer of a drafted proposal: let, still open, or gone some time after its end."""
    last, end = draft.statuses[-1], moments[-1]
    entered = moments[0] - timedelta(days=rng.randint(1, 18), minutes=rng.randint(0, 59))
    if entered.weekday() > 4:
        entered -= timedelta(days=2)
    available = entered.date() + timedelta(days=rng.randint(0, 35))
    expires = max(available, entered.date()) + timedelta(days=OFFER_DAYS)
    status, ended_at = VacancyStatus.OPEN, None
    if last in {P.LEASED, P.MOVED_IN}:
        status, ended_at = VacancyStatus.LEASED, moments[draft.statuses.index(P.LEASED)]
    elif last in ENDINGS:
        gone = min(end.date() + timedelta(days=rng.randint(1, 20)), today - timedelta(days=1))
        status, ended_at = VacancyStatus.WITHDRAWN, max(end, moment(gone, 10 * 60))
        if rng.random() < 0.3 and gone > end.date():
            expires, status = gone - timedelta(days=1), VacancyStatus.EXPIRED
            available = min(available, expires)
    else:
        expires = max(expires, today + timedelta(days=rng.randint(8, 40)))
    return make_offer(
        rng,
        draft.dwelling,
        reference=reference,
        regime=draw_regime(rng, draft.dwelling.landlord, need.regimes),
        right=draft.right,
        available_on=available,
        expires_on=expires,
        status=status,
        entered_at=entered,
        ended_at=ended_at,
    )

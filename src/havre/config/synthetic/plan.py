"""The plan of one case: pure, seeded, and the same twice.

Nothing here knows the database. Each case is planned from a seed of its own, drawn from the one
generator, so that cases may be planned in any order and in several processes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, Final

from havre.config.synthetic import households, words
from havre.config.synthetic.blueprint import MOST_PROPOSALS, Blueprint, Numbered
from havre.config.synthetic.histories import CasePlan, ConsentPlan
from havre.config.synthetic.households import Household, Need, Woman
from havre.config.synthetic.partners import (
    FIRST_LANDLORD,
    FIRST_SHELTER,
    OPERATOR,
    people_of,
    slugs,
)
from havre.config.synthetic.proposals import (
    AGENCIES,
    ENDINGS,
    LANDLORD_WEIGHTS,
    LANDLORDS,
    Draft,
    date_proposal,
    draft_proposal,
)
from havre.config.synthetic.scenarios import ENDED_SHARES, HOLDS, KINDS, Kind
from havre.config.synthetic.timeline import Act, Mark, dates, last_day, marks_of
from havre.engine.vocabulary import (
    AdmissionRefusal,
    Conclusion,
    ConsentForm,
    Pathway,
    Role,
    Stage,
)
from havre.sharing.policy import Recipient

PATHWAYS: Final = {Pathway.TENANT: 30, Pathway.NON_TENANT: 35, Pathway.SHELTERED: 35}
FEW_PATHWAYS: Final = {Pathway.TENANT: 42, Pathway.NON_TENANT: 46, Pathway.SHELTERED: 12}
"""Weights. In a small world the first case of each kind makes up for the sheltered ones."""

SMALL_WORLD: Final = 600
SHELTERS, REFERRERS = slugs(Role.SHELTER), slugs(Role.REFERRER)
CONSENT_MONTHS: Final = (12, 18, 24)
REFUSALS: Final = (AdmissionRefusal.HORS_TERRITOIRE, AdmissionRefusal.HORS_PUBLIC)
WITNESS: Final = "Travailleuse sociale de la structure"
Referrer = tuple[Pathway, str, str | None]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case before it is told: who, where it stands, and its marks with their moments."""

    rng: Random
    kind: Kind
    referrer: Referrer
    woman: Woman
    home: Household
    need: Need
    drafts: list[Draft]
    marks: list[Mark]
    moments: list[datetime]

    @property
    def acts(self) -> dict[Act, datetime]:
        """When each act took place, the answers to proposals apart."""
        pairs = zip(self.marks, self.moments, strict=True)
        return {mark.act: at for mark, at in pairs if isinstance(mark.act, Act)}

    def answers(self, place: int) -> Sequence[datetime]:
        """The moments of one proposal's answers."""
        pairs = zip(self.marks, self.moments, strict=True)
        return [at for mark, at in pairs if mark.proposal == place]


def plan_case(blueprint: Blueprint, number: int) -> CasePlan:
    """Plan one case of the blueprint: the same number always gives the same case."""
    drawn = draw_case(blueprint, number)
    rng, kind = drawn.rng, drawn.kind
    pathway, referrer, origin = drawn.referrer
    ago = blueprint.today - drawn.moments[0].date()  # all ages were told of today
    references, numbered = blueprint.references, Numbered(blueprint.cases)
    return CasePlan(
        number=number,
        seed=rng.getrandbits(64),
        reference=references(number),
        card_reference=references(numbered.card(number)),
        stage=kind.stage,
        pathway=pathway,
        referrer=referrer,
        author=rng.choice(people_of(referrer)),
        origin=origin,
        caseworker=rng.choice((people_of(OPERATOR)[0], *people_of(OPERATOR))),
        woman=replace(drawn.woman, birth_date=drawn.woman.birth_date - ago),
        household=drawn.home.earlier(ago),
        need=drawn.need.earlier(ago),
        danger=drawn.need.danger,
        urgency=rng.choices((1, 2, 3), (25, 50, 25))[0],
        **told(rng, drawn),
        **when(rng, drawn),
        proposals=tuple(
            date_proposal(
                rng,
                draft,
                drawn.answers(place),
                drawn.need,
                (
                    references(numbered.proposal(number, place)),
                    references(numbered.offer(number, place)),
                ),
                blueprint.today,
            )
            for place, draft in enumerate(drawn.drafts)
        ),
    )


def draw_case(blueprint: Blueprint, number: int) -> Drawn:
    """Draw who she is, what is proposed to her, and when everything happens."""
    rng = Random(blueprint.seeds[number])  # noqa: S311  invented data
    place, rank = blueprint.dealt[number]
    kind, today = KINDS[place], blueprint.today
    few = blueprint.cases <= SMALL_WORLD
    referrer = draw_referrer(rng, kind, rank, FEW_PATHWAYS if few else PATHWAYS)
    back = rng.random() if kind.stage in ENDED_SHARES else 0.0
    woman = households.woman(rng, today)
    home = households.household(rng, woman.birth_date, today)
    need = accepting(households.need(rng, home, blueprint.towns, today), kind, rank)
    drafts = draft_proposals(rng, blueprint, number, need, referrer[2])
    entrusted = kind.stage is Stage.REFERRED and rng.random() < 0.5
    marks = marks_of(kind, [draft.statuses for draft in drafts], entrusted=entrusted)
    last = last_day(rng, marks, kind, today, round(back * blueprint.span))
    moments = dates(rng, marks, last, blueprint.calendar)
    return Drawn(rng, kind, referrer, woman, home, need, drafts, marks, moments)


def told(rng: Random, drawn: Drawn) -> dict[str, Any]:
    """Return what the referral tells beside who she is."""
    sent_on = drawn.moments[min(1, len(drawn.moments) - 1)].date()
    return {
        "danger_note": rng.choice(words.NOTES) if rng.random() < 0.5 else "",
        "reason": rng.choice(words.REASONS),
        "place": rng.choice(words.PLACES),
        "since": sent_on - timedelta(days=rng.randint(8, 220)),
        "consent": draw_consent(rng, sent_on, drawn.moments[-1].date(), drawn.kind),
    }


def when(rng: Random, drawn: Drawn) -> dict[str, Any]:
    """Return the moments of a case, and what was decided at them."""
    acts, stage = drawn.acts, drawn.kind.stage
    sheltered = stage is Stage.SHELTER_ORIENTED
    return {
        "created": acts[Act.CREATED],
        "sent": acts.get(Act.SENT),
        "entrusted": acts.get(Act.ENTRUSTED),
        "admitted": acts.get(Act.ADMITTED),
        "refused": acts.get(Act.REFUSED),
        "refusal": rng.choice((*REFUSALS, *AdmissionRefusal)) if Act.REFUSED in acts else None,
        "started": acts.get(Act.STARTED),
        "assessed": acts.get(Act.ASSESSED),
        "conclusion": Conclusion.SHELTER if sheltered else Conclusion.REHOUSING,
        "published": acts.get(Act.PUBLISHED),
    }


def draw_referrer(rng: Random, kind: Kind, rank: int, weights: Mapping[Pathway, int]) -> Referrer:
    """Return (pathway, who refers, landlord of origin).

    The first case of each kind is referred by the demonstration's shelter.
    """
    drafts = kind.stage is Stage.DRAFT
    if rank == 0 or (drafts and rank == 1):
        return Pathway.SHELTERED, FIRST_SHELTER, None
    if rank == 1 and kind.stage in {Stage.REFERRED, Stage.SEARCH, Stage.HOUSED}:
        return Pathway.NON_TENANT, REFERRERS[0], None
    if rank == 2 and (drafts or kind.stage is Stage.REFERRED):
        return Pathway.TENANT, FIRST_LANDLORD, FIRST_LANDLORD
    pathway = rng.choices(list(weights), list(weights.values()))[0]
    landlord = rng.choices(LANDLORDS, LANDLORD_WEIGHTS)[0]
    if pathway is Pathway.SHELTERED:
        return pathway, rng.choices((*SHELTERS, OPERATOR), (48, 24, 20, 8))[0], None
    if pathway is Pathway.NON_TENANT:
        return pathway, landlord if rng.random() < 0.75 else rng.choice(REFERRERS), None
    others = (landlord, rng.choice(REFERRERS), rng.choice(SHELTERS))
    return pathway, rng.choices(others, (65, 20, 15))[0], landlord


def accepting(need: Need, kind: Kind, rank: int) -> Need:
    """Return the need, accepting what a case that stands here has been proposed."""
    if landlord_hint(kind, rank) in AGENCIES and "IML" not in need.regimes:
        need = replace(need, regimes=(*need.regimes, "IML"))
    if "2" not in need.rights and (kind.holder or rank < len(ENDINGS)):
        need = replace(need, rights=("2", *need.rights))
    return need


def landlord_hint(kind: Kind, rank: int) -> str:
    """Return whose dwelling the demonstration wants this case to be proposed, if any."""
    if kind.status is not None and kind.status.value == "WITH_LANDLORD" and rank == 1:
        return AGENCIES[0]
    return kind.landlord if rank == 0 else ""


def draft_proposals(
    rng: Random, blueprint: Blueprint, number: int, need: Need, origin: str | None
) -> list[Draft]:
    """Draft the proposals of a case: those that ended, then the one it stands at."""
    place, rank = blueprint.dealt[number]
    kind = KINDS[place]
    if kind.stage not in {Stage.SEARCH, *HOLDS, Stage.LEASED, Stage.HOUSED}:
        return []
    ended = rng.choices((0, 1, 2), (62, 28, 10))[0]
    lasts = [ENDINGS[(rank + place + number) % len(ENDINGS)] for place in range(ended)]
    if kind.stage is Stage.SEARCH and kind.card and rank < len(ENDINGS):
        lasts = [ENDINGS[rank]]
    if kind.status is not None:
        lasts.append(kind.status)
    drafts = []
    for place, last in enumerate(lasts):
        running = last is kind.status
        hint = landlord_hint(kind, rank) if running else ""
        own = 100_000 + number * MOST_PROPOSALS + place
        draft = draft_proposal(rng, last, need, blueprint.towns, own, origin=origin, hint=hint)
        asked = running and kind.holder and rank == 0
        drafts.append(replace(draft, right=("2", "")) if asked else draft)
    return drafts


def draw_consent(rng: Random, on: date, last: date, kind: Kind) -> ConsentPlan:
    """Return what she agreed to: at least as long as what has been done, nearly always to all."""
    form = rng.choices(tuple(ConsentForm), (80, 20))[0]
    months = rng.choice(CONSENT_MONTHS)
    until = on + timedelta(days=months * 30)
    while until < last + timedelta(days=45):
        until += timedelta(days=180)
    refused = set()
    if rng.random() < 0.04:
        refused |= {Recipient.REFERRER, Recipient.ORIGIN}
    if not kind.card and rng.random() < 0.4:
        refused.add(Recipient.BOARD)
    return ConsentPlan(
        form=form,
        on=on,
        until=until,
        witness=WITNESS if form is ConsentForm.ORAL_WITNESS else "",
        refused=frozenset(refused),
    )

"""What the pages of proposals say: rows, facts, timeline, candidacy, in French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from havre.allocations.candidacy import Candidacy
from havre.allocations.conditions import condition_label
from havre.allocations.models import Proposal, ProposalStep
from havre.allocations.rules import Deadline, deadline_of
from havre.assessments.card import age_on
from havre.engine.committee import ExaminationException
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import (
    CommitteeDecision,
    HerDecline,
    LandlordDecline,
    ProposalStatus,
    Regime,
    Relation,
    ReservationCode,
    Withdrawal,
)
from havre.housing.models import Vacancy
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.web.allocations.moves import AWAITED, own_voice
from havre.web.templatetags.havre import euros, long_date, short_date, surface

P = ProposalStatus
SOON_DAYS = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list of facts."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal of the list."""

    proposal: Proposal
    name: str
    title: str
    tone: str
    deadline: Deadline | None
    own_turn: bool
    place: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    when: date
    title: str
    who: str
    tone: str


def tone_of(status: P) -> str:
    """Return the colour of a status: it only repeats what the words say."""
    if status in ENDED:
        return "neutral"
    if status in {P.LEASED, P.MOVED_IN, P.CONFIRMED}:
        return "success"
    return "info"


def title_of(proposal: Proposal) -> str:
    """« T3 à Orléans »."""
    dwelling = proposal.vacancy.dwelling
    return f"{dwelling.typology} à {dwelling.commune.name}"


def lines_of(proposals: Sequence[Proposal], names: Mapping[UUID, str], actor: Actor) -> list[Line]:
    """Return the rows of the list; what waits for the actor is marked."""
    return [
        Line(
            proposal,
            names.get(proposal.case_id, ""),
            title_of(proposal),
            "warning" if waits_for(proposal, actor) else tone_of(proposal.status_word),
            deadline_of(proposal),
            waits_for(proposal, actor),
            place_of(proposal),
        )
        for proposal in proposals
    ]


def waits_for(proposal: Proposal, actor: Actor) -> bool:
    """Tell whether the next word is the actor's own."""
    awaited = AWAITED.get(P(proposal.status))
    return awaited is not None and own_voice(awaited[0], proposal, actor)


def dwelling_facts(proposal: Proposal) -> list[Fact]:
    """Return the dwelling and the terms of the offer."""
    vacancy, dwelling = proposal.vacancy, proposal.vacancy.dwelling
    rent, charges = vacancy.rent, vacancy.charges
    place = ", ".join(part for part in (dwelling.address, dwelling.postcode) if part)
    reserved = ReservationCode(vacancy.right).label
    handed_back = f"Remis pour un tour le {long_date(day)}" if (day := _handed(proposal)) else ""
    return [
        Fact("Type", f"{dwelling.typology}, {surface(dwelling.surface) or 'surface inconnue'}"),
        Fact("Commune", dwelling.commune.name, place),
        Fact("Résidence", dwelling.residence),
        Fact("Étage", _floor(dwelling.floor, lift=dwelling.lift)),
        Fact(
            "Loyer et charges",
            f"{euros(rent + charges)} par mois",
            f"Loyer {euros(rent)}, charges {euros(charges)}",
        ),
        Fact("Disponible le", long_date(vacancy.available_on)),
        Fact("Bailleur", proposal.landlord.name, f"Référence {dwelling.reference}"),
        Fact("Contingent", proposal.holder.name if proposal.holder else reserved, handed_back),
        Fact("Occupation", Regime(vacancy.regime).label, _guaranteed(vacancy)),
        *([Fact("Visite le", long_date(proposal.visit_on))] if proposal.visit_on else []),
    ]


def _guaranteed(vacancy: Vacancy) -> str:
    """Return what stands behind the rent, "" where its landlord did not say."""
    return f"Garantie du loyer : {vacancy.get_guarantee_display()}" if vacancy.guarantee else ""


def _handed(proposal: Proposal) -> date | None:
    return proposal.handed_back_on or proposal.vacancy.handed_back_on


def _floor(floor: int | None, *, lift: bool) -> str:
    if floor is None:
        return ""
    if floor == 0:
        return "Rez-de-chaussée"
    rank = "1er étage" if floor == 1 else f"{floor}e étage"
    return f"{rank}, {'avec' if lift else 'sans'} ascenseur"


def decision_facts(proposal: Proposal) -> list[Fact]:
    """Return what the committee decided, with what goes with it; [] before the decision."""
    facts: list[Fact] = []
    if proposal.adjourned_on:
        facts.append(Fact("Ajournée le", long_date(proposal.adjourned_on)))
    if proposal.committee_on:
        facts.append(Fact("Commission", long_date(proposal.committee_on)))
    if proposal.decision:
        label = CommitteeDecision(proposal.decision).label
        facts.append(Fact("Décision", label, f"Le {long_date(proposal.decided_on)}"))
    if proposal.examined:
        why = proposal.exception and ExaminationException(proposal.exception).label
        facts.append(Fact("Candidats examinés", str(proposal.examined), why))
    if proposal.rank:
        facts.append(Fact("Rang", str(proposal.rank)))
    if proposal.condition:
        until = f"Avant le {long_date(proposal.condition_until)}"
        facts.append(Fact("Condition", condition_label(proposal.condition), until))
    if proposal.notified_on:
        facts.append(Fact("Notifiée le", long_date(proposal.notified_on)))
    if proposal.answer_by:
        facts.append(
            Fact(
                "Délai pour répondre",
                f"{proposal.case.programme.answer_days} jours, jusqu’au "
                f"{long_date(proposal.answer_by)}",
                "Sans réponse à cette date, l’attribution est considérée comme refusée.",
            )
        )
    return facts


def end_sentence(proposal: Proposal) -> str:
    """« Déclinée par elle : école. La recherche continue. », "" while it runs."""
    status = P(proposal.status)
    if status not in ENDED:
        return ""
    reason = reason_label(proposal)
    ended = f"{status.label}{f' : {reason[0].lower()}{reason[1:]}' if reason else ''}."
    consequence = Proposal.Consequence(proposal.consequence or Proposal.Consequence.ELIGIBLE)
    case = proposal.case
    if consequence == Proposal.Consequence.PARKED and case.parked:
        return f"{ended} {consequence.label} jusqu’au {long_date(case.parked_until)}."
    if consequence == Proposal.Consequence.PARKED:
        consequence = Proposal.Consequence.ELIGIBLE
    return f"{ended} {consequence.label}."


def reason_label(proposal: Proposal) -> str:
    """Return why it ended, in words."""
    code = proposal.decline_code
    if P(proposal.status) is P.WITHDRAWN:
        told = code in set(Withdrawal) and code != Withdrawal.AUTRE
        return Withdrawal(code).label if told else ""
    if proposal.declined_by == Proposal.DeclinedBy.HER:
        return HerDecline(code).label if code in set(HerDecline) else ""
    return LandlordDecline(code).label if code in set(LandlordDecline) else ""


def timeline_of(steps: Sequence[ProposalStep]) -> list[Entry]:
    """Return the steps, latest first, saying who recorded them and on whose behalf."""
    entries: list[Entry] = []
    for step in steps:
        status = P(step.status)
        who = step.by_organisation.name
        if step.on_behalf:
            partner = _partner_of(status)
            who = f"{who}, pour le compte {partner}"
        entries.append(Entry(step.on, _step_title(step, steps), who, tone_of(status)))
    return entries


def _step_title(step: ProposalStep, steps: Sequence[ProposalStep]) -> str:
    """A place in the line is told where she was put in it, and where she moved."""
    title = STEP_TITLES[P(step.status)]
    if step.place is None:
        return title
    place = PLACE_TITLES.get(step.place, f"{step.place}e place")
    first = step is steps[-1] or (steps[-1].status == P.DRAFTED and step.status == P.PROPOSED)
    return f"{title}, {place[0].lower()}{place[1:]}" if first and step.place > 1 else place


PLACE_TITLES: Mapping[int, str] = {1: "Première place : le logement est réservé pour elle"}


def place_of(proposal: Proposal) -> str:
    """« 2e place » for a candidate who waits, "" for the others."""
    waits = P(proposal.status) not in ENDED and proposal.place and proposal.place > 1
    return f"{proposal.place}e place" if waits else ""


def _partner_of(status: P) -> str:
    designated = status in {P.WITH_LANDLORD, P.DECLINED_BY_HOLDER}
    return "du réservataire" if designated else "du bailleur"


STEP_TITLES: Mapping[P, str] = {
    P.DRAFTED: "Proposition préparée",
    P.PROPOSED: "Logement proposé",
    P.ACCEPTED: "Elle accepte",
    P.WITH_HOLDER: "Transmise au réservataire",
    P.WITH_LANDLORD: "Transmise au bailleur",
    P.COMMITTEE: "Présentée en commission",
    P.ADJOURNED: "Ajournée",
    P.CONDITIONAL: "Attribuée sous condition",
    P.RANKED: "Attribuée avec un rang",
    P.ALLOCATED: "Attribuée",
    P.CONFIRMED: "Attribution acceptée",
    P.LEASED: "Bail signé",
    P.MOVED_IN: "Clés remises",
    P.DECLINED_BY_HER: "Elle décline",
    P.DECLINED_BY_HOLDER: "Déclinée par le réservataire",
    P.DECLINED_BY_LANDLORD: "Déclinée par le bailleur",
    P.NOT_ALLOCATED: "Non attribuée",
    P.INADMISSIBLE: "Rejetée pour irrecevabilité",
    P.WITHDRAWN: "Proposition retirée",
}
"""What happened, in the words of a timeline."""


def candidacy_facts(candidacy: Candidacy) -> list[Fact]:
    """Return what a landlord or a holder reads of her: only what is shared with it."""
    facts: list[Fact] = []
    if candidacy.identity:
        facts += _identity_facts(candidacy.identity)
    if candidacy.members is not None:
        people = len(candidacy.members)
        ages = ", ".join(
            f"{Relation(m.relation).label.lower()} {_age(m.birth_date)}" for m in candidacy.members
        )
        facts.append(
            Fact("Ménage", f"{people} personne{'s' if people > 1 else ''}", ages.capitalize())
        )
    if candidacy.resources is not None:
        money = candidacy.resources
        facts.append(Fact("Ressources du ménage", f"{euros(money.monthly_income)} par mois"))
        facts.append(Fact("Revenu fiscal de référence", euros(money.tax_income, 0)))
    if candidacy.need is not None:
        need = candidacy.need
        low, high = need.rooms_min, need.rooms_max
        rooms = f"{low} pièce{'s' if low > 1 else ''}" if low == high else f"{low} à {high} pièces"
        before = f"Avant le {long_date(need.needed_by)}" if need.needed_by else ""
        facts.append(Fact("Logement recherché", rooms, before))
        if need.accessible:
            facts.append(Fact("Accessibilité", "Logement accessible nécessaire"))
    return facts


def _identity_facts(identity: Mapping[str, object]) -> list[Fact]:
    name = f"{identity.get('first_name', '')} {identity.get('last_name', '')}".strip()
    birth = str(identity.get("birth_date", ""))
    born = short_date(date.fromisoformat(birth)) if birth else ""
    return [
        Fact("Nom", name, f"Née le {born}" if born else ""),
        Fact("Numéro unique", str(identity.get("unique_number", ""))),
    ]


def _age(birth: date) -> str:
    years = age_on(birth, today())
    return "moins d’un an" if years < 1 else f"{years} an{'s' if years > 1 else ''}"

"""Which steps an actor may take now, and how the page offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from havre.allocations import permissions
from havre.allocations.models import Proposal
from havre.engine.lifecycle import ENDED
from havre.engine.proposal_steps import AWAITED_VOICE
from havre.engine.vocabulary import ProposalStatus, Stage, Voice
from havre.platform.acting import Actor
from havre.web.allocations import operator_forms as o
from havre.web.allocations import partner_forms as p
from havre.web.allocations.step_form import StepForm

P = ProposalStatus
MOVES: Mapping[P, tuple[type[StepForm], ...]] = {
    P.DRAFTED: (o.AskForm, o.JoinLineForm, o.WithdrawForm),
    P.PROPOSED: (o.AgreementForm, o.HerDeclineForm, o.WithdrawForm),
    P.ACCEPTED: (o.TransmitForm, o.HerDeclineForm, o.WithdrawForm),
    P.WITH_HOLDER: (
        p.DesignateForm,
        p.HandBackForm,
        p.HolderDeclineForm,
        o.HerDeclineForm,
        o.WithdrawForm,
    ),
    P.WITH_LANDLORD: (
        p.CommitteeForm,
        p.AgencyAgreementForm,
        p.LandlordDeclineForm,
        o.HerDeclineForm,
        o.WithdrawForm,
    ),
    P.COMMITTEE: (
        p.AttributionForm,
        p.RankedForm,
        p.ConditionalForm,
        p.AdjournForm,
        p.NonAttributionForm,
        p.InadmissibleForm,
        o.HerDeclineForm,
        o.WithdrawForm,
    ),
    P.ADJOURNED: (p.CommitteeForm, p.LandlordDeclineForm, o.HerDeclineForm, o.WithdrawForm),
    P.RANKED: (p.FirmForm, p.FallenForm, o.HerDeclineForm, o.WithdrawForm),
    P.CONDITIONAL: (p.FirmForm, p.FallenForm, o.HerDeclineForm, o.WithdrawForm),
    P.ALLOCATED: (o.AcceptanceForm, o.HerDeclineForm, o.WithdrawForm),
    P.CONFIRMED: (p.LeaseForm, o.HerDeclineForm, o.WithdrawForm),
    P.LEASED: (p.KeysForm,),
}
"""The steps of each status, the most likely first."""

QUESTIONS: Mapping[P, str] = {
    P.DRAFTED: "Lui proposez-vous ce logement ?",
    P.PROPOSED: "Que répond-elle à la proposition ?",
    P.ACCEPTED: "Sa candidature peut partir",
    P.WITH_HOLDER: "Désignez-vous cette candidature ?",
    P.WITH_LANDLORD: "Quelle suite donnez-vous à cette candidature ?",
    P.COMMITTEE: "Quelle est la décision de la commission ?",
    P.ADJOURNED: "Quelle est la nouvelle date de la commission ?",
    P.RANKED: "Son rang permet-il l’attribution ?",
    P.CONDITIONAL: "La condition est-elle remplie ?",
    P.ALLOCATED: "Que répond-elle à l’attribution ?",
    P.CONFIRMED: "Le bail est-il signé ?",
    P.LEASED: "A-t-elle les clés ?",
}
"""The question put to the one who may say the word awaited."""

RECORDED_BY = {Voice.HER: Voice.OPERATOR}
AWAITED: Mapping[P, tuple[Voice, str]] = {
    status: (RECORDED_BY.get(AWAITED_VOICE[status], AWAITED_VOICE[status]), question)
    for status, question in QUESTIONS.items()
}
"""Who records the word awaited (the operator records hers), and the question."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step offered on the page. `open` shows its form at once."""

    form: StepForm
    open: bool
    on_behalf: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page offers: a question, the answers to it, and what else may be done."""

    title: str
    own_turn: bool
    answers: list[Move]
    others: list[Move]
    waits_for: str = ""


def _may(voice: Voice, proposal: Proposal, actor: Actor) -> bool:
    if voice is Voice.HOLDER:
        return permissions.answers_as_holder(actor, proposal)
    if voice is Voice.LANDLORD:
        return permissions.answers_as_landlord(actor, proposal)
    return permissions.operates(actor)


def own_voice(voice: Voice, proposal: Proposal, actor: Actor) -> bool:
    """Tell whether this word is the actor's own to say, not on another's behalf."""
    if voice is Voice.HOLDER:
        return proposal.holder_id == actor.organisation_id
    if voice is Voice.LANDLORD:
        return proposal.landlord_id == actor.organisation_id
    return permissions.operates(actor)


def forms_for(proposal: Proposal, *, committee: bool, actor: Actor) -> list[type[StepForm]]:
    """Return the steps the actor may take now, the most likely first."""
    absent = p.AgencyAgreementForm if committee else p.CommitteeForm
    status = P(proposal.status)
    over = status in ENDED and proposal.case.stage == Stage.SEARCH
    return [
        form
        for form in ((o.ConsequenceForm,) if over else MOVES.get(status, ()))
        if form is not absent and _may(form.voice, proposal, actor)
    ]


def offer(
    proposal: Proposal, *, committee: bool, actor: Actor, bound: StepForm | None = None
) -> Offer | None:
    """Return what the page offers the actor; None when nothing follows.

    `bound` is the form just sent with an error: it is shown again as it was typed.
    """
    if P(proposal.status) in ENDED:
        return _after_the_end(proposal, committee=committee, actor=actor, bound=bound)
    if P(proposal.status) not in AWAITED:
        return None
    voice, question = AWAITED[P(proposal.status)]
    own_turn = own_voice(voice, proposal, actor)
    answers: list[Move] = []
    others: list[Move] = []
    kinds = forms_for(proposal, committee=committee, actor=actor)
    for kind in kinds:
        sent = bound is not None and isinstance(bound, kind)
        form = bound if sent and bound is not None else kind.shown(proposal)
        answering = kind.voice is voice and kind is not o.WithdrawForm
        first = own_turn and kind is kinds[0] and not issubclass(kind, p.DecisionForm)
        on_behalf = not own_voice(kind.voice, proposal, actor)
        (answers if answering else others).append(Move(form, sent or first, on_behalf))
    waits_for = "" if own_turn else _name_of(voice, proposal)
    title = question if own_turn else f"En attente : {waits_for}"
    return Offer(title, own_turn, answers, others, waits_for)


def _after_the_end(
    proposal: Proposal, *, committee: bool, actor: Actor, bound: StepForm | None
) -> Offer | None:
    """What may follow an end: only what it means for her search."""
    kinds = forms_for(proposal, committee=committee, actor=actor)
    moves = [Move(bound or kind.shown(proposal), bound is not None, False) for kind in kinds]
    return Offer("Et ensuite", True, moves, []) if moves else None


def _name_of(voice: Voice, proposal: Proposal) -> str:
    if voice is Voice.HOLDER:
        return proposal.holder.name if proposal.holder else voice.label
    return proposal.landlord.name if voice is Voice.LANDLORD else voice.label

"""Which steps an actor may take now, and how the page offers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from havre.allocations import permissions
from havre.allocations.models import Proposal
from havre.engine.vocabulary import ProposalStatus
from havre.platform.acting import Actor
from havre.web.allocations import operator_forms as o
from havre.web.allocations import partner_forms as p
from havre.web.allocations.step_form import StepForm, Voice

P = ProposalStatus
MOVES: Mapping[P, tuple[type[StepForm], ...]] = {
    P.PROPOSED: (o.AgreementForm, o.HerDeclineForm, o.WithdrawForm),
    P.ACCEPTED: (o.TransmitForm, o.HerDeclineForm, o.WithdrawForm),
    P.WITH_HOLDER: (p.DesignateForm, p.HolderDeclineForm, o.HerDeclineForm, o.WithdrawForm),
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
        p.NonAttributionForm,
        p.InadmissibleForm,
        o.HerDeclineForm,
        o.WithdrawForm,
    ),
    P.RANKED: (p.FirmForm, p.FallenForm, o.HerDeclineForm, o.WithdrawForm),
    P.CONDITIONAL: (p.FirmForm, p.FallenForm, o.HerDeclineForm, o.WithdrawForm),
    P.ALLOCATED: (o.AcceptanceForm, o.HerDeclineForm, o.WithdrawForm),
    P.CONFIRMED: (p.LeaseForm, o.HerDeclineForm, o.WithdrawForm),
    P.LEASED: (p.KeysForm,),
}
"""The steps of each status, the most likely first."""

AWAITED: Mapping[P, tuple[Voice, str]] = {
    P.PROPOSED: (Voice.OPERATOR, "Que répond-elle à la proposition ?"),
    P.ACCEPTED: (Voice.OPERATOR, "Sa candidature peut partir"),
    P.WITH_HOLDER: (Voice.HOLDER, "Désignez-vous cette candidature ?"),
    P.WITH_LANDLORD: (Voice.LANDLORD, "Quelle suite donnez-vous à cette candidature ?"),
    P.COMMITTEE: (Voice.LANDLORD, "Quelle est la décision de la commission ?"),
    P.RANKED: (Voice.LANDLORD, "Son rang permet-il l’attribution ?"),
    P.CONDITIONAL: (Voice.LANDLORD, "La condition est-elle remplie ?"),
    P.ALLOCATED: (Voice.OPERATOR, "Que répond-elle à l’attribution ?"),
    P.CONFIRMED: (Voice.LANDLORD, "Le bail est-il signé ?"),
    P.LEASED: (Voice.LANDLORD, "A-t-elle les clés ?"),
}
"""Whose word is awaited, and the question put to the one who may say it."""


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
    return [
        form
        for form in MOVES.get(P(proposal.status), ())
        if form is not absent and _may(form.voice, proposal, actor)
    ]


def offer(
    proposal: Proposal, *, committee: bool, actor: Actor, bound: StepForm | None = None
) -> Offer | None:
    """Return what the page offers the actor; None when the proposal is over.

    `bound` is the form just sent with an error: it is shown again as it was typed.
    """
    if P(proposal.status) not in AWAITED:
        return None
    voice, question = AWAITED[P(proposal.status)]
    own_turn = own_voice(voice, proposal, actor)
    answers: list[Move] = []
    others: list[Move] = []
    kinds = forms_for(proposal, committee=committee, actor=actor)
    for kind in kinds:
        sent = bound is not None and isinstance(bound, kind)
        form = bound if sent and bound is not None else kind()
        answering = kind.voice is voice and kind is not o.WithdrawForm
        first = own_turn and kind is kinds[0] and not issubclass(kind, p.DecisionForm)
        on_behalf = not own_voice(kind.voice, proposal, actor)
        (answers if answering else others).append(Move(form, sent or first, on_behalf))
    waits_for = "" if own_turn else _name_of(voice, proposal)
    title = question if own_turn else f"En attente : {waits_for}"
    return Offer(title, own_turn, answers, others, waits_for)


def _name_of(voice: Voice, proposal: Proposal) -> str:
    if voice is Voice.HOLDER:
        return proposal.holder.name if proposal.holder else voice.label
    return proposal.landlord.name if voice is Voice.LANDLORD else voice.label

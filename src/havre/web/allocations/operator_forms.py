"""The steps the operator takes: her answers, and sending her candidacy on."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from havre.allocations import actions
from havre.allocations.models import Proposal
from havre.engine.vocabulary import HerDecline, Withdrawal
from havre.platform.acting import Actor
from havre.web.allocations.fields import (
    choice_field,
    day_field,
    her_reason_field,
    pause_field,
    visit_field,
)
from havre.web.allocations.step_form import StepForm

JOIN_EXPLAINED = (
    "Une autre candidate a la première place. Elle attend son tour, garde sa chance, et un autre "
    "logement peut lui être proposé d’ici là."
)
BY_ITSELF = {Withdrawal.LOGEMENT_ATTRIBUE, Withdrawal.RELOGEE_AILLEURS, Withdrawal.EN_PAUSE}
WITHDRAWALS = [(one.value, one.label) for one in Withdrawal if one not in BY_ITSELF]
"""Why the operator takes a proposal back; the others are written when they happen."""


class AgreementForm(StepForm):
    """She agrees to the dwelling."""

    code, title, submit = "accord", "Elle accepte ce logement", "Elle accepte ce logement"
    done = "Son accord est enregistré. Vous pouvez transmettre sa candidature."

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_her_agreement(proposal, actor=actor)


class AskForm(StepForm):
    """Put to her what was prepared."""

    code, title, submit = "proposer", "Lui proposer ce logement", "Lui proposer"
    done = "Le logement est réservé pour elle. Recueillez sa réponse."
    in_line: ClassVar[bool] = False
    visit_on = visit_field()

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Ask her."""
        day = self.cleaned_data["visit_on"]
        actions.put_to_her(proposal, visit_on=day, in_line=self.in_line, actor=actor)


class JoinLineForm(AskForm):
    """Put to her what was prepared, while another holds it."""

    code, title, submit = "file", "L’inscrire à la suite d’une autre candidate", "L’inscrire"
    done = "Elle est inscrite. Recueillez sa réponse."
    explain = JOIN_EXPLAINED
    in_line = True


class HerDeclineForm(StepForm):
    """She declines; it costs her nothing."""

    code, title, submit = "refus", "Elle décline", "Enregistrer sa réponse"
    done = "Sa réponse est enregistrée. La recherche continue."
    explain = "Décliner ne lui coûte rien : elle garde sa place dans la recherche."
    reason = her_reason_field()
    consequence = forms.ChoiceField(
        label="Et ensuite",
        choices=Proposal.Consequence.choices,
        initial=Proposal.Consequence.ELIGIBLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la suite."},
    )
    parked_until = pause_field()

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_her_decline(
            proposal,
            HerDecline(self.cleaned_data["reason"]),
            Proposal.Consequence(self.cleaned_data["consequence"]),
            parked_until=self.cleaned_data["parked_until"],
            actor=actor,
        )


class ConsequenceForm(StepForm):
    """What an end means for her search, whoever declined."""

    code, title, submit = "suite", "La suite de sa recherche", "Enregistrer"
    done = "La suite est enregistrée."
    consequence = HerDeclineForm.base_fields["consequence"]
    parked_until = pause_field()

    @classmethod
    def shown(cls, proposal: Proposal) -> StepForm:
        """Return it with what was said at the end."""
        until = proposal.case.parked_until if proposal.case.parked else None
        return cls(initial={"consequence": proposal.consequence, "parked_until": until})

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.set_consequence(
            proposal,
            Proposal.Consequence(self.cleaned_data["consequence"]),
            parked_until=self.cleaned_data["parked_until"],
            actor=actor,
        )


class TransmitForm(StepForm):
    """Send her candidacy on."""

    code, title, submit = "transmission", "Transmettre sa candidature", "Transmettre"
    done = "Sa candidature est transmise."
    explain = (
        "L’organisme qui la reçoit lira son identité, son ménage et le résumé de ses ressources. "
        "Jamais sa sécurité, son contact ni son lieu d’accueil."
    )

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Send it."""
        actions.transmit(proposal, actor=actor)


class WithdrawForm(StepForm):
    """Take the proposal back."""

    code, title, submit = "retrait", "Retirer la proposition", "Retirer la proposition"
    done = "La proposition est retirée."
    explain = (
        "Le logement passe à la candidate suivante, ou redevient disponible. "
        "Les accès ouverts pour lui se ferment."
    )
    danger = True
    reason = choice_field("Motif", WITHDRAWALS)

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Withdraw it."""
        actions.withdraw(proposal, Withdrawal(self.cleaned_data["reason"]), actor=actor)


class AcceptanceForm(StepForm):
    """She accepts the attribution."""

    code, title, submit = "acceptation", "Elle accepte l’attribution", "Elle accepte"
    done = "Son acceptation est enregistrée. Le bail peut être signé."
    answered_on = day_field("Date de sa réponse")

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        day = self.cleaned_data["answered_on"]
        actions.record_her_acceptance(proposal, answered_on=day, actor=actor)

"""The steps the operator takes: her answers, and sending her candidacy on."""

from __future__ import annotations

from django import forms

from havre.allocations import actions
from havre.allocations.models import Proposal
from havre.engine.vocabulary import HerDecline
from havre.platform.acting import Actor
from havre.web.allocations.fields import day_field, her_reason_field
from havre.web.allocations.step_form import StepForm


class AgreementForm(StepForm):
    """She agrees to the dwelling."""

    code, title, submit = "accord", "Elle accepte ce logement", "Elle accepte ce logement"
    done = "Son accord est enregistré. Vous pouvez transmettre sa candidature."

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_her_agreement(proposal, actor=actor)


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

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_her_decline(
            proposal,
            HerDecline(self.cleaned_data["reason"]),
            Proposal.Consequence(self.cleaned_data["consequence"]),
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
    done = "La proposition est retirée. Le logement est de nouveau disponible."
    explain = "Le logement redevient disponible, et les accès ouverts pour lui se ferment."
    danger = True

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Withdraw it."""
        actions.withdraw(proposal, actor=actor)


class AcceptanceForm(StepForm):
    """She accepts the attribution."""

    code, title, submit = "acceptation", "Elle accepte l’attribution", "Elle accepte"
    done = "Son acceptation est enregistrée. Le bail peut être signé."
    answered_on = day_field("Date de sa réponse")

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        day = self.cleaned_data["answered_on"]
        actions.record_her_acceptance(proposal, answered_on=day, actor=actor)

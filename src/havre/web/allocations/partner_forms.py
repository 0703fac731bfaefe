"""The steps of the partners: the holder designates, the landlord answers, decides, signs."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from havre.allocations import actions
from havre.allocations.conditions import Condition
from havre.allocations.models import Proposal
from havre.engine.committee import MOST_EXAMINED, ExaminationException
from havre.engine.vocabulary import CommitteeDecision, LandlordDecline, Regime, Voice
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.web.allocations.fields import (
    choice_field,
    day_field,
    optional_day,
    reason_field,
    within_a_year,
)
from havre.web.allocations.step_form import StepForm

TOO_FAR = "Cette date est trop lointaine."


class DesignateForm(StepForm):
    """The holder designates her."""

    code, title, submit = "designation", "Désigner cette candidature", "Désigner"
    done = "La candidature est désignée et transmise au bailleur."
    voice = Voice.HOLDER

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_holder_answer(proposal, agrees=True, actor=actor)


class HandBackForm(StepForm):
    """The holder hands the dwelling back for one turn."""

    code, title, submit = "remise", "Remettre pour un tour", "Remettre pour un tour"
    done = "Le logement est remis pour un tour. La candidature passe au bailleur."
    explain = (
        "Vous laissez ce logement au bailleur pour cette attribution. Vous ne suivez plus "
        "les candidatures."
    )
    voice = Voice.HOLDER

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.hand_back(proposal, actor=actor)


class HolderDeclineForm(StepForm):
    """The holder declines, for a coded reason."""

    code, title, submit = "refus-reservataire", "Ne pas désigner", "Enregistrer ce refus"
    done = "La réponse du réservataire est enregistrée."
    voice = Voice.HOLDER
    reason = reason_field()

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        reason = LandlordDecline(self.cleaned_data["reason"])
        actions.record_holder_answer(proposal, agrees=False, reason=reason, actor=actor)


class CommitteeForm(StepForm):
    """The landlord takes the candidacy to its committee."""

    code, title = "commission", "Présenter en commission d’attribution"
    submit = "Présenter en commission"
    done = "La candidature sera présentée en commission."
    voice = Voice.LANDLORD
    committee_on = day_field("Date de la commission", from_today=False)

    def clean_committee_on(self) -> object:
        """A committee sits within the year."""
        day = self.cleaned_data["committee_on"]
        if not within_a_year(day, today()):
            raise forms.ValidationError(TOO_FAR)
        return day

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        day = self.cleaned_data["committee_on"]
        actions.record_landlord_answer(proposal, agrees=True, committee_on=day, actor=actor)


class AgencyAgreementForm(StepForm):
    """An agency has no committee: it agrees at once."""

    code, title, submit = "accord-agence", "Accepter la candidature", "Accepter la candidature"
    done = "La candidature est acceptée. Le bail peut être signé."
    voice = Voice.LANDLORD

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_landlord_answer(proposal, agrees=True, actor=actor)


class LandlordDeclineForm(StepForm):
    """The landlord declines, for a coded reason."""

    code, title, submit = "refus-bailleur", "Décliner la candidature", "Enregistrer ce refus"
    done = "La réponse du bailleur est enregistrée."
    voice = Voice.LANDLORD
    reason = reason_field()

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        reason = LandlordDecline(self.cleaned_data["reason"])
        actions.record_landlord_answer(proposal, agrees=False, reason=reason, actor=actor)


class DecisionForm(StepForm):
    """A decision of the committee; each of the five asks for what it needs."""

    decision: ClassVar[CommitteeDecision]
    submit, done = "Enregistrer la décision", "La décision est enregistrée."
    voice = Voice.LANDLORD
    decided_on = day_field("Date de la décision")

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it, with what was asked for this decision."""
        asked = dict(self.cleaned_data)
        if reason := asked.pop("reason", ""):
            asked["reason"] = LandlordDecline(reason)
        actions.record_decision(proposal, self.decision, **asked, actor=actor)


class ExaminedForm(DecisionForm):
    """A decision after an examination: how many candidates were, and why fewer than three."""

    examined = forms.IntegerField(
        label="Candidats examinés pour ce logement",
        min_value=1,
        max_value=MOST_EXAMINED,
        help_text="Elle comprise. Trois au moins (CCH, art. R441-3), sauf exception.",
        error_messages={
            "required": "Indiquez combien de candidats ont été examinés.",
            "invalid": "Écrivez un nombre.",
            "min_value": "Elle au moins a été examinée : écrivez 1 ou plus.",
            "max_value": f"Ce nombre ne dépasse pas {MOST_EXAMINED}.",
        },
    )
    exception = forms.ChoiceField(
        label="Exception, si moins de trois",
        choices=[("", "Aucune"), *ExaminationException.choices()],
        required=False,
        help_text="Être victime de violences n’est pas, à soi seul, une exception.",
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )


class AttributionForm(ExaminedForm):
    """The dwelling is hers if she accepts."""

    code, decision = "attribution", CommitteeDecision.ATTRIBUTION
    title = CommitteeDecision.ATTRIBUTION.label
    notified_on = day_field(
        "Notifiée le",
        help_text="Le jour où la personne reçoit la décision : son délai court dès le lendemain.",
    )


class RankedForm(ExaminedForm):
    """She comes after others."""

    code, decision = "rang", CommitteeDecision.RANKED
    title = CommitteeDecision.RANKED.label
    rank = forms.IntegerField(
        label="Rang",
        min_value=1,
        max_value=50,
        error_messages={
            "required": "Indiquez le rang.",
            "invalid": "Écrivez un nombre.",
            "min_value": "Le rang commence à 1.",
            "max_value": "Le rang ne dépasse pas 50.",
        },
    )


class ConditionalForm(ExaminedForm):
    """Hers once something is supplied."""

    code, decision = "condition", CommitteeDecision.CONDITIONAL
    title = CommitteeDecision.CONDITIONAL.label
    condition = choice_field("Condition à remplir", Condition.choices())
    condition_until = day_field("À remplir avant le", from_today=False)

    def clean_condition_until(self) -> object:
        """A condition is met within the year."""
        day = self.cleaned_data["condition_until"]
        if not within_a_year(day, today()):
            raise forms.ValidationError(TOO_FAR)
        return day


class AdjournForm(StepForm):
    """The committee puts its decision off."""

    code, title, submit = "ajournement", "Ajournement", "Enregistrer l’ajournement"
    done = "L’ajournement est enregistré."
    voice = Voice.LANDLORD
    adjourned_on = day_field("Ajournée le")
    next_on = optional_day("Nouvelle date", "Laissez vide si elle n’est pas connue.")

    def clean_next_on(self) -> object:
        """A committee sits within the year."""
        day = self.cleaned_data["next_on"]
        if not within_a_year(day, today()):
            raise forms.ValidationError(TOO_FAR)
        return day

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.adjourn(proposal, **self.cleaned_data, actor=actor)


class NonAttributionForm(ExaminedForm):
    """Not hers, for a reason."""

    code, decision = "non-attribution", CommitteeDecision.NON_ATTRIBUTION
    title = CommitteeDecision.NON_ATTRIBUTION.label
    reason = reason_field()


class InadmissibleForm(DecisionForm):
    """Not examined, for a reason."""

    code, decision = "irrecevabilite", CommitteeDecision.INADMISSIBLE
    title = CommitteeDecision.INADMISSIBLE.label
    reason = reason_field()


class FirmForm(StepForm):
    """A ranked or conditional attribution becomes firm."""

    code, title, submit = "ferme", "L’attribution devient ferme", "Rendre l’attribution ferme"
    done = "L’attribution est ferme. Son délai de réponse est calculé."
    voice = Voice.LANDLORD
    notified_on = day_field(
        "Notifiée le",
        help_text="Le jour où la personne reçoit la décision : son délai court dès le lendemain.",
    )

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        day = self.cleaned_data["notified_on"]
        actions.confirm_allocation(proposal, allocated=True, notified_on=day, actor=actor)


class FallenForm(StepForm):
    """A ranked or conditional attribution falls."""

    code, title, submit = "caduque", "L’attribution tombe", "Enregistrer"
    done = "L’attribution est tombée. La recherche continue."
    explain = "Le candidat précédent a accepté, ou la condition n’a pas été remplie à temps."
    voice = Voice.LANDLORD

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.confirm_allocation(proposal, allocated=False, actor=actor)


class LeaseForm(StepForm):
    """The lease is signed."""

    code, title, submit = "bail", "Le bail est signé", "Enregistrer le bail"
    done = "Le bail est enregistré. Les autres organismes n’ont plus accès à la situation."
    voice = Voice.LANDLORD
    signed_on = day_field("Date de signature")
    regime = forms.ChoiceField(label="Occupation", choices=Regime.choices(), required=False)

    @classmethod
    def shown(cls, proposal: Proposal) -> StepForm:
        """Return it with the regime of the offer."""
        return cls(initial={"regime": proposal.vacancy.regime})

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        regime = Regime(code) if (code := self.cleaned_data["regime"]) else None
        day = self.cleaned_data["signed_on"]
        actions.sign_lease(proposal, signed_on=day, regime=regime, actor=actor)


class KeysForm(StepForm):
    """She has the keys."""

    code, title, submit = "cles", "Les clés sont remises", "Enregistrer la remise des clés"
    done = "La remise des clés est enregistrée."
    voice = Voice.LANDLORD
    inventory_on = optional_day("État des lieux d’entrée le", "S’il est fait.")
    moved_in_on = day_field("Date de remise des clés")

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Record it."""
        actions.record_move_in(proposal, **self.cleaned_data, actor=actor)

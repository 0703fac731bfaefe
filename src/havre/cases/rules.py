"""What comes next on a case and who must act; what a usual numéro unique looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from havre.cases.models import Case
from havre.engine.vocabulary import HOUSING_ROLES, ProposalStatus, Role, Stage, Word
from havre.platform.acting import Actor

USUAL_UNIQUE_NUMBER = re.compile(r"\d{3}(0[1-9]|1[0-2])\d{2}\d{6}[A-Z0-9]{5}", re.ASCII)
"""Territory, month and year, sequence, office: read from public examples, never used to block."""


class Mover(Word):
    """Who must take the next step."""

    AUTHOR = "AUTHOR", "L’organisme qui oriente"
    OPERATOR = "OPERATOR", "L’opérateur"
    HOLDER = "HOLDER", "Le réservataire"
    LANDLORD = "LANDLORD", "Le bailleur"
    NOBODY = "NOBODY", "Personne"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step, as a French sentence, and who takes it."""

    sentence: str
    mover: Mover


STAGE_STEPS: Mapping[Stage, NextStep] = {
    Stage.DRAFT: NextStep("Compléter l’orientation et l’envoyer", Mover.AUTHOR),
    Stage.REFERRED: NextStep("Décider de l’admission", Mover.OPERATOR),
    Stage.NOT_ADMITTED: NextStep("Aucune suite n’est prévue", Mover.NOBODY),
    Stage.ASSESSMENT: NextStep("Établir le diagnostic et le valider", Mover.OPERATOR),
    Stage.SEARCH: NextStep("Trouver un logement à lui proposer", Mover.OPERATOR),
    Stage.PROPOSAL: NextStep("Faire aboutir la proposition en cours", Mover.OPERATOR),
    Stage.ALLOCATED: NextStep("Signer le bail", Mover.LANDLORD),
    Stage.LEASED: NextStep("Remettre les clés", Mover.LANDLORD),
    Stage.HOUSED: NextStep("Suivre son installation", Mover.OPERATOR),
    Stage.SHELTER_ORIENTED: NextStep("Préparer son entrée en hébergement", Mover.OPERATOR),
}

PROPOSAL_STEPS: Mapping[ProposalStatus, NextStep] = {
    ProposalStatus.DRAFTED: NextStep("Lui proposer le logement préparé", Mover.OPERATOR),
    ProposalStatus.PROPOSED: NextStep("Recueillir sa réponse à la proposition", Mover.OPERATOR),
    ProposalStatus.ACCEPTED: NextStep("Transmettre sa candidature", Mover.OPERATOR),
    ProposalStatus.WITH_HOLDER: NextStep("Désigner sa candidature ou décliner", Mover.HOLDER),
    ProposalStatus.WITH_LANDLORD: NextStep("Répondre à sa candidature", Mover.LANDLORD),
    ProposalStatus.COMMITTEE: NextStep("Enregistrer la décision de la commission", Mover.LANDLORD),
    ProposalStatus.ADJOURNED: NextStep("Donner la nouvelle date de la commission", Mover.LANDLORD),
    ProposalStatus.CONDITIONAL: NextStep("Dire si la condition est levée", Mover.LANDLORD),
    ProposalStatus.RANKED: NextStep("Dire si son rang permet l’attribution", Mover.LANDLORD),
    ProposalStatus.ALLOCATED: NextStep("Recueillir sa réponse à l’attribution", Mover.OPERATOR),
    ProposalStatus.CONFIRMED: NextStep("Signer le bail", Mover.LANDLORD),
    ProposalStatus.LEASED: NextStep("Remettre les clés", Mover.LANDLORD),
}


def next_step(case: Case, proposal: ProposalStatus | None = None) -> NextStep:
    """Return what comes next; `proposal` is the running one's status, where it may be known."""
    if (
        proposal
        and proposal in PROPOSAL_STEPS
        and case.stage in {Stage.PROPOSAL, Stage.ALLOCATED, Stage.LEASED}
    ):
        return PROPOSAL_STEPS[proposal]
    return STAGE_STEPS[Stage(case.stage)]


def acts_now(step: NextStep, actor: Actor, *, own_proposal: bool = False) -> bool:
    """Tell whether the step falls to the actor's own organisation.

    `own_proposal`: the running proposal is visible to the actor; a landlord sees only its own.
    """
    if step.mover is Mover.LANDLORD:
        return own_proposal and actor.has(*HOUSING_ROLES) and not actor.has(Role.OPERATOR)
    if step.mover is Mover.HOLDER:
        return own_proposal and actor.has(Role.RESERVATION_HOLDER)
    return step.mover is Mover.AUTHOR or (step.mover is Mover.OPERATOR and actor.has(Role.OPERATOR))


def plain_unique_number(text: str) -> str:
    """Return a numéro unique without spaces or dashes, in capitals."""
    return re.sub(r"[\W_]+", "", text).upper()


def unusual_unique_number(text: str) -> bool:
    """Tell whether a numéro unique was given that does not look like the usual ones."""
    return bool(text) and USUAL_UNIQUE_NUMBER.fullmatch(plain_unique_number(text)) is None

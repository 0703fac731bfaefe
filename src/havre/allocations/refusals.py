"""Why a step is refused. Each one leaves everything as it was, and has one French sentence."""

from __future__ import annotations


class NotAllowed(PermissionError):
    """The actor may not take this step."""


class Refusal(ValueError):
    """A step that cannot be taken; its message is a French sentence. `field`: which one."""

    sentence = "Cette étape ne peut pas être enregistrée."

    def __init__(self, sentence: str = "", field: str = "") -> None:
        super().__init__(sentence or self.sentence)
        self.field = field


class VacancyTaken(Refusal):
    """Another proposal holds this dwelling, or it is no longer offered."""

    sentence = (
        "Ce logement n’est plus disponible : il est proposé à quelqu’un d’autre, "
        "ou l’offre est terminée. Choisissez-en un autre."
    )


class LineFull(VacancyTaken):
    """The three places of this dwelling are taken."""

    sentence = "Ce logement a déjà trois candidates. Choisissez-en un autre."


class AlreadyProposed(Refusal):
    """A proposal is already running for this case, or she is in this line already."""

    sentence = "Une proposition est déjà en cours pour cette situation."


class Unsafe(Refusal):
    """A safety rule excludes this dwelling; nothing overrides it."""

    sentence = "Ce logement ne peut pas lui être proposé : sa sécurité l’exclut."


class Parked(Refusal):
    """Her search is in pause: nothing is proposed to her until its date."""

    sentence = "Sa recherche est en pause : rien ne lui est proposé avant la date prévue."


class NotFirst(Refusal):
    """She waits in line, and cannot take the first place now. Tells nothing of the others."""

    sentence = (
        "Cette candidature n’est pas première pour ce logement. Enregistrez une attribution "
        "avec rang, ou prévenez l’opérateur."
    )


class OfferGone(Refusal):
    """The dwelling was taken off the offers meanwhile."""

    sentence = (
        "Ce logement a été retiré de l’offre : aucune attribution ne peut y être enregistrée. "
        "Retirez la proposition."
    )


class WrongDate(Refusal):
    """A date that cannot be."""


class Missing(Refusal):
    """Something the step needs was not given."""

"""Which help pages a member reads: one per role of her organisation, in the vocabulary's order."""

from __future__ import annotations

from dataclasses import dataclass

from havre.engine.vocabulary import Role
from havre.platform.acting import Actor


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The essentials of one role."""

    role: Role
    template: str


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number worth having at hand."""

    number: str
    use: str


def pages_for(actor: Actor) -> list[HelpPage]:
    """Return the help pages of an actor's roles."""
    return [
        HelpPage(role, f"help/roles/{role.value.lower()}.html") for role in Role if actor.has(role)
    ]


NUMBERS = (
    Number("17", "Police et gendarmerie, danger immédiat"),
    Number("112", "Urgences, depuis tout téléphone"),
    Number("114", "Urgences par SMS, sans parler"),
    Number("115", "Accueil d’urgence"),
    Number("119", "Enfance en danger"),
    Number("3919", "Écoute et orientation, anonyme et gratuit"),
    Number("116 006", "Aide et information, 7 jours sur 7"),
)

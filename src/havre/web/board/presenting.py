"""A need card as every reader sees it: the operator's preview and the board use the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats

from havre.assessments.card import PEOPLE_TOP
from havre.assessments.models import NeedCard
from havre.engine.vocabulary import Regime
from havre.web.templatetags.havre import count, euros

URGENCY = {
    1: ("Très urgente", "danger"),
    2: ("Urgente", "warning"),
    3: ("Peut attendre", "neutral"),
}


@dataclass(frozen=True, slots=True)
class ShownCard:
    """The sentences of a card."""

    reference: str
    title: str
    urgency: str
    tone: str
    published_at: datetime | None
    facts: list[dict[str, str]]

    @classmethod
    def of(cls, card: NeedCard, communes: Mapping[str, str]) -> ShownCard:
        """Say a card in French; `communes` is {code: name}."""
        urgency, tone = URGENCY[card.urgency]
        return cls(
            reference=card.reference,
            title=f"{rooms_of(card)} pour {people_of(card)}",
            urgency=urgency,
            tone=tone,
            published_at=card.published_at,
            facts=_facts(card, communes),
        )


def rooms_of(card: NeedCard) -> str:
    """« 2 à 3 pièces »."""
    if card.rooms_min == card.rooms_max:
        return count(card.rooms_min, "pièce,pièces")
    return f"{card.rooms_min} à {card.rooms_max}\u00a0pièces"


def people_of(card: NeedCard) -> str:
    """« 2 personnes », « 6 personnes ou plus »."""
    text = count(card.people, "personne,personnes")
    return f"{text} ou plus" if card.people >= PEOPLE_TOP else text


def _facts(card: NeedCard, communes: Mapping[str, str]) -> list[dict[str, str]]:
    names = sorted(communes.get(code, code) for code in card.communes)
    limit = card.max_floor_without_lift
    floor = "Sans limite d’étage" if limit is None else f"Étage {limit} au plus sans ascenseur"
    facts = [
        ("Communes", "Toutes" if card.any_commune else ", ".join(names), ""),
        ("Avec elle", card.children_bands or "Personne", ""),
        ("Ressources", card.income_band, ""),
        (
            "Loyer net visé",
            f"{euros(card.rent_max, 0)} au plus" if card.rent_max is not None else "Non limité",
            "Charges comprises, aide au logement déduite",
        ),
        (
            "Étage",
            floor,
            "Rez-de-chaussée accepté" if card.ground_floor_ok else "Pas de rez-de-chaussée",
        ),
        ("Accessibilité", "Nécessaire" if card.accessible else "Non demandée", ""),
        (
            "À reloger avant",
            f"fin {formats.date_format(card.needed_by, 'F Y')}"
            if card.needed_by
            else "Sans date limite",
            "",
        ),
        ("Formes d’occupation", ", ".join(Regime(code).label for code in card.regimes), ""),
    ]
    return [{"label": label, "value": value, "note": note} for label, value, note in facts]

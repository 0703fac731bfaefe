"""An offer in the words of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from havre.engine.vocabulary import VacancyStatus
from havre.housing.models import MOST_ASKS, Dwelling, Vacancy
from havre.platform.clock import today
from havre.web.templatetags.havre import euros, long_date, surface

TONES = {
    VacancyStatus.OPEN: "success",
    VacancyStatus.EXPIRED: "warning",
    VacancyStatus.WITHDRAWN: "neutral",
    VacancyStatus.LEASED: "info",
}
SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a description list."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """The status of an offer, as a tag."""

    label: str
    tone: str


def state_of(vacancy: Vacancy) -> State:
    """Return the status, and that an open offer is about to end."""
    status = VacancyStatus(vacancy.status)
    if status is VacancyStatus.OPEN and vacancy.expires_on <= today() + SOON:
        return State("Expire bientôt", "warning")
    return State(status.label, TONES[status])


def size_of(dwelling: Dwelling) -> str:
    """Return « T3, 61 m² »."""
    parts = [dwelling.typology, surface(dwelling.surface)]
    return ", ".join(part for part in parts if part)


def floor_of(dwelling: Dwelling) -> str:
    """Return « Rez-de-chaussée », « 1er étage », « 4e étage »."""
    if dwelling.floor is None:
        return ""
    if dwelling.floor == 0:
        return "Rez-de-chaussée"
    if dwelling.floor < 0:
        return "Sous-sol"
    return "1er étage" if dwelling.floor == 1 else f"{dwelling.floor}e étage"


def right_of(vacancy: Vacancy) -> str:
    """Return who may designate candidates."""
    label = vacancy.get_right_display()
    return f"{label} ({vacancy.right_detail})" if vacancy.right_detail else label


def _yes(value: bool) -> str:
    return "Oui" if value else "Non"


def dwelling_facts(vacancy: Vacancy) -> list[Fact]:
    """Return what is known of the dwelling offered."""
    dwelling = vacancy.dwelling
    located = dwelling.latitude is not None and dwelling.longitude is not None
    town = f"{dwelling.postcode} {dwelling.commune.name}".strip()
    return [
        Fact("Bailleur", vacancy.landlord.name),
        Fact("Référence du bailleur", dwelling.reference),
        Fact("Résidence", dwelling.residence),
        Fact("Adresse", dwelling.address or town, town if dwelling.address else ""),
        Fact(
            "Position",
            f"{dwelling.latitude:.5f}, {dwelling.longitude:.5f}" if located else "",
            dwelling.get_located_by_display() if located else _unknown_place(dwelling),
        ),
        Fact("Type", dwelling.typology),
        Fact("Surface habitable", surface(dwelling.surface)),
        Fact("Étage", floor_of(dwelling)),
        Fact("Ascenseur", _yes(dwelling.lift)),
        Fact("Accessible en fauteuil roulant", _yes(dwelling.accessible)),
        Fact("Meublé", _yes(dwelling.furnished)),
        Fact("Étiquette énergie", dwelling.energy),
        Fact("Financement", dwelling.get_financing_display()),
    ]


def _unknown_place(dwelling: Dwelling) -> str:
    """Say what to do about a place that is not known."""
    if dwelling.asked_at and dwelling.asks >= MOST_ASKS:
        return "L’adresse n’a pas été reconnue : placez le logement sur la carte."
    return "Indiquez-la : un logement bien situé convient à plus de monde."


def offer_facts(vacancy: Vacancy) -> list[Fact]:
    """Return the terms of the offer."""
    holder = vacancy.holder.name if vacancy.holder else ""
    facts = [
        Fact("Loyer hors charges", euros(vacancy.rent), "par mois"),
        Fact("Charges", euros(vacancy.charges), "par mois"),
        Fact("Loyer charges comprises", euros(vacancy.rent + vacancy.charges), "par mois"),
        Fact("Régime d’occupation", vacancy.get_regime_display()),
        Fact("Garantie du loyer", vacancy.get_guarantee_display() or "Non précisée"),
        Fact("Réservataire", right_of(vacancy), holder),
        Fact("Disponible le", long_date(vacancy.available_on)),
        Fact("Offre valable jusqu’au", long_date(vacancy.expires_on)),
        Fact("Entrée dans Havre le", long_date(vacancy.entered_at)),
    ]
    if vacancy.ended_at:
        status = VacancyStatus(vacancy.status).label
        facts.append(Fact(f"{status} le", long_date(vacancy.ended_at)))
    return facts

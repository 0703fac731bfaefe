"""The rules about the dwelling itself: where, how large, how high, when."""

from __future__ import annotations

from typing import Final

from havre.engine.matching.model import Anywhere, Vacancy
from havre.engine.matching.verdict import Figures, Subject, Verdict
from havre.engine.matching.wording import day, several, storey
from havre.engine.matching.wording import surface as square_metres
from havre.engine.vocabulary import Rule

FLOOR_UNKNOWN: Final = "étage inconnu"


def minimum_surface(persons: int) -> int:
    """Least surface in m²: 9 for one person, 16 for two, 9 more for each further one.

    Source: the condition for housing benefit, CCH art. R822-25, without its top of 70 m².
    """
    return 9 if persons == 1 else 16 + 9 * (persons - 2)


def commune(subject: Subject, vacancy: Vacancy) -> Verdict:
    """Its commune is one she listed, or she accepts any."""
    wished = subject.need.communes
    if isinstance(wished, Anywhere):
        return Verdict(Rule.COMMUNE, True, "Toute commune convient.")
    if vacancy.commune not in wished:
        return Verdict(Rule.COMMUNE, False, "Commune non souhaitée.")
    rank = wished.index(vacancy.commune) + 1
    sentence = f"Commune souhaitée, choix {rank} sur {len(wished)}."
    return Verdict(Rule.COMMUNE, True, sentence, {"rank": rank})


def typology(subject: Subject, vacancy: Vacancy) -> Verdict:
    """It has as many rooms as she looks for."""
    fewest, most = subject.need.rooms
    wanted = str(fewest) if fewest == most else f"{fewest} à {most}"
    return Verdict(
        Rule.TYPOLOGY,
        fewest <= vacancy.rooms <= most,
        f"{several(vacancy.rooms, 'pièce')}, pour {wanted} demandée{'s' if most > 1 else ''}.",
        {"rooms": vacancy.rooms, "rooms_min": fewest, "rooms_max": most},
    )


def surface_min(subject: Subject, vacancy: Vacancy) -> Verdict:
    """It is large enough for the household; an unknown surface passes, with a remark."""
    persons = len(subject.need.members)
    least = minimum_surface(persons)
    household = several(persons, "personne")
    if vacancy.surface is None:
        sentence = f"Surface inconnue, minimum {square_metres(least)} pour {household}."
        figures: Figures = {"surface_min": least}
        return Verdict(Rule.SURFACE_MIN, True, sentence, figures, "Surface à vérifier")
    return Verdict(
        Rule.SURFACE_MIN,
        vacancy.surface >= least,
        f"{square_metres(vacancy.surface)} pour {household} (minimum {square_metres(least)}).",
        {"surface": vacancy.surface, "surface_min": least},
    )


def accessibility(subject: Subject, vacancy: Vacancy) -> Verdict:
    """It is accessible where she needs it."""
    if not subject.need.accessible:
        return Verdict(Rule.ACCESSIBILITY, True, "Accessibilité non demandée.")
    sentence = "Logement accessible." if vacancy.accessible else "Logement non accessible."
    return Verdict(Rule.ACCESSIBILITY, vacancy.accessible, sentence)


def floor(subject: Subject, vacancy: Vacancy) -> Verdict:
    """A lift or a floor low enough; and not the ground floor unless she accepts it.

    An unknown floor fails when she has a limit and there is no lift; otherwise it passes, with
    a remark when the ground floor would not suit her.
    """
    limit, ground_ok = subject.need.max_floor_without_lift, subject.need.ground_floor_ok
    if vacancy.floor is None:
        if limit is not None and not vacancy.lift:
            sentence = f"Sans ascenseur, {FLOOR_UNKNOWN} (maximum {storey(limit)})."
            return Verdict(Rule.FLOOR, False, sentence, {"reason": FLOOR_UNKNOWN})
        remark = "" if ground_ok else "Étage inconnu : vérifier que ce n’est pas un rez-de-chaussée"
        return Verdict(Rule.FLOOR, True, f"{FLOOR_UNKNOWN.capitalize()}.", remark=remark)
    figures: Figures = {"floor": vacancy.floor}
    where = storey(vacancy.floor).capitalize()
    if vacancy.floor == 0 and not ground_ok:
        return Verdict(Rule.FLOOR, False, f"{where}, qui ne lui convient pas.", figures)
    if vacancy.lift:
        return Verdict(Rule.FLOOR, True, f"{where}, avec ascenseur.", figures)
    if limit is None:
        return Verdict(Rule.FLOOR, True, f"{where}, sans ascenseur, sans limite.", figures)
    sentence = f"{where}, sans ascenseur (maximum {storey(limit)})."
    return Verdict(Rule.FLOOR, vacancy.floor <= limit, sentence, figures)


def availability(subject: Subject, vacancy: Vacancy) -> Verdict:
    """It can be let no later than she needs it."""
    needed_by = subject.need.needed_by
    figures = {"available_on": vacancy.available_on.isoformat()}
    when = f"Disponible le {day(vacancy.available_on)}"
    if needed_by is None:
        return Verdict(Rule.AVAILABILITY, True, f"{when}, sans date limite.", figures)
    sentence = f"{when}, pour un besoin au plus tard le {day(needed_by)}."
    return Verdict(Rule.AVAILABILITY, vacancy.available_on <= needed_by, sentence, figures)

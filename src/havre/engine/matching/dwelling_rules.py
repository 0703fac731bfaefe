"""The rules about the dwelling itself: where, how large, how high, when."""

from __future__ import annotations

from typing import Final

from havre.engine.matching import predicates
from havre.engine.matching.model import Anywhere
from havre.engine.matching.sides import distinct, minimum_surface
from havre.engine.matching.verdict import Figures, Pair, Verdict
from havre.engine.matching.wording import day, several, storey
from havre.engine.matching.wording import surface as square_metres
from havre.engine.vocabulary import Rule

UNKNOWN_STOREY: Final = "étage inconnu"


def commune(pair: Pair) -> Verdict:
    """Its commune is one she listed, or she accepts any."""
    wished = pair.need.communes
    if isinstance(wished, Anywhere):
        return Verdict(Rule.COMMUNE, True, "Toute commune convient.")
    if pair.vacancy.commune not in wished:
        return Verdict(Rule.COMMUNE, False, "Commune non souhaitée.")
    choices = distinct(wished)
    rank = choices.index(pair.vacancy.commune) + 1
    sentence = f"Commune souhaitée, choix {rank} sur {len(choices)}."
    return Verdict(Rule.COMMUNE, True, sentence, {"rank": rank})


def typology(pair: Pair) -> Verdict:
    """It has as many rooms as she looks for."""
    fewest, most = pair.need.rooms
    wanted = str(fewest) if fewest == most else f"{fewest} à {most}"
    return Verdict(
        Rule.TYPOLOGY,
        predicates.typology(pair.n, pair.v),
        f"{several(pair.vacancy.rooms, 'pièce')}, pour {wanted} demandée{'s' if most > 1 else ''}.",
        {"rooms": pair.vacancy.rooms, "rooms_min": fewest, "rooms_max": most},
    )


def surface_min(pair: Pair) -> Verdict:
    """It is large enough for the household; an unknown surface passes, with a remark."""
    persons = len(pair.need.members)
    least = minimum_surface(persons)
    household = several(persons, "personne")
    if pair.vacancy.surface is None:
        sentence = f"Surface inconnue, minimum {square_metres(least)} pour {household}."
        figures: Figures = {"surface_min": least}
        return Verdict(Rule.SURFACE_MIN, True, sentence, figures, "Surface à vérifier")
    return Verdict(
        Rule.SURFACE_MIN,
        predicates.surface_min(pair.n, pair.v),
        f"{square_metres(pair.vacancy.surface)} pour {household} (minimum {square_metres(least)}).",
        {"surface": pair.vacancy.surface, "surface_min": least},
    )


def accessibility(pair: Pair) -> Verdict:
    """It is accessible where she needs it."""
    passed = predicates.accessibility(pair.n, pair.v)
    if not pair.need.accessible:
        return Verdict(Rule.ACCESSIBILITY, passed, "Accessibilité non demandée.")
    sentence = "Logement accessible." if pair.vacancy.accessible else "Logement non accessible."
    return Verdict(Rule.ACCESSIBILITY, passed, sentence)


def floor(pair: Pair) -> Verdict:
    """A lift or a floor low enough; and not the ground floor unless she accepts it.

    An unknown floor fails when she has a limit and there is no lift; otherwise it passes, with
    a remark when the ground floor would not suit her.
    """
    passed = predicates.floor(pair.n, pair.v)
    level = pair.vacancy.floor
    if level is None:
        return _floor_unknown(pair, passed)
    where = storey(level).capitalize()
    figures: Figures = {"floor": level}
    return Verdict(Rule.FLOOR, passed, f"{where}, {_floor_judged(pair, level)}.", figures)


def _floor_judged(pair: Pair, level: int) -> str:
    limit = pair.need.max_floor_without_lift
    if level == 0 and not pair.need.ground_floor_ok:
        return "qui ne lui convient pas"
    if pair.vacancy.lift:
        return "avec ascenseur"
    if limit is None:
        return "sans ascenseur, sans limite"
    return f"sans ascenseur (maximum {storey(limit)})"


def _floor_unknown(pair: Pair, passed: bool) -> Verdict:
    if not passed:
        limit = storey(pair.need.max_floor_without_lift or 0)
        sentence = f"Sans ascenseur, {UNKNOWN_STOREY} (maximum {limit})."
        return Verdict(Rule.FLOOR, False, sentence, {"reason": UNKNOWN_STOREY})
    ground_ok = pair.need.ground_floor_ok
    remark = "" if ground_ok else "Étage inconnu : vérifier que ce n’est pas un rez-de-chaussée"
    return Verdict(Rule.FLOOR, True, f"{UNKNOWN_STOREY.capitalize()}.", remark=remark)


def availability(pair: Pair) -> Verdict:
    """It can be let no later than she needs it."""
    passed = predicates.availability(pair.n, pair.v)
    needed_by = pair.need.needed_by
    figures = {"available_on": pair.vacancy.available_on.isoformat()}
    when = f"Disponible le {day(pair.vacancy.available_on)}"
    if needed_by is None:
        return Verdict(Rule.AVAILABILITY, passed, f"{when}, sans date limite.", figures)
    sentence = f"{when}, pour un besoin au plus tard le {day(needed_by)}."
    return Verdict(Rule.AVAILABILITY, passed, sentence, figures)

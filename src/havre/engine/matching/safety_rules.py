"""The three safety rules. They read the need and the vacancy only: no setting reaches them.

Source: the programme's safety practice; what is not known does not count as safe.
"""

from __future__ import annotations

from havre.engine.matching.places import Direction, closeness, kilometres
from havre.engine.matching.predicates import outside
from havre.engine.matching.residences import resembles, residence_keys, same_residence
from havre.engine.matching.verdict import Figures, Pair, Verdict
from havre.engine.matching.wording import against, measure
from havre.engine.vocabulary import Rule

UNLOCATED = "emplacement inconnu"


def safety_zone(pair: Pair) -> Verdict:
    """In no avoided commune, and strictly farther than `km` from every point to avoid.

    A municipal district lies in its commune, and a commune may be that of any (see `districts`).
    With a point to avoid and a dwelling without coordinates it fails. The figure
    `km_to_nearest_zone` is the distance to the nearest centre.
    """
    circles, here = pair.subject.avoided.circles, Direction(pair.v.x, pair.v.y, pair.v.z)
    located = pair.vacancy.point is not None
    away = [(kilometres(closeness(c.centre, here)), c.km) for c in circles] if located else []
    nearest = min((km for km, _ in away), default=None)
    figures: Figures = {} if nearest is None else {"km_to_nearest_zone": round(nearest, 3)}
    if pair.vacancy.commune in pair.subject.avoided.communes:
        return Verdict(Rule.SAFETY_ZONE, False, "Commune à éviter.", figures)
    if circles and not located:
        sentence = f"Distance à la zone à éviter invérifiable : {UNLOCATED}."
        return Verdict(Rule.SAFETY_ZONE, False, sentence, {"reason": UNLOCATED})
    inside = [
        shown
        for circle, shown in zip(circles, away, strict=False)
        if not outside(circle.reach, circle.centre, here)
    ]
    if inside:
        km, limit = min(inside)
        far, least = against(km, limit, "km", 1)
        sentence = f"À {far} d’un point à éviter (plus de {least} demandés)."
        return Verdict(Rule.SAFETY_ZONE, False, sentence, figures)
    if nearest is not None:
        sentence = f"À {measure(nearest, 'km', 1)} du point à éviter le plus proche."
        return Verdict(Rule.SAFETY_ZONE, True, sentence, figures)
    none_given = not pair.subject.avoided.communes
    sentence = "Aucune zone à éviter." if none_given else "Hors des communes à éviter."
    return Verdict(Rule.SAFETY_ZONE, True, sentence)


def safety_landlord(pair: Pair) -> Verdict:
    """Its landlord is not avoided."""
    if pair.vacancy.landlord in pair.subject.avoided.landlords:
        return Verdict(Rule.SAFETY_LANDLORD, False, "Bailleur à éviter.")
    return Verdict(Rule.SAFETY_LANDLORD, True, "Ce bailleur n’est pas à éviter.")


def safety_residence(pair: Pair) -> Verdict:
    """Its residence bears no avoided name; a name unknown or merely close passes, with a remark."""
    avoided = pair.subject.avoided.residences
    if not avoided:
        return Verdict(Rule.SAFETY_RESIDENCE, True, "Aucune résidence à éviter.")
    keys = residence_keys(pair.vacancy.residence or "")
    if any(same_residence(keys, other) for other in avoided):
        return Verdict(Rule.SAFETY_RESIDENCE, False, "Résidence à éviter.")
    remark = ""
    if not keys:
        remark = "Nom de la résidence inconnu : à vérifier, une résidence est à éviter."
    elif any(resembles(keys, other) for other in avoided):
        remark = "Nom proche d’une résidence à éviter : à vérifier."
    sentence = "Cette résidence n’est pas à éviter."
    return Verdict(Rule.SAFETY_RESIDENCE, True, sentence, remark=remark)

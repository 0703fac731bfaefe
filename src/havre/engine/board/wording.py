"""The answer of `match` in French lines, for whoever reads it on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from havre.engine.matching.wording import day, euros, measure, several, storey
from havre.engine.vocabulary import Regime, ReservationCode, Rule

NAME_OF_RULE = {str(rule.value): str(rule.label) for rule in Rule}


def need_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """One need: how many dwellings suit, the best ones, what excludes the others, the levers."""
    shown, found = len(answer["compatible"]), answer["found"]
    more = f", dont les {shown} premiers" if shown < found else ""
    yield f"{answer['ref']} : {_dwellings(found)}{more}"
    for place, one in enumerate(answer["compatible"], start=1):
        yield f"  {place:>3}  {one['vacancy']:<14} {_figures(one['score'], one['figures'])}"
    if answer["excluded"]:
        yield f"  Écartés : {_excluded(answer['excluded'])}."
    for lever in answer["levers"]:
        yield f"  + {lever['opens']} avec {lever_words(lever)}"


def vacancy_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """One vacancy that suits nobody: why."""
    why = _excluded(answer["excluded"]) or "aucun besoin"
    yield f"{answer['ref']} ne convient à personne : {why}."
    for one in answer["near_misses"]:
        yield f"  {one['need']} : à une règle près ({NAME_OF_RULE[one['rule']]})"


def pair_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """One pair: every rule in its order."""
    verdict = "convient" if answer["compatible"] else "ne convient pas"
    score = "" if answer["score"] is None else f", score {_decimal(answer['score'], 6)}"
    yield f"{answer['vacancy']} {verdict} à {answer['need']}{score}"
    for rule in answer["rules"]:
        mark = "oui" if rule["passed"] else "NON"
        yield f"  {mark}  {rule['label']} : {rule['sentence']} {rule['remark']}".rstrip()


def lever_words(lever: Mapping[str, Any]) -> str:
    """What a lever changes, as it is said to her."""
    to, add = lever.get("to"), lever.get("add")
    match lever["change"]:
        case "communes":
            return f"la commune {add} en plus"
        case "rooms":
            return f"{to[0]} à {to[1]} pièces" if to else ""
        case "net_rent":
            return f"{lever['by']}\u202f€ de plus par mois à sa charge"
        case "needed_by":
            return f"une entrée jusqu’au {day(dt.date.fromisoformat(str(to)))}"
        case "max_floor_without_lift":
            return "tout étage sans ascenseur" if to is None else f"{storey(to)} sans ascenseur"
        case "ground_floor_ok":
            return "un rez-de-chaussée"
        case "regimes":
            return f"le régime « {Regime(str(add)).label} »"
        case _:
            return f"le contingent « {ReservationCode(str(add)).label} »"


def _dwellings(count: int) -> str:
    return f"{several(count, 'logement')} compatible{'s' if count > 1 else ''}"


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def _figures(score: float, figures: Mapping[str, float]) -> str:
    rate = figures.get("effort_rate")
    effort = "" if rate is None else f", effort {measure(rate * 100, '%', 1)}"
    near = figures.get("km_to_nearest_zone")
    away = "" if near is None else f", zone à {measure(near, 'km', 1)}"
    left = euros(figures["left_per_day"])
    return (
        f"score {_decimal(score, 3)}, reste {euros(figures['net_rent'])}{effort}, "
        f"reste à vivre {left} par jour{away}"
    )


def _excluded(counts: Mapping[str, Mapping[str, int]]) -> str:
    return ", ".join(
        f"{NAME_OF_RULE[rule]} {found['at_all']}"
        + (f" (à lui seul {found['alone']})" if found.get("alone") else "")
        for rule, found in counts.items()
    )

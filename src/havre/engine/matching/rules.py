"""Every hard rule, once, in the order they are explained; and the judgement of a pair."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from havre.engine.matching import dwelling_rules, money_rules, predicates, safety_rules
from havre.engine.matching.model import Vacancy
from havre.engine.matching.verdict import Check, Pair, Subject, Verdict
from havre.engine.vocabulary import ReservationCode, Rule


def reservation_right(pair: Pair) -> Verdict:
    """It is not reserved, or its holder may designate her.

    Source: reservation holders of social housing, CCH art. L441-1 and R441-5.
    """
    right = pair.vacancy.right
    passed = predicates.reservation_right(pair.n, pair.v)
    if right == ReservationCode.NONE:
        return Verdict(Rule.RESERVATION_RIGHT, passed, "Logement non réservé.", {"right": right})
    tail = "lui est ouvert" if passed else "ne lui est pas ouvert"
    sentence = f"Le contingent « {right.label} » {tail}."
    return Verdict(Rule.RESERVATION_RIGHT, passed, sentence, {"right": right})


def letting_regime(pair: Pair) -> Verdict:
    """She accepts the kind of agreement it is let under."""
    regime = pair.vacancy.regime
    passed = predicates.letting_regime(pair.n, pair.v)
    tail = "lui convient" if passed else "ne lui convient pas"
    sentence = f"Le régime « {regime.label} » {tail}."
    return Verdict(Rule.LETTING_REGIME, passed, sentence, {"regime": regime})


RULES: Final[Mapping[Rule, Check]] = {
    Rule.SAFETY_ZONE: safety_rules.safety_zone,
    Rule.SAFETY_LANDLORD: safety_rules.safety_landlord,
    Rule.SAFETY_RESIDENCE: safety_rules.safety_residence,
    Rule.COMMUNE: dwelling_rules.commune,
    Rule.TYPOLOGY: dwelling_rules.typology,
    Rule.SURFACE_MIN: dwelling_rules.surface_min,
    Rule.INCOME_CEILING: money_rules.income_ceiling,
    Rule.AFFORDABILITY: money_rules.affordability,
    Rule.ACCESSIBILITY: dwelling_rules.accessibility,
    Rule.FLOOR: dwelling_rules.floor,
    Rule.AVAILABILITY: dwelling_rules.availability,
    Rule.RESERVATION_RIGHT: reservation_right,
    Rule.LETTING_REGIME: letting_regime,
}


def judge(subject: Subject, vacancy: Vacancy) -> tuple[Verdict, ...]:
    """Every rule's verdict on a pair, in the order of `Rule`. No rule can be left out."""
    pair = Pair.of(subject, vacancy)
    return tuple(check(pair) for check in RULES.values())

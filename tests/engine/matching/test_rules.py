"""The list of rules, reservation rights and letting regimes."""

from __future__ import annotations

import pytest

from havre.engine.matching import RULES, explain
from havre.engine.vocabulary import Regime, ReservationCode, Rule
from tests.engine.matching.builders import CEILINGS, SETTINGS, a_need, a_vacancy, verdict


def test_every_rule_is_there_once_in_the_order_of_the_vocabulary() -> None:
    assert tuple(RULES) == tuple(Rule)
    verdicts = explain(a_need(), a_vacancy(), SETTINGS, CEILINGS)
    assert tuple(found.rule for found in verdicts) == tuple(Rule)
    assert all(found.passed for found in verdicts)


def test_every_sentence_is_a_sentence() -> None:
    for found in explain(a_need(), a_vacancy(), SETTINGS, CEILINGS):
        assert not found.sentence[0].islower()
        assert found.sentence.endswith(".")


@pytest.mark.parametrize(
    ("right", "rights", "passed"),
    [
        (ReservationCode.STATE_PRIORITY, {ReservationCode.STATE_PRIORITY}, True),
        (ReservationCode.EMPLOYERS, {ReservationCode.STATE_PRIORITY}, False),
        (ReservationCode.NONE, {ReservationCode.STATE_PRIORITY}, True),
        (ReservationCode.NONE, set(), True),
        (ReservationCode.LOCAL, set(), False),
    ],
)
def test_reservation_right(
    right: ReservationCode, rights: set[ReservationCode], passed: bool
) -> None:
    found = verdict(Rule.RESERVATION_RIGHT, {"rights": frozenset(rights)}, {"right": right})
    assert found.passed is passed


def test_letting_regime() -> None:
    assert verdict(Rule.LETTING_REGIME, {}, {}).passed
    refused = verdict(Rule.LETTING_REGIME, {}, {"regime": Regime.IML})
    assert not refused.passed
    assert refused.sentence == (
        "Le régime « Sous-location en intermédiation locative » ne lui convient pas."
    )

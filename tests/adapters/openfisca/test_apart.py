"""The process apart: told to stop, failing, or not needed."""

from __future__ import annotations

import time

import pytest

from havre.adapters.openfisca import apart
from havre.adapters.openfisca.apart import NotEstimated, estimate_apart
from havre.adapters.openfisca.wire import (
    estimates_from,
    estimates_to,
    situations_from,
    situations_to,
)
from havre.engine.vocabulary import ResourceKind
from tests.adapters.openfisca.situations import TWO, alone
from tests.assessments.benefits import ESTIMATE


def test_nothing_is_started_for_nobody() -> None:
    assert estimate_apart([], ["2"], stop=lambda: True) == []


def test_told_to_stop_it_ends_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(NotEstimated, match="stopped"):
        estimate_apart([alone({}, TWO)], ["2"], stop=lambda: True)
    assert time.monotonic() - began < apart.SECONDS / 10


def test_a_failure_is_said_without_what_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "BOOT", "import sys; sys.stdin.read(); raise SystemExit(3)")
    with pytest.raises(NotEstimated, match=r"^failed$"):
        estimate_apart([alone({}, TWO)], ["2"], stop=lambda: False)


def test_what_passes_between_the_two_is_the_same_on_both_sides() -> None:
    asked = [alone({ResourceKind.SALAIRE: 900.5}, TWO, disabled=True), alone()]
    assert situations_from(situations_to(asked)) == asked
    assert estimates_from(estimates_to([ESTIMATE])) == [ESTIMATE]

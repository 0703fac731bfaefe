"""What is asked of the vault, cut into frames it takes: nothing twice, nothing left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from havre.engine.vocabulary import Compartment
from havre.platform.vault import wire
from havre.platform.vault.client import Client
from havre.platform.vault.sealing import Place
from havre.platform.vault.service import Beside, Note, Request

REQUEST = Request("token", "LISTED")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every question, answered with as many empty texts as it has items."""
    questions: list[dict[str, Any]] = []

    def answer(client: Client, question: dict[str, Any]) -> list[str]:
        questions.append(question)
        return ["" for _ in question.get("items", [])]

    monkeypatch.setattr(Client, "_ask", answer)
    return questions


def opening(cases: range, beside: range) -> None:
    items = [(Place(UUID(int=n), "SAFETY", "plan", UUID(int=n)), b"") for n in cases]
    shown = Beside(tuple(UUID(int=n) for n in beside), (Compartment.PROGRESS,))
    assert len(Client(Path("x"), wait=0).open(REQUEST, items, shown)) == len(cases)


@pytest.mark.parametrize(
    ("cases", "beside"),
    [
        (range(150), range(150)),
        (range(1), range(1, 260)),
        (range(150), range(120, 400)),
        (range(250), range(0)),
        (range(3), range(3)),
    ],
)
def test_each_case_is_said_once_with_what_is_opened_of_it(
    asked: list[dict[str, Any]], cases: range, beside: range
) -> None:
    opening(cases, beside)
    said: list[str] = []
    for question in asked:
        shown = question["beside"]["cases"] if "beside" in question else question.get("cases", [])
        opened = {item[0][0] for item in question.get("items", [])}
        assert len(shown) <= wire.ITEMS_MAX >= len(opened)
        assert {case for case in shown if UUID(case).int in cases} <= opened
        said += shown
    assert sorted(said) == sorted(str(UUID(int=n)) for n in beside)


def test_a_long_note_is_several(asked: list[dict[str, Any]]) -> None:
    cases = (None, *(UUID(int=n) for n in range(249)))
    Client(Path("x"), wait=0).note(REQUEST, Note(cases, ("PROGRESS",), "s"))
    assert [len(question["cases"]) for question in asked] == [100, 100, 50]
    assert {question["subject"] for question in asked} == {"s"}

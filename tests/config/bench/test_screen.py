"""What is measured on screen is whole pages, asked after a change. Nothing is timed here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from havre.config import synthetic
from havre.config.bench import screen
from havre.config.bench.screen import Board
from havre.engine.vocabulary import VacancyStatus
from havre.housing.models import Vacancy
from havre.platform.clock import today
from havre.platform.models import JournalEntry

SEED = 4_545


@pytest.fixture
def territory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def small(cases: int, vacancies: int) -> None:
        assert (cases, vacancies) == (screen.CASES, screen.VACANCIES)
        synthetic.build(
            seed=SEED, today=date(2026, 11, 20), cases=30, vacancies=20, progress=lambda line: None
        )

    monkeypatch.setattr(screen, "prepare", small)
    yield


def test_both_pages_are_asked_after_a_change(territory: None) -> None:
    report = screen.figures(2)
    board = Board.read()
    found = {"needs": len(board.cases), "vacancies": len(board.offers)}
    assert report["board"] == found
    assert min(found.values()) > 1
    for page in ("need", "vacancy"):
        figure = report[page]
        assert figure["budget"] == 100.0
        assert 0 < figure["best_ms"] <= figure["median_ms"]
        assert figure["met"] is (figure["best_ms"] <= 100.0)
    lines = JournalEntry.objects.using("owner")
    assert lines.filter(action="COMPARED").values("case_id").distinct().count() > 1
    assert lines.filter(action="READ", compartments__contains=["SAFETY"]).exists()
    said = screen.readable(report)
    assert f"{found['needs']} besoins, {found['vacancies']} logements" in said

    rent = Vacancy.objects.using("owner").get(reference=board.offers[0]).rent
    board.change(board.offers[0])
    changed = Vacancy.objects.using("owner").get(reference=board.offers[0]).rent
    assert changed - rent == Decimal("0.01")
    with pytest.raises(RuntimeError, match="404"):
        screen.shown(board.client, "/situations/AAAA-2222/logements")

    offers = Vacancy.objects.using("owner").filter(status=VacancyStatus.OPEN)
    offers.update(expires_on=today() - timedelta(days=1))
    assert Board.read().offers == []
    screen.let_stand()
    assert len(Board.read().offers) == offers.count()

"""`havre bench privacy` at a small size: what it compares and says. Nothing is timed here."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from django.http import HttpResponse

from havre.cases import listing, selectors
from havre.cases.models import Case
from havre.config import synthetic
from havre.config.bench import policies, privacy, protected_pages, revoking, searching, timing
from havre.config.bench.bare import Bare
from havre.config.bench.pages import signed_in
from havre.config.commands import bench
from havre.engine.vocabulary import Compartment, Role
from havre.platform import acting as acting_module
from havre.platform import journal, vault
from havre.platform.embedded import OWNER, WEB
from havre.platform.models import JournalEntry, Share
from havre.programmes.models import Programme
from havre.web.shell import middleware

EMAILS = {account.role: account.email for account in synthetic.ACCOUNTS}
SMALL = privacy.Sizes(repeat=1, rows=150, rotated=20, pairs=3)


SEEDS = count(45)


@pytest.fixture
def territory() -> None:
    """Another one each time: the key store still has the keys of those before."""
    synthetic.build(
        seed=next(SEEDS),
        today=date(2026, 11, 20),
        cases=30,
        vacancies=20,
        progress=lambda line: None,
    )


@pytest.fixture
def bare() -> Iterator[Bare]:
    bare = Bare()
    yield bare
    bare.close()


def counted(table: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_every_figure_has_its_budget_and_its_verdict(territory: None) -> None:
    kept = {name: counted(name) for name in ("cases_case", "platform_share", "procrastinate_jobs")}
    report = privacy.figures(SMALL)
    assert list(report) == ["case", "list", "policies", "revocation", "search", "rotation"]
    for name, figure in report.items():
        assert isinstance(figure[privacy.MAIN[name]], float), name
        assert isinstance(figure["met"], bool), name
    budgets = {name: f.get("budget", f.get("budget_seconds")) for name, f in report.items()}
    assert budgets == {
        "case": 2.0,
        "list": 1.3,
        "policies": 1.5,
        "revocation": 5.0,
        "search": 0.55,
        "rotation": 300.0,
    }
    assert report["list"]["lines"] == min(50, 30 - drafts_of_others())
    assert report["policies"]["rows"] == 150
    assert sorted(report["revocation"]["doors"]) == [
        "list",
        "new session",
        "open session",
        "queued mail",
    ]
    assert report["revocation"]["calendar_feeds"] == "none exist"
    assert (report["rotation"]["keys"], report["rotation"]["unreadable"]) == (160, 0)
    assert kept == {name: counted(name) for name in kept}
    assert counted("pg_class WHERE relname = 'bench_cases'") == 0
    assert Programme.objects.get().searches_per_day == 20


def drafts_of_others() -> int:
    _, operator = signed_in(EMAILS["OPERATOR"])
    drafts = Case.objects.using("owner").filter(stage="DRAFT")
    return drafts.exclude(steward_id=operator.organisation_id).count()


def test_the_bare_side_has_no_protection_left(territory: None, bare: Bare) -> None:
    client, operator = signed_in(EMAILS["OPERATOR"])
    path = f"/situations/{protected_pages.whole_case(operator).reference}"
    usual = connections["default"]
    before = JournalEntry.objects.using("owner").count()
    with bare:
        assert connection.settings_dict["USER"] == OWNER
        assert client.get(path).status_code == 200
        with middleware.acting(operator), connection.cursor() as cursor:
            cursor.execute("SELECT coalesce(current_setting('havre.token', true), '')")
            assert cursor.fetchone() == ("",)
    assert JournalEntry.objects.using("owner").count() == before
    assert connections["default"] is usual
    assert connection.settings_dict["USER"] == WEB
    assert middleware.acting is acting_module.acting
    assert listing.visible_to is selectors.visible_to
    assert (vault.open_rows.__module__, journal.record.__module__) == (
        "havre.platform.vault",
        "havre.platform.journal",
    )
    client.get(path)
    assert JournalEntry.objects.using("owner").count() > before


def test_another_page_is_not_measured_against_it(territory: None, bare: Bare) -> None:
    class Changing:
        number = 0

        def get(self, path: str) -> HttpResponse:
            self.number += 1
            return HttpResponse(f"page {self.number}")

    with pytest.raises(RuntimeError, match="not the same page"):
        protected_pages.page(Changing(), "/situations/", bare, 1)  # type: ignore[arg-type]


def test_a_filter_by_hand_that_shows_other_rows_is_refused(
    territory: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, shelter = signed_in(EMAILS["SHELTER"])
    monkeypatch.setattr(policies, "BY_HAND", "true")
    with pytest.raises(RuntimeError, match="same rows"):
        policies.policies({"shelter": shelter}, 150, 1)
    assert counted("pg_class WHERE relname = 'bench_cases'") == 0


def test_a_door_that_stays_open_is_seen(territory: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _, operator = signed_in(EMAILS["OPERATOR"])
    monkeypatch.setattr(revoking, "SHUT_MAX", 0.2)
    monkeypatch.setattr(revoking, "REVOCATION_SECONDS", 0.1)
    monkeypatch.setattr(revoking, "revoke_share", lambda *_, **__: 0)
    found = revoking.revocation(operator, EMAILS["SHELTER"])
    assert not found["met"]
    assert found["seconds"] >= 0.2


def test_hidden_persons_are_on_file_and_not_for_who_asks(territory: None) -> None:
    _, shelter = signed_in(EMAILS["SHELTER"])
    hidden = searching.hidden_from(shelter.organisation_id, 50)
    readable = Share.objects.using("owner").filter(
        organisation_id=shelter.organisation_id, compartment=Compartment.IDENTITY, closed_at=None
    )
    assert shelter.has(Role.SHELTER)
    assert len(hidden) + readable.values("case_id").distinct().count() <= 30
    for asked in hidden:
        absent = searching.absent_like(asked)
        assert len(absent["last_name"]) == len(asked["last_name"])
        assert absent["birth_date"] == asked["birth_date"]
        assert {absent["last_name"], absent["first_name"]} != {
            asked["last_name"],
            asked["first_name"],
        }


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([2.0, 3.0], [0.0, 1.0], 1.0),
        ([0.0, 1.0], [2.0, 3.0], 0.0),
        ([1.0, 1.0], [1.0, 1.0], 0.5),
        ([1.0, 3.0], [1.0, 2.0], 0.625),
    ],
)
def test_how_well_time_tells(first: list[float], second: list[float], expected: float) -> None:
    assert searching.auc(first, second) == expected


def test_a_ratio_and_its_budget() -> None:
    assert timing.ratio(3.0, 2.0, 1.5) == {
        "protected_ms": 3.0,
        "bare_ms": 2.0,
        "ratio": 1.5,
        "budget": 1.5,
        "met": True,
    }
    assert timing.ratio(3.1, 2.0, 1.5)["met"] is False


def test_both_are_asked_as_often_and_warm_ups_do_not_count() -> None:
    asked: list[str] = []
    values = iter([100.0] * 6 + [1.0, 9.0, 8.0, 2.0, 3.0, 7.0])

    def side(name: str) -> float:
        asked.append(name)
        return next(values)

    found = timing.in_turns(lambda: side("a"), lambda: side("b"), 3)
    assert asked == ["b", "a", "a", "b"] * 3
    assert found == (2.0, 8.0) or found == (8.0, 2.0)


@pytest.mark.parametrize(("met", "status"), [(True, 0), (False, 1)])
@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_fails_when_a_budget_is_not_met(
    met: bool,
    status: int,
    as_json: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: list[Any] = []
    figure = {"ratio": 1.2, "budget": 1.3, "met": met}
    monkeypatch.setattr(bench, "prepare", asked.append)
    monkeypatch.setattr(privacy, "figures", lambda sizes: asked.append(sizes) or {"list": figure})
    parser = ArgumentParser()
    bench.configure(parser)
    words = ["privacy", "--large", "7", "--repeat", "3", "--rows", "5", "--pairs", "2"]
    arguments = parser.parse_args([*words, "--rotated", "4", *(["--json"] if as_json else [])])
    assert bench.run(arguments) == status
    assert asked == [7, privacy.Sizes(repeat=3, rows=5, rotated=4, pairs=2)]
    said = capsys.readouterr().out
    if as_json:
        report = json.loads(said)
        assert (report["cases"], report["met"], report["figures"]) == (7, met, {"list": figure})
    else:
        assert ("tenu" if met else "DÉPASSÉ") in said

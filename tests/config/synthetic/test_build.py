"""The territory in the database: what each account finds, and that nothing is left half done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connections

from havre.allocations import selectors as allocations
from havre.assessments import selectors as assessments
from havre.cases import selectors as cases
from havre.config import synthetic
from havre.config.synthetic import chunks, write
from havre.config.synthetic.tables import TABLES
from havre.documents.selectors import found_by, open_document
from havre.engine.vocabulary import Role
from havre.housing import selectors as housing
from havre.organisations.models import Membership, Organisation, User
from havre.platform.acting import Actor, acting
from havre.platform.catalogue import differences
from havre.platform.clock import today
from havre.programmes.selectors import actor_of, targets
from havre.reporting import selectors as reporting
from tests.documents.stores import DiskStore, store

__all__ = ["store"]


def silent(line: str) -> None:
    """Tell nobody."""


def built(**changes: Any) -> synthetic.Accounts:
    """Build the demonstration's territory."""
    asked: dict[str, Any] = {"seed": 45, "today": today(), "cases": 60, "vacancies": 150}
    return synthetic.build(**asked | {"progress": silent} | changes)


@pytest.fixture
def actors() -> Iterator[dict[str, Actor]]:
    """The actors of the demonstration accounts, by role."""
    memberships = Membership.objects.select_related("organisation")
    yield {
        account.role: actor_of(memberships.get(user__email=account.email)) for account in built()
    }


def rows(query: str) -> list[tuple[Any, ...]]:
    """What the owner reads."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def authorised() -> dict[str, list[tuple[Any, ...]]]:
    """Who may read and write every case row."""
    return {
        table.name: rows(f'SELECT id, readers, writers FROM "{table.name}" ORDER BY id')
        for table in TABLES
        if table.compartment
    }


def disabled_triggers() -> list[tuple[Any, ...]]:
    """User triggers that are not enabled."""
    return rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'")


def test_readers_are_what_the_shares_say() -> None:
    built()
    before = authorised()
    assert all(before.values())
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE platform_share SET until = until")  # spreads every share again
    assert authorised() == before
    assert disabled_triggers() == []
    assert differences() == []


def test_accounts_sign_in_and_find_their_organisation() -> None:
    assert not synthetic.exists()
    accounts = built()
    assert accounts == synthetic.ACCOUNTS
    assert synthetic.exists()
    for account in accounts:
        user = User.objects.get(email=account.email)
        assert user.check_password(account.password)
        role = Role(account.role)
        assert actor_of(user.memberships.select_related("organisation").get()).roles == {role}
    slugs = set(Organisation.objects.values_list("slug", flat=True))
    assert {"val-habitat", "loire-logis", "agence-du-quai"} <= slugs
    with pytest.raises(synthetic.AlreadyBuilt):
        built()


def test_what_each_account_sees(actors: dict[str, Actor]) -> None:
    seen: dict[str, tuple[int, int, int, int]] = {}
    for role, actor in actors.items():
        with acting(actor):
            seen[role] = (
                cases.visible_to(actor).count(),
                allocations.running(actor).count(),
                housing.open_vacancies(actor).count(),
                assessments.board(actor).count(),
            )
    assert seen["OPERATOR"] == (57, 19, 150, 24)
    assert seen["SPECIALIST"] == seen["FUNDER"] == (0, 0, 0, 0)
    for role, least in {
        "SHELTER": (20, 0, 0, 0),
        "LANDLORD": (10, 5, 30, 10),
        "LETTING_AGENCY": (2, 2, 3, 10),
        "RESERVATION_HOLDER": (2, 2, 20, 10),
        "REFERRER": (3, 0, 0, 0),
    }.items():
        assert all(a >= b for a, b in zip(seen[role], least, strict=True)), (role, seen[role])
    assert seen["SHELTER"][1:] == seen["REFERRER"][1:] == (0, 0, 0)


def test_operator_reads_names_figures_and_matches(actors: dict[str, Actor]) -> None:
    from havre.matching.selectors import compatible_dwellings

    operator = actors["OPERATOR"]
    with acting(operator):
        found = list(cases.visible_to(operator))
        assert all(cases.names_of(found, actor=operator).values())
        searching = [case for case in found if case.stage == "SEARCH"]
        suiting = [
            len(compatible_dwellings(case, validated, actor=operator).result.compatible)
            for case in searching
            if (validated := assessments.validated(case, actor=operator))
        ]
        assert len(suiting) == 11
        assert sum(number > 0 for number in suiting) >= 9
        figures = reporting.figures(operator, date(2020, 1, 1), today())
        assert (figures.handled, figures.rehoused) == (50, 16)
        assert sum(figures.by_landlord.values()) == 16
        assert {t.high for t in targets(operator.programme_id, today().year).values()} == {10}


def test_indexes_made_last_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    queries = [
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated, "
        "condeferrable, condeferred FROM pg_constraint WHERE conrelid <> 0 ORDER BY 1, 2",
    ]
    before = [rows(query) for query in queries]
    monkeypatch.setattr(write, "FEW", 0)
    built(cases=3)
    for query, rows_before in zip(queries, before, strict=True):
        assert set(rows(query)) ^ set(rows_before) == set()
    assert disabled_triggers() == []
    waiting = "SELECT count(*) FROM platform_journalpending"
    assert rows(waiting) == rows("SELECT count(*) FROM platform_journalentry") != [(0,)]


def test_a_failure_leaves_nothing() -> None:
    def fail(line: str) -> None:
        if "situations" in line:
            raise RuntimeError(line)

    with pytest.raises(RuntimeError):
        built(progress=fail)
    assert not synthetic.exists()
    assert rows("SELECT count(*) FROM cases_case") == [(0,)]
    assert rows("SELECT count(*) FROM organisations_organisation") == [(0,)]
    assert disabled_triggers() == []


def test_workers_write_the_same_world(monkeypatch: pytest.MonkeyPatch) -> None:
    query = (
        "SELECT c.reference, c.stage, c.stage_since, count(s.id), sum(s.organisation_id) "
        "FROM cases_case c JOIN platform_share s ON s.case_id = c.id GROUP BY c.id ORDER BY 1"
    )
    kept = ("SELECT id FROM cases_caseevent ORDER BY 1", "SELECT id FROM platform_share ORDER BY 1")
    built(cases=70)
    alone = rows(query), [rows(one) for one in kept]
    from tests.conftest import empty_tables

    empty_tables()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('organisations_organisation', 'id'), 1, false)"
        )
    monkeypatch.setattr(chunks, "FEW", 0)
    monkeypatch.setattr(chunks, "CHUNK", 16)
    built(cases=70)
    together = rows(query), [rows(one) for one in kept]
    assert len(alone[0]) == 70
    assert [row[:4] for row in together[0]] == [row[:4] for row in alone[0]]
    assert together[1] == alone[1]


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="cases"):
        built(cases=-1)
    with pytest.raises(ValueError, match="vacancies"):
        built(vacancies=0)


def test_an_empty_programme() -> None:
    built(cases=0, vacancies=30)
    assert Counter(row[0] for row in rows("SELECT status FROM housing_vacancy"))["OPEN"] == 30
    assert rows("SELECT count(*) FROM cases_case") == [(0,)]


def test_cases_under_way_have_papers_that_open(store: DiskStore) -> None:
    built(cases=30, papers=True)
    with acting(synthetic.caseworker()) as actor:
        documents = found_by()
        files = [
            b"".join(open_document(one, actor=actor, action="READ").pieces()) for one in documents
        ]
    assert len(documents) == len(list(store.names())) >= 6
    assert {one.brought_by_id for one in documents} == {actor.organisation_id}
    assert {one.state for one in documents} == {"READY"}
    assert {data[:4] for data in files} == {b"%PDF", b"\xff\xd8\xff\xe0"}
    lines = "SELECT count(*) FROM platform_journalentry WHERE action = 'DOCUMENT_ADDED'"
    assert rows(lines) == [(len(documents),)]

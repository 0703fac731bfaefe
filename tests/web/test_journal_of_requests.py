"""Where a request came from is in its lines; what cannot be written down is not shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import Client

from havre.platform import journal
from havre.platform.acting import acting
from havre.platform.clock import at
from havre.platform.models import JournalEntry
from havre.web.cases import file
from tests import world as w
from tests.world import World

ADDRESS = "192.0.2.17"


def client_of(world: World, name: str = "operator") -> Client:
    client = Client(REMOTE_ADDR=ADDRESS)
    client.force_login(world.users[name])
    return client


def test_lines_say_where_the_request_came_from(world: World) -> None:
    case = w.admitted(world)
    assert set(JournalEntry.objects.using("vault").values_list("network", flat=True)) == {""}
    client_of(world).get(f"/situations/{case.reference}")
    lines = JournalEntry.objects.using("vault").exclude(network="")
    assert {line.action for line in lines} == {"READ", "FILE_OPENED"}
    assert {line.network for line in lines} == {journal.network_commitment(ADDRESS)}
    assert ADDRESS not in journal.network_commitment(ADDRESS)


def test_the_place_is_forgotten_after_the_request(world: World) -> None:
    client_of(world).get("/")
    with acting(world.operator) as actor:
        assert journal.entry(actor, "TESTED").network == ""


def test_a_commitment_lasts_a_month_and_needs_the_secret(settings: object) -> None:
    with at(datetime(2026, 11, 1, tzinfo=UTC)):
        first = journal.network_commitment(ADDRESS)
    with at(datetime(2026, 11, 30, tzinfo=UTC)):
        assert journal.network_commitment(ADDRESS) == first
        settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
        assert journal.network_commitment(ADDRESS) != first
    settings.SECRET_KEY = "first"  # type: ignore[attr-defined]
    with at(datetime(2026, 12, 1, tzinfo=UTC)):
        assert journal.network_commitment(ADDRESS) != first


@pytest.mark.parametrize("name", ["operator", "shelter"])
def test_no_journal_no_page(world: World, name: str) -> None:
    case = w.admitted(world)
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON platform_journalentry FROM havre_vault")
        try:
            answer = client_of(world, name).get(f"/situations/{case.reference}")
        finally:
            cursor.execute("GRANT INSERT ON platform_journalentry TO havre_vault")
    assert answer.status_code == 503
    text = answer.content.decode()
    assert "Havre note chaque consultation avant de montrer une situation" in text
    assert "Zyntharel" not in text


def test_a_page_that_fails_after_reading_is_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object, **named: object) -> None:
        raise RuntimeError("while the page is built")

    case = w.admitted(world)
    monkeypatch.setattr(file, "render", broken)
    client = client_of(world)
    client.raise_request_exception = False
    assert client.get(f"/situations/{case.reference}").status_code == 500
    (line,) = JournalEntry.objects.using("vault").filter(action="FILE_OPENED")
    assert line.case_id == case.pk
    assert {"HOUSEHOLD", "IDENTITY", "SAFETY"} <= set(line.compartments)

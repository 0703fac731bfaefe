"""The vault in a process of its own: same answers, restarts without losing a request."""

from __future__ import annotations

import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from havre.cases.models import Identity
from havre.engine.vocabulary import Compartment
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.keys import WrongKey
from havre.platform.models import JournalEntry
from havre.platform.vault.custody import put_down
from tests import world as w
from tests.platform.vault.process import VaultProcess
from tests.world import World


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    found = tmp_path / "run" / "vault.sock"
    settings.HAVRE_VAULT_WAIT = 10.0
    return found


@pytest.fixture
def beside(place: Path, settings: Any) -> Iterator[VaultProcess]:
    """A vault beside, and this process without any key."""
    process = VaultProcess(place).ready()
    settings.HAVRE_VAULT_SOCKET = place
    settings.HAVRE_KEYSET_PATH = None
    yield process
    process.end()


def identity_of(case: object, world: World) -> Identity:
    with acting(world.operator):
        return Identity.objects.get(case=case)


def test_sealed_and_opened_by_another_process(world: World, beside: VaultProcess) -> None:
    row = identity_of(w.referred(world), world)
    assert vault.open_row(row, actor=world.operator)["first_name"] == "Oriane"
    line = JournalEntry.objects.using("vault").get(action="READ")
    assert (line.case_id, line.user_id) == (row.case_id, world.operator.user_id)
    with pytest.raises(vault.VaultRefusal):
        vault.open_row(row, actor=world.landlord)
    with pytest.raises(vault.PayloadTooLong):
        vault.seal(row, {"note": "x" * 70_000})
    vault.forget(row.case_id)
    with pytest.raises(vault.KeyMissing):
        vault.open_row(row, actor=world.operator)
    assert vault.identity_digest(1, "a", "b") != vault.identity_digest(2, "a", "b")


def test_the_process_that_serves_holds_no_key(world: World, beside: VaultProcess) -> None:
    w.referred(world)
    put_down()
    with pytest.raises(WrongKey, match="This process holds no keys"):
        vault.key_maker()


def test_its_socket_is_for_its_own_user(beside: VaultProcess, place: Path) -> None:
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_no_request_is_lost_over_two_restarts(
    world: World, beside: VaultProcess, place: Path
) -> None:
    """Once ended and started again, once replaced while it runs: 200 requests, 4 threads."""
    row = identity_of(w.referred(world), world)
    found: list[str] = []
    failed: list[BaseException] = []

    def ask() -> None:
        for _ in range(50):
            try:
                found.append(vault.open_row(row, actor=world.operator)["first_name"])
            except BaseException as error:
                failed.append(error)
            time.sleep(0.05)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    assert beside.end() == (0, "")
    second = VaultProcess(place).ready()
    third = VaultProcess(place).ready()  # takes the place of the second, which ends by itself
    assert second.process.wait(10) == 0
    for thread in threads:
        thread.join()
    assert failed == []
    assert found == ["Oriane"] * 200
    assert third.end() == (0, "")
    second.end()


def test_killed_says_so_in_one_sentence_and_recovers(
    world: World, beside: VaultProcess, place: Path, settings: Any
) -> None:
    settings.HAVRE_VAULT_WAIT = 0.3
    case = w.admitted(world)
    browser = Client()
    browser.force_login(world.users["operator"])
    address = f"/situations/{case.reference}"
    assert browser.get(address).status_code == 200
    beside.end(signal.SIGKILL)
    answer = browser.get(address)
    assert answer.status_code == 503
    assert "Rien n’est perdu" in answer.content.decode()
    again = VaultProcess(place).ready()
    assert browser.get(address).status_code == 200
    again.end()


def test_pages_of_a_serving_process_never_connect_as_the_vault(
    world: World, beside: VaultProcess
) -> None:
    case = w.admitted(world)
    connections["vault"].close()
    browser = Client()
    browser.force_login(world.users["operator"])
    assert browser.get(f"/situations/{case.reference}").status_code == 200
    assert connections["vault"].connection is None


def test_more_cases_than_a_frame_holds_each_have_one_line(
    world: World, beside: VaultProcess
) -> None:
    """150 cases, of one of which something is opened: journaled whole, before it is shown."""
    row = identity_of(w.referred(world), world)
    ids = [*(uuid4() for _ in range(149)), row.case_id]
    lines = JournalEntry.objects.using("vault")
    vault.note(world.operator, "PLANNED", case_ids=ids, compartments=[Compartment.PROGRESS])
    noted = lines.filter(action="PLANNED")
    assert sorted(noted.values_list("case_id", flat=True)) == sorted(ids)
    shown = vault.Beside(tuple(ids), (Compartment.PROGRESS,))
    (text,) = vault.open_rows([row], actor=world.operator, action="LISTED", beside=shown).values()
    assert text["first_name"] == "Oriane"
    told = {line.case_id: line.compartments for line in lines.filter(action="LISTED")}
    assert lines.filter(action="LISTED").count() == len(told) == 150
    assert told.pop(row.case_id) == ["IDENTITY", "PROGRESS"]
    assert all(parts == ["PROGRESS"] for parts in told.values())

"""Every committed line is sealed once, in order, without gaps, however late it commits."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections

from havre.platform import journal
from havre.platform.acting import acting
from havre.platform.clock import at, now
from havre.platform.journal_format import FIELDS, FORMAT, entry_bytes, leaf_of, root_of
from havre.platform.journal_sealing import seal
from havre.platform.models import (
    JournalEntry,
    JournalHead,
    JournalPending,
    JournalPlace,
)
from tests.platform import sql
from tests.platform.journal import written
from tests.world import World


def places() -> list[tuple[int, int]]:
    return list(JournalPlace.objects.using("vault").order_by("seq").values_list("seq", "block"))


def waiting() -> int:
    return JournalPending.objects.using("vault").count()


def test_blocks_follow_one_another_without_gaps(world: World) -> None:
    written(world, 2, 1, 3)
    assert places() == [(1, 1), (2, 1), (3, 2), (4, 3), (5, 3), (6, 3)]
    heads = list(JournalHead.objects.using("vault").order_by("number"))
    assert [(h.number, h.first_seq, h.last_seq) for h in heads] == [(1, 1, 2), (2, 3, 3), (3, 4, 6)]
    assert bytes(heads[0].previous) == bytes(32)
    assert [bytes(h.previous) for h in heads[1:]] == [bytes(h.digest) for h in heads[:-1]]
    assert waiting() == 0
    assert seal() == 0


def test_a_line_committed_late_is_in_the_next_block(world: World) -> None:
    """A slow transaction began before the block was sealed, and commits after."""
    begun, sealed = threading.Event(), threading.Event()

    def slow() -> None:
        with acting(world.operator) as actor:
            journal.record(actor, "LATE")
            begun.set()
            sealed.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    written(world, 2)
    assert waiting() == 0
    sealed.set()
    thread.join(10)
    assert waiting() == 1
    assert seal() == 1
    (late,) = JournalEntry.objects.using("vault").filter(action="LATE")
    assert JournalPlace.objects.using("vault").get(entry_id=late.pk).seq == 3


def test_a_rolled_back_line_waits_for_nothing(world: World) -> None:
    with pytest.raises(RuntimeError), acting(world.operator) as actor:
        journal.record(actor, "UNDONE")
        raise RuntimeError
    assert waiting() == 0
    assert seal() == 0


def test_a_large_bulk_makes_several_blocks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("havre.platform.journal_sealing.BLOCK_MAX", 2)
    with acting(world.operator) as actor:
        for _ in range(5):
            journal.record(actor, "TESTED")
    assert seal() == 5
    assert places() == [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)]


def test_moments_never_go_back(world: World) -> None:
    written(world, 1)
    with at(now() - timedelta(days=3)):
        written(world, 1)
    first, second = JournalHead.objects.using("vault").order_by("number")
    assert second.sealed_at == first.sealed_at


def test_every_column_is_sealed() -> None:
    """A new column takes a new form: what a form leaves out could be changed unseen."""
    columns = tuple(field.column for field in JournalEntry._meta.concrete_fields)
    assert FIELDS[FORMAT] == columns


def test_the_tree_is_that_of_rfc_6962() -> None:
    def tree(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return hashlib.sha256(b"\x00" + leaves[0]).digest()
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        both = tree(leaves[:split]) + tree(leaves[split:])
        return hashlib.sha256(b"\x01" + both).digest()

    for size in range(1, 34):
        lines = [b"line %d" % number for number in range(size)]
        assert root_of(lines) == tree(lines)
    assert leaf_of(b"x") == tree([b"x"])


def test_the_written_form_is_the_documented_one(world: World) -> None:
    """The example of docs/journal-format.md."""
    values = {
        "id": "0193580a-0000-7000-8000-000000000001",
        "at": now().replace(2026, 11, 23, 16, 28, 5, 42),
        "user_id": 7,
        "organisation_id": 3,
        "behalf_of_id": None,
        "case_id": "6f1c0f9e-1111-4222-8333-444455556666",
        "action": "READ",
        "purpose": "web",
        "compartments": ["CONTACT", "IDENTITY"],
        "subject": "",
        "network": "00112233445566778899aabbccddeeff",
    }
    assert entry_bytes(values) == (
        b'{"action":"READ","at":"2026-11-23T16:28:05.000042Z","behalf_of_id":null,'
        b'"case_id":"6f1c0f9e-1111-4222-8333-444455556666","compartments":["CONTACT","IDENTITY"],'
        b'"format":1,"id":"0193580a-0000-7000-8000-000000000001",'
        b'"network":"00112233445566778899aabbccddeeff","organisation_id":3,"purpose":"web",'
        b'"subject":"","user_id":7}'
    )


@pytest.mark.parametrize("table", ["platform_journalentry", "platform_journalattestation"])
@pytest.mark.parametrize("alias", ["default", "vault", "owner"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_or_removes_a_line(
    world: World, table: str, alias: str, statement: str
) -> None:
    written(world, 1)
    if table == "platform_journalattestation":
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO platform_journalattestation (id, organisation_id, user_id, at, number,"
                " head) VALUES (gen_random_uuid(), %s, 1, now(), 1, '')",
                [world.operator.organisation_id],
            )
    with pytest.raises(DatabaseError), connections[alias].cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["platform_journalplace", "platform_journalhead"])
@pytest.mark.parametrize("alias", ["vault", "owner"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 9", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_or_removes_a_seal(
    world: World, table: str, alias: str, statement: str
) -> None:
    written(world, 1)
    column = "block" if table.endswith("place") else "last_seq"
    with pytest.raises(DatabaseError), connections[alias].cursor() as cursor:
        cursor.execute(statement.format(table, column))


@pytest.mark.parametrize(
    "table", ["platform_journalplace", "platform_journalhead", "platform_journalpending"]
)
def test_those_who_serve_cannot_count_the_lines(world: World, table: str) -> None:
    written(world, 1)
    with pytest.raises(DatabaseError, match="permission denied"):
        sql.run(world.operator, f"SELECT count(*) FROM {table}")

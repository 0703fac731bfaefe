"""Every way of touching the journal as its owner is found, and the first broken line is named."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import tink
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tink import signature

from havre.platform import journal, journal_keys
from havre.platform.acting import acting
from havre.platform.clock import at, now
from havre.platform.journal_format import FIELDS, FORMAT, entry_bytes, leaf_of
from havre.platform.journal_purging import purge
from havre.platform.journal_sealing import seal
from havre.platform.journal_verifying import Witnessed, verify
from havre.platform.journal_witness import (
    UnreadableHeads,
    deliver_to_folder,
    read_heads,
    receipts,
)
from tests.platform.journal import TABLES, first_fault, owner_rows, tampered, written
from tests.world import World

SIZES = (2, 3, 2)


def entry_at(seq: int) -> UUID:
    ((entry_id,),) = owner_rows("SELECT entry_id FROM platform_journalplace WHERE seq = %s", seq)
    return UUID(str(entry_id))


def held() -> list[Witnessed]:
    """What a witness received so far."""
    return [Witnessed.read(receipt) for receipt in receipts()]


def test_an_untouched_journal_verifies(world: World) -> None:
    written(world, *SIZES)
    found = verify(held())
    assert (found.blocks, found.lines, found.waiting, found.witnessed) == (3, 7, 0, 3)
    assert found.faults == []


def test_an_empty_journal_verifies(world: World) -> None:
    assert verify().faults == []


def columns() -> list[tuple[str, str, str]]:
    return owner_rows(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = ANY (%s) ORDER BY 1, ordinal_position",
        list(TABLES),
    )


OTHER = {
    "uuid": "gen_random_uuid()",
    "bigint": "coalesce({c}, 0) + 1000",
    "timestamp with time zone": "{c} + interval '1 microsecond'",
    "character varying": "coalesce(nullif(overlay({c} placing '~' from 1 for 1), ''), 'x')",
    "ARRAY": "array_append({c}, 'IDENTITY'::varchar)",
    "bytea": "set_byte({c}, 3, 255 - get_byte({c}, 3))",
}


def test_one_changed_value_of_any_column_is_found(world: World) -> None:
    """Each column of each of the three tables, at each place; put back after each."""
    written(world, *SIZES)
    keys = {"platform_journalentry": "id", "platform_journalplace": "seq"}
    unfound = []
    for table, column, kind in columns():
        key = keys.get(table, "number")
        for (row_key,) in owner_rows(f"SELECT {key} FROM {table} ORDER BY 1"):
            tampered(
                f"CREATE TABLE kept AS SELECT * FROM {table}",
            )
            change = OTHER[kind].format(c=column)
            tampered(f"UPDATE {table} SET {column} = {change} WHERE {key} = '{row_key}'")
            fault = first_fault()
            if fault is None:
                unfound.append((table, column, row_key))
            elif table == "platform_journalentry" and column != "id":
                assert fault.code == "LINE_CHANGED"
                assert fault.entry == str(row_key)
            tampered(
                f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM kept", "DROP TABLE kept"
            )
    assert unfound == []
    assert verify().faults == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_byte_of_any_text_or_hash(world_sealed: World, data: st.DataObject) -> None:
    """A random byte, at a random place, of a random row and column of text or bytes."""
    table, column, kind = data.draw(
        st.sampled_from([c for c in columns() if c[2] in {"bytea", "character varying"}])
    )
    key = {"platform_journalentry": "id", "platform_journalplace": "seq"}.get(table, "number")
    rows = [r[0] for r in owner_rows(f"SELECT {key} FROM {table} WHERE length({column}) > 0")]
    if not rows:
        return
    row_key, place = data.draw(st.sampled_from(rows)), data.draw(st.integers(0, 500))
    tampered(f"CREATE TABLE kept AS SELECT * FROM {table}")
    if kind == "bytea":
        change = (
            f"set_byte({column}, {place} % length({column}),"
            f" 255 - get_byte({column}, {place} % length({column})))"
        )
    else:
        change = f"overlay({column} placing '~' from {place} % length({column}) + 1 for 1)"
    tampered(f"UPDATE {table} SET {column} = {change} WHERE {key} = '{row_key}'")
    found = first_fault()
    tampered(f"DELETE FROM {table}", f"INSERT INTO {table} SELECT * FROM kept", "DROP TABLE kept")
    assert found is not None, (table, column)


@pytest.fixture
def world_sealed(world: World) -> World:
    written(world, *SIZES)
    return world


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_a_removed_line_is_named(world_sealed: World, seq: int) -> None:
    entry = entry_at(seq)
    tampered(f"DELETE FROM platform_journalentry WHERE id = '{entry}'")
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.seq, fault.entry) == ("LINE_REMOVED", seq, str(entry))


@pytest.mark.parametrize("seq", [1, 4, 7])
def test_a_line_removed_with_its_place(world_sealed: World, seq: int) -> None:
    tampered(
        f"DELETE FROM platform_journalentry WHERE id = '{entry_at(seq)}'",
        f"DELETE FROM platform_journalplace WHERE seq = {seq}",
    )
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.seq) == ("LINE_REMOVED", seq)


def test_two_lines_swapped(world_sealed: World) -> None:
    third, fourth = entry_at(3), entry_at(4)
    tampered(
        f"UPDATE platform_journalplace SET entry_id = '{uuid4()}' WHERE seq = 3",
        f"UPDATE platform_journalplace SET entry_id = '{third}' WHERE seq = 4",
        f"UPDATE platform_journalplace SET entry_id = '{fourth}' WHERE seq = 3",
    )
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.seq, fault.entry) == ("LINE_CHANGED", 3, str(fourth))


def test_two_lines_swapped_with_their_leaves(world_sealed: World) -> None:
    tampered(
        "UPDATE platform_journalplace SET seq = -seq WHERE seq IN (3, 4)",
        "UPDATE platform_journalplace SET seq = 7 + seq WHERE seq IN (-3, -4)",
    )
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.block) == ("BLOCK_CHANGED", 2)


def test_a_witness_names_the_line_even_when_its_leaf_was_redone(world_sealed: World) -> None:
    """Whoever changes a line and its leaf leaves only the root to tell; the receipts tell which."""
    receipt_heads = held()
    entry = entry_at(4)
    tampered(f"UPDATE platform_journalentry SET subject = 'other' WHERE id = '{entry}'")
    ((*values,),) = owner_rows(
        f"SELECT {', '.join(FIELDS[FORMAT])} FROM platform_journalentry WHERE id = %s", entry
    )
    leaf = leaf_of(entry_bytes(dict(zip(FIELDS[FORMAT], values, strict=True))))
    tampered(f"UPDATE platform_journalplace SET leaf = '\\x{leaf.hex()}' WHERE seq = 4")
    alone, witnessed = verify().faults[0], verify(receipt_heads).faults[0]
    assert (alone.code, alone.block, alone.entry) == ("BLOCK_CHANGED", 2, None)
    assert (witnessed.code, witnessed.seq, witnessed.entry) == ("LINE_CHANGED", 4, str(entry))


def copy_line(changes: str = "") -> str:
    """SQL that inserts a copy of line 2 under another identifier."""
    return (
        f"INSERT INTO platform_journalentry ({', '.join(FIELDS[FORMAT])})"
        f" SELECT gen_random_uuid(), {', '.join(FIELDS[FORMAT][1:])}"
        f" FROM platform_journalentry WHERE id = '{entry_at(2)}'"
    )


def test_a_line_slipped_in(world_sealed: World) -> None:
    tampered(copy_line())
    fault = first_fault()
    assert fault is not None
    assert fault.code == "LINE_SLIPPED_IN"
    assert fault.entry is not None


def test_a_line_slipped_in_with_a_place(world_sealed: World) -> None:
    tampered(
        copy_line(),
        "INSERT INTO platform_journalplace SELECT 8, e.id, 3, '\\x00' FROM platform_journalentry e"
        " WHERE NOT EXISTS (SELECT 1 FROM platform_journalplace p WHERE p.entry_id = e.id)",
    )
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.block, fault.seq) == ("LINE_ADDED", 3, 8)


def test_a_line_slipped_in_beyond_the_last_block(world_sealed: World) -> None:
    tampered(
        copy_line(),
        "INSERT INTO platform_journalplace SELECT 8, e.id, 4, '\\x00' FROM platform_journalentry e"
        " WHERE NOT EXISTS (SELECT 1 FROM platform_journalplace p WHERE p.entry_id = e.id)",
    )
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.seq) == ("LINE_BEYOND", 8)


def test_a_line_removed_and_written_again_otherwise(world_sealed: World) -> None:
    """The triggers stay on for the insertion: it waits to be sealed, and never is."""
    entry = entry_at(2)
    ((organisation,),) = owner_rows(
        "SELECT organisation_id FROM platform_journalentry WHERE id = %s", entry
    )
    tampered(f"DELETE FROM platform_journalentry WHERE id = '{entry}'")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO platform_journalentry (id, at, user_id, organisation_id, action, purpose,"
            " compartments, subject, network) VALUES (%s, now(), 1, %s, 'OTHER', '', '{}', '', '')",
            [entry, organisation],
        )
    assert seal() == 0
    codes = [fault.code for fault in verify().faults]
    assert codes == ["LINE_CHANGED", "LINE_REWRITTEN"]


def test_a_line_taken_away_before_it_is_sealed(world_sealed: World) -> None:
    with acting(world_sealed.operator) as actor:
        journal.record(actor, "HIDDEN")
    ((entry,),) = owner_rows("SELECT id FROM platform_journalentry WHERE action = 'HIDDEN'")
    tampered(f"DELETE FROM platform_journalentry WHERE id = '{entry}'")
    seal()
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.entry) == ("LINE_VANISHED", str(entry))


def cut_tail(block: int) -> None:
    tampered(
        "DELETE FROM platform_journalentry e USING platform_journalplace p"
        f" WHERE p.entry_id = e.id AND p.block >= {block}",
        f"DELETE FROM platform_journalplace WHERE block >= {block}",
        f"DELETE FROM platform_journalhead WHERE number >= {block}",
    )


def test_a_cut_tail_is_proved_by_the_witness_alone(world_sealed: World) -> None:
    receipt_heads = held()
    cut_tail(3)
    assert verify().faults == []
    fault = verify(receipt_heads).faults[0]
    assert (fault.code, fault.block) == ("OLDER_COPY", 3)


def test_an_older_copy_put_back_and_continued(world: World) -> None:
    """The tables of yesterday are restored, work goes on, as many blocks are sealed again."""
    written(world, 2, 2)
    for table in TABLES:
        tampered(f"CREATE TABLE dump_{table} AS SELECT * FROM {table}")
    written(world, 3)
    receipt_heads = held()
    for table in TABLES:
        tampered(
            f"DELETE FROM {table}",
            f"INSERT INTO {table} SELECT * FROM dump_{table}",
            f"DROP TABLE dump_{table}",
        )
    assert verify().faults == []
    assert verify(receipt_heads).faults[0].code == "OLDER_COPY"
    written(world, 1)
    fault = verify(receipt_heads).faults[0]
    assert (fault.code, fault.block) == ("NOT_AS_WITNESSED", 3)


def test_everything_emptied(world_sealed: World) -> None:
    receipt_heads = held()
    cut_tail(1)
    assert verify(receipt_heads).faults[0].code == "OLDER_COPY"


def test_heads_signed_by_another_key(world_sealed: World, tmp_path: Path) -> None:
    other = tink.new_keyset_handle(signature.signature_key_templates.ED25519)
    key = tmp_path / "other.json"
    key.write_text(
        tink.json_proto_keyset_format.serialize_without_secret(other.public_keyset_handle())
    )
    faults = verify(public_key=key).faults
    assert [(fault.code, fault.block) for fault in faults] == [
        ("HEAD_CHANGED", 1),
        ("HEAD_CHANGED", 2),
        ("HEAD_CHANGED", 3),
    ]


def test_the_signing_key_is_never_made_twice(
    world_sealed: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(journal_keys, "signing_path", lambda: tmp_path / "gone")
    journal_keys.signer.cache_clear()
    with acting(world_sealed.operator) as actor:
        journal.record(actor, "TESTED")
    with pytest.raises(Exception, match="signing key gone is missing"):
        seal()
    monkeypatch.undo()
    journal_keys.signer.cache_clear()
    assert seal() == 1


def test_a_witness_folder_receives_each_head_once(world: World, tmp_path: Path) -> None:
    written(world, 1, 2)
    assert deliver_to_folder(tmp_path) == 2
    written(world, 1)
    assert deliver_to_folder(tmp_path) == 1
    assert deliver_to_folder(tmp_path) == 0
    names = [path.name for path in sorted(tmp_path.iterdir())]
    assert names == ["000000000001.json", "000000000002.json", "000000000003.json"]
    heads = read_heads(tmp_path)
    assert [(head.number, len(head.leaves)) for head in heads] == [(1, 1), (2, 2), (3, 1)]
    assert verify(heads).faults == []


@pytest.mark.parametrize("content", ["{", "{}", '{"number": 1, "head": "zz"}', "[1]"])
def test_what_is_no_head_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "heads.json"
    path.write_text(content)
    with pytest.raises(UnreadableHeads, match=r"heads\.json"):
        read_heads(path)


def test_a_purge_keeps_the_heads_and_the_rest_verifies(world: World) -> None:
    long_ago = now() - timedelta(days=400)
    with at(long_ago):
        written(world, 2, 3)
    written(world, 2)
    heads = held()
    assert purge(months=12) == 2
    seal()
    found = verify(heads)
    assert found.faults == []
    assert (found.purged_through, found.blocks, found.lines) == (2, 4, 3)
    assert purge(months=12) == 0


def test_removing_young_blocks_is_no_purge(world_sealed: World) -> None:
    tampered(
        "DELETE FROM platform_journalentry e USING platform_journalplace p"
        " WHERE p.entry_id = e.id AND p.block = 1",
        "DELETE FROM platform_journalplace WHERE block = 1",
    )
    for moment in (now(), now() + timedelta(days=400)):
        with at(moment), acting(world_sealed.operator) as actor:
            journal.record(actor, "JOURNAL_PURGED", subject="through:1")
    seal()
    fault = first_fault()
    assert fault is not None
    assert (fault.code, fault.seq) == ("LINE_REMOVED", 1)


def test_the_database_refuses_to_purge_what_is_young(world_sealed: World) -> None:
    with pytest.raises(Exception, match="six months at least"):
        purge(months=3)


def test_receipts_are_plain_json(world_sealed: World) -> None:
    first = next(receipts())
    assert json.loads(json.dumps(first)) == first
    assert set(first) == {
        *("format", "number", "first_seq", "last_seq", "sealed_at", "root", "previous"),
        *("head", "signature", "leaves"),
    }

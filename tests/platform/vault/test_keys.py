"""Rotation, destruction, the ledger, and what a wrong key or a moved ciphertext gets."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from tink import aead

from havre.cases.models import Identity, SafeContact
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.keys import MasterKeys, WrongKey
from havre.platform.models import CaseKey, JournalEntry
from havre.platform.vault import rotation
from havre.platform.vault.custody import Custody, custody, ledger_path
from havre.platform.vault.ledger import LedgerBroken
from havre.platform.vault.legacy import MOVED, LegacyKeys
from havre.platform.vault.store import SqliteKeyStore, StaleWrapper
from tests import world as w
from tests.world import World

SLOT = "IDENTITY"


class House:
    """A keyset, a store and a ledger of their own."""

    def __init__(self, folder: Path, ledger: Path | None = None) -> None:
        self.folder = folder
        self.master = MasterKeys(path=folder / "keyset.json", may_make=True)
        self.store = SqliteKeyStore(folder / "keys" / "one.sqlite3")
        self.ledger = ledger or folder / "one.ledger"

    def open(self) -> Custody:
        return Custody(self.master, self.store, self.ledger)


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Any:
    settings.HAVRE_LEDGER_FOLDER = tmp_path / "ledgers"
    found = House(tmp_path)
    yield found
    found.store.close()


def filled(house: House, cases: int = 12) -> list[Any]:
    held = house.open()
    found = [uuid4() for _ in range(cases)]
    for case in found:
        held.sealing({(case, SLOT)})
    house.store.set_marks({MOVED: "1"})
    return found


def test_after_a_rotation_everything_opens_and_the_old_key_is_gone(house: House) -> None:
    cases = filled(house)
    (before,) = house.master.ids
    done = rotation.rotate(house.master, [house.store])
    assert (done.keys, house.master.ids) == (12, [done.primary])
    assert done.primary != before
    assert rotation.verify(house.master, house.store) == (12, 0)
    assert len(house.open().primitives({(case, SLOT) for case in cases})) == 12


@pytest.mark.parametrize("killed_after", [0, 1, 2])
def test_a_rotation_cut_anywhere_goes_on_and_all_is_readable_meanwhile(
    house: House, killed_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = filled(house)
    running = Custody(MasterKeys(path=house.master.path), house.store, house.ledger)
    monkeypatch.setattr(rotation, "BATCH", 5)

    def cut(count: int) -> None:
        if count >= killed_after * 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(house.master, [house.store], cut)
    assert len(house.master.ids) == 2
    assert len(running.primitives({(case, SLOT) for case in cases})) == 12
    running.sealing({(uuid4(), SLOT)})
    rotation.rotate(MasterKeys(path=house.master.path), [house.store])
    assert rotation.verify(house.master, house.store) == (13, 0)
    assert len(house.master.ids) == 1
    assert len(running.primitives({(case, SLOT) for case in cases})) == 12


def test_a_key_wrapped_before_a_rotation_is_not_stored_after_it(house: House) -> None:
    filled(house)
    held = house.open()
    key, _ = held.fresh(uuid4(), SLOT, held.primary)
    rotation.rotate(house.master, [house.store])
    with pytest.raises(StaleWrapper):
        house.store.add([key])


def test_two_rotations_at_once_are_one(house: House) -> None:
    filled(house)
    with house.master.alone(), pytest.raises(WrongKey, match="being rotated"):
        rotation.rotate(MasterKeys(path=house.master.path), [house.store])


def test_a_forgotten_key_leaves_no_byte_in_the_store(house: House) -> None:
    cases = filled(house)
    (key,) = house.store.get({(cases[3], SLOT)}).values()
    assert key.wrapped in house.store.path.read_bytes()
    house.open().forget(cases[3])
    house.store.close()
    for path in house.store.path.parent.iterdir():
        assert key.wrapped not in path.read_bytes(), path.name
        assert key.wrapped[20:60] not in path.read_bytes(), path.name


def test_a_restored_store_forgets_again_and_makes_no_new_key(house: House) -> None:
    cases = filled(house)
    backup = house.folder / "backup"
    house.store.close()
    shutil.copy(house.store.path, backup)
    house.open().forget(cases[0])
    house.store.close()
    shutil.copy(backup, house.store.path)
    assert house.store.get({(cases[0], SLOT)})
    restored = house.open()
    assert restored.replayed == 1
    with pytest.raises(vault.KeyMissing):
        restored.primitives({(cases[0], SLOT)})
    with pytest.raises(vault.KeyMissing):
        restored.sealing({(cases[0], SLOT)})
    assert len(restored.primitives({(case, SLOT) for case in cases[1:]})) == 11


def lines_of(house: House) -> list[bytes]:
    return house.ledger.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda lines: [], "ends at line 0"),
        (lambda lines: lines[:1], "ends at line 1"),
        (lambda lines: lines[1:], "altered at line 1"),
        (lambda lines: [lines[1], lines[0]], "altered at line 1"),
        (lambda lines: [lines[0], lines[1].replace(b'"n": 2', b'"n": 3')], "altered at line 2"),
        (lambda lines: [lines[0], lines[1][:-20] + lines[1][-19:]], "altered at line 2"),
    ],
)
def test_a_damaged_ledger_keeps_the_vault_shut(house: House, damage: Any, sentence: str) -> None:
    cases = filled(house)
    for case in cases[:2]:
        house.open().forget(case)
    house.ledger.write_bytes(b"".join(damage(lines_of(house))))
    with pytest.raises(LedgerBroken, match=sentence):
        house.open()


def test_a_ledger_that_is_gone_was_never_a_young_one(house: House) -> None:
    assert house.open().replayed == 0
    assert house.ledger.read_bytes() == b""  # begun before any deletion
    house.ledger.unlink()
    with pytest.raises(LedgerBroken, match="is missing"):
        house.open()


def test_a_line_torn_by_a_power_cut_is_no_line(house: House) -> None:
    cases = filled(house)
    house.open().forget(cases[0])
    with house.ledger.open("ab") as file:
        file.write(b'{"n": 2, "case"')
    house.open().forget(cases[1])
    assert len(lines_of(house)) == 2
    house.open()


def test_another_keyset_does_not_open_the_store(house: House) -> None:
    filled(house)
    house.master.path.unlink()
    with pytest.raises(WrongKey, match="is not the one that wrapped"):
        House(house.folder).open()
    alone = MasterKeys(path=house.folder / "nowhere.json")
    with pytest.raises(WrongKey, match="is missing"):
        Custody(alone, house.store, house.ledger)


def test_a_lost_store_with_its_ledger_left_is_refused(house: House, settings: Any) -> None:
    path = ledger_path(house.store.path)
    path.parent.mkdir(parents=True)
    path.write_text("{}\n")
    with pytest.raises(WrongKey, match="is missing while its ledger"):
        house.open()


def test_keys_of_the_first_release_move_by_themselves(world: World, house: House) -> None:
    held = house.open()
    slots = [(uuid4(), SLOT) for _ in range(4)]
    for case, name in slots:
        key, _ = held.fresh(case, name, held.primary)
        CaseKey.objects.using("owner").create(
            case_id=case, compartment=name, version=1, wrapped=key.wrapped
        )
    with pytest.raises(rotation.NotMoved):
        rotation.rotate(house.master, [house.store])
    assert len(held.primitives({slots[0]})) == 1
    assert CaseKey.objects.using("vault").count() == 3
    held.forget(slots[1][0])
    assert LegacyKeys(house.store, house.master).move_all() == 2
    assert CaseKey.objects.using("vault").count() == 0
    assert house.store.count() == 3
    rotation.rotate(house.master, [house.store])


MOVES = {
    "another row": "UPDATE cases_identity SET payload = (SELECT payload FROM cases_identity"
    " WHERE case_id = %(other)s) WHERE case_id = %(case)s",
    "another compartment and table": "UPDATE cases_identity SET payload = (SELECT payload FROM"
    " cases_safecontact WHERE case_id = %(case)s) WHERE case_id = %(case)s",
    "a new id": "UPDATE cases_identity SET id = gen_random_uuid() WHERE case_id = %(case)s",
    "one bit": "UPDATE cases_identity SET payload = set_bit(payload, 900,"
    " 1 - get_bit(payload, 900)) WHERE case_id = %(case)s",
}


@pytest.mark.parametrize("move", MOVES)
def test_a_ciphertext_moved_by_raw_sql_is_refused(world: World, move: str) -> None:
    case, other = w.referred(world), w.referred(world, last_name="Autre")
    with connections["owner"].cursor() as cursor:
        cursor.execute(MOVES[move], {"case": case.pk, "other": other.pk})
    with acting(world.operator):
        row = Identity.objects.get(case=case)
    with pytest.raises(vault.CiphertextRefused):
        vault.open_row(row, actor=world.operator)


def test_neither_text_nor_key_is_in_an_error_or_a_log_line(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = w.referred(world, last_name="Canarix")
    with acting(world.operator):
        row = SafeContact.objects.get(case=case)
    row.payload = bytes(row.payload)[:-1] + b"?"
    caplog.set_level(logging.DEBUG)
    with pytest.raises(vault.CiphertextRefused) as refused:
        vault.open_row(row, actor=world.operator)
    said = f"{refused.value!r} {refused.value} {refused.value.__cause__} {caplog.text}"
    assert "Canarix" not in said
    assert bytes(row.payload).hex() not in said
    assert refused.value.args == ()


def test_beyond_the_quota_one_sentence_and_a_journal_line(world: World, settings: Any) -> None:
    settings.HAVRE_QUOTA_PERSON = 2
    rows = []
    for name in ("Un", "Deux", "Trois"):
        case = w.referred(world, last_name=name)
        with acting(world.shelter):
            rows.append(Identity.objects.get(case=case))
    for row in (rows[0], rows[1], rows[0]):
        vault.open_row(row, actor=world.shelter)
    with pytest.raises(vault.QuotaReached):
        vault.open_row(rows[2], actor=world.shelter)
    line = JournalEntry.objects.using("vault").get(action="QUOTA_REACHED")
    assert (line.user_id, line.subject) == (world.shelter.user_id, "cases:2")


def test_the_custody_of_tests_is_their_own() -> None:
    assert custody().store.path.stem == connections["vault"].settings_dict["NAME"]
    assert isinstance(custody().master.aead_of(custody().primary), aead.Aead)
    with pytest.raises(ImproperlyConfigured):
        custody().master.aead_of(1)

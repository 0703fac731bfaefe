"""No journal, no reading; no share, no reading; a ciphertext opens nowhere else."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DatabaseError, connections
from django.test import Client

from havre.cases.models import Identity, Referral, SafeContact
from havre.engine.vocabulary import Compartment
from havre.platform import gate, keys, vault
from havre.platform.acting import acting
from havre.platform.clock import now
from havre.platform.gate import Departure, Recipient, Way
from havre.platform.models import JournalEntry, Share
from havre.platform.vault.custody import custody
from tests import world as w
from tests.world import World


def identity_of(case: object, actor: object) -> Identity:
    with acting(actor):  # type: ignore[arg-type]
        return Identity.objects.get(case=case)


def journal_lines(action: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.using("vault").filter(action=action))


def test_what_is_sealed_comes_back_and_is_journaled(world: World) -> None:
    case = w.referred(world)
    row = identity_of(case, world.operator)
    payload = vault.open_row(row, actor=world.operator)
    assert (payload["first_name"], payload["birth_date"]) == ("Oriane", "1991-04-02")
    (line,) = journal_lines("READ")
    assert line.case_id == case.pk
    assert line.compartments == [Compartment.IDENTITY]
    assert (line.user_id, line.organisation_id) == (
        world.operator.user_id,
        world.operator.organisation_id,
    )


def test_no_share_no_reading_and_nothing_is_told(world: World) -> None:
    row = identity_of(w.referred(world), world.operator)
    with pytest.raises(vault.VaultRefusal) as refusal:
        vault.open_row(row, actor=world.landlord)
    assert str(refusal.value) == ""
    assert journal_lines("READ") == []


@pytest.mark.parametrize("column", ["reads", "closed_at", "until"])
def test_a_share_that_no_longer_reads_opens_nothing(world: World, column: str) -> None:
    row = identity_of(w.referred(world), world.shelter)
    change: dict[str, object] = {column: False if column == "reads" else now()}
    with acting(world.operator):
        Share.objects.filter(organisation_id=world.shelter.organisation_id).update(**change)
    with pytest.raises(vault.VaultRefusal):
        vault.open_row(row, actor=world.shelter)


def test_no_journal_no_reading(world: World) -> None:
    row = identity_of(w.referred(world), world.operator)
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON platform_journalentry FROM havre_vault")
        try:
            with pytest.raises(DatabaseError):
                vault.open_row(row, actor=world.operator)
        finally:
            cursor.execute("GRANT INSERT ON platform_journalentry TO havre_vault")


def test_the_journal_line_stays_when_the_request_is_rolled_back(world: World) -> None:
    row = identity_of(w.referred(world), world.operator)
    with pytest.raises(RuntimeError), acting(world.operator):
        vault.open_row(row, actor=world.operator)
        raise RuntimeError
    assert len(journal_lines("READ")) == 1


def test_one_key_per_case_and_compartment(world: World) -> None:
    one = w.referred(world)
    other = w.referred(world, last_name="Autre")
    cases = {str(case.pk) for case in (one, other)}
    rows = custody().store.rows("SELECT case_id, compartment FROM case_key")
    stored = [(case, name) for case, name in rows if str(UUID(bytes=case)) in cases]
    assert len(stored) == len(set(stored)) == 8
    sealed = {"IDENTITY", "CONTACT", "SHELTER_PLACE", "SAFETY"}
    assert {compartment for _, compartment in stored} == sealed


def test_a_ciphertext_opens_in_no_other_row(world: World) -> None:
    first, second = w.referred(world), w.referred(world, last_name="Autre")
    with acting(world.operator):
        row, other = Identity.objects.get(case=first), Identity.objects.get(case=second)
        contact = SafeContact.objects.get(case=first)
    other.payload = row.payload
    contact.payload = row.payload
    for moved in (other, contact):
        with pytest.raises(vault.CiphertextRefused):
            vault.open_row(moved, actor=world.operator)


def test_sizes_tell_little(world: World) -> None:
    short = w.referred(world, first_name="A", last_name="B")
    long = w.referred(world, first_name="Marie-Antoinette-Philippine", last_name="Zyntharel-Vorb")
    sizes = set()
    for case in (short, long):
        sizes.add(len(bytes(identity_of(case, world.operator).payload)))
    assert len(sizes) == 1


def test_too_much_text_is_refused(world: World) -> None:
    row = identity_of(w.referred(world), world.operator)
    with pytest.raises(vault.PayloadTooLong):
        vault.seal(row, {"note": "x" * 70_000})


def test_forgotten_keys_leave_nothing_to_read(world: World) -> None:
    case = w.referred(world)
    row = identity_of(case, world.operator)
    vault.forget(case.pk)
    with pytest.raises(KeyError):
        vault.open_row(row, actor=world.operator)


def test_plaintext_is_nowhere_in_the_database(world: World) -> None:
    w.assessed(world, w.admitted(world))
    secrets = ["Zyntharel", "Oriane", "Quetzaline", "Vorlabe", "mirabelle", "Note de danger"]
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid=relnamespace"
            " WHERE nspname='public' AND relkind='r'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            dump = "\n".join(row[0] for row in cursor.fetchall())
            assert not [word for word in secrets if word in dump], table


def test_bulk_opening_costs_four_statements_whatever_the_number(
    world: World, django_assert_num_queries: object
) -> None:
    with acting(world.operator):
        for size in (1, 3):
            w.referred(world, last_name=f"Nom{size}")
    for count in (1, 2):
        with acting(world.operator):
            rows = list(Referral.objects.all()[:count])
        with django_assert_num_queries(4, using="vault"):  # type: ignore[operator]
            vault.open_rows(rows, actor=world.operator)  # share, begin, line, commit


def test_digests_differ_per_organisation_and_not_per_spelling() -> None:
    one = vault.identity_digest(1, "zyntharel", "oriane", "1991-04-02")
    assert one == vault.identity_digest(1, " Zyntharel", "ORIANE", "1991-04-02")
    assert one != vault.identity_digest(2, "zyntharel", "oriane", "1991-04-02")
    assert one != vault.identity_digest(1, "zyntharel", "oriane", "1991-04-03")


def test_a_passphrase_protects_the_master_keyset(tmp_path: object) -> None:
    path = tmp_path / "keyset.json"  # type: ignore[operator]
    keys.write_keyset(path, "une phrase bien longue")
    assert path.stat().st_mode & 0o777 == 0o600
    keys.load_keyset(path, "une phrase bien longue", production=True)
    with pytest.raises(Exception, match="does not open the keyset"):
        keys.load_keyset(path, "une autre phrase", production=True)


def test_production_refuses_an_unencrypted_keyset(tmp_path: object) -> None:
    path = tmp_path / "keyset.json"  # type: ignore[operator]
    keys.write_keyset(path, "")
    keys.load_keyset(path, "", production=False)
    with pytest.raises(Exception, match="is not encrypted"):
        keys.load_keyset(path, "", production=True)


def test_a_list_shown_again_counts_its_cases_once(world: World, settings: object) -> None:
    settings.HAVRE_QUOTA_PERSON = 3  # type: ignore[attr-defined]
    for name in ("Alpha", "Beta", "Gamma"):
        w.referred(world, last_name=name)
    client = Client()
    client.force_login(world.users["operator"])
    for _ in range(5):
        assert client.get("/situations/").status_code == 200
    w.referred(world, last_name="Delta")
    assert client.get("/situations/").status_code == 429


def test_what_the_gate_compares_is_not_counted_as_read_by_her(
    world: World, settings: object
) -> None:
    settings.HAVRE_QUOTA_PERSON = 1  # type: ignore[attr-defined]
    cases = [w.admitted(world, last_name=name) for name in ("Alpha", "Beta", "Gamma")]
    recipient = Recipient(world.shelter.organisation_id, world.shelter.user_id, "s@exemple.test")
    for case in cases:
        with acting(world.operator) as actor:
            found = gate.judge(
                Departure(Way.MAIL, recipient, (case.pk,), body="Bonjour."), actor=actor
            )
        assert found == []
    client = Client()
    client.force_login(world.users["operator"])
    assert client.get(f"/situations/{cases[0].reference}").status_code == 200

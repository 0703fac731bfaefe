"""What raw SQL as the web role sees and may do: compartment by compartment."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connections
from django.db.utils import DatabaseError

from havre.documents.models import TABLES
from havre.engine.vocabulary import DocumentKind
from tests import world as w
from tests.documents.deposits import bring
from tests.platform import sql
from tests.world import World

KINDS = {
    "documents_identitydocument": DocumentKind.PIECE_IDENTITE,
    "documents_householddocument": DocumentKind.LIVRET_FAMILLE,
    "documents_resourcesdocument": DocumentKind.AVIS_IMPOSITION,
    "documents_needdocument": DocumentKind.BAIL_QUITTANCES,
    "documents_safetydocument": DocumentKind.PLAINTE,
    "documents_placedocument": DocumentKind.ATTESTATION_HEBERGEMENT,
    "documents_socialdocument": DocumentKind.NOTE_SOCIALE,
    "documents_legaldocument": DocumentKind.AIDE_JURIDICTIONNELLE,
}


def seen(world: World, name: str) -> set[str]:
    visible = sql.visible(world.actors[name])
    return {table for table in visible if table.startswith("documents_")}


def test_each_organisation_sees_the_tables_of_its_shares(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    for kind in KINDS.values():
        bring(case, world.operator, kind)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert seen(world, "operator") == set(KINDS)
    assert seen(world, "shelter") == {
        "documents_identitydocument",
        "documents_householddocument",
        "documents_resourcesdocument",
        "documents_needdocument",
        "documents_placedocument",
    }
    assert seen(world, "landlord") == {
        "documents_identitydocument",
        "documents_householddocument",
        "documents_needdocument",
    }
    for name in set(world.actors) - {"operator", "shelter", "landlord"}:
        assert seen(world, name) == set(), name


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'TITRE_SEJOUR'",
        "brought_by_id = {other}",
        "dated_on = '2026-01-02'",
        "stored_as = repeat('a', 40)",
        "state = 'QUARANTINE'",
        "readers = readers || {other}::bigint",
        "case_id = gen_random_uuid()",
    ],
)
def test_a_document_keeps_what_it_is(world: World, change: str) -> None:
    document = bring(w.admitted(world), world.operator)
    statement = "UPDATE documents_identitydocument SET " + change.format(
        other=world.landlord.organisation_id
    )
    with pytest.raises((DatabaseError, InternalError, ProgrammingError)):
        sql.run(world.operator, f"{statement} WHERE id = %s", document.pk)


def test_what_was_blocked_never_becomes_readable(world: World) -> None:
    document = bring(w.admitted(world), world.operator)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE documents_identitydocument DISABLE TRIGGER USER")
        cursor.execute("UPDATE documents_identitydocument SET state = 'INFECTED'")
        cursor.execute("ALTER TABLE documents_identitydocument ENABLE TRIGGER USER")
    with pytest.raises(DatabaseError, match="does not go back"):
        sql.run(
            world.operator,
            "UPDATE documents_identitydocument SET state = 'READY' WHERE id = %s",
            document.pk,
        )


def test_the_sweep_s_question_tells_nothing_of_others(world: World) -> None:
    """It answers about names one already has, and those are random."""
    document = bring(w.admitted(world), world.operator)
    names = [document.stored_as, "0" * 40]
    (found,) = sql.run(world.funder, "SELECT havre.unowned_objects(%s)", names)
    assert found == (["0" * 40],)


def test_every_table_is_guarded() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE tgname = 'havre_guard_document'"
        )
        guarded = {row[0] for row in cursor.fetchall()}
    assert guarded == {table._meta.db_table for table in TABLES}

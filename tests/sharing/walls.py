"""Recusing and reserving by raw SQL, and what each sees of a case that has been everywhere."""

from __future__ import annotations

from django.apps import apps

from havre.assessments import actions as assessments
from havre.cases.models import Case
from havre.platform.acting import Actor, acting
from havre.platform.catalogue import secured_tables
from tests import world as w
from tests.platform.sql import run
from tests.world import World

ABOUT_CASES = {"cases_case"} | {
    model._meta.db_table
    for model in apps.get_models()
    if any(field.column == "case_id" for field in model._meta.local_concrete_fields)
}
TABLES = sorted(ABOUT_CASES & set(secured_tables()))
RECUSE = (
    "INSERT INTO sharing_recusal (id, case_id, payload, user_id, organisation_id, since)"
    " VALUES (gen_random_uuid(), %s, '', %s, %s, now()) RETURNING id"
)
RESTRICT = (
    "INSERT INTO sharing_restriction (id, case_id, organisation_id, named, since)"
    " VALUES (gen_random_uuid(), %s, %s, %s, now()) RETURNING id"
)


def lived(world: World) -> Case:
    """A case that has been through everything: a row in as many tables as the path writes."""
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        case.refresh_from_db()
        assessments.publish_card(assessment, actor=world.operator)
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world, right="2")))
    w.leased(world, proposal)
    run(world.operator, RECUSE, case.pk, world.users["funder"].pk, None)
    return case


def seen(actor: Actor, case: Case) -> dict[str, int]:
    """Return {table: rows of the case} of the tables in which the actor sees any of it."""
    found = {}
    for table in TABLES:
        key = "id" if table == "cases_case" else "case_id"
        found[table] = run(actor, f'SELECT count(*) FROM "{table}" WHERE {key} = %s', case.pk)[0][0]
    return {table: number for table, number in found.items() if number}


def everything(actor: Actor) -> dict[str, int]:
    """The same, whatever the case: journal lines that name none are left out."""
    counts = {}
    for table in TABLES:
        named = " WHERE case_id IS NOT NULL" if table == "platform_journalentry" else ""
        counts[table] = run(actor, f'SELECT count(*) FROM "{table}"{named}')[0][0]
    return {table: number for table, number in counts.items() if number}

"""After the lease, who sees what: asked of the database itself, in each organisation's name."""

from __future__ import annotations

from django.db import connection

from havre.allocations import actions
from havre.assessments import actions as assessments
from havre.assessments.selectors import validated
from havre.cases.models import Case
from havre.platform.acting import acting
from havre.platform.compartments import case_models
from tests import world as w
from tests.world import World

PROGRESS = {"cases_case", "cases_caseevent"}
ASSESSED = {
    "assessments_assessment",
    "assessments_householdmember",
    "assessments_housingneed",
    "assessments_resourcessummary",
}
PROPOSED = {"allocations_proposal", "allocations_proposalstep"}
NEW_HOME = {"allocations_tenancy"}
SHELTERED = (
    PROGRESS
    | ASSESSED
    | {
        "assessments_resourcesdetail",
        "cases_householdoutline",
        "cases_identity",
        "cases_referral",
        "cases_safecontact",
        "sharing_consent",
        "sharing_consentitem",
    }
)
EVERYTHING = (
    SHELTERED
    | PROPOSED
    | NEW_HOME
    | {
        "assessments_needcard",
        "assessments_safetyplan",
        "cases_safetyoutline",
    }
)
LANDLORD = PROGRESS | ASSESSED | PROPOSED | NEW_HOME | {"cases_householdoutline", "cases_identity"}


def rows_seen(case: Case) -> dict[str, int]:
    """How many rows of a case each table shows to whoever is acting."""
    seen: dict[str, int] = {}
    with connection.cursor() as cursor:
        for model in case_models():
            table, key = model._meta.db_table, model.case_column  # type: ignore[attr-defined]
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {key} = %s', [case.pk])
            row = cursor.fetchone()
            if row and row[0]:
                seen[table] = row[0]
    return seen


def test_every_table_of_the_case_for_every_organisation(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
        assert validated(case, actor=world.operator) is not None
    declined = w.with_landlord(
        world, w.proposed(world, case, w.vacancy(world, "other_landlord", reference="X-1"))
    )
    with acting(world.operator):
        actions.withdraw(declined, actor=world.operator)
    w.leased(world, w.with_landlord(world, w.proposed(world, case, w.vacancy(world, right="2"))))
    expected: dict[str, set[str]] = {name: set() for name in world.actors} | {
        "operator": EVERYTHING,
        "shelter": SHELTERED,
        "landlord": LANDLORD,
    }
    for name, actor in world.actors.items():
        with acting(actor):
            seen = rows_seen(case)
        assert set(seen) == expected[name], name
        if name == "landlord":  # its own proposal, not the one declined before
            assert seen["allocations_proposal"] == 1
    assert rows_seen(case) == {}, "nobody acting sees nothing"

"""What the generator writes of a case is what the actions leave when they live the same path."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import connections, transaction

from havre.cases.models import Case
from havre.config.synthetic.blueprint import Blueprint, draw_blueprint
from havre.config.synthetic.copying import encode
from havre.config.synthetic.histories import CasePlan
from havre.config.synthetic.plan import plan_case
from havre.config.synthetic.record import record_case, rows_of
from havre.config.synthetic.recorder import Directory
from havre.config.synthetic.scenarios import KINDS
from havre.config.synthetic.tables import TABLES, Table
from havre.config.synthetic.write import copy_all, triggers_off, write_partners
from havre.engine.vocabulary import Stage
from havre.organisations.models import Membership
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.compartments import SealedRow
from havre.programmes.selectors import actor_of
from tests.config.synthetic.enact import enact

RANDOM = {"id", "case_id", "reference", "payload", "wrapped", "created_at", "vacancy_id"}
RANDOM |= {"assessment_id", "consent_id", "proposal_id", "steward_id"}
SHARED = {"housing_dwelling", "housing_vacancy"}


def world_of(cases: int, seed: int) -> tuple[Blueprint, Directory]:
    """A blueprint, and its partners written."""
    blueprint = draw_blueprint(seed=seed, today=today(), cases=cases, vacancies=150)
    with transaction.atomic(using="owner"):
        return blueprint, write_partners(blueprint)


def one_of_each(blueprint: Blueprint) -> list[int]:
    """One case of every kind, and those that show each way a proposal may end."""
    chosen: dict[object, int] = {}
    for number, (kind, _) in enumerate(blueprint.dealt):
        chosen.setdefault(KINDS[kind], number)
        for proposal in plan_case(blueprint, number).proposals:
            path = (proposal.turns[-1].status, proposal.committee, proposal.offer.holder is None)
            chosen.setdefault(path, number)
            chosen.setdefault(proposal.decision, number)
        plan = plan_case(blueprint, number)
        chosen.setdefault((plan.pathway, plan.referrer == plan.origin, plan.referrer[:4]), number)
    return sorted(set(chosen.values()))


def still_agreed(plan: CasePlan) -> CasePlan:
    """The plan, with an agreement that lasts: the database's own clock cannot be set back."""
    until = max(plan.consent.until, today() + timedelta(days=30))
    return replace(plan, consent=replace(plan.consent, until=until))


def recorded(plan: CasePlan, directory: Directory) -> str:
    """Write one case as the generator does; return its id."""
    record = record_case(plan, directory, today())
    rows = {name: encode(found) for name, found in rows_of(record).items() if found}
    with (
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
        triggers_off(cursor),
    ):
        vault.keep_keys(record.seals.keys)
        copy_all(cursor, rows)
    return record.case_id


def left_in(table: Table, case_id: str) -> list[str]:
    """The rows of a case in a table, without what is drawn at random, in a fixed order."""
    key = "id" if table.name == "cases_case" else "case_id"
    columns = [f't."{c}"' for c in table.columns if c not in RANDOM | {"subject", "scope"}]
    columns += ["t.readers", "t.writers"] if table.compartment else []
    if "scope" in table.columns:
        columns.append("t.scope IS NULL")
    if "subject" in table.columns:
        columns.append("regexp_replace(t.subject, '^[A-Z0-9]{4}-[A-Z0-9]{4}$', 'reference')")
    query = (
        f'SELECT ROW({", ".join(columns)})::text FROM "{table.name}" t '
        f'WHERE t."{key}" = %s ORDER BY 1'
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, [case_id])
        return [row[0] for row in cursor.fetchall()]


def payloads_of(case_id: str) -> list[Any]:
    """What is sealed of a case, opened for the keeper of its file, without the zones' own ids."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT steward_id FROM cases_case WHERE id = %s", [case_id])
        (steward,) = cursor.fetchone()
    membership = Membership.objects.select_related("organisation").filter(organisation_id=steward)
    actor = actor_of(membership.order_by("pk")[0])
    found: list[Any] = []
    with acting(actor):
        for table in TABLES:
            if not issubclass(table.model, SealedRow):
                continue
            rows: list[SealedRow] = list(
                table.model._default_manager.filter(case_id=case_id)  # type: ignore[misc]
            )
            opened = vault.open_rows(rows, actor=actor)
            found += [(table.name, without_ids(opened[row.pk])) for row in rows]
    return found


def without_ids(payload: vault.Payload) -> vault.Payload:
    """A payload whose zones and places lose the id that was drawn for them."""
    if "zones" in payload:
        payload = {**payload, "zones": [{**z, "id": ""} for z in payload["zones"]]}
    if "near" in payload:
        payload = {**payload, "near": [{**place, "id": ""} for place in payload["near"]]}
    if "dwelling" in payload:
        payload = {**payload, "dwelling": payload["dwelling"].removeprefix("acted-")}
    return payload


def test_every_row_is_the_same() -> None:
    blueprint, directory = world_of(60, seed=7)
    stages = set()
    for number in one_of_each(blueprint):
        plan = still_agreed(plan_case(blueprint, number))
        acted = enact(plan, directory)
        written = recorded(plan, directory)
        for table in TABLES:
            if table.name not in SHARED:
                assert left_in(table, written) == left_in(table, str(acted.pk)), (
                    number,
                    table.name,
                )
        assert payloads_of(written) == payloads_of(str(acted.pk)), number
        stages.add(Case.objects.using("owner").get(pk=written).stage)
    assert stages == {stage.value for stage in Stage}

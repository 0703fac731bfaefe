"""A landlord's file of decisions: received, looked at, then recorded once or abandoned.

Between the two its cells are kept sealed, since its other columns may hold names; then only the
report stays: lines, references, what became of them.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from havre.allocations.decisions.columns import (
    DECISIONS,
    DecisionField,
    find_decisions_header,
)
from havre.allocations.decisions.plan import (
    DecisionPlan,
    figures,
    mark_of,
    plan_decisions,
    problem,
)
from havre.allocations.decisions.reading import DecisionRow, read_decisions
from havre.allocations.landlord_actions import record_decision
from havre.allocations.refusals import NotAllowed, Refusal
from havre.engine.lifecycle import IllegalTransition
from havre.engine.vocabulary import Role
from havre.housing.import_actions import AlreadySettled
from havre.housing.importing.columns import (
    HeaderGuess,
    apply_profile,
    heading_key,
    require_columns,
)
from havre.housing.importing.problems import Problem
from havre.housing.importing.table import Table
from havre.housing.kept_table import pack, unpack
from havre.housing.models import ImportProfile, ImportRun
from havre.housing.selectors import decision_runs, profile_of
from havre.organisations import factors
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.sharing.actions import BeyondConsent

KIND = ImportProfile.Kind.DECISIONS
Status = ImportRun.Status
EARLIER = 200
"""Earlier files of a landlord looked at for what they recorded."""


def may_import(actor: Actor) -> bool:
    """A social landlord records the decisions of its own committee."""
    return actor.writes and actor.has(Role.LANDLORD)


@transaction.atomic
def receive(content: bytes, table: Table, *, actor: Actor) -> ImportRun:
    """Keep a file, sealed, to be looked at; the same one sent twice before that is kept once.

    Raises NotAllowed, ImportProblem (no line looks like a header).
    """
    if not may_import(actor):
        raise NotAllowed
    headings = profile_of(actor.organisation_id, KIND)
    find_decisions_header(table, chosen_fields(headings))
    digest = hashlib.sha256(content).hexdigest()
    waiting = decision_runs(actor).filter(digest=digest, status=Status.PREVIEW).first()
    if waiting:
        return waiting
    run = ImportRun.objects.create(
        landlord_id=actor.organisation_id,
        programme_id=actor.programme_id,
        kind=KIND,
        uploaded_by_id=actor.user_id or None,
        content=factors.seal(base64.b64encode(pack(table)).decode()).encode(),
        digest=digest,
        headings=headings,
    )
    journal.record(actor, "IMPORT_RECEIVED", subject=str(run.pk))
    return run


def get_run(run_id: UUID, *, actor: Actor) -> ImportRun:
    """Return a file of the actor's own; raise ImportRun.DoesNotExist otherwise."""
    return decision_runs(actor).get(pk=run_id)


def table_of(run: ImportRun) -> Table:
    """Return the cells of a file that is still to be settled. Raises AlreadySettled."""
    if run.content is None:
        raise AlreadySettled
    return unpack(base64.b64decode(factors.unseal(bytes(run.content).decode())))


def chosen_fields(headings: Mapping[str, str]) -> dict[str, DecisionField | None]:
    """Return remembered headings as fields."""
    known = {member.value: member for member in DecisionField}
    return {heading: known.get(name) for heading, name in headings.items()}


def header_of(run: ImportRun, table: Table) -> HeaderGuess[DecisionField]:
    """Return the header, with the columns as a person chose them."""
    return find_decisions_header(table, chosen_fields(run.headings))


def columns_known(actor: Actor) -> bool:
    """Tell whether a person has confirmed the columns of such a file before."""
    return ImportProfile.objects.filter(landlord_id=actor.organisation_id, kind=KIND).exists()


@transaction.atomic
def choose_columns(run_id: UUID, chosen: Mapping[str, str], *, actor: Actor) -> None:
    """Keep the field chosen for each heading ("" to leave one out), where it differs.

    Raises NotAllowed, AlreadySettled, ImportProblem when a required column has no field.
    """
    run = _locked(run_id, actor)
    table = table_of(run)
    headings = header_of(run, table).headings
    usual = {
        heading_key(headings[index]): found.value
        for index, found in apply_profile(headings, {}, DECISIONS).items()
    }
    run.headings = {
        heading: found
        for heading, found in chosen.items()
        if found != usual.get(heading_key(heading), "")
    }
    require_columns(header_of(run, table))
    run.save(update_fields=["headings"])


def plan_of(run: ImportRun, *, actor: Actor) -> DecisionPlan:
    """Return what this file would record. Raises ImportProblem, AlreadySettled."""
    table = table_of(run)
    header = header_of(run, table)
    require_columns(header)
    reading = read_decisions(table, header, today())
    return plan_decisions(reading, _recorded_before(actor), actor=actor)


def _recorded_before(actor: Actor) -> set[str]:
    done = decision_runs(actor).filter(status=Status.DONE)
    reports = done.values_list("report", flat=True)[:EARLIER]
    return {mark for report in reports for mark in report.get("marks", [])}


@transaction.atomic
def confirm(run_id: UUID, *, actor: Actor) -> ImportRun:
    """Record every decision of the file in the landlord's name, each by `record_decision`.

    A line refused then leaves its proposal as it was, and is told in the report; the others are
    recorded. Raises NotAllowed, AlreadySettled, ImportProblem.
    """
    run = _locked(run_id, actor)
    plan = plan_of(run, actor=actor)
    refused: list[Problem] = []
    marks: list[str] = []
    for row in plan.rows:
        why = _record(plan, row, actor)
        if why:
            refused.append(problem(plan.reading, row, DecisionField.DECISION, why))
        else:
            marks.append(mark_of(row))
    _remember(run, plan.reading.header)
    told = figures(plan, refused)
    run.report = {
        "accepted": len(marks) + len(plan.unchanged),
        "rejected": len(plan.rejected) + len(refused),
        "figures": told,
        "marks": marks,
    }
    run.status, run.done_at, run.content = Status.DONE, now(), None
    run.save()
    journal.record(actor, "IMPORT_DONE", subject=str(run.pk))
    return run


def _record(plan: DecisionPlan, row: DecisionRow, actor: Actor) -> str:
    """Record one decision; return why not, "" when it is done."""
    asked: dict[str, Any] = {
        "decided_on": row.decided_on,
        "notified_on": row.notified_on,
        "rank": row.rank,
        "condition": row.condition,
        "condition_until": row.condition_until,
        "reason": row.reason,
        "examined": row.examined,
        "exception": row.exception,
    }
    try:
        with transaction.atomic():
            record_decision(plan.found[row.reference], row.decision, **asked, actor=actor)
    except Refusal as refusal:
        return str(refusal)
    except BeyondConsent:
        return "L’accord de la personne doit d’abord être renouvelé : prévenez l’opérateur."
    except IllegalTransition:
        return "Cette candidature a changé d’étape entre-temps."
    return ""


@transaction.atomic
def abandon(run_id: UUID, *, actor: Actor) -> None:
    """Forget a file without recording anything. Raises NotAllowed, AlreadySettled."""
    run = _locked(run_id, actor)
    run.status, run.done_at, run.content = Status.ABANDONED, now(), None
    run.save()
    journal.record(actor, "IMPORT_ABANDONED", subject=str(run.pk))


def _locked(run_id: UUID, actor: Actor) -> ImportRun:
    if not may_import(actor):
        raise NotAllowed
    run = decision_runs(actor).select_related(None).select_for_update().get(pk=run_id)
    if run.status != Status.PREVIEW:
        raise AlreadySettled
    return run


def _remember(run: ImportRun, header: HeaderGuess[DecisionField]) -> None:
    """Keep the headings a person chose, for the landlord's next file."""
    profile, _ = ImportProfile.objects.get_or_create(landlord_id=run.landlord_id, kind=KIND)
    present = {heading_key(heading) for heading in header.headings}
    kept = {h: name for h, name in profile.headings.items() if heading_key(h) not in present}
    profile.headings, profile.updated_at = {**kept, **run.headings}, now()
    profile.save()

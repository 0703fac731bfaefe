"""Importing a landlord's file: received, looked at, then written once or abandoned.

Nothing is written on the board before `confirm_import`; the screen and the command line go
through the same steps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from havre.engine.vocabulary import Financing, Regime, Role, VacancyStatus
from havre.housing import import_report, permissions, selectors
from havre.housing.actions import Holds, NotAllowed, lock_landlord
from havre.housing.import_plan import VacancyPlan, plan_vacancies
from havre.housing.import_report import Plan
from havre.housing.importing.columns import (
    VACANCIES,
    HeaderGuess,
    apply_profile,
    find_header,
    find_stock_header,
    heading_key,
    is_stock,
    require_columns,
)
from havre.housing.importing.fields import VacancyField
from havre.housing.importing.reading import read_vacancies
from havre.housing.importing.stock import read_stock
from havre.housing.importing.table import Table
from havre.housing.kept_table import pack, unpack
from havre.housing.models import Dwelling, ImportProfile, ImportRun, Vacancy
from havre.housing.stock_plan import plan_stock
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.models import JournalEntry
from havre.programmes.models import Participation
from havre.programmes.selectors import landlords

Kind = ImportProfile.Kind
BATCH = 500
OFFER_COLUMNS = ["rent", "charges", "regime", "right", "right_detail", "holder"]
OFFER_COLUMNS += ["available_on", "expires_on"]
DWELLING_COLUMNS = ["residence", "address", "postcode", "commune", "latitude", "longitude"]
DWELLING_COLUMNS += ["rooms", "typology", "surface", "floor", "lift", "accessible", "financing"]
DWELLING_COLUMNS += ["energy", "furnished", "updated_at", "located_by", "asked_at", "asks"]


class AlreadySettled(ValueError):
    """This file was imported or abandoned meanwhile."""


@transaction.atomic
def preview_import(
    landlord_id: int, content: bytes, table: Table, *, kind: Kind | None = None, actor: Actor
) -> ImportRun:
    """Keep a file received, to be looked at. Nothing of it is on the board yet.

    `content` is the file as received and `table` its cells; without `kind`, an RPLS extract is
    recognised by its columns. The same file sent twice before being settled is kept once.

    Raises NotAllowed, ImportProblem (no header, or an RPLS extract without its columns).
    """
    check_may_import(landlord_id, actor=actor)
    kind = kind or (Kind.STOCK if is_stock(table) else Kind.VACANCIES)
    headings = selectors.profile_of(landlord_id, kind)
    if kind == Kind.STOCK:
        require_columns(find_stock_header(table))
    else:
        find_header(table, chosen_fields(headings))
    digest = hashlib.sha256(content).hexdigest()
    waiting = ImportRun.objects.filter(
        landlord_id=landlord_id, kind=kind, digest=digest, status=ImportRun.Status.PREVIEW
    ).first()
    if waiting:
        return waiting
    run = ImportRun.objects.create(
        landlord_id=landlord_id,
        programme_id=actor.programme_id,
        kind=kind,
        uploaded_by_id=actor.user_id or None,
        content=pack(table),
        digest=digest,
        headings=headings,
    )
    journal.record(actor, "IMPORT_RECEIVED", subject=str(run.pk))
    return run


def check_may_import(landlord_id: int, *, actor: Actor) -> None:
    """Raise NotAllowed unless the actor may import for this landlord of its programme."""
    known = landlords(actor.programme_id).filter(pk=landlord_id).exists()
    if not known or not permissions.may_manage_for(actor, landlord_id):
        raise NotAllowed


@transaction.atomic
def choose_columns(run: ImportRun, chosen: Mapping[str, str], *, actor: Actor) -> ImportRun:
    """Keep the field chosen for each heading ("" for a column to leave out).

    Only what differs from the usual reading is kept. Raises NotAllowed, AlreadySettled,
    ImportProblem when a required column is left without a field.
    """
    run = _locked(run.pk, actor)
    headings = header_of(run).headings
    usual = {
        heading_key(headings[index]): found.value
        for index, found in apply_profile(headings, {}, VACANCIES).items()
    }
    run.headings = {
        heading: found
        for heading, found in chosen.items()
        if found != usual.get(heading_key(heading), "")
    }
    require_columns(header_of(run))
    run.save(update_fields=["headings"])
    return run


def chosen_fields(headings: Mapping[str, str]) -> dict[str, VacancyField | None]:
    """Return remembered headings as fields; one that no longer exists is left out."""
    known = {member.value: member for member in VacancyField}
    return {heading: known.get(name) for heading, name in headings.items()}


def header_of(run: ImportRun) -> HeaderGuess[VacancyField]:
    """Return the header of a file of vacancies, with the columns as a person chose them."""
    return find_header(table_of(run), chosen_fields(run.headings))


def table_of(run: ImportRun) -> Table:
    """Return the cells of a file that is still to be settled."""
    if run.content is None:
        raise AlreadySettled
    return unpack(bytes(run.content))


def plan_import(run: ImportRun) -> Plan:
    """Return what importing this file would change, against the board as it is now.

    Raises ImportProblem when a required column has no field, AlreadySettled.
    """
    table, places = table_of(run), selectors.territory()
    if run.kind == Kind.STOCK:
        return plan_stock(read_stock(table, find_stock_header(table), places), run.landlord_id)
    lets_privately = not Participation.objects.filter(
        organisation_id=run.landlord_id, role=Role.LANDLORD, active=True
    ).exists()
    header = find_header(table, chosen_fields(run.headings))
    reading = (
        read_vacancies(table, header, places, today(), Financing.PRIVATE, Regime.PRIVE_LIBRE)
        if lets_privately
        else read_vacancies(table, header, places, today())
    )
    return plan_vacancies(reading, run.landlord_id, run.programme_id, listed_before=run.created_at)


@transaction.atomic
def confirm_import(
    run: ImportRun, *, withdraw_missing: bool = False, holds: Holds, actor: Actor
) -> ImportRun:
    """Write what the file says, once. Its cells are then forgotten; its report stays.

    `withdraw_missing` also takes off the board the open offers the file no longer names, except
    those that a running proposal holds. Raises NotAllowed, AlreadySettled, ImportProblem.
    """
    lock_landlord(run.landlord_id)
    run = _locked(run.pk, actor)
    plan = plan_import(run)
    _write(plan)
    withdrawn: list[Vacancy] = []
    if withdraw_missing and isinstance(plan, VacancyPlan):
        withdrawn = _withdraw(plan, holds, actor)
    _remember(run)
    run.report = {
        "accepted": len(plan.rows),
        "rejected": len(plan.reading.rejected),
        "figures": import_report.figures(plan, withdrawn=len(withdrawn)),
        "lines": import_report.lines(plan),
    }
    run.status, run.done_at, run.content = ImportRun.Status.DONE, now(), None
    run.save()
    journal.record(actor, "IMPORT_DONE", subject=str(run.pk))
    return run


@transaction.atomic
def abandon_import(run: ImportRun, *, actor: Actor) -> ImportRun:
    """Forget a file without importing it. Raises NotAllowed, AlreadySettled."""
    run = _locked(run.pk, actor)
    run.status, run.done_at, run.content = ImportRun.Status.ABANDONED, now(), None
    run.save()
    journal.record(actor, "IMPORT_ABANDONED", subject=str(run.pk))
    return run


def _locked(run_id: UUID, actor: Actor) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if not permissions.may_manage_for(actor, run.landlord_id):
        raise NotAllowed
    if run.status != ImportRun.Status.PREVIEW:
        raise AlreadySettled
    return run


def _write(plan: Plan) -> None:
    moment = now()
    for dwelling in (*plan.new_dwellings, *plan.changed_dwellings):
        dwelling.updated_at = moment
    Dwelling.objects.bulk_create(plan.new_dwellings, batch_size=BATCH)
    # An upsert on known identifiers: a bulk update of 20,000 rows takes minutes, this seconds.
    Dwelling.objects.bulk_create(
        plan.changed_dwellings,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=DWELLING_COLUMNS,
    )
    if isinstance(plan, VacancyPlan):
        Vacancy.objects.bulk_create(plan.new_vacancies, batch_size=BATCH)
        Vacancy.objects.bulk_create(
            plan.changed_vacancies,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=OFFER_COLUMNS,
        )


def _withdraw(plan: VacancyPlan, holds: Holds, actor: Actor) -> list[Vacancy]:
    """Take the missing offers off the board, but those a proposal holds."""
    wanted = [offer.pk for offer in plan.missing]
    # Locked first, as a proposal does: what holds them is known from here on.
    offers = Vacancy.objects.select_for_update().filter(pk__in=wanted, status=VacancyStatus.OPEN)
    found = list(offers.order_by("pk"))
    held = holds(actor)
    gone = [offer for offer in found if offer.pk not in held]
    Vacancy.objects.filter(pk__in=[offer.pk for offer in gone]).update(
        status=VacancyStatus.WITHDRAWN, ended_at=now()
    )
    JournalEntry.objects.bulk_create(
        journal.entry(actor, "VACANCY_WITHDRAWN", subject=offer.reference) for offer in gone
    )
    return gone


def _remember(run: ImportRun) -> None:
    """Keep the headings a person chose, for the landlord's next file."""
    if run.kind != Kind.VACANCIES:
        return
    profile = ImportProfile.objects.filter(landlord_id=run.landlord_id, kind=run.kind).first()
    is_new = profile is None
    if profile is None:
        profile = ImportProfile(landlord_id=run.landlord_id, kind=run.kind)
    present = {heading_key(heading) for heading in header_of(run).headings}
    kept = {h: name for h, name in profile.headings.items() if heading_key(h) not in present}
    headings = {**kept, **run.headings}
    if is_new or headings != profile.headings:
        profile.headings, profile.updated_at = headings, now()
        profile.save()

"""Importing a landlord's file: sent, its columns checked, looked at, then written."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.adapters.spreadsheets import write_csv, write_xlsx
from havre.allocations.selectors import holds
from havre.housing import actions, import_actions, permissions, selectors
from havre.housing.import_actions import AlreadySettled, Kind
from havre.housing.import_plan import VacancyPlan
from havre.housing.import_report import REPORT_COLUMNS, corrections, figures
from havre.housing.importing.problems import ImportProblem
from havre.housing.models import ImportRun
from havre.platform import gate
from havre.web.housing.import_forms import ColumnsForm, ImportForm
from havre.web.housing.import_presentation import Stat, stats_of, steps_of
from havre.web.housing.listing import page_of
from havre.web.shell.requests import MemberRequest

MOST_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALREADY_SETTLED = "Ce fichier a déjà été traité : rien n’a été changé."


def check_enters(request: MemberRequest) -> None:
    """Raise NotAllowed for whoever enters no offers."""
    if not permissions.enters_vacancies(request.actor):
        raise actions.NotAllowed


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: MemberRequest) -> HttpResponse:
    """Receive a file; why it cannot be read is said at its field."""
    check_enters(request)
    actor = request.actor
    form = ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        actor=actor,
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = import_actions.preview_import(
                form.landlord_id(), form.cleaned_data["file"], form.table, actor=actor
            )
        except ImportProblem as problem:
            form.add_error("file", str(problem))
        else:
            known = selectors.columns_known(run)
            return redirect("import-run" if known else "import-columns", run.pk)
    return render(request, "housing/import_send.html", {"form": form, "steps": steps_of("Fichier")})


@require_safe
def runs(request: MemberRequest) -> HttpResponse:
    """List the files received."""
    check_enters(request)
    page = page_of(selectors.import_runs(request.actor), request.GET)
    return render(
        request,
        "housing/imports.html",
        {"page": page, "sees_all": permissions.sees_all_vacancies(request.actor)},
    )


@require_safe
def run(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Show what a file would change, or what it changed."""
    check_enters(request)
    found = selectors.get_import(run_id, actor=request.actor)
    if found.status != ImportRun.Status.PREVIEW:
        return render(request, "housing/import_report.html", report_context(found))
    try:
        plan = import_actions.plan_import(found)
    except ImportProblem:
        return redirect("import-columns", run_id)
    told = figures(plan)
    read_differently = corrections(plan)
    missing = plan.missing if isinstance(plan, VacancyPlan) else []
    return render(
        request,
        "housing/import_preview.html",
        {
            "run": found,
            "told": told,
            "stats": stats_of(told),
            "steps": steps_of("Vérification", stock=found.kind == Kind.STOCK),
            "stock": found.kind == Kind.STOCK,
            "problems": problems(told),
            "corrections": read_differently[:MOST_SHOWN],
            "more_corrections": len(read_differently) - MOST_SHOWN,
            "unread": plan.reading.header.unknown if isinstance(plan, VacancyPlan) else (),
            "missing": missing[:MOST_SHOWN],
            "more_missing": len(missing) - MOST_SHOWN,
        },
    )


def problems(told: dict[str, object]) -> dict[str, object]:
    """Return the first refused lines, warnings and duplicates, and how many more there are."""
    shown: dict[str, object] = {}
    for name, key in (
        ("rejected", "rejected"),
        ("warnings", "warnings"),
        ("duplicates", "duplicate_lines"),
    ):
        found = told.get(key)
        assert isinstance(found, list)
        shown[name] = found[:MOST_SHOWN]
        shown[f"more_{name}"] = max(0, len(found) - MOST_SHOWN)
    return shown


def report_context(found: ImportRun) -> dict[str, object]:
    """Return what the page of a settled file shows; an abandoned one has no report."""
    told = found.report.get("figures")
    stats: list[Stat] = stats_of(told) if told else []
    return {
        "run": found,
        "told": told,
        "stats": stats,
        "stock": found.kind == Kind.STOCK,
        "problems": problems(told) if told else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Choose what each column holds."""
    check_enters(request)
    found = selectors.get_import(run_id, actor=request.actor)
    if found.status != ImportRun.Status.PREVIEW or found.kind == Kind.STOCK:
        return redirect("import-run", run_id)
    header, table = import_actions.header_of(found), import_actions.table_of(found)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, header=header, table=table
    )
    if request.method == "POST" and form.is_valid():
        try:
            import_actions.choose_columns(found, form.chosen(), actor=request.actor)
        except ImportProblem as problem:
            form.add_error(None, str(problem))
        except AlreadySettled:
            return settled(request, run_id)
        else:
            return redirect("import-run", run_id)
    return render(
        request,
        "housing/import_columns.html",
        {"run": found, "form": form, "header": header, "steps": steps_of("Colonnes")},
    )


@require_POST
def confirm(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Write what the file says, once."""
    check_enters(request)
    found = selectors.get_import(run_id, actor=request.actor)
    try:
        import_actions.confirm_import(
            found,
            withdraw_missing="withdraw_missing" in request.POST,
            holds=holds,
            actor=request.actor,
        )
    except AlreadySettled:
        return settled(request, run_id)
    except ImportProblem:
        return redirect("import-columns", run_id)
    messages.success(request, "Le fichier est importé.")
    return redirect("import-run", run_id)


@require_POST
def abandon(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Forget a file without importing it."""
    check_enters(request)
    found = selectors.get_import(run_id, actor=request.actor)
    try:
        import_actions.abandon_import(found, actor=request.actor)
    except AlreadySettled:
        return settled(request, run_id)
    messages.success(request, "Le fichier est abandonné : rien n’a été importé.")
    return redirect("imports")


def settled(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Say calmly that somebody was faster, or that the form was sent twice."""
    messages.info(request, ALREADY_SETTLED)
    return redirect("import-run", run_id)


@require_safe
def report(request: MemberRequest, run_id: UUID, suffix: str) -> HttpResponse:
    """Let the report of an import out, line by line, as CSV or as a workbook."""
    check_enters(request)
    found = selectors.get_import(run_id, actor=request.actor)
    if found.status != ImportRun.Status.DONE:
        raise ImportRun.DoesNotExist
    rows = [REPORT_COLUMNS, *found.report["lines"]]
    document = (
        gate.Document("rapport-import.csv", "text/csv; charset=utf-8", write_csv(rows))
        if suffix == "csv"
        else gate.Document("rapport-import.xlsx", XLSX, write_xlsx(rows, "Rapport"))
    )
    document = gate.release(
        document,
        actor=request.actor,
        subject=str(found.pk),
        still_allowed=lambda: selectors.import_runs(request.actor).filter(pk=found.pk).exists(),
    )
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response

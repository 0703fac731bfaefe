"""Importing a landlord's decisions: sent, its columns checked, looked at, then recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.allocations.decisions import importing
from havre.allocations.decisions.columns import DecisionField
from havre.allocations.decisions.plan import figures
from havre.housing.import_actions import AlreadySettled
from havre.housing.importing.problems import ImportProblem
from havre.housing.models import ImportRun
from havre.housing.selectors import decision_runs
from havre.web.desk.committee_views import check_sits
from havre.web.housing.import_forms import ColumnsForm, ImportForm
from havre.web.housing.import_presentation import Stat, steps_of
from havre.web.housing.import_views import ALREADY_SETTLED, problems
from havre.web.shell.requests import MemberRequest

RECENT = 10
HELP = (
    "Excel (xlsx, xls), LibreOffice (ods) ou CSV, 10 Mo au plus. Une ligne par proposition, avec "
    "sa référence, la décision et sa date. Vos titres de colonnes conviennent tels quels."
)


class DecisionFileForm(ImportForm):
    """A landlord's own file of decisions."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("landlord", None)
        self.fields["file"].help_text = HELP


def check_imports(request: MemberRequest) -> None:
    """Raise PermissionError for whoever records no committee's decisions."""
    check_sits(request)
    if not importing.may_import(request.actor):
        raise PermissionError


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: MemberRequest) -> HttpResponse:
    """Receive a file; why it cannot be read is said at its field. Earlier ones are below."""
    check_imports(request)
    actor = request.actor
    posted = request.method == "POST"
    form = DecisionFileForm(
        request.POST if posted else None, request.FILES if posted else None, actor=actor
    )
    if posted and form.is_valid():
        try:
            run = importing.receive(form.cleaned_data["file"], form.table, actor=actor)
        except ImportProblem as problem:
            form.add_error("file", str(problem))
        else:
            known = importing.columns_known(actor)
            return redirect("decisions-run" if known else "decisions-columns", run.pk)
    earlier = decision_runs(actor).defer("content")[:RECENT]
    context = {"form": form, "steps": steps_of("Fichier"), "earlier": earlier}
    return render(request, "desk/decisions_send.html", context)


@require_safe
def run(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Show what a file would record, or what it recorded."""
    check_imports(request)
    found = importing.get_run(run_id, actor=request.actor)
    if found.status != ImportRun.Status.PREVIEW:
        return render(request, "desk/decisions_report.html", _told(found, found.report))
    try:
        plan = importing.plan_of(found, actor=request.actor)
    except ImportProblem:
        return redirect("decisions-columns", run_id)
    context = _told(found, {"figures": figures(plan)})
    context |= {
        "steps": steps_of("Vérification"),
        "rows": [_said(row) for row in plan.rows],
        "unread": plan.reading.header.unknown,
    }
    return render(request, "desk/decisions_preview.html", context)


def _said(row: Any) -> dict[str, object]:
    return {"row": row, "decision": row.decision.label}


def _told(found: ImportRun, report: Mapping[str, Any]) -> dict[str, object]:
    told = report.get("figures")
    return {
        "run": found,
        "told": told,
        "stats": stats_of(told, done=found.status == ImportRun.Status.DONE) if told else [],
        "problems": problems(told) if told else None,
    }


def stats_of(told: Mapping[str, Any], *, done: bool) -> list[Stat]:
    """Return the figures of a file; what is zero and says nothing is left out."""
    stats = [Stat(told["recorded"], "Décisions enregistrées" if done else "À enregistrer")]
    if told["unchanged"]:
        stats.append(Stat(told["unchanged"], "Déjà enregistrées", "Rien à changer"))
    if told["rejected"]:
        stats.append(Stat(len(told["rejected"]), "Rejetées", "À corriger dans votre fichier"))
    if told["duplicate_lines"]:
        repeated = len(told["duplicate_lines"])
        stats.append(Stat(repeated, "Doublons", "La première ligne est retenue"))
    return stats


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Choose what each column holds."""
    check_imports(request)
    found = importing.get_run(run_id, actor=request.actor)
    if found.status != ImportRun.Status.PREVIEW:
        return redirect("decisions-run", run_id)
    table = importing.table_of(found)
    header = importing.header_of(found, table)
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, header=header, table=table, kinds=DecisionField)
    if posted is not None and form.is_valid():
        try:
            importing.choose_columns(run_id, form.chosen(), actor=request.actor)
        except ImportProblem as problem:
            form.add_error(None, str(problem))
        except AlreadySettled:
            return settled(request, run_id)
        else:
            return redirect("decisions-run", run_id)
    context = {"run": found, "form": form, "header": header, "steps": steps_of("Colonnes")}
    return render(request, "desk/decisions_columns.html", context)


@require_POST
def confirm(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Record the decisions of a file, once."""
    check_imports(request)
    try:
        done = importing.confirm(run_id, actor=request.actor)
    except AlreadySettled:
        return settled(request, run_id)
    except ImportProblem:
        return redirect("decisions-columns", run_id)
    if done.report["figures"]["recorded"]:
        messages.success(request, "Les décisions sont enregistrées.")
    else:
        messages.info(request, "Rien n’a changé.")
    return redirect("decisions-run", run_id)


@require_POST
def abandon(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Forget a file without recording anything."""
    check_imports(request)
    try:
        importing.abandon(run_id, actor=request.actor)
    except AlreadySettled:
        return settled(request, run_id)
    messages.success(request, "Le fichier est abandonné : rien n’a été enregistré.")
    return redirect("decisions-send")


def settled(request: MemberRequest, run_id: UUID) -> HttpResponse:
    """Say calmly that somebody was faster, or that the form was sent twice."""
    messages.info(request, ALREADY_SETTLED)
    return redirect("decisions-run", run_id)

"""The operator's page of one meeting: its agenda, who is there, what is treated apart."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.allocations.selectors import running
from havre.assessments.selectors import board
from havre.cases.listing import find_by_reference
from havre.cases.models import Case
from havre.cases.selectors import list_parts
from havre.coordination import agenda_actions as actions
from havre.coordination import minutes, room, selectors
from havre.coordination.agenda_actions import Closed
from havre.coordination.models import AgendaItem, CoordinationMeeting
from havre.coordination.permissions import runs
from havre.coordination.series_actions import NotNeutral
from havre.engine.vocabulary import Compartment, MeetingStatus
from havre.platform.acting import Actor
from havre.programmes.selectors import with_any_role
from havre.web.coordination.dates import operators_meeting, post
from havre.web.coordination.forms import AddCaseForm, AddTopicForm, PeopleForm
from havre.web.coordination.presenting import agenda_lines
from havre.web.shell.requests import MemberRequest

TOO_LATE = "Le compte rendu est validé : l’ordre du jour ne change plus."
NO_CASE = "Aucune situation suivie ne porte cette référence."
S = MeetingStatus
MOVES = {
    "monter": actions.Move.UP,
    "descendre": actions.Move.DOWN,
    "ecarter": actions.Move.ASIDE,
    "remettre": actions.Move.BACK,
}


@require_safe
def meeting(request: MemberRequest, reference: str) -> HttpResponse:
    """One meeting: its agenda for the operator; its minutes for whoever was invited."""
    found = selectors.get_meeting(reference, actor=request.actor)
    if not runs(request.actor):
        if found.status == S.VALIDATED:
            return redirect("meeting-minutes", reference)
        return redirect("meetings")
    return _agenda(request, found, AddCaseForm(), AddTopicForm())


def _agenda(
    request: MemberRequest,
    found: CoordinationMeeting,
    case_form: AddCaseForm,
    topic_form: AddTopicForm,
) -> HttpResponse:
    actor = request.actor
    points = actions.points_of(found)
    items = [one for one in points if isinstance(one, AgendaItem)]
    ids = [one.case_id for one in items]
    list_parts(ids, Compartment.NEED_CARD, Compartment.PROPOSAL, actor=actor)
    cards = list(board(actor))
    held = {one.case_id: one for one in running(actor).filter(case_id__in=ids)} if ids else {}
    lines = agenda_lines(points, {one.case_id: one for one in cards}, held, cards)
    context = {
        "meeting": found,
        "lines": [one for one in lines if not one.point.aside],
        "aside": [one for one in lines if one.point.aside],
        "case_form": case_form,
        "topic_form": topic_form,
        "open": found.status in {S.PLANNED, S.OPEN},
        "begun": found.status == S.OPEN,
        "validated": found.status == S.VALIDATED,
        "apart": _apart(found, points, actor) if found.status == S.OPEN else 0,
    }
    return render(request, "coordination/agenda.html", context)


def _apart(found: CoordinationMeeting, points: Sequence[actions.Point], actor: Actor) -> int:
    return len(room.room_of(found, points, actor=actor).apart)


@require_POST
def prepare(request: MemberRequest, reference: str) -> HttpResponse:
    """Bring the agenda up to date."""
    operators_meeting(request, reference)
    try:
        actions.prepare(reference, actor=request.actor)
    except Closed:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, "L’ordre du jour est à jour.")
    return redirect("meeting", reference)


@require_POST
def add_case(request: MemberRequest, reference: str) -> HttpResponse:
    """Put a situation on the agenda."""
    found = operators_meeting(request, reference)
    form = AddCaseForm(request.POST)
    if form.is_valid():
        case = find_by_reference(form.cleaned_data["case"], actor=request.actor)
        try:
            if case is None:
                raise Case.DoesNotExist
            actions.add_case(reference, case.reference, actor=request.actor)
        except Case.DoesNotExist:
            form.add_error("case", NO_CASE)
        except Closed:
            messages.info(request, TOO_LATE)
            return redirect("meeting", reference)
        else:
            messages.success(request, "La situation est à l’ordre du jour.")
            return redirect("meeting", reference)
    return _agenda(request, found, form, AddTopicForm())


@require_POST
def add_topic(request: MemberRequest, reference: str) -> HttpResponse:
    """Add a subject."""
    found = operators_meeting(request, reference)
    form = AddTopicForm(request.POST)
    if form.is_valid():
        try:
            actions.add_topic(reference, form.cleaned_data["title"], actor=request.actor)
        except NotNeutral:
            form.add_error("title", "Ce sujet est lu à l’écran : choisissez un mot neutre.")
        except Closed:
            messages.info(request, TOO_LATE)
            return redirect("meeting", reference)
        else:
            messages.success(request, "Le sujet est à l’ordre du jour.")
            return redirect("meeting", reference)
    return _agenda(request, found, AddCaseForm(), form)


@require_POST
def change(request: MemberRequest, reference: str, point_id: UUID) -> HttpResponse:
    """Move a point, put it aside, or bring it back."""
    operators_meeting(request, reference)
    how = MOVES.get(request.POST.get("faire", ""))
    if how is None:
        raise AgendaItem.DoesNotExist
    try:
        actions.move(reference, point_id, how, actor=request.actor)
    except Closed:
        messages.info(request, TOO_LATE)
    return redirect("meeting", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: MemberRequest, reference: str) -> HttpResponse:
    """Who is there: asked before anything is shown, and again when somebody comes or leaves."""
    found = operators_meeting(request, reference)
    actor = request.actor
    if found.status not in {S.PLANNED, S.OPEN}:
        messages.info(request, TOO_LATE)
        return redirect("meeting", reference)
    organisations = with_any_role(actor.programme_id).filter(
        pk__in=[
            *selectors.may_be_invited(actor).order_by().values_list("pk", flat=True),
            actor.organisation_id,
        ]
    )
    chosen = list(found.attendance.values_list("organisation_id", "user_id"))
    form = PeopleForm(
        request.POST if request.method == "POST" else None,
        organisations,
        selectors.people_of(organisations),
        chosen or [(actor.organisation_id, actor.user_id)],
    )
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            room.record_attendance(reference, form.chosen(), actor=actor)
        except room.NobodyThere:
            error = "Cochez au moins un autre organisme."
        except Closed:
            messages.info(request, TOO_LATE)
            return redirect("meeting", reference)
        else:
            if found.prepared_at is None:
                actions.prepare(reference, actor=actor)
            return redirect("meeting-session", reference)
    context = {"form": form, "meeting": found, "error": error, "begun": bool(chosen)}
    return render(request, "coordination/attendance.html", context)


@require_POST
def validate(request: MemberRequest, reference: str) -> HttpResponse:
    """Freeze the minutes, and tell those invited."""
    operators_meeting(request, reference)
    sending = post()
    try:
        minutes.validate(reference, sending.address, sending.page, actor=request.actor)
    except (Closed, minutes.NotOpened):
        messages.info(request, "Le compte rendu est déjà validé, ou la réunion n’a pas eu lieu.")
    else:
        messages.success(request, "Le compte rendu est validé. Les participants sont prévenus.")
    return redirect("meeting", reference)

"""The minutes: read in Havre, taken out as a PDF or a text, and what is done of the decisions.

Also what was treated apart, and decisions that could not be carried out: for the operator alone.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.adapters.printing import Paper, PrintingFailed, print_paper
from havre.adapters.printing.text_documents import write_text
from havre.cases.selectors import list_parts
from havre.coordination import deciding, minutes, room
from havre.coordination.agenda_actions import Closed
from havre.coordination.models import AgendaItem, CoordinationMeeting
from havre.coordination.permissions import runs
from havre.engine.vocabulary import Compartment, DecisionKind, MeetingStatus
from havre.platform import gate
from havre.web.accounts import recently_authenticated
from havre.web.coordination import presenting
from havre.web.coordination.dates import operators_meeting
from havre.web.coordination.forms import DecisionForm
from havre.web.coordination.minute_texts import sheet_of
from havre.web.shell.requests import MemberRequest

FORMS = {
    "pdf": ("document.pdf", "application/pdf"),
    "odt": ("document.odt", "application/vnd.oasis.opendocument.text"),
}
"""The same names for every meeting: a list of downloads says nothing."""


@require_safe
def read(request: MemberRequest, reference: str) -> HttpResponse:
    """The minutes, as the reader may read them; a draft to the operator."""
    found = minutes.minutes_of(reference, actor=request.actor)
    own = request.actor.organisation_id
    operates = runs(request.actor)
    rows = [presenting.decision_row(one) for one in found.lines]
    context = {
        "found": found,
        "meeting": found.meeting,
        "rows": rows,
        "topics": [presenting.decision_row(one) for one in found.topics],
        "operates": operates,
        "takes_out": request.actor.writes,
        "own": own,
        "draft": found.meeting.status == MeetingStatus.OPEN,
    }
    if operates:
        private = minutes.private_decisions(found.meeting, actor=request.actor)
        context["private"] = [presenting.private_row(one) for one in private]
    return render(request, "coordination/minutes.html", context)


@recently_authenticated
@require_safe
def download(request: MemberRequest, reference: str, code: str) -> HttpResponse:
    """Make the minutes as a file and let them out by the gate."""
    found = minutes.minutes_of(reference, actor=request.actor)
    ready = found.meeting.status == MeetingStatus.VALIDATED and request.actor.writes
    if code not in FORMS or not ready:  # whoever only reads takes nothing out
        raise CoordinationMeeting.DoesNotExist
    sheet = sheet_of(found)
    try:
        content = print_paper(Paper.MINUTES, sheet) if code == "pdf" else write_text(sheet)
    except PrintingFailed as error:
        messages.error(request, str(error))
        return redirect("meeting-minutes", reference)
    name, kind = FORMS[code]
    document = minutes.release_minutes(
        found, gate.Document(name, kind, content), actor=request.actor
    )
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response


@require_POST
def settle(request: MemberRequest, reference: str, decision_id: UUID) -> HttpResponse:
    """Say that a decision is done, or that it is not."""
    done = request.POST.get("fait", "") == "oui"
    minutes.settle(reference, decision_id, done, actor=request.actor)
    messages.success(request, "C’est noté." if done else "La décision est de nouveau à suivre.")
    return redirect("meeting-minutes", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: MemberRequest, reference: str) -> HttpResponse:
    """What may not be shown to those present: decided here, and in nobody's minutes."""
    meeting = operators_meeting(request, reference)
    if meeting.status != MeetingStatus.OPEN:
        return redirect("meeting", reference)
    shown = room.room_of(meeting, actor=request.actor)
    bound, wanted = None, request.POST.get("point", "")
    if request.method == "POST":
        item = next((one for one in shown.apart if str(one.pk) == wanted), None)
        if item is None:
            return redirect("meeting-apart", reference)
        bound = _form(request, request.POST)
        if bound.is_valid() and _decided(request, reference, item, bound):
            return redirect("meeting-apart", reference)
    list_parts([one.case_id for one in shown.apart], Compartment.PROPOSAL, actor=request.actor)
    rows = [
        {
            "item": item,
            "said": [presenting.decision_row(one) for one in item.decisions.all()],
            "form": bound if bound and str(item.pk) == wanted else _form(request, None),
        }
        for item in shown.apart
    ]
    return render(request, "coordination/apart.html", {"meeting": meeting, "rows": rows})


def _form(request: MemberRequest, data: QueryDict | None) -> DecisionForm:
    """A dwelling is chosen on its own page, with all its rules; the operator does the rest."""
    kinds = [one for one in DecisionKind if one is not DecisionKind.PROPOSE]
    own = (request.actor.organisation_id, request.actor.name)
    return DecisionForm(data, kinds=kinds, offers=[], people=[own])


def _decided(request: MemberRequest, reference: str, item: AgendaItem, form: DecisionForm) -> bool:
    try:
        deciding.decide(reference, item.pk, form.choice(), apart=True, actor=request.actor)
    except deciding.Missing as error:
        form.add_error(error.field, str(error))
        return False
    except (deciding.NotInTheRoom, Closed):
        messages.info(request, "L’ordre du jour a changé. Reprenez ici.")
    else:
        messages.success(request, "La décision est enregistrée, à part.")
    return True


@require_POST
def take_back(request: MemberRequest, reference: str, decision_id: UUID) -> HttpResponse:
    """Remove a decision recorded by mistake."""
    operators_meeting(request, reference)
    try:
        deciding.take_back(reference, decision_id, actor=request.actor)
    except Closed:
        messages.info(request, "Le compte rendu est validé : il ne change plus.")
    return redirect("meeting-minutes", reference)

"""The shared screen: one point at a time, in large type, and the decisions as they fall.

Nothing here says more of a case than its card, and nothing tells that a case is treated apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from havre.allocations.selectors import held_vacancies
from havre.coordination import agenda, deciding, room
from havre.coordination.agenda_actions import Closed, Point
from havre.coordination.models import AgendaItem, CoordinationMeeting
from havre.coordination.room import Room
from havre.engine.vocabulary import DecisionKind, MeetingStatus, PointKind
from havre.housing.selectors import standing_offers
from havre.matching.offers import answers, offer_of
from havre.platform.acting import Actor
from havre.programmes.selectors import commune_names
from havre.web.coordination import presenting
from havre.web.coordination.dates import operators_meeting
from havre.web.coordination.forms import DecisionForm
from havre.web.shell.requests import MemberRequest

MOST_OFFERS = 12
K = DecisionKind
FOR_TOPICS = (K.ASK, K.NONE)
SAVED = "La décision est enregistrée."
CHANGED = "L’ordre du jour a changé. Reprenez ici."


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: MemberRequest, reference: str) -> HttpResponse:
    """One point before everybody; `?point=` from 1, the last page says what comes next."""
    meeting = operators_meeting(request, reference)
    if meeting.status != MeetingStatus.OPEN:
        return redirect("meeting-attendance", reference)
    said = _public(request)
    shown = room.room_of(meeting, actor=request.actor)
    if request.method == "POST":
        return _decide(request, meeting, shown)
    number = _number(request.GET.get("point", ""), len(shown.points) + 1)
    if number > len(shown.points):
        context = {"meeting": meeting, "count": len(shown.points), "over": True, "messages": said}
        return render(request, "coordination/session.html", context | _around(reference, number))
    return _page(request, meeting, shown, number, None, said)


def _public(request: MemberRequest) -> list[Message]:
    """Return what this page has to say; what another wanted to say may be about a situation, and
    the room is watching: it is dropped."""
    return [one for one in messages.get_messages(request) if one.message in {SAVED, CHANGED}]


def _number(text: str, most: int) -> int:
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() else 1


def _around(reference: str, number: int) -> dict[str, str]:
    base = reverse("meeting-session", args=[reference])
    return {
        "previous_url": f"{base}?point={number - 1}" if number > 1 else "",
        "next_url": f"{base}?point={number + 1}",
    }


def _page(
    request: MemberRequest,
    meeting: CoordinationMeeting,
    shown: Room,
    number: int,
    bound: DecisionForm | None,
    said_before: Sequence[Message] = (),
) -> HttpResponse:
    point, actor = shown.points[number - 1], request.actor
    card = shown.card(point)
    if card is not None:
        room.note_shown(card.case_id, meeting, actor=actor)
    decided = point.decisions.all() if isinstance(point, AgendaItem) else []
    said = [presenting.decision_row(one) for one in decided if one.shown]
    if not isinstance(point, AgendaItem) and point.decision:
        said = [presenting.decision_row(point)]
    context = {
        "meeting": meeting,
        "point": point,
        "shown": presenting.shown_point(point, card, commune_names(), list(shown.cards.values())),
        "said": said,
        "earlier": _earlier(meeting, point, actor),
        "form": bound or _form(meeting, point, shown, actor, None),
        "number": number,
        "count": len(shown.points),
        "messages": said_before,
    }
    return render(
        request, "coordination/session.html", context | _around(meeting.reference, number)
    )


def _earlier(
    meeting: CoordinationMeeting, point: Point, actor: Actor
) -> list[presenting.DecisionRow]:
    """What an earlier room decided of this case and is to be checked."""
    if not isinstance(point, AgendaItem) or point.kind != PointKind.CHECK:
        return []
    rows = agenda.said_in_the_room(agenda.open_decisions(meeting, actor=actor))
    return [presenting.decision_row(one) for one in rows.filter(case_id=point.case_id)]


def _form(
    meeting: CoordinationMeeting, point: Point, shown: Room, actor: Actor, data: QueryDict | None
) -> DecisionForm:
    """Return the decisions that a point may have, with those in the room to carry them out."""
    people = room.organisations_of(meeting)
    of_case = isinstance(point, AgendaItem)
    return DecisionForm(
        data,
        kinds=list(K) if of_case else FOR_TOPICS,
        offers=offers_for(meeting, point, shown, actor),
        people=people,
    )


def offers_for(
    meeting: CoordinationMeeting, point: Point, shown: Room, actor: Actor
) -> list[tuple[str, str]]:
    """Return the offers that answer a point's card by what it shows: no safety rule is read here.

    Those free when the meeting opened, less what the room chose at another point. What a proposal
    of this meeting holds meanwhile stays: an offer that goes, or does not, would tell the room
    whether it could be proposed, and why not may be her safety.
    """
    card = shown.card(point)
    if card is None:
        return []
    gone = held_vacancies(actor, before=meeting.opened_at)
    gone |= {
        decision.vacancy_id
        for other in shown.points
        if isinstance(other, AgendaItem) and other.pk != point.pk
        for decision in other.decisions.all()
        if decision.shown and decision.vacancy_id is not None
    }
    free = standing_offers(actor)[: agenda.MOST_OFFERS]
    found = [one for one in free if one.pk not in gone and answers(card, offer_of(one))]
    return [presenting.offer_choice(one) for one in found[:MOST_OFFERS]]


def _decide(request: MemberRequest, meeting: CoordinationMeeting, shown: Room) -> HttpResponse:
    point = _asked_point(request, shown)
    if point is None:  # somebody came in meanwhile: it is treated apart
        messages.info(request, CHANGED)
        return redirect("meeting-session", meeting.reference)
    number = shown.points.index(point) + 1
    form = _form(meeting, point, shown, request.actor, request.POST)
    if form.is_valid():
        try:
            if isinstance(point, AgendaItem):
                deciding.decide(meeting.reference, point.pk, form.choice(), actor=request.actor)
            else:
                choice = form.choice()
                deciding.decide_topic(meeting.reference, point.pk, choice, actor=request.actor)
        except deciding.Missing as error:
            form.add_error(error.field, str(error))
        except (deciding.NotInTheRoom, Closed):
            messages.info(request, CHANGED)
            return redirect("meeting-session", meeting.reference)
        else:
            messages.success(request, SAVED)
            base = reverse("meeting-session", args=[meeting.reference])
            return redirect(f"{base}?point={number}")
    return _page(request, meeting, shown, number, form)


def _asked_point(request: MemberRequest, shown: Room) -> Point | None:
    try:
        wanted = UUID(request.POST.get("point", ""))
    except ValueError:
        return None
    return next((one for one in shown.points if one.pk == wanted), None)

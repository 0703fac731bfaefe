"""Pages of the dates: the list, the settings, who is invited, what is moved or cancelled."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.adapters.calendars import write_entry
from havre.coordination import inviting, selectors, series_actions
from havre.coordination.entry import Entry, entry_of
from havre.coordination.models import CoordinationMeeting, MeetingSeries
from havre.coordination.permissions import NotAllowed, runs
from havre.engine.recurrence import local, said
from havre.engine.vocabulary import MeetingStatus
from havre.organisations.models import Organisation
from havre.platform import gate
from havre.web.coordination.forms import MoveForm, PeopleForm, SeriesForm
from havre.web.organisations.addresses import public_address
from havre.web.shell.requests import MemberRequest
from havre.web.templatetags.havre import long_date

COMING, PAST = 8, 12


def operator_only(request: MemberRequest) -> None:
    """The commission is prepared by the operator. Raises NotAllowed."""
    if not runs(request.actor):
        raise NotAllowed


def operators_meeting(request: MemberRequest, reference: str) -> CoordinationMeeting:
    """Return a meeting for the operator alone; CoordinationMeeting.DoesNotExist for others."""
    if not runs(request.actor):
        raise CoordinationMeeting.DoesNotExist
    return selectors.get_meeting(reference, actor=request.actor)


def written(entry: Entry) -> str:
    """Write a calendar object from the address messages come from."""
    return write_entry(entry, sender=settings.DEFAULT_FROM_EMAIL)


def post() -> inviting.Post:
    """What an invitation needs of the outside."""
    return inviting.Post(
        write=written,
        address=lambda token: public_address(reverse("mail-link", args=[token])),
        page=reverse("meetings"),
    )


@require_safe
def meetings(request: MemberRequest) -> HttpResponse:
    """The dates to come, and the meetings held."""
    actor = request.actor
    coming = list(selectors.coming(actor)[:COMING])
    series = selectors.running_series(actor)
    operates = runs(actor)
    context: dict[str, object] = {
        "operates": operates,
        "coming": coming,
        "next": next((one for one in coming if one.status == MeetingStatus.PLANNED), None),
        "past": list(selectors.past(actor)[:PAST]),
        "series": series if operates or coming else None,
    }
    if series is not None and (operates or coming):
        context["rule"] = said(series.rule, local(series.starts_at).date())
        if operates:
            guests = list(selectors.guests_of(series, actor=actor))
            context["organisations"] = _names([one.organisation for one in guests])
            context["to_tell"] = inviting.to_be_told(series) if guests else 0
    return render(request, "coordination/meetings.html", context)


def _names(organisations: list[Organisation]) -> list[str]:
    return list(dict.fromkeys(one.name for one in organisations))


@require_http_methods(["GET", "HEAD", "POST"])
def series(request: MemberRequest) -> HttpResponse:
    """When and where: written, and the dates to come follow."""
    operator_only(request)
    found = selectors.running_series(request.actor)
    form = SeriesForm(request.POST or None, initial=SeriesForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            series_actions.save_series(form.terms(), actor=request.actor)
        except (series_actions.BadDate, series_actions.NotNeutral) as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Les dates sont enregistrées.")
            return redirect("meetings" if found is not None else "meetings-guests")
    return render(request, "coordination/series.html", {"form": form, "series": found})


@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: MemberRequest) -> HttpResponse:
    """Who is invited."""
    operator_only(request)
    actor = request.actor
    found = selectors.running_series(actor)
    if found is None:
        messages.info(request, "Fixez d’abord les dates.")
        return redirect("meetings-settings")
    allowed = selectors.may_be_invited(actor)
    present = selectors.guests_of(found, actor=actor)
    form = PeopleForm(
        request.POST if request.method == "POST" else None,
        allowed,
        selectors.people_of(allowed),
        present.values_list("organisation_id", "user_id"),
    )
    if request.method == "POST" and form.is_valid():
        series_actions.set_guests(form.chosen(), actor=actor)
        messages.success(request, "Les participants sont enregistrés.")
        return redirect("meetings")
    return render(request, "coordination/guests.html", {"form": form})


@require_POST
def tell(request: MemberRequest) -> HttpResponse:
    """Send the dates to whoever has not the present ones."""
    operator_only(request)
    try:
        count = inviting.tell(post(), actor=request.actor)
    except (series_actions.NothingToTell, MeetingSeries.DoesNotExist):
        messages.info(request, "Toutes et tous ont déjà ces dates.")
    else:
        people = "Une personne reçoit" if count == 1 else f"{count} personnes reçoivent"
        messages.success(request, f"{people} les dates, par un courrier neutre.")
    return redirect("meetings")


@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """Stop the commission."""
    operator_only(request)
    try:
        inviting.end_series(post(), actor=request.actor)
    except MeetingSeries.DoesNotExist:
        messages.info(request, "Il n’y a plus de date à venir.")
    else:
        messages.success(request, "Les dates à venir sont retirées. Les comptes rendus restent.")
    return redirect("meetings")


@require_safe
def calendar(request: MemberRequest) -> HttpResponse:
    """The dates as a file for one's agenda, checked as all that leaves."""
    actor = request.actor
    found = selectors.running_series(actor)
    if found is None or not selectors.is_guest(found, actor=actor):
        raise MeetingSeries.DoesNotExist
    entry = entry_of(found, request.user.email, sequence=found.sequence)
    document = gate.Document("agenda.ics", "text/calendar", written(entry).encode())
    recipient = gate.Recipient(organisation_id=actor.organisation_id, user_id=actor.user_id)
    body = document.content.decode().replace("\r\n ", "")
    gate.dispatch(
        gate.Departure(gate.Way.CALENDAR, recipient, subject=entry.title, body=body), actor=actor
    )
    response = HttpResponse(document.content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: MemberRequest, reference: str) -> HttpResponse:
    """Hold one meeting at another time."""
    meeting = operators_meeting(request, reference)
    now_at = local(meeting.starts_at)
    form = MoveForm(request.POST or None, initial={"day": now_at.date(), "at": now_at.time()})
    if request.method == "POST" and form.is_valid():
        try:
            series_actions.move_meeting(reference, form.moment(), actor=request.actor)
        except series_actions.BadDate as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "La date est changée. Prévenez les participants.")
            return redirect("meetings")
    context = {"form": form, "meeting": meeting, "day": long_date(meeting.starts_at)}
    return render(request, "coordination/move.html", context)


@require_POST
def cancel(request: MemberRequest, reference: str) -> HttpResponse:
    """Cancel one date."""
    operators_meeting(request, reference)
    if series_actions.cancel_meeting(reference, actor=request.actor):
        messages.success(request, "La date est annulée. Prévenez les participants.")
    else:
        messages.info(request, "Cette date n’est plus prévue.")
    return redirect("meetings")

"""A landlord's committees: its calendar, and one page per date where decisions are entered."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.allocations import committees as calendar
from havre.allocations.candidate_files import files_of
from havre.allocations.models import AllocationCommittee, Proposal
from havre.allocations.refusals import Refusal
from havre.cases import selectors as cases
from havre.engine.vocabulary import Compartment, ProposalStatus, Role
from havre.web.allocations.presenting import decision_facts, title_of, tone_of
from havre.web.desk.answering import answerable
from havre.web.desk.forms import DatesForm
from havre.web.desk.views import MOST, sittings_of
from havre.web.shell.requests import MemberRequest
from havre.web.templatetags.havre import count, long_date

CANDIDACIES_SHOWN = 40


def check_sits(request: MemberRequest) -> None:
    """Only a social landlord has a committee. Raises PermissionError for anybody else."""
    if not request.actor.has(Role.LANDLORD):
        raise PermissionError


@require_safe
def committees(request: MemberRequest) -> HttpResponse:
    """One's calendar, with how many candidacies go to each date."""
    check_sits(request)
    actor = request.actor
    running = list(calendar.running_for(actor)[:MOST])
    found = sittings_of(calendar.coming(actor), running)
    keeps = calendar.keeps_calendar(actor)
    return render(request, "desk/committees.html", {"sittings": found, "keeps": keeps})


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: MemberRequest) -> HttpResponse:
    """Enter one date, or one every so many weeks."""
    check_sits(request)
    if not calendar.keeps_calendar(request.actor):
        raise PermissionError
    form = DatesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept, left_out = calendar.enter_dates(**form.cleaned_data, actor=request.actor)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            said = count(len(kept), "date est au calendrier,dates sont au calendrier")
            messages.success(request, f"{said}.")
            if left_out:
                days = ", ".join(long_date(day) for day in left_out)
                messages.info(request, f"Jours chômés, laissés de côté : {days}.")
            return redirect("committees")
    return render(request, "desk/dates.html", {"form": form})


def day_of(text: str) -> date:
    """Return the day of an address; one that does not exist is not there."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AllocationCommittee.DoesNotExist from None


@require_safe
def committee(request: MemberRequest, day: str) -> HttpResponse:
    """One committee: what goes to it, what each file lacks, and the decisions as they fall."""
    check_sits(request)
    actor = request.actor
    on = day_of(day)
    found = calendar.committee_on(on, actor=actor)
    going = list(calendar.candidacies_on(on, actor=actor)[:CANDIDACIES_SHOWN])
    names = cases.names_listed([one.case for one in going], Compartment.PROPOSAL, actor=actor)
    to_decide = [one for one in going if one.status == ProposalStatus.COMMITTEE]
    decided = [one for one in going if one.status != ProposalStatus.COMMITTEE]
    files = files_of([one.case for one in to_decide], actor=actor)
    context = {
        "committee": found,
        "rows": [
            answerable(one, names.get(one.case_id, ""), file=files.get(one.case_id), actor=actor)
            for one in to_decide
        ],
        "decided": [_decided(one, names.get(one.case_id, "")) for one in decided],
        "back": f"commission-{day}",
        "enters": actor.writes,
        "removable": calendar.keeps_calendar(actor)
        and found.pk
        and not found._state.adding
        and not to_decide,
    }
    return render(request, "desk/committee.html", context)


def _decided(proposal: Proposal, name: str) -> dict[str, object]:
    return {
        "proposal": proposal,
        "name": name,
        "title": title_of(proposal),
        "tone": tone_of(proposal.status_word),
        "facts": decision_facts(proposal),
    }


@require_POST
def remove(request: MemberRequest, day: str) -> HttpResponse:
    """Take a date out of the calendar; one where candidacies go stays, and says why."""
    check_sits(request)
    try:
        calendar.remove_date(day_of(day), actor=request.actor)
    except Refusal as error:
        messages.warning(request, str(error))
        return redirect("committee", day)
    messages.success(request, "La date est retirée du calendrier.")
    return redirect("committees")

"""The line of candidates of a dwelling: the first place holds it, two more wait their turn.

All that orders a line runs under one lock per programme: ending one proposal may move up another
on this dwelling and on those where she waits, and two such steps never wait for each other. What
moves is written in the name of the keeper of the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from havre.allocations.models import Proposal, ProposalStep
from havre.allocations.refusals import NotFirst
from havre.cases.actions import move_case
from havre.cases.models import Case
from havre.engine.deadlines import answer_deadline
from havre.engine.lifecycle import FIRM, HOLDING, PLACES
from havre.engine.vocabulary import ProposalStatus, Stage, VacancyStatus
from havre.housing.models import Vacancy
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.programmes.models import Programme

P = ProposalStatus
WAITING = HOLDING - FIRM
"""States in which a candidate may stand in the second or third place."""


def lock_lines(proposal: Proposal) -> None:
    """Let one transaction at a time order the lines of the proposal's programme."""
    vacancy = Vacancy.objects.filter(pk=proposal.vacancy_id)
    Programme.objects.select_for_update(no_key=True).get(pk__in=vacancy.values("programme_id"))


def lock_programme(programme_id: int) -> Programme:
    """Let one transaction at a time order the lines of a programme; return it."""
    return Programme.objects.select_for_update(no_key=True).get(pk=programme_id)


def taken(vacancy_id: UUID) -> set[int]:
    """Return the places of a line that are taken."""
    in_line = Proposal.objects.filter(vacancy_id=vacancy_id, status__in=HOLDING)
    return {place for place in in_line.values_list("place", flat=True) if place}


def next_place(vacancy_id: UUID) -> int | None:
    """Return the first free place of a line, None when it is full."""
    free = set(range(1, PLACES + 1)) - taken(vacancy_id)
    return min(free, default=None)


def lines_of(proposal: Proposal) -> list[UUID]:
    """Return the vacancies that an ended proposal may move: its own, and those where she waits."""
    elsewhere = Proposal.objects.filter(
        case_id=proposal.case_id, status__in=WAITING, place__gt=1
    ).order_by("proposed_on", "pk")
    return [proposal.vacancy_id, *elsewhere.values_list("vacancy_id", flat=True)]


def settle(vacancy_ids: Iterable[UUID], *, actor: Actor) -> int:
    """Give each free hold to the next who can take it, and close up the lines; return how many.

    Run in the name of the keeper of the files.
    """
    return sum(_settle(vacancy_id, actor) for vacancy_id in dict.fromkeys(vacancy_ids))


def _settle(vacancy_id: UUID, actor: Actor) -> int:
    line = list(
        Proposal.objects.select_for_update(of=("self",))
        .select_related("case", "vacancy")
        .filter(vacancy_id=vacancy_id, status__in=HOLDING)
        .order_by("place")
    )
    moved = 0
    if line and all(one.place != 1 for one in line) and not _gone(line[0].vacancy):
        for one in line:
            if may_hold(one.case):
                _take_first(one, actor)
                moved = 1
                break
    waiting = [one for one in line if one.place != 1]
    for place, one in enumerate(waiting, start=2):
        if one.place != place:
            _move(one, place, actor)
    return moved


def _gone(vacancy: Vacancy) -> bool:
    """An offer that expired under its candidates still stands for them; one withdrawn does not."""
    return vacancy.status in {VacancyStatus.WITHDRAWN, VacancyStatus.LEASED}


def may_hold(case: Case) -> bool:
    """Tell whether a woman may take a hold: she searches, holds no other, and is not in pause."""
    return case.stage == Stage.SEARCH and not case.parked


def _take_first(proposal: Proposal, actor: Actor) -> None:
    """Give the hold to a candidate, with a fresh end, and a fresh delay if she has not answered."""
    programme = Programme.objects.get(pk=proposal.vacancy.programme_id)
    proposal.moved_up_at = now()
    proposal.hold_until = today() + timedelta(days=programme.hold_days)
    if proposal.status == P.PROPOSED:
        proposal.reply_by = answer_deadline(today(), programme.proposal_days)
    _move(proposal, 1, actor)
    move_case(proposal.case, Stage.PROPOSAL)


def _move(proposal: Proposal, place: int, actor: Actor) -> None:
    proposal.place = place
    proposal.save(update_fields=["place", "moved_up_at", "hold_until", "reply_by"])
    ProposalStep(
        case_id=proposal.case_id,
        proposal=proposal,
        status=proposal.status,
        on=today(),
        by_organisation_id=actor.organisation_id,
        place=place,
    ).save(force_insert=True)
    journal.record(
        actor, f"PROPOSAL_PLACE_{place}", case_id=proposal.case_id, subject=proposal.reference
    )


def bring_forward(proposal: Proposal, *, actor: Actor) -> None:
    """Give the first place to a candidate that the landlord chose; the former first waits.

    Raises NotFirst when the former's attribution is already firm, or when she cannot hold it.
    """
    if proposal.place == 1:
        return
    first = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("case", "vacancy")
        .filter(vacancy_id=proposal.vacancy_id, status__in=HOLDING, place=1)
        .first()
    )
    if not may_hold(proposal.case) or (first is not None and P(first.status) in FIRM):
        raise NotFirst
    before = proposal.place
    if first is not None:
        Proposal.objects.filter(pk=first.pk).update(place=None)
    _take_first(proposal, actor)
    if first is not None:
        _move(first, before or PLACES, actor)
        move_case(first.case, Stage.SEARCH)
        settle(lines_of(first), actor=actor)
    else:
        settle([proposal.vacancy_id], actor=actor)

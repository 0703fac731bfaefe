"""The urgent circuit: who may be asked, what they see, answers in time and late, and its end."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.utils import InternalError, ProgrammingError

from havre.allocations import urgent_calls as urgent
from havre.allocations.models import UrgentAsk, UrgentCall
from havre.allocations.refusals import Missing, NotAllowed
from havre.allocations.urgent_calls import AlreadyProlonged, CallOver, NotReading
from havre.allocations.urgent_selectors import (
    askable,
    asks_of,
    get_asked,
    own_asks,
    running_calls,
    waiting_asks,
)
from havre.allocations.urgent_upkeep import follow_calls
from havre.assessments import actions as assessments
from havre.assessments.models import NeedCard
from havre.cases.models import Case
from havre.cases.recusals import recuse_organisation
from havre.engine.deadlines import hours_after
from havre.engine.vocabulary import (
    UrgentAnswer,
    UrgentEnd,
    UrgentProlonging,
    UrgentReason,
    UrgentRefusal,
)
from havre.platform import clock
from havre.platform.acting import acting
from havre.platform.models import JournalEntry, OutgoingMail
from tests import world as w
from tests.platform.sql import run
from tests.world import World

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-02-28T09:00", "2024-03-01T09:00"),  # a leap year: 29 February between
        ("2026-02-28T09:00", "2026-03-02T09:00"),
        ("2026-11-27T17:00", "2026-11-29T17:00"),  # a weekend counts
        ("2026-03-28T09:00", "2026-03-30T10:00"),  # one hour is missing
        ("2026-10-24T09:00", "2026-10-26T08:00"),  # one hour comes twice
        ("2026-12-31T18:00", "2027-01-02T18:00"),
    ],
)
def test_forty_eight_real_hours(start: str, end: str) -> None:
    begins = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    due = hours_after(begins, 48)
    assert due.astimezone(PARIS).replace(tzinfo=None) == datetime.fromisoformat(end)
    assert due - begins.astimezone(UTC) == timedelta(hours=48)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        hours_after(datetime.fromisoformat("2026-03-28T09:00"), 48)


@pytest.fixture
def case(world: World) -> Case:
    """A case in search with its card published."""
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
        case.refresh_from_db()
    return case


def opened(world: World, case: Case, *names: str) -> UrgentCall:
    ids = [world.organisations[name].pk for name in names or ("landlord", "other_landlord")]
    with acting(world.operator):
        return urgent.open_call(case, UrgentReason.DANGER, ids, actor=world.operator)


def line(world: World, name: str) -> UrgentAsk:
    with acting(world.actors[name]) as actor:
        return own_asks(actor).get()


def told(world: World, call: UrgentCall) -> dict[str, str]:
    with acting(world.operator):
        return {one.organisation.slug: one.answer for one in asks_of(call, actor=world.operator)}


def later(**delay: float) -> datetime:
    return clock.now() + timedelta(**delay)


def followed(world: World, **delay: float) -> int:
    with clock.at(later(**delay)), acting(world.operator):
        return follow_calls(actor=world.operator)


def mails(name: str) -> int:
    found = OutgoingMail.objects.filter(recipient=f"{name}@exemple.test")
    return found.filter(template="answer_awaited").count()


def test_only_those_who_read_her_card_are_asked(world: World, case: Case) -> None:
    with acting(world.operator):
        names = {one.slug for one in askable(case, actor=world.operator)}
        recuse_organisation(case, world.organisations["agency"].pk, "", actor=world.operator)
        kept = {one.slug for one in askable(case, actor=world.operator)}
    assert names == {"landlord", "other-landlord", "agency", "holder"}
    assert kept == names - {"agency"}
    with pytest.raises(NotReading):
        opened(world, case, "agency")
    with pytest.raises(NotReading):
        opened(world, case, "specialist")
    assert not UrgentCall.objects.using("owner").exists()


def test_each_sees_its_own_line_and_nothing_else(world: World, case: Case) -> None:
    call = opened(world, case)
    assert mails("landlord") == 1 and mails("agency") == 0
    ask = line(world, "landlord")
    assert ask.due_at == call.due_at
    assert call.due_at - call.opened_at == timedelta(hours=48)
    table = "SELECT count(*) FROM allocations_urgentask"
    calls = "SELECT count(*) FROM allocations_urgentcall"
    seen = {
        name: (run(world.actors[name], table), run(world.actors[name], calls))
        for name in (
            "operator",
            "landlord",
            "other_landlord",
            "agency",
            "holder",
            "shelter",
            "funder",
        )
    }
    assert {name: (a[0][0], b[0][0]) for name, (a, b) in seen.items()} == {
        "operator": (2, 1),
        "landlord": (1, 0),
        "other_landlord": (1, 0),
        "agency": (0, 0),
        "holder": (0, 0),
        "shelter": (0, 0),
        "funder": (0, 0),
    }
    with acting(world.other_landlord) as actor, pytest.raises(UrgentAsk.DoesNotExist):
        get_asked(ask.pk, actor=actor)


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE allocations_urgentask SET answer = 'YES'",
        "DELETE FROM allocations_urgentask",
        "INSERT INTO allocations_urgentask (id, case_id, call_id, organisation_id, asked_at,"
        " due_at, answer, refusal, late, on_behalf) SELECT gen_random_uuid(), case_id, call_id,"
        " organisation_id, asked_at, due_at, '', '', false, false FROM allocations_urgentask",
    ],
)
def test_lines_are_written_by_their_functions_alone(world: World, case: Case, attack: str) -> None:
    call = opened(world, case, "landlord")
    with pytest.raises((ProgrammingError, InternalError)):
        run(world.landlord, attack)
    with suppress(ProgrammingError, InternalError):  # the keeper reads the lines: it changes none
        run(world.operator, attack)
    assert told(world, call) == {"landlord": ""}


def test_raw_sql_answers_nobody_else_s_line(world: World, case: Case) -> None:
    call = opened(world, case)
    ask = line(world, "landlord")
    answer = "SELECT havre.answer_urgently(%s, 'NO', 'AUTRE', NULL, now())"
    ask_other = "SELECT havre.ask_urgently(%s, %s, now())"
    follow = "SELECT havre.follow_urgent_call(%s, now())"
    for name in ("other_landlord", "agency", "shelter", "funder"):
        assert run(world.actors[name], answer, ask.pk) == [("NOBODY",)]
        other = world.organisations["agency"].pk
        assert run(world.actors[name], ask_other, call.pk, other) == [("NOT_READING",)]
        run(world.actors[name], follow, call.pk)
    assert told(world, call) == {"landlord": "", "other-landlord": ""}
    with pytest.raises((ProgrammingError, InternalError)):
        run(
            world.landlord,
            "INSERT INTO allocations_urgentcall (id, case_id, reason, opened_at, due_at,"
            ' prolonged_for, "end") VALUES '
            "(gen_random_uuid(), %s, 'DANGER', now(), now(), '', '')",
            case.pk,
        )


def test_an_answer_cannot_be_given_with_another_s_dwelling(world: World, case: Case) -> None:
    opened(world, case)
    offer = w.vacancy(world, "other_landlord")
    ask = line(world, "landlord")
    with acting(world.landlord) as actor, pytest.raises(Missing) as refused:
        urgent.answer(ask, UrgentAnswer.YES, vacancy=offer, actor=actor)
    assert refused.value.field == "vacancy"


def test_a_yes_leads_to_the_usual_proposal_which_closes_the_call(world: World, case: Case) -> None:
    call = opened(world, case)
    offer = w.vacancy(world)
    with acting(world.landlord) as actor:
        asked = get_asked(line(world, "landlord").pk, actor=actor)
        assert [one.pk for one in asked.fitting] == [offer.pk] and asked.others == []
        assert not urgent.answer(asked.ask, UrgentAnswer.YES, vacancy=offer, actor=actor)
    assert told(world, call) == {"landlord": "YES", "other-landlord": ""}
    w.proposed(world, case, offer)
    with acting(world.operator):
        call = UrgentCall.objects.get(pk=call.pk)
        assert (call.end, running_calls(world.operator).count()) == (UrgentEnd.PROPOSED, 0)
    assert line(world, "other_landlord").ended_at == call.closed_at


def test_a_no_has_a_reason_and_may_become_a_yes(world: World, case: Case) -> None:
    call = opened(world, case)
    ask = line(world, "landlord")
    with acting(world.landlord) as actor:
        with pytest.raises(Missing):
            urgent.answer(ask, UrgentAnswer.NO, actor=actor)
        urgent.answer(ask, UrgentAnswer.TIME, actor=actor)
        assert waiting_asks(actor).count() == 1
        urgent.answer(ask, UrgentAnswer.NO, refusal=UrgentRefusal.SECTEUR, actor=actor)
        assert waiting_asks(actor).count() == 0
    assert told(world, call)["landlord"] == "NO"
    offer = w.vacancy(world)
    with acting(world.landlord) as actor:
        urgent.answer(ask, UrgentAnswer.YES, vacancy=offer, actor=actor)
    found = line(world, "landlord")
    assert (found.answer, found.refusal, found.vacancy_id) == ("YES", "", offer.pk)


def test_the_operator_answers_for_them_and_it_is_marked(world: World, case: Case) -> None:
    opened(world, case)
    ask = line(world, "landlord")
    with acting(world.operator) as actor:
        urgent.answer(ask, UrgentAnswer.NO, refusal=UrgentRefusal.LOYER, actor=actor)
    assert line(world, "landlord").on_behalf
    with acting(world.shelter) as actor, pytest.raises(NotAllowed):
        urgent.answer(ask, UrgentAnswer.TIME, actor=actor)


def test_a_late_answer_is_kept_as_late_and_one_in_time_stays(world: World, case: Case) -> None:
    call = opened(world, case)
    with acting(world.other_landlord) as actor:
        other = own_asks(actor).get()
        urgent.answer(other, UrgentAnswer.NO, refusal=UrgentRefusal.LOYER, actor=actor)
    with clock.at(later(hours=49)):
        with acting(world.landlord) as actor:
            late = own_asks(actor).get()
            assert urgent.answer(late, UrgentAnswer.NO, refusal=UrgentRefusal.LOYER, actor=actor)
        with acting(world.other_landlord) as actor, pytest.raises(CallOver):
            urgent.answer(other, UrgentAnswer.TIME, actor=actor)
    assert line(world, "landlord").late and not line(world, "other_landlord").late
    assert told(world, call) == {"landlord": "NO", "other-landlord": "NO"}


def test_half_way_the_silent_are_reminded_once(world: World, case: Case) -> None:
    opened(world, case)
    with acting(world.other_landlord) as actor:
        urgent.answer(
            own_asks(actor).get(), UrgentAnswer.NO, refusal=UrgentRefusal.LOYER, actor=actor
        )
    assert followed(world, hours=23) == 0
    assert followed(world, hours=24, seconds=1) == 1
    assert followed(world, hours=25) == 0
    assert (mails("landlord"), mails("other_landlord"), mails("operator")) == (2, 1, 0)


def test_at_the_end_the_coordinator_is_told_then_it_closes_by_itself(
    world: World, case: Case
) -> None:
    call = opened(world, case)
    assert followed(world, hours=48, seconds=1) == 1
    assert followed(world, hours=49) == 0
    assert mails("operator") == 1
    assert followed(world, hours=72, seconds=1) == 1
    with acting(world.operator):
        assert UrgentCall.objects.get(pk=call.pk).end == UrgentEnd.EXPIRED


def test_it_is_prolonged_once(world: World, case: Case) -> None:
    call = opened(world, case)
    with clock.at(later(hours=50)), acting(world.operator) as actor:
        follow_calls(actor=actor)
        moment = clock.now()
        call = urgent.prolong(call, UrgentProlonging.LOGEMENT_EN_VUE, actor=actor)
        assert call.due_at == moment + timedelta(hours=48)
        with pytest.raises(AlreadyProlonged):
            urgent.prolong(call, UrgentProlonging.AUTRE, actor=actor)
    assert line(world, "landlord").due_at == call.due_at
    assert followed(world, hours=98, seconds=1) == 1
    with acting(world.operator):
        assert UrgentCall.objects.get(pk=call.pk).end == UrgentEnd.EXPIRED


def test_it_closes_by_hand_and_when_she_searches_no_more(world: World, case: Case) -> None:
    call = opened(world, case)
    with acting(world.landlord) as actor, pytest.raises(Case.DoesNotExist):
        urgent.open_call(case, UrgentReason.AUTRE, [1], actor=actor)
    with acting(world.operator) as actor:
        urgent.close(call, actor=actor)
        with pytest.raises(CallOver):
            urgent.close(call, actor=actor)
    again = opened(world, case, "holder")
    with acting(world.operator) as actor:
        assessments.withdraw_card(case, actor=actor)
        assert follow_calls(actor=actor) == 1
        assert UrgentCall.objects.get(pk=again.pk).end == UrgentEnd.NO_LONGER
    with acting(world.holder) as actor:
        assert not own_asks(actor).exists()
        assert not NeedCard.objects.exists()


def test_asking_twice_asks_once_and_others_join_the_same_call(world: World, case: Case) -> None:
    call = opened(world, case, "landlord")
    again = opened(world, case, "landlord", "holder")
    assert again.pk == call.pk
    assert told(world, call) == {"landlord": "", "holder": ""}
    assert (mails("landlord"), mails("holder")) == (1, 1)
    asked = JournalEntry.objects.using("owner").filter(action="URGENT_ASKED", case_id=case.pk)
    assert asked.count() == 2


def test_a_recused_organisation_loses_its_line_at_once(world: World, case: Case) -> None:
    opened(world, case)
    with acting(world.operator):
        recuse_organisation(case, world.organisations["landlord"].pk, "", actor=world.operator)
    assert run(world.landlord, "SELECT count(*) FROM allocations_urgentask") == [(0,)]

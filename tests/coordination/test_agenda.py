"""The agenda makes itself; people add, put aside and order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.allocations.models import Proposal
from havre.assessments.models import NeedCard
from havre.cases.models import Case
from havre.cases.recusals import recuse_organisation
from havre.coordination import agenda, agenda_actions
from havre.coordination.agenda_actions import Closed, Move
from havre.coordination.models import AgendaItem, CoordinationMeeting, Topic
from havre.coordination.permissions import NotAllowed
from havre.coordination.series_actions import NotNeutral
from havre.engine.vocabulary import PointKind
from havre.matching import plan_actions
from havre.matching.offers import offer_of
from havre.platform.acting import acting
from havre.platform.clock import at, now, today
from havre.platform.models import JournalEntry
from tests import world as w
from tests.coordination.commission import first, published, series
from tests.world import World


@pytest.fixture
def meeting(world: World) -> CoordinationMeeting:
    return first(series(world, "landlord"))


def prepared(world: World, meeting: CoordinationMeeting) -> dict[str, str]:
    """{case reference: why} after the agenda is brought up to date."""
    with acting(world.operator) as operator:
        agenda_actions.prepare(meeting.reference, actor=operator)
        rows = meeting.items.order_by("position").values_list("case__reference", "kind")
        return dict(rows)


def test_new_needs_with_a_card_first_then_without(
    world: World, meeting: CoordinationMeeting
) -> None:
    bare = w.admitted(world, last_name="Sans")
    w.assessed(world, bare)
    case, _ = published(world)
    w.admitted(world, last_name="Pasdiagnostiquée")
    assert list(prepared(world, meeting).items()) == [
        (case.reference, PointKind.NEW),
        (bare.reference, PointKind.NEW),
    ]


def test_a_need_waits_after_so_many_days_and_not_before(
    world: World, meeting: CoordinationMeeting
) -> None:
    case, card = published(world)
    with acting(world.operator):
        CoordinationMeeting.objects.filter(pk=meeting.pk).update(starts_at=now())
        held = CoordinationMeeting.objects.create(
            series=meeting.series,
            occurrence=now() - timedelta(days=5),
            starts_at=now() - timedelta(days=5),
            opened_at=now(),
        )
        NeedCard.objects.filter(pk=card.pk).update(published_at=now() - timedelta(days=13))
    assert prepared(world, meeting) == {}
    with acting(world.operator):
        NeedCard.objects.filter(pk=card.pk).update(published_at=now() - timedelta(days=14))
    assert prepared(world, meeting) == {case.reference: PointKind.WAITING}
    held.series.waiting_days = 15
    held.series.save()
    assert prepared(world, meeting) == {}


def test_what_does_not_move_and_what_is_late(world: World, meeting: CoordinationMeeting) -> None:
    case, _ = published(world)
    proposal = w.proposed(world, case, w.vacancy(world))
    assert prepared(world, meeting) == {}
    with acting(world.operator):
        Proposal.objects.filter(pk=proposal.pk).update(status_since=now() - timedelta(days=16))
    assert prepared(world, meeting) == {case.reference: PointKind.FOLLOW}
    with acting(world.landlord) as landlord:  # nothing of it, whatever is asked
        assert not AgendaItem.objects.exists()
        with pytest.raises(NotAllowed):
            agenda_actions.prepare(meeting.reference, actor=landlord)


def test_an_answer_past_its_day_is_late(world: World, meeting: CoordinationMeeting) -> None:
    case, _ = published(world)
    w.proposed(world, case, w.vacancy(world))
    with (
        at(now() + timedelta(days=world.programme.hold_days + 1)),
        acting(world.operator) as operator,
    ):
        found = list(agenda.cases_for(meeting, actor=operator))
    assert [(one.case_id, one.kind) for one in found] == [(case.pk, PointKind.FOLLOW)]


def test_an_offer_no_card_answers_and_why(world: World, meeting: CoordinationMeeting) -> None:
    published(world)
    w.vacancy(world, reference="T-1")
    w.vacancy(world, reference="T-2", rooms=5, typology="T5", commune_code="45147")
    prepared(world, meeting)
    (topic,) = Topic.objects.filter(meeting=meeting)
    assert (topic.kind, topic.vacancy.dwelling.reference) == (PointKind.VACANCY, "T-2")
    with acting(world.operator) as operator:
        cards = list(agenda.board(operator))
        found = agenda.unmet(offer_of(topic.vacancy), cards)
    assert found == agenda.Unmet(cards=1, commune=1, rooms=1, rent=0)


def test_a_card_kept_from_who_is_invited_answers_no_offer(
    world: World, meeting: CoordinationMeeting
) -> None:
    """Else the offer left out would tell that a case kept from them needs it."""
    case, _ = published(world)
    w.vacancy(world, reference="T-1")
    prepared(world, meeting)
    assert not Topic.objects.filter(meeting=meeting).exists()
    with acting(world.operator) as operator:
        recuse_organisation(case, world.landlord.organisation_id, "Motif", actor=operator)
    prepared(world, meeting)
    assert Topic.objects.get(meeting=meeting).vacancy.dwelling.reference == "T-1"


def test_no_point_is_driven_out_and_the_rest_comes_later(
    world: World, meeting: CoordinationMeeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda, "MOST_POINTS", 2)
    first_two = {published(world, name)[0].reference for name in ("Une", "Deux")}
    assert set(prepared(world, meeting)) == first_two
    third, _ = published(world, "Trois")
    with acting(world.operator):
        Case.objects.filter(pk=third.pk).update(urgency=1)
    assert set(prepared(world, meeting)) == first_two
    monkeypatch.setattr(agenda, "MOST_POINTS", 3)
    assert set(prepared(world, meeting)) == {*first_two, third.reference}


def test_a_subject_names_nobody_on_the_agenda(world: World, meeting: CoordinationMeeting) -> None:
    published(world, zones=[{"kind": "RESIDENCE", "name": "Résidence Palimbaud"}])
    prepared(world, meeting)
    with acting(world.operator) as operator:
        for title in ("Le dossier d’Oriane Zyntharel", "Visite à Palimbaud"):
            with pytest.raises(NotNeutral):
                agenda_actions.add_topic(meeting.reference, title, actor=operator)
        agenda_actions.add_topic(meeting.reference, "Bilan du trimestre", actor=operator)


def test_the_plan_is_a_point(world: World, meeting: CoordinationMeeting) -> None:
    with acting(world.operator) as operator:
        one = plan_actions.make_plan(set(), actor=operator)
        prepared(world, meeting)
        assert Topic.objects.get(meeting=meeting).plan == one.reference
        two = plan_actions.make_plan(set(), actor=operator)
        prepared(world, meeting)
        assert Topic.objects.get(meeting=meeting).plan == two.reference


def test_preparing_again_keeps_what_people_did(world: World, meeting: CoordinationMeeting) -> None:
    one, _ = published(world, "Une")
    two, card = published(world, "Deux")
    three = w.admitted(world, last_name="Trois")
    assert set(prepared(world, meeting)) == {one.reference, two.reference}
    with acting(world.operator) as operator:
        agenda_actions.add_case(meeting.reference, three.reference, actor=operator)
        agenda_actions.add_topic(meeting.reference, "Bilan du trimestre", actor=operator)
        item = AgendaItem.objects.get(case=one)
        agenda_actions.move(meeting.reference, item.pk, Move.DOWN, actor=operator)
        agenda_actions.move(meeting.reference, item.pk, Move.ASIDE, actor=operator)
        NeedCard.objects.filter(pk=card.pk).update(withdrawn_at=now())
        Case.objects.filter(pk=two.pk).update(stage="SHELTER_ORIENTED")
    assert set(prepared(world, meeting)) == {one.reference, three.reference}
    with acting(world.operator) as operator:
        assert AgendaItem.objects.get(case=one).aside
        again = agenda_actions.add_case(meeting.reference, one.reference, actor=operator)
        assert (again.pk, again.aside) == (item.pk, False)
        titles = list(meeting.topics.values_list("title", flat=True))
    assert titles == ["Bilan du trimestre"]


def test_order(world: World, meeting: CoordinationMeeting) -> None:
    with acting(world.operator) as operator:
        points = [
            agenda_actions.add_topic(meeting.reference, title, actor=operator)
            for title in ("Un", "Deux", "Trois")
        ]

        def titles() -> list[str]:
            return [one.title for one in agenda_actions.points_of(meeting)]

        for point, how, expected in (
            (points[0], Move.UP, ["Un", "Deux", "Trois"]),
            (points[2], Move.DOWN, ["Un", "Deux", "Trois"]),
            (points[2], Move.UP, ["Un", "Trois", "Deux"]),
            (points[0], Move.DOWN, ["Trois", "Un", "Deux"]),
        ):
            agenda_actions.move(meeting.reference, point.pk, how, actor=operator)
            assert titles() == expected


def test_what_cannot_be_added(world: World, meeting: CoordinationMeeting) -> None:
    with acting(world.shelter) as shelter:
        draft = w.cases.start_referral(w.Pathway.SHELTERED, actor=shelter)
    referred = w.referred(world)
    with acting(world.operator) as operator:
        for case in (draft, referred):
            with pytest.raises(Case.DoesNotExist):
                agenda_actions.add_case(meeting.reference, case.reference, actor=operator)
        with pytest.raises(NotNeutral):
            agenda_actions.add_topic(meeting.reference, "Hébergement", actor=operator)
        CoordinationMeeting.objects.filter(pk=meeting.pk).update(status="CANCELLED")
        for refused in (
            lambda: agenda_actions.prepare(meeting.reference, actor=operator),
            lambda: agenda_actions.add_topic(meeting.reference, "Un", actor=operator),
        ):
            with pytest.raises(Closed):
                refused()


def test_the_journal_says_so(world: World, meeting: CoordinationMeeting) -> None:
    case = w.admitted(world)
    with acting(world.operator) as operator:
        agenda_actions.add_case(meeting.reference, case.reference, actor=operator)
        line = JournalEntry.objects.get(action="AGENDA_ADDED")
    assert (line.case_id, line.subject) == (case.pk, f"meeting:{meeting.reference}")


def test_each_night_a_meeting_that_is_near_is_prepared(
    world: World, meeting: CoordinationMeeting
) -> None:
    with acting(world.operator) as operator:
        assert agenda_actions.prepare_coming(actor=operator) == 0
    with at(now() + timedelta(days=5)), acting(world.operator) as operator:
        assert agenda_actions.prepare_coming(actor=operator) == 1
    meeting.refresh_from_db()
    assert meeting.prepared_at is not None


def test_a_search_in_pause_is_not_looked_at(world: World, meeting: CoordinationMeeting) -> None:
    case, _ = published(world)
    with acting(world.operator):
        Case.objects.filter(pk=case.pk).update(parked_until=today())
    assert prepared(world, meeting) == {}

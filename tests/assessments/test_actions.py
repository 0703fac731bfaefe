"""Assessments: frozen once validated, reopened as a new version; who receives the card."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from havre.assessments import actions, selectors
from havre.assessments.audience import AVOIDED, ORIGIN, REFERRER, audience_of
from havre.assessments.models import Assessment, NeedCard
from havre.cases.actions import NotAllowed
from havre.cases.correcting import save_contact
from havre.cases.models import Case
from havre.engine.lifecycle import IllegalTransition
from havre.engine.vocabulary import Conclusion, Relation, Role
from havre.platform.acting import acting
from havre.platform.models import Share
from havre.programmes.models import Participation
from havre.programmes.selectors import actor_of
from havre.sharing.actions import BeyondConsent
from havre.sharing.policy import Recipient
from tests import world as w
from tests.world import World

ALONE = [actions.MemberLine(Relation.APPLICANT, date(1991, 4, 2))]


@pytest.fixture
def case(world: World) -> Case:
    return w.admitted(world)


def count_as(world: World, who: str, sql: str) -> int:
    """Count with raw SQL, as a web process under an injected query would."""
    with acting(world.actors[who]), connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def test_a_validated_version_refuses_every_write(world: World, case: Case) -> None:
    stale = None
    with acting(world.operator):
        stale = actions.start_assessment(case, actor=world.operator)
    w.assessed(world, case)
    writes = (
        lambda a: actions.save_household(a, ALONE, actor=world.operator),
        lambda a: actions.save_resources(a, {}, {}, actor=world.operator),
        lambda a: actions.save_need(a, {}, actor=world.operator),
        lambda a: actions.save_safety(a, {}, actor=world.operator),
        lambda a: actions.save_danger(a, {}, actor=world.operator),
        lambda a: actions.add_zone(a, {}, actor=world.operator),
        lambda a: actions.remove_zone(a, "x", actor=world.operator),
        lambda a: actions.add_place(a, {}, actor=world.operator),
        lambda a: actions.remove_place(a, "x", actor=world.operator),
        lambda a: actions.validate_assessment(a, Conclusion.SHELTER, 3, actor=world.operator),
    )
    assert stale.status == Assessment.Status.OPEN  # what an old page still believes
    for write in writes:
        with acting(world.operator), pytest.raises(actions.Frozen):
            write(stale)


def test_others_write_nothing(world: World, case: Case) -> None:
    with acting(world.operator):
        assessment = actions.start_assessment(case, actor=world.operator)
    calls = (
        lambda actor: actions.start_assessment(case, actor=actor),
        lambda actor: actions.save_household(assessment, ALONE, actor=actor),
        lambda actor: actions.reopen_assessment(assessment, actor=actor),
        lambda actor: actions.withdraw_card(case, actor=actor),
        lambda actor: actions.publish_card(assessment, actor=actor),
        lambda actor: save_contact(case, {}, seen="", actor=actor),
    )
    for who in ("shelter", "landlord"):
        actor = world.actors[who]
        for call in calls:
            with (
                acting(actor),
                pytest.raises((NotAllowed, Assessment.DoesNotExist, Case.DoesNotExist)),
            ):
                call(actor)


def test_the_applicant_comes_first_and_alone(world: World, case: Case) -> None:
    child = actions.MemberLine(Relation.CHILD, date(2018, 5, 2))
    with acting(world.operator):
        assessment = actions.start_assessment(case, actor=world.operator)
        for members in ([], [child], [child, *ALONE], [*ALONE, *ALONE]):
            with pytest.raises(ValueError, match="applicant"):
                actions.save_household(assessment, members, actor=world.operator)


@pytest.mark.parametrize(
    "zone",
    [
        {"kind": "COMMUNE", "code": ""},
        {"kind": "COMMUNE"},
        {"kind": "RADIUS", "lat": 91, "lon": 0, "km": 1},
        {"kind": "RADIUS", "lat": 47, "lon": 1, "km": float("nan")},
        {"kind": "RESIDENCE", "name": "---"},
        {"kind": "LANDLORD", "landlord": "x"},
        {"kind": "ELSEWHERE"},
        {},
    ],
)
def test_a_zone_that_protects_from_nothing_is_refused(
    world: World, case: Case, zone: dict[str, object]
) -> None:
    with acting(world.operator):
        assessment = actions.start_assessment(case, actor=world.operator)
        with pytest.raises(ValueError):
            actions.add_zone(assessment, zone, actor=world.operator)
        with pytest.raises(ValueError):
            actions.save_safety(assessment, {"zones": [zone]}, actor=world.operator)


def test_what_is_missing_is_said_in_order(world: World, case: Case) -> None:
    with acting(world.operator):
        assessment = actions.start_assessment(case, actor=world.operator)
        missing = selectors.missing_parts(assessment, actor=world.operator)
        assert list(missing) == ["household", "resources", "need", "safety"]
        actions.save_need(assessment, {"regimes": ["BAIL_DIRECT"]}, actor=world.operator)
        actions.save_safety(assessment, {"level": ""}, actor=world.operator)
        missing = selectors.missing_parts(assessment, actor=world.operator)
        assert {"need", "safety"} <= set(missing)  # no commune, no level: not enough
        with pytest.raises(actions.IncompleteAssessment):
            actions.validate_assessment(assessment, Conclusion.REHOUSING, 1, actor=world.operator)


def test_reopening_copies_and_withdraws(world: World, case: Case) -> None:
    zones: list[dict[str, object]] = [{"kind": "COMMUNE", "code": "45302"}]
    first = w.assessed(world, case, zones=zones)
    with acting(world.operator):
        actions.publish_card(first, actor=world.operator)
        second = actions.reopen_assessment(first, actor=world.operator)
        assert second.version == 2
        copy = selectors.version_of(case, 2, actor=world.operator)
        before = selectors.version_of(case, 1, actor=world.operator)
        assert copy.plan == before.plan and copy.detail == before.detail
        assert len(copy.members) == 2
        actions.save_household(second, ALONE, actor=world.operator)
        assert len(selectors.version_of(case, 1, actor=world.operator).members) == 2
        assert not selectors.board(world.operator).exists()
        with pytest.raises(NotAllowed):  # the first is no longer the latest
            actions.reopen_assessment(first, actor=world.operator)
        with pytest.raises(NotAllowed):
            actions.publish_card(first, actor=world.operator)
    with acting(world.landlord):
        assert not selectors.board(world.landlord).exists()


def test_no_reopening_while_a_proposal_runs(world: World, case: Case) -> None:
    assessment = w.assessed(world, case)
    w.proposed(world, case, w.vacancy(world))
    with acting(world.operator), pytest.raises(IllegalTransition):
        actions.reopen_assessment(assessment, actor=world.operator)


def test_the_audience(world: World) -> None:
    origin = world.organisations["landlord"].pk
    avoided = world.organisations["agency"]
    case = w.admitted(world, "other_landlord", origin_landlord_id=origin)
    assessment = w.assessed(world, case, zones=[{"kind": "LANDLORD", "landlord": avoided.pk}])
    with acting(world.operator):
        audience = audience_of(assessment, actor=world.operator)
        actions.publish_card(assessment, actor=world.operator)
    assert [o.name for o in audience.receives] == ["Org holder"]
    assert {k.organisation.name: k.reason for k in audience.kept_away} == {
        "Org agency": AVOIDED,
        "Org landlord": ORIGIN,
        "Org other_landlord": REFERRER,
    }
    everything = "SELECT count(*) FROM assessments_needcard"
    seen = {who: count_as(world, who, everything) for who in world.actors}
    assert seen == dict.fromkeys(world.actors, 0) | {"operator": 1, "holder": 1}


def test_a_reader_of_the_board_sees_the_card_and_nothing_else(world: World, case: Case) -> None:
    assessment = w.assessed(world, case)
    with acting(world.operator):
        actions.publish_card(assessment, actor=world.operator)
    for table in (
        "cases_case",
        "cases_referral",
        "cases_identity",
        "assessments_assessment",
        "assessments_householdmember",
        "assessments_resourcessummary",
        "assessments_housingneed",
        "assessments_safetyplan",
    ):
        assert count_as(world, "landlord", f"SELECT count(*) FROM {table}") == 0, table
    with acting(world.landlord), connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_needcard SET urgency = 3")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM assessments_needcard")
        assert cursor.rowcount == 0


def test_publication_twice_is_once_and_withdrawal_closes(world: World, case: Case) -> None:
    assessment = w.assessed(world, case)
    with acting(world.operator):
        first = actions.publish_card(assessment, actor=world.operator)
        assert actions.publish_card(assessment, actor=world.operator) == first
        actions.withdraw_card(case, actor=world.operator)
        assert not Share.objects.filter(case=case, basis="PUBLICATION", closed_at=None).exists()
    assert count_as(world, "landlord", "SELECT count(*) FROM assessments_needcard") == 0


def test_an_operator_that_also_lets_keeps_its_own_card(world: World, case: Case) -> None:
    Participation.objects.create(
        programme=world.programme,
        organisation=world.organisations["operator"],
        role=Role.LETTING_AGENCY,
    )
    membership = world.users["operator"].memberships.select_related("organisation").get()
    operator = actor_of(membership)
    assessment = w.assessed(world, case)
    with acting(operator):
        card = actions.publish_card(assessment, actor=operator)
        actions.withdraw_card(case, actor=operator)
        assert NeedCard.objects.filter(pk=card.pk).exists()


def test_nothing_is_published_beyond_her_agreement(world: World) -> None:
    agreed = dict.fromkeys(Recipient, True) | {Recipient.BOARD: False}
    assessment = w.assessed(world, w.admitted(world, agreed=agreed))
    with acting(world.operator), pytest.raises(BeyondConsent):
        actions.publish_card(assessment, actor=world.operator)
    assert count_as(world, "operator", "SELECT count(*) FROM assessments_needcard") == 0

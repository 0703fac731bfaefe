"""The database by itself: raw SQL as the web role, as each organisation, at each step."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError, ProgrammingError

from havre.allocations import actions as allocations
from havre.assessments import actions as assessments
from havre.cases.models import HouseholdOutline
from havre.engine.vocabulary import LandlordDecline
from havre.platform.acting import acting
from havre.platform.clock import now
from havre.platform.models import Share
from havre.sharing import actions as sharing
from tests import world as w
from tests.platform.sql import CASE_TABLES, run, visible
from tests.world import World

OUTLINE = {"cases_householdoutline": 1}
SHELTER_FILE = {
    "cases_case": 1,
    "cases_caseevent": 1,
    "cases_identity": 1,
    "cases_safecontact": 1,
    "cases_referral": 1,
    "sharing_consent": 1,
    "sharing_consentitem": 6,
} | OUTLINE
EVERYONE = sorted(w.ROLES)


def test_nobody_named_sees_nothing(world: World) -> None:
    w.admitted(world)
    with connection.cursor() as cursor:
        for table in [*CASE_TABLES, "platform_share", "platform_journalentry"]:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            assert cursor.fetchone() == (0,), table


def test_a_draft_is_its_author_s_alone(world: World) -> None:
    content = w.referral_content()
    from havre.cases import actions as cases

    with acting(world.shelter):
        cases.start_referral(content.pathway, actor=world.shelter)
    assert visible(world.shelter)["cases_case"] == 1
    for name in EVERYONE:
        if name != "shelter":
            assert visible(world.actors[name]) == {}, name


def test_a_referral_is_seen_by_the_shelter_and_the_operator_only(world: World) -> None:
    w.referred(world)
    assert visible(world.shelter) == SHELTER_FILE | {"cases_safetyoutline": 1}
    assert visible(world.operator) == SHELTER_FILE | {"cases_safetyoutline": 1}
    for name in EVERYONE:
        if name not in {"shelter", "operator"}:
            assert visible(world.actors[name]) == {}, name


def test_after_admission_the_shelter_no_longer_reads_safety(world: World) -> None:
    w.admitted(world)
    assert visible(world.shelter) == SHELTER_FILE | {"cases_caseevent": 2}


def test_the_landlord_of_origin_sees_progress_identity_household(world: World) -> None:
    landlord = world.organisations["other_landlord"]
    w.admitted(world, pathway=w.Pathway.TENANT, origin_landlord_id=landlord.pk)
    assert (
        visible(world.other_landlord)
        == {
            "cases_case": 1,
            "cases_caseevent": 2,
            "cases_identity": 1,
        }
        | OUTLINE
    )


def test_a_published_card_is_all_the_board_sees(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
    for name in ("landlord", "other_landlord", "agency", "holder"):
        assert visible(world.actors[name]) == {"assessments_needcard": 1}, name
    for name in ("other_shelter", "specialist", "funder", "referrer"):
        assert visible(world.actors[name]) == {}, name


def test_a_landlord_to_avoid_never_sees_the_card(world: World) -> None:
    case = w.admitted(world)
    avoided = world.organisations["landlord"].pk
    assessment = w.assessed(world, case, zones=[{"kind": "LANDLORD", "landlord": avoided}])
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
    assert visible(world.landlord) == {}
    assert visible(world.other_landlord) == {"assessments_needcard": 1}


def test_what_each_sees_from_proposal_to_keys(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world, right="2"))
    for name in ("landlord", "holder", "other_landlord"):
        assert visible(world.actors[name]) == {}, name  # she is asked first
    with acting(world.operator):
        allocations.record_her_agreement(proposal, actor=world.operator)
        allocations.transmit(proposal, actor=world.operator)
    holder_sees = {
        "allocations_proposal",
        "allocations_proposalstep",
        "assessments_householdmember",
        "assessments_resourcessummary",
        "cases_case",
        "cases_caseevent",
        "cases_householdoutline",
        "cases_identity",
    }
    assert set(visible(world.holder)) == holder_sees
    assert visible(world.landlord) == {}
    with acting(world.holder):
        allocations.record_holder_answer(proposal, agrees=True, actor=world.holder)
    landlord_sees = holder_sees | {"assessments_assessment", "assessments_housingneed"}
    assert set(visible(world.landlord)) == landlord_sees
    w.leased(world, proposal)
    assert set(visible(world.landlord)) == landlord_sees | {"allocations_tenancy"}
    assert visible(world.holder) == {}
    assert "allocations_tenancy" not in visible(world.shelter)
    assert "allocations_proposal" not in visible(world.shelter)


def test_a_declined_proposal_closes_everything_for_its_landlord(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert visible(world.landlord)
    with acting(world.landlord):
        allocations.record_landlord_answer(
            proposal, agrees=False, reason=LandlordDecline.RESSOURCES, actor=world.landlord
        )
    assert visible(world.landlord) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE cases_case CASCADE",
        "SELECT * FROM platform_casekey",
        "UPDATE cases_case SET readers = readers || 99",
        "INSERT INTO cases_case (id, readers) VALUES (gen_random_uuid(), '{1}')",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "DROP POLICY havre_select ON cases_case",
        "DELETE FROM platform_share",
        "UPDATE platform_journalentry SET action = 'x'",
        "DELETE FROM platform_journalentry",
        "SET ROLE havre_owner",
        "SET SESSION AUTHORIZATION havre_owner",
        "CREATE TABLE public.mine (id int)",
        "SELECT * FROM havre.acting_key",
        "SELECT * FROM havre.case_table",
        "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_the_web_role_may_not(world: World, statement: str) -> None:
    w.referred(world)
    with pytest.raises(ProgrammingError):
        run(world.operator, statement)


def test_no_organisation_opens_a_share_for_itself(world: World) -> None:
    case = w.referred(world)
    insert = (
        "INSERT INTO platform_share (id, case_id, organisation_id, compartment, reads, writes, "
        "basis, opened_at) VALUES (gen_random_uuid(), %s, %s, 'NEW_HOME', true, true, 'LEASE', "
        "now())"
    )
    for name in ("shelter", "landlord", "funder"):
        actor = world.actors[name]
        with pytest.raises(ProgrammingError):
            run(actor, insert, case.pk, actor.organisation_id)
        assert run(actor, "UPDATE platform_share SET reads = true, writes = true RETURNING 1") == []


def test_the_referrer_cannot_take_the_case_back(world: World) -> None:
    case = w.referred(world)
    mine = world.shelter.organisation_id
    assert run(world.shelter, "UPDATE cases_case SET steward_id = %s RETURNING 1", mine) == []
    with pytest.raises(ProgrammingError):
        run(world.shelter, "SELECT havre.hand_over(%s, %s)", case.pk, mine)
    with pytest.raises(ProgrammingError):
        run(world.shelter, "SELECT havre.discard_draft(%s)", case.pk)


def test_a_row_never_changes_its_case(world: World) -> None:
    first, second = w.referred(world), w.referred(world, last_name="Autre")
    with pytest.raises(ProgrammingError):
        run(
            world.operator,
            "UPDATE cases_identity SET case_id = %s WHERE case_id = %s",
            second.pk,
            first.pk,
        )


def test_authorised_organisations_are_told_to_triggers_only(world: World) -> None:
    case = w.referred(world)
    rows = run(world.funder, "SELECT * FROM havre.authorised(%s, 'PROGRESS', NULL)", case.pk)
    assert rows == [([], [])]


def test_a_share_past_its_end_opens_nothing_at_once(world: World) -> None:
    w.admitted(world)
    assert visible(world.shelter)
    with acting(world.operator):
        Share.objects.filter(organisation_id=world.shelter.organisation_id).update(
            until=now().replace(year=2020)
        )
    assert visible(world.shelter) == {}
    with acting(world.operator):
        sharing.close_lapsed_shares(actor=world.operator)
    assert visible(world.shelter) == {}


def test_a_revocation_reaches_a_reader_who_was_waiting(world: World) -> None:
    """A SELECT … FOR UPDATE that waits for the revocation sees nothing once it is committed."""
    case = w.referred(world)
    seen: list[object] = []
    waiting = threading.Event()

    def read_for_update() -> None:
        waiting.set()
        query = "SELECT id FROM cases_householdoutline WHERE case_id = %s FOR UPDATE"
        seen.append(run(world.shelter, query, case.pk))
        connections.close_all()

    reader = threading.Thread(target=read_for_update)
    with acting(world.operator):
        HouseholdOutline.objects.filter(case=case).update(children=2)  # holds the row
        reader.start()
        waiting.wait(5)
        reader.join(0.3)
        assert reader.is_alive()  # it waits for us
        sharing.close_shares(
            case.pk, actor=world.operator, organisation_id=world.shelter.organisation_id
        )
    reader.join(5)
    assert seen == [[]]


def test_a_row_inserted_while_a_share_is_revoked_is_not_left_open(world: World) -> None:
    case = w.admitted(world)
    shelter = world.shelter.organisation_id
    started = threading.Event()

    def insert_event() -> None:
        started.set()
        run(
            world.operator,
            'INSERT INTO cases_caseevent (id, case_id, code, "on", recorded_at) '
            "VALUES (gen_random_uuid(), %s, 'MOVED_IN', now(), now())",
            case.pk,
        )
        connections.close_all()

    writer = threading.Thread(target=insert_event)
    with acting(world.operator):
        sharing.close_shares(case.pk, actor=world.operator, organisation_id=shelter)
        writer.start()
        started.wait(5)
        writer.join(0.3)
        assert writer.is_alive()  # the insertion waits for the revocation
    writer.join(5)
    assert visible(world.shelter) == {}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_caseevent WHERE %s = ANY (readers)", [shelter])
        assert cursor.fetchone() == (0,)


def test_hidden_and_absent_references_answer_alike(world: World) -> None:
    case = w.referred(world)
    query = "SELECT count(*) FROM cases_case WHERE reference = %s"
    assert run(world.landlord, query, case.reference) == [(0,)]
    assert run(world.landlord, query, "AAAA-AAAA") == [(0,)]
    update = "UPDATE cases_case SET urgency = 1 WHERE reference = %s RETURNING 1"
    assert run(world.landlord, update, case.reference) == run(world.landlord, update, "AAAA-AAAA")


def test_errors_inside_a_request_leave_no_name_behind(world: World) -> None:
    with pytest.raises(DatabaseError), acting(world.operator), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT havre.acting()")
        assert cursor.fetchone() == (None,)

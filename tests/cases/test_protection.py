"""Recusals, reserved cases and exceptional access: the actions, and two people by raw SQL."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connections, transaction
from django.db.utils import IntegrityError, ProgrammingError
from hypothesis import given, settings
from hypothesis import strategies as st

from havre.allocations import actions as allocations
from havre.assessments.audience import RECUSED, audience_of
from havre.cases import actions as cases
from havre.cases import exceptional_access as exceptional
from havre.cases import recusals, restrictions
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ExceptionalGround, Seat
from havre.organisations.models import Membership, User
from havre.platform.acting import Actor, acting
from havre.platform.models import JournalEntry, Share
from havre.programmes.selectors import actor_of
from havre.sharing.models import ExceptionalAccess, Recusal, Restriction
from tests import world as w
from tests.conftest import empty_tables
from tests.platform.sql import run, visible
from tests.world import World

MEDICAL, GROUND = Compartment.SUPPORT_MEDICAL, ExceptionalGround.VITAL_EMERGENCY


def second(world: World, name: str = "operator", seat: Seat = Seat.COORDINATOR) -> Actor:
    user = w.add_person(world.organisations[name], f"seconde-{name}-{seat}@exemple.test", seat)
    return actor_of(user.memberships.select_related("organisation").get())


def recuse(world: World, case: Case, user_id: int) -> None:
    with acting(world.operator):
        case.refresh_from_db()
        recusals.recuse_person(case, user_id, "motif", actor=world.operator)


def test_a_recused_person_no_longer_follows_nor_sees(world: World) -> None:
    case, other = w.admitted(world), second(world)
    with acting(world.operator):
        cases.entrust_case(case, other.user_id, actor=world.operator)
    recuse(world, case, other.user_id)
    assert visible(other) == {}
    with acting(world.operator):
        case.refresh_from_db()
        assert case.caseworker_id is None
        with pytest.raises(NotAllowed):
            cases.entrust_case(case, other.user_id, actor=world.operator)
        with pytest.raises(AlreadyDone):
            recusals.recuse_person(case, other.user_id, "encore", actor=world.operator)
        line = JournalEntry.objects.get(action="PERSON_RECUSED")
        assert line.subject == f"user:{other.user_id}"
    with acting(other):
        assert not JournalEntry.objects.filter(case_id=case.pk).exists()


def test_the_last_coordinator_is_not_recused(world: World) -> None:
    case = w.admitted(world)
    second(world, seat=Seat.MEMBER)
    with pytest.raises(recusals.WouldLockOut, match="Plus personne ne coordonnerait"):
        recuse(world, case, world.operator.user_id)
    assert visible(world.operator)
    second(world)
    recuse(world, case, world.operator.user_id)
    assert visible(world.operator) == {}


def test_the_last_named_is_not_recused(world: World) -> None:
    case, other = w.admitted(world), second(world)
    with acting(other):
        case.refresh_from_db()
        restrictions.reserve_case(case, [other.user_id], actor=other)
        with pytest.raises(recusals.WouldLockOut, match="dernière personne"):
            recusals.recuse_person(case, other.user_id, "motif", actor=other)


def test_a_recused_organisation_loses_all_and_receives_nothing(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    landlord, offer = world.landlord.organisation_id, w.vacancy(world)
    with acting(world.operator) as actor:
        case.refresh_from_db()
        with pytest.raises(recusals.WouldLockOut, match="Votre organisme tient"):
            recusals.recuse_organisation(case, actor.organisation_id, "motif", actor=actor)
        for organisation in (landlord, world.shelter.organisation_id):
            recusals.recuse_organisation(case, organisation, "motif", actor=actor)
        left = Share.objects.filter(case=case, closed_at=None)
        assert set(left.values_list("organisation_id", flat=True)) == {actor.organisation_id}
        away = audience_of(assessment, actor=actor).kept_away
        assert {one.organisation.pk: one.reason for one in away}[landlord] == RECUSED
        with pytest.raises(allocations.Unsafe):
            allocations.propose(case, offer, actor=actor)
        recusal = Recusal.objects.get(organisation_id=landlord)
        recusals.lift_recusal(case, recusal.pk, actor=actor)
        with pytest.raises(AlreadyDone):
            recusals.lift_recusal(case, recusal.pk, actor=actor)
        allocations.propose(case, offer, actor=actor)
    assert visible(world.shelter) == {}


def test_only_who_coordinates_the_keeper_recuses(world: World) -> None:
    case, member = w.admitted(world), second(world, seat=Seat.MEMBER)
    for actor in (member, world.shelter):
        with acting(actor), pytest.raises(NotAllowed):
            recusals.recuse_person(case, world.landlord.user_id, "motif", actor=actor)
    with acting(world.operator), pytest.raises(NotAllowed):
        recusals.recuse_person(case, 0, "motif", actor=world.operator)


def test_a_case_is_reserved_and_opened_again(world: World) -> None:
    case, other = w.admitted(world), second(world)
    with acting(world.operator) as actor:
        case.refresh_from_db()
        restrictions.reserve_case(case, [actor.user_id], actor=actor)
        with pytest.raises(recusals.WouldLockOut):
            restrictions.reserve_case(case, [world.shelter.user_id], actor=actor)
        with pytest.raises(recusals.WouldLockOut):
            restrictions.reserve_case(case, [], actor=actor)
    assert visible(other) == {}
    with acting(world.operator) as actor:
        restrictions.open_to_colleagues(case, actor=actor)
        with pytest.raises(AlreadyDone):
            restrictions.open_to_colleagues(case, actor=actor)
    assert visible(other)["cases_case"] == 1


def test_who_reserves_without_naming_herself_no_longer_sees(world: World) -> None:
    case, other = w.admitted(world), second(world, seat=Seat.MEMBER)
    with acting(world.operator) as actor:
        case.refresh_from_db()
        restrictions.reserve_case(case, [other.user_id], actor=actor)
        assert not Case.objects.exists()
    with acting(other):  # named: she may open it again
        restrictions.open_to_colleagues(case, actor=other)
    assert visible(world.operator)["cases_case"] == 1


def test_somebody_is_named_where_nobody_is_left(world: World) -> None:
    case, other = w.admitted(world), second(world)
    with acting(world.operator) as actor:
        case.refresh_from_db()
        restrictions.reserve_case(case, [actor.user_id], actor=actor)
        restriction = Restriction.objects.get()
    with acting(other):
        assert restrictions.orphaned(other) == []
        with pytest.raises(Restriction.DoesNotExist):
            restrictions.name_person(restriction.pk, other.user_id, actor=other)
    Membership.objects.filter(user_id=world.operator.user_id).update(active=False)
    with acting(other):
        assert restrictions.orphaned(other) == [restriction.pk]
        with pytest.raises(recusals.WouldLockOut):
            restrictions.name_person(restriction.pk, world.shelter.user_id, actor=other)
        restrictions.name_person(restriction.pk, other.user_id, actor=other)
        assert restrictions.orphaned(other) == []
    assert visible(other)["cases_case"] == 1


def asked(world: World, case: Case) -> ExceptionalAccess:
    with acting(world.operator) as actor:
        case.refresh_from_db()
        return exceptional.ask(case, MEDICAL, GROUND, "motif", actor=actor)


@pytest.mark.parametrize(
    ("email", "first_name", "last_name"),
    [
        ("Operator+autre@exemple.test", "Line", "Ostrande"),  # her address, tagged
        ("op@ailleurs.test", "CAMILLE", "Öper"),  # her name, otherwise written
        ("op@ailleurs.test", "Oper", "Camille"),  # the other way round
    ],
)
def test_two_accounts_of_one_person_are_one_person(
    world: World, email: str, first_name: str, last_name: str
) -> None:
    case, other = w.admitted(world), second(world)
    User.objects.filter(pk=other.user_id).update(
        email=email, first_name=first_name, last_name=last_name
    )
    access = asked(world, case)
    with acting(other):
        with pytest.raises(exceptional.SamePerson):
            exceptional.confirm(access.pk, actor=other)
        with pytest.raises(ProgrammingError, match="another person answers"), transaction.atomic():
            ExceptionalAccess.objects.update(confirmed=True, answered_by=other.user_id)
    User.objects.filter(pk=other.user_id).update(email="line@exemple.test", last_name="Ostrande")
    with acting(other):
        exceptional.confirm(access.pk, actor=other)


def test_two_people_open_a_part_for_an_hour(world: World) -> None:
    case, other = w.admitted(world), second(world, seat=Seat.MEMBER)
    access = asked(world, case)
    with acting(world.operator) as actor:
        assert MEDICAL in exceptional.openable(case, actor=actor)
        with pytest.raises(AlreadyDone):
            exceptional.ask(case, MEDICAL, GROUND, "encore", actor=actor)
        with pytest.raises(exceptional.NeedsAnother):
            exceptional.confirm(access.pk, actor=actor)
    with acting(other):
        exceptional.confirm(access.pk, actor=other)
        share = Share.objects.get(basis=Share.Basis.BREAK_GLASS)
        answered = ExceptionalAccess.objects.get()
        assert answered.answered_at is not None and share.until == answered.until
        assert (share.until - answered.answered_at).total_seconds() == 3600
        assert MEDICAL not in exceptional.openable(case, actor=other)
        with pytest.raises(AlreadyDone):
            exceptional.confirm(access.pk, actor=other)
        actions = JournalEntry.objects.filter(action__startswith="EXCEPTIONAL")
        assert sorted(actions.values_list("action", flat=True)) == [
            "EXCEPTIONAL_ASKED",
            "EXCEPTIONAL_CONFIRMED",
            "EXCEPTIONAL_OPENED",
        ]
        exceptional.close(access.pk, actor=other)
        with pytest.raises(AlreadyDone):
            exceptional.close(access.pk, actor=other)
        assert MEDICAL in exceptional.openable(case, actor=other)
    assert run(world.shelter, "SELECT count(*) FROM sharing_exceptionalaccess") == [(1,)]
    assert run(world.shelter, "SELECT count(*) FROM sharing_exceptionalreason") == [(0,)]
    assert run(world.landlord, "SELECT count(*) FROM sharing_exceptionalaccess") == [(0,)]


def test_a_request_may_be_refused_and_ends_by_itself(world: World) -> None:
    case, other = w.admitted(world), second(world)
    access = asked(world, case)
    with acting(world.operator) as actor:  # she takes her own back
        exceptional.refuse(access.pk, actor=actor)
    late = asked(world, case)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE sharing_exceptionalaccess SET asked_at = asked_at - interval '61 min'"
        )
    with acting(other), pytest.raises(AlreadyDone):
        exceptional.confirm(late.pk, actor=other)
    confirm = (
        "UPDATE sharing_exceptionalaccess SET confirmed = true, answered_by_id = %s,"
        " answered_at = now() WHERE id = %s"
    )
    with pytest.raises(ProgrammingError, match="within the hour"):
        run(other, confirm, other.user_id, late.pk)
    with acting(world.operator), pytest.raises(exceptional.OpenAlready):
        exceptional.ask(case, Compartment.IDENTITY, GROUND, "motif", actor=world.operator)
    for actor in (world.shelter, second(world, seat=Seat.MEMBER)):
        with acting(actor), pytest.raises(NotAllowed):
            exceptional.ask(case, MEDICAL, GROUND, "motif", actor=actor)


def test_by_raw_sql_too_it_takes_two(world: World) -> None:
    case, other = w.admitted(world), second(world)
    own = world.operator.organisation_id
    open_share = (
        "INSERT INTO platform_share (id, case_id, organisation_id, compartment, reads, writes,"
        " basis, opened_at, until) VALUES (gen_random_uuid(), %s, %s, %s, true, %s, 'BREAK_GLASS',"
        " now(), now() + %s::interval)"
    )
    request = (
        "INSERT INTO sharing_exceptionalaccess (id, case_id, organisation_id, opens, ground,"
        " asked_by_id, asked_at) VALUES (%s, %s, %s, 'SUPPORT_MEDICAL', 'LEGAL_OBLIGATION', %s,"
        " now() + interval '1 day')"
    )
    confirm = (
        "UPDATE sharing_exceptionalaccess SET confirmed = true, answered_by_id = %s,"
        " answered_at = now(), until = now() + interval '9 hours' WHERE id = %s"
    )
    with pytest.raises(ProgrammingError):
        run(world.operator, open_share, case.pk, own, "SUPPORT_MEDICAL", False, "5 min")
    number = uuid4()
    with pytest.raises(ProgrammingError):  # in another's name
        run(world.operator, request, number, case.pk, own, other.user_id)
    run(world.operator, request, number, case.pk, own, world.operator.user_id)
    for user_id in (world.operator.user_id, other.user_id):  # herself, or saying she is the other
        with pytest.raises((ProgrammingError, IntegrityError)):
            run(world.operator, confirm, user_id, number)
    with pytest.raises(ProgrammingError):
        run(other, "UPDATE sharing_exceptionalaccess SET asked_by_id = %s", other.user_id)
    with pytest.raises(ProgrammingError):
        run(world.operator, open_share, case.pk, own, "SUPPORT_MEDICAL", False, "5 min")
    run(other, confirm, other.user_id, number)
    for part, writes, time in (
        ("SUPPORT_MEDICAL", False, "70 min"),
        ("SUPPORT_MEDICAL", True, "5 min"),
        ("SUPPORT_PSYCHOLOGICAL", False, "5 min"),
    ):
        with pytest.raises(ProgrammingError):
            run(world.operator, open_share, case.pk, own, part, writes, time)
    run(world.operator, open_share, case.pk, own, "SUPPORT_MEDICAL", False, "5 min")
    for change in ("until = now() + interval '2 hours'", "until = NULL", "writes = true"):
        with pytest.raises(ProgrammingError):
            run(world.operator, f"UPDATE platform_share SET {change} WHERE basis = 'BREAK_GLASS'")
    with pytest.raises(ProgrammingError):
        run(world.operator, "UPDATE sharing_exceptionalaccess SET until = now() + interval '1 day'")


WHO = ("operator", "second", "shelter", "other")
Step = tuple[str, int]


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["recuse", "lift", "organisation", "reserve", "open", "revoke"]),
            st.integers(0, 3),
        ),
        max_size=7,
    )
)
def test_what_is_seen_is_what_the_rules_say(steps: list[Step]) -> None:
    """A share, and no recusal of her or of her organisation, and named where it is reserved."""
    empty_tables()
    world = w.build_world()
    people = {
        "operator": world.operator,
        "second": second(world),
        "shelter": world.shelter,
        "other": second(world, "shelter"),
    }
    case = w.admitted(world)
    model = Model(people)
    for step, number in steps:
        who = people[WHO[number]]
        expected_refusal = (NotAllowed, AlreadyDone, recusals.WouldLockOut, Recusal.DoesNotExist)
        try:
            with acting(world.operator) as actor:
                apply(step, case, who, actor)
        except (*expected_refusal, Case.DoesNotExist):
            continue
        model.apply(step, who)
        for name, person in people.items():
            assert bool(visible(person)) is model.sees(person), (name, steps)


def apply(step: str, case: Case, who: Actor, actor: Actor) -> None:
    """Take one step as the operator."""
    case = Case.objects.get(pk=case.pk)
    if step == "recuse":
        recusals.recuse_person(case, who.user_id, "motif", actor=actor)
    elif step == "organisation":
        recusals.recuse_organisation(case, who.organisation_id, "motif", actor=actor)
    elif step == "lift":
        found = Recusal.objects.get(user_id=who.user_id, lifted_at=None)
        recusals.lift_recusal(case, found.pk, actor=actor)
    elif step == "reserve":
        restrictions.reserve_case(case, {who.user_id}, actor=actor)
    elif step == "open":
        restrictions.open_to_colleagues(case, actor=actor)
    else:
        Share.objects.filter(
            case=case, organisation_id=who.organisation_id, closed_at=None
        ).exclude(organisation_id=actor.organisation_id).update(closed_at="2026-01-01T00:00Z")


class Model:
    """The rules, in a dozen lines."""

    def __init__(self, people: dict[str, Actor]) -> None:
        self.operator = people["operator"].organisation_id
        self.told = {actor.organisation_id for actor in people.values()}
        self.recused: set[int] = set()
        self.named: set[int] | None = None

    def apply(self, step: str, who: Actor) -> None:
        if step == "recuse":
            self.recused.add(who.user_id)
        elif step == "lift":
            self.recused.discard(who.user_id)
        elif step == "reserve":
            self.named = {who.user_id}
        elif step == "open":
            self.named = None
        elif who.organisation_id != self.operator:
            self.told.discard(who.organisation_id)

    def sees(self, who: Actor) -> bool:
        named = who.organisation_id != self.operator or self.named is None
        named = named or who.user_id in (self.named or ())
        return who.organisation_id in self.told and who.user_id not in self.recused and named

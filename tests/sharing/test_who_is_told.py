"""Whoever a case is kept from is never written to about it, when it is decided and as it leaves."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.utils import ProgrammingError

from havre.cases import exceptional_access, recusals, restrictions
from havre.cases.by_hand import share_by_hand
from havre.cases.models import Case
from havre.config import jobs
from havre.engine.vocabulary import Compartment, ExceptionalGround, Seat
from havre.organisations import mailing
from havre.organisations.models import Membership
from havre.platform import gate
from havre.platform.acting import Actor, acting
from havre.platform.clock import at, now, today
from havre.platform.gate import Departure, Recipient, Way, holding
from havre.platform.models import HeldDeparture, OutgoingMail, Share
from havre.programmes.selectors import actor_of
from havre.sharing.actions import revoke_share
from havre.sharing.by_hand import Reason
from havre.sharing.following import tell_access_changed
from havre.sharing.protection_selectors import who_may_know
from havre.web.home.tasks import tasks_for
from tests import world as w
from tests.platform.sql import run
from tests.sharing.walls import RECUSE, RESTRICT
from tests.worker import deliver_all
from tests.world import World


def second(world: World, name: str, seat: Seat = Seat.COORDINATOR) -> Actor:
    user = w.add_person(world.organisations[name], f"seconde-{name}@exemple.test", seat)
    return actor_of(user.memberships.select_related("organisation").get())


def told(world: World, case: Case, *names: str) -> list[str]:
    """Tell these organisations that an access has ended; return who is written to."""
    with acting(world.operator):
        OutgoingMail.objects.all().delete()
        tell_access_changed({case.pk: {world.organisations[name].pk for name in names}})
        return sorted(OutgoingMail.objects.values_list("recipient", flat=True))


def test_recused_people_and_organisations_are_not_told(world: World) -> None:
    case, other = w.admitted(world), second(world, "shelter")
    both = ["seconde-shelter@exemple.test", "shelter@exemple.test"]
    assert told(world, case, "shelter", "landlord") == ["landlord@exemple.test", *both]
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    assert told(world, case, "shelter", "landlord") == ["landlord@exemple.test", both[1]]
    run(world.operator, RECUSE, case.pk, None, world.landlord.organisation_id)
    assert told(world, case, "shelter", "landlord") == [both[1]]
    run(world.operator, RECUSE, case.pk, world.shelter.user_id, None)
    assert told(world, case, "shelter") == []


def test_where_a_case_is_reserved_those_named_are_told(world: World) -> None:
    case, member = w.admitted(world), second(world, "shelter", Seat.MEMBER)
    assert told(world, case, "shelter") == ["shelter@exemple.test"]
    own = world.shelter.organisation_id
    run(world.shelter, RESTRICT, case.pk, own, [member.user_id])
    assert told(world, case, "shelter") == ["seconde-shelter@exemple.test"]
    Membership.objects.filter(user_id=member.user_id).update(active=False)
    assert told(world, case, "shelter") == []


def test_who_may_know_is_told_to_whom_it_is_theirs_to_know(world: World) -> None:
    case = w.admitted(world)
    shelter, person = world.shelter.organisation_id, world.shelter.user_id
    job = Actor(0, shelter, world.shelter.programme_id, frozenset(), purpose="job-documents")
    stranger, absent = world.landlord, uuid4()
    for actor, wanted in ((world.operator, {person}), (world.shelter, {person}), (job, {person})):
        with acting(actor):
            assert who_may_know(case.pk, shelter, {person, 0}) == wanted
            assert who_may_know(absent, shelter, {person}) == set()
    with acting(stranger):
        assert who_may_know(case.pk, shelter, {person}) == set()
    keeper = world.operator.organisation_id
    with acting(world.shelter):  # not about the keeper's people
        assert who_may_know(case.pk, keeper, {world.operator.user_id}) == set()
    run(world.operator, RECUSE, case.pk, person, None)
    with acting(world.shelter):
        assert who_may_know(case.pk, shelter, {person}) == set()
    with pytest.raises(ProgrammingError):
        run(world.operator, "SELECT walls FROM havre.wall")


def mail_to(world: World, case: Case, actor: Actor, address: str) -> Departure:
    recipient = Recipient(actor.organisation_id, actor.user_id, address)
    return Departure(Way.MAIL, recipient, (case.pk,), subject="Havre", body="Un rendez-vous.")


@pytest.mark.parametrize("how", ["recused", "organisation", "reserved"])
def test_a_mail_already_on_its_way_does_not_leave(world: World, how: str) -> None:
    case, other = w.admitted(world), second(world, "shelter")
    with acting(world.operator) as operator:
        departure = mail_to(world, case, world.shelter, "shelter@exemple.test")
        gate.dispatch(departure, actor=operator)
        assert [one.status for one in HeldDeparture.objects.all()] == ["WAITING"]
        waiting = HeldDeparture.objects.get().pk
        case.refresh_from_db()
        if how == "recused":
            recusals.recuse_person(case, world.shelter.user_id, "motif", actor=operator)
        elif how == "organisation":
            recusals.recuse_organisation(
                case, world.shelter.organisation_id, "motif", actor=operator
            )
    if how == "reserved":
        with acting(world.shelter) as shelter:
            case = Case.objects.get(pk=case.pk)
            restrictions.reserve_case(case, [other.user_id], actor=shelter)
    jobs.send_departure(str(waiting), world.operator.organisation_id)
    assert deliver_all() == []
    with acting(world.operator) as operator:
        found = HeldDeparture.objects.get()
        assert found.status == "DROPPED"
        with pytest.raises(gate.Held, match="n’a pas, ou n’a plus, accès"):
            gate.dispatch(departure, actor=operator)  # nor is it taken a second time
        assert holding.held().get().reasons == ["NOT_SHARED"]


@pytest.mark.parametrize("way", [Way.MAIL, Way.LETTER, Way.ANSWER])
def test_a_reserved_case_is_not_written_about_to_the_organisation_at_large(
    world: World, way: Way
) -> None:
    case = w.admitted(world)
    own = Recipient(world.shelter.organisation_id, address="accueil@exemple.test")
    departure = Departure(way, own, (case.pk,), subject="Havre", body="Un rendez-vous.")
    with acting(world.operator) as operator:
        assert gate.judge(departure, actor=operator) == []
    run(world.shelter, RESTRICT, case.pk, own.organisation_id, [world.shelter.user_id])
    with acting(world.operator) as operator:
        assert [one.code for one in gate.judge(departure, actor=operator)] == ["NOT_SHARED"]
        named = mail_to(world, case, world.shelter, "shelter@exemple.test")
        assert gate.judge(named, actor=operator) == []


def test_the_digest_counts_what_she_may_open(world: World) -> None:
    case, other = w.referred(world), second(world, "operator")
    with acting(other):
        before = len(tasks_for(other))
    assert before
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    with acting(other):
        assert len(tasks_for(other)) == before - 1
    with acting(world.operator):
        assert len(tasks_for(world.operator)) == before
    assert mailing.DAYS


def written(world: World) -> list[str]:
    """Who has been written to that an access changed, in the order of addresses; then forgets."""
    with acting(world.operator):
        found = OutgoingMail.objects.filter(template="access_changed")
        told_now = sorted(found.values_list("recipient", flat=True))
        assert set(found.values_list("status", flat=True)) <= {"WAITING"}
        found.delete()
    return told_now


def test_an_access_withdrawn_by_hand_is_told_without_a_word_of_it(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator) as operator:
        share = Share.objects.get(
            case=case, organisation_id=world.shelter.organisation_id, compartment="CONTACT"
        )
        revoke_share(share, actor=operator)
        mail = OutgoingMail.objects.get()
        assert case.reference not in mail.subject + mail.body
        assert "ontact" not in mail.body
        assert revoke_share(share, actor=operator) == 0  # closed already: told once
    assert written(world) == ["shelter@exemple.test"]


def test_an_access_withdrawn_from_somebody_recused_is_not_told(world: World) -> None:
    case = w.admitted(world)
    run(world.operator, RECUSE, case.pk, world.shelter.user_id, None)
    with acting(world.operator) as operator:
        shares = Share.objects.filter(case=case, organisation_id=world.shelter.organisation_id)
        revoke_share(shares.get(compartment="PROGRESS"), actor=operator)
    assert written(world) == []


def test_an_access_opened_by_hand_is_told(world: World) -> None:
    case = w.admitted(world)
    Share.objects.using("owner").filter(
        case=case, organisation_id=world.shelter.organisation_id, compartment="CONTACT"
    ).update(closed_at=now())
    with acting(world.operator) as operator:
        share_by_hand(
            case,
            world.shelter.organisation_id,
            [Compartment.CONTACT],
            until=today() + timedelta(days=30),
            reason=Reason.ASKED,
            actor=operator,
        )
    assert written(world) == ["shelter@exemple.test"]


def test_an_access_that_lapses_is_told_once_a_person_whatever_the_cases(world: World) -> None:
    first, second_case = w.admitted(world), w.admitted(world, last_name="Vorlabe")
    hidden = w.admitted(world, "referrer", last_name="Palimbaud")
    run(world.operator, RECUSE, hidden.pk, None, world.referrer.organisation_id)
    Share.objects.using("owner").filter(
        case__in=[first, second_case, hidden], until__isnull=False
    ).update(until=now() - timedelta(minutes=1))
    assert written(world) == []
    jobs.end_what_has_ended(0)
    assert written(world) == ["shelter@exemple.test"]
    jobs.end_what_has_ended(0)
    assert written(world) == []


def test_an_exceptional_access_that_ends_is_not_told_to_who_asked_it(world: World) -> None:
    case, other = w.admitted(world), second(world, "operator")
    ground = ExceptionalGround.VITAL_EMERGENCY
    with acting(world.operator) as operator:
        asked = exceptional_access.ask(
            case, Compartment.SUPPORT_MEDICAL, ground, "motif", actor=operator
        )
    with acting(other):
        exceptional_access.confirm(asked.pk, actor=other)
    with at(now() + timedelta(hours=2)):
        jobs.end_what_has_ended(0)
    assert written(world) == []

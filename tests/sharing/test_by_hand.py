"""Shares opened by hand: within what she agreed to for that organisation, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from havre.cases.actions import NotAllowed
from havre.cases.by_hand import WrongEnd, share_by_hand
from havre.cases.consent import renew_consent
from havre.cases.consent_terms import Named
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment as C
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry, Share
from havre.sharing.actions import BeyondConsent
from havre.sharing.by_hand import AlreadyOpen, Reason
from havre.sharing.policy import Recipient
from havre.sharing.selectors import last_readings
from tests import world as w
from tests.platform.sql import visible
from tests.sharing.test_sharing_actions import agreement
from tests.world import World

DAYS = 20
"""How long a share by hand lasts here, counted when the test runs."""


def end() -> date:
    return today() + timedelta(days=DAYS)


def named(world: World, name: str, *parts: C, until: date | None = None) -> Case:
    """A case whose latest agreement names an organisation."""
    case = w.admitted(world)
    organisation = world.actors[name].organisation_id
    answer = Named(organisation, True, frozenset(parts), until=until)
    with acting(world.operator):
        renew_consent(case, agreement(named=[answer]), after=1, actor=world.operator)
    return case


def opened(
    world: World, case: Case, name: str, *parts: C, days: int = DAYS, by: Actor | None = None
) -> list[C]:
    actor = by or world.operator
    with acting(actor):
        return share_by_hand(
            case,
            world.actors[name].organisation_id,
            set(parts),
            until=today() + timedelta(days=days),
            reason=Reason.SUPPORT,
            actor=actor,
        )


def test_what_she_agreed_to_by_name_can_be_opened(world: World) -> None:
    case = named(world, "specialist", C.PROGRESS, C.CONTACT)
    assert opened(world, case, "specialist", C.CONTACT) == [C.PROGRESS, C.CONTACT]
    assert visible(world.specialist)["cases_safecontact"] == 1
    assert "cases_identity" not in visible(world.specialist)
    with acting(world.operator):
        line = JournalEntry.objects.get(action="SHARES_OPENED_BY_HAND")
        share = Share.objects.get(
            case=case, organisation=world.organisations["specialist"], compartment="CONTACT"
        )
    assert line.compartments == ["PROGRESS", "CONTACT"]
    assert line.subject == f"organisation:{world.specialist.organisation_id} SUPPORT"
    assert (share.basis, share.writes) == ("MANUAL", False)
    assert share.until is not None
    assert share.until.date() == end()


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ({C.IDENTITY}, DAYS),
        ({C.CONTACT, C.SAFETY}, DAYS),
        ({C.CONTACT}, 31),
    ],
)
def test_beyond_what_she_said_the_action_fails(world: World, parts: set[C], days: int) -> None:
    until = today() + timedelta(days=30)
    case = named(world, "specialist", C.PROGRESS, C.CONTACT, until=until)
    with pytest.raises(BeyondConsent):
        opened(world, case, "specialist", *parts, days=days)
    assert visible(world.specialist) == {}


def test_without_her_agreement_for_the_progress_nothing_is_opened(world: World) -> None:
    case = named(world, "specialist", C.CONTACT)
    with pytest.raises(BeyondConsent, match="« Avancement »"):
        opened(world, case, "specialist", C.CONTACT)


@pytest.mark.parametrize("name", ["specialist", "landlord", "other_shelter"])
def test_an_organisation_she_has_not_named_gets_nothing(world: World, name: str) -> None:
    case = w.admitted(world)
    with pytest.raises(BeyondConsent):
        opened(world, case, name, C.PROGRESS)
    assert visible(world.actors[name]) == {}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("landlord", C.SHELTER_PLACE),
        ("holder", C.SAFETY),
        ("shelter", C.NEW_HOME),
        ("shelter", C.SUPPORT_MEDICAL),
        ("funder", C.PROGRESS),
        ("operator", C.IDENTITY),
    ],
)
def test_what_may_never_be_opened_is_not(world: World, name: str, part: C) -> None:
    with pytest.raises(NotAllowed):
        opened(world, w.admitted(world), name, part)


def test_only_the_keeper_opens_and_only_for_days_to_come(world: World) -> None:
    case = w.admitted(world)
    with pytest.raises(NotAllowed):
        opened(world, case, "shelter", C.IDENTITY, by=world.shelter)
    with pytest.raises(WrongEnd):
        opened(world, case, "shelter", C.IDENTITY, days=0)
    with pytest.raises(AlreadyOpen):
        opened(world, case, "shelter", C.IDENTITY)


def test_it_closes_with_her_agreement_and_is_never_prolonged_by_it(world: World) -> None:
    case = named(world, "specialist", C.PROGRESS, C.CONTACT)
    opened(world, case, "specialist", C.CONTACT)
    answer = Named(world.specialist.organisation_id, True, frozenset({C.PROGRESS}))
    with acting(world.operator):
        renew_consent(case, agreement(named=[answer]), after=2, actor=world.operator)
        [share] = Share.objects.filter(case=case, basis="MANUAL", closed_at=None)
        assert (share.compartment, share.until and share.until.date()) == ("PROGRESS", end())
        renew_consent(case, agreement(), after=3, actor=world.operator)
    assert visible(world.specialist) == {}


def test_a_step_of_the_process_takes_over_what_was_open_by_hand(world: World) -> None:
    """So that the end of the step closes it: too little is safer than too much."""
    case = named(world, "landlord", C.PROGRESS, C.HOUSEHOLD)
    opened(world, case, "landlord", C.HOUSEHOLD)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    with acting(world.operator):
        held = Share.objects.filter(
            case=case, organisation=world.organisations["landlord"], closed_at=None
        )
        assert set(held.values_list("basis", flat=True)) == {"PROPOSAL", "ACCEPTANCE"}


def test_a_refusal_by_name_wins_over_what_it_is_for_her(world: World) -> None:
    case = w.admitted(world)
    answer = Named(world.shelter.organisation_id, agreed=False)
    with acting(world.operator):
        renew_consent(case, agreement(named=[answer]), after=1, actor=world.operator)
    assert visible(world.shelter) == {}
    with pytest.raises(BeyondConsent):
        opened(world, case, "shelter", C.IDENTITY)


def test_what_had_ended_with_her_agreement_can_be_opened_again(world: World) -> None:
    case = w.admitted(world)
    terms = agreement(agreed={Recipient.REFERRER: False})
    with acting(world.operator):
        renew_consent(case, terms, after=1, actor=world.operator)
        renew_consent(case, agreement(), after=2, actor=world.operator)
    assert visible(world.shelter) == {}
    opened(world, case, "shelter", C.IDENTITY, C.SHELTER_PLACE)
    assert {"cases_identity", "cases_referral"} <= set(visible(world.shelter))


def test_nobody_else_learns_who_reads(world: World) -> None:
    from havre.cases.selectors import open_file

    case = w.admitted(world)
    with acting(world.operator):
        open_file(case, actor=world.operator)
    with acting(world.shelter):
        open_file(case, actor=world.shelter)
        own = last_readings(case.pk, actor=world.shelter)
    assert {organisation for organisation, _ in own} == {world.shelter.organisation_id}
    with acting(world.operator):
        everyone = last_readings(case.pk, actor=world.operator)
    both = {world.operator.organisation_id, world.shelter.organisation_id}
    assert {organisation for organisation, _ in everyone} == both

"""Reservation rights by flow: who is told how many leases are owed, signed, and left."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from havre.allocations import actions
from havre.allocations.designations import designations
from havre.allocations.models import Tenancy
from havre.organisations.models import Organisation
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.programmes.actions import NotAllowed
from havre.programmes.flow_actions import save_flow_target
from havre.programmes.models import FlowTarget
from havre.reporting import flow as flows
from havre.reporting import selectors as reporting
from havre.reporting.flow import Flow, flow_of
from tests import world as w
from tests.world import World


def owe(world: World, target: int | None, year: int = 0, landlord: str = "landlord") -> None:
    with acting(world.operator) as actor:
        save_flow_target(
            year or today().year,
            world.organisations[landlord].pk,
            world.organisations["holder"].pk,
            target,
            agreed_on=date(2025, 12, 1),
            actor=actor,
        )


def lease(world: World, reference: str, right: str = "2") -> Tenancy:
    """A lease signed today on a dwelling of a right."""
    case = w.admitted(world, last_name=f"Nom{reference}")
    w.assessed(world, case)
    offer = w.vacancy(world, right=right, reference=reference)
    w.leased(world, w.with_landlord(world, w.proposed(world, case, offer)))
    with acting(world.operator):
        return Tenancy.objects.get(case=case)


def read(world: World, name: str, year: int = 0) -> Flow:
    with acting(world.actors[name]) as actor:
        return flow_of(actor, year or today().year)


def figures(flow: Flow) -> list[tuple[str, str, int | None, int | None, int | None]]:
    return [(x.landlord, x.holder, x.target, x.reached, x.remaining) for x in flow.lines]


def test_the_operator_and_the_landlord_read_what_is_owed_signed_and_left(world: World) -> None:
    owe(world, 3)
    owe(world, 2, landlord="other_landlord")
    lease(world, "R-1")
    lease(world, "L-1", right="7")
    assert figures(read(world, "operator")) == [
        ("Org landlord", "Org holder", 3, 1, 2),
        ("Org landlord", "", None, 1, None),
        ("Org other_landlord", "Org holder", 2, 0, 2),
    ]
    assert figures(read(world, "landlord")) == [
        ("Org landlord", "Org holder", 3, 1, 2),
        ("Org landlord", "", None, 1, None),
    ]
    assert figures(read(world, "other_landlord")) == [("Org other_landlord", "Org holder", 2, 0, 2)]


def test_what_is_left_never_goes_below_nothing(world: World) -> None:
    owe(world, 1)
    for reference in ("R-1", "R-2"):
        lease(world, reference)
    (line,) = read(world, "operator").lines
    assert (line.reached, line.remaining) == (2, 0)


def test_a_year_counts_its_own_leases(world: World) -> None:
    owe(world, 4, year=today().year - 1)
    lease(world, "R-1")
    assert figures(read(world, "operator", today().year - 1)) == [
        ("Org landlord", "Org holder", 4, 0, 4)
    ]


def test_a_holder_is_never_told_a_small_count_not_even_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(world, 3)
    monkeypatch.setattr(flows, "closed", lambda year: today())
    before = figures(read(world, "holder"))
    assert before == [("Org landlord", "Org holder", 3, None, None)]
    lease(world, "R-1")
    assert figures(read(world, "holder")) == before  # else it would know who moved, and where


def test_a_holder_is_told_a_large_count_of_a_year_that_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(world, 8)
    for number in range(5):
        lease(world, f"R-{number}")
    monkeypatch.setattr(flows, "closed", lambda year: None)
    assert figures(read(world, "holder")) == [("Org landlord", "Org holder", 8, None, None)]
    monkeypatch.setattr(flows, "closed", lambda year: today())
    assert figures(read(world, "holder")) == [("Org landlord", "Org holder", 8, 5, 3)]
    counted = JournalEntry.objects.using("owner").filter(action="INDICATORS_COUNTED")
    assert counted.filter(subject__startswith="flow ").count() == 1


def test_a_year_is_told_to_a_holder_once_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "today", lambda: date(2026, 12, 31))
    assert flows.closed(2025) == date(2025, 12, 31)
    assert (flows.closed(2026), flows.closed(2027)) == (None, None)


def test_a_lease_counts_to_the_line_of_its_holder_in_the_indicators(world: World) -> None:
    lease(world, "R-1")
    lease(world, "L-1", right="7")
    with acting(world.operator) as actor:
        found = reporting.figures(actor, today(), today())
    assert found.by_holder == {"Non réservé": 1, "Org holder": 1}


def test_a_dwelling_handed_back_for_a_turn_counts_to_its_landlord(world: World) -> None:
    owe(world, 2)
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world, right="2"))
    with acting(world.operator) as actor:
        actions.record_her_agreement(proposal, actor=actor)
        actions.transmit(proposal, actor=actor)
    with acting(world.holder) as actor:
        proposal = actions.hand_back(proposal, actor=actor)
        assert designations(actor) == []
    w.leased(world, proposal)
    for name in ("operator", "landlord"):
        assert figures(read(world, name)) == [
            ("Org landlord", "Org holder", 2, 0, 2),
            ("Org landlord", "", None, 1, None),
        ]
    with acting(world.operator) as actor:
        assert reporting.figures(actor, today(), today()).by_holder == {"Non réservé": 1}


@pytest.mark.parametrize("name", ["shelter", "referrer", "specialist", "funder"])
def test_who_lets_and_reserves_nothing_is_told_nothing(world: World, name: str) -> None:
    with pytest.raises(reporting.NotEntitled):
        read(world, name)


def test_a_target_is_written_dated_corrected_and_removed(world: World) -> None:
    owe(world, 3)
    owe(world, 3)
    owe(world, 5)
    row = FlowTarget.objects.get()
    assert (row.target, row.agreed_on) == (5, date(2025, 12, 1))
    assert row.edited_by_id == world.operator.user_id
    assert timezone.localtime(row.edited_at).date() == today()
    owe(world, None)
    owe(world, None)
    assert not FlowTarget.objects.exists()
    lines = JournalEntry.objects.using("owner").filter(action="FLOW_TARGET_CHANGED")
    assert [line.subject.rsplit(" ", 1)[1] for line in lines.order_by("pk")] == [
        "None→3",
        "3→5",
        "5→None",
    ]


def test_a_target_is_the_coordinators_and_between_partners(world: World) -> None:
    year, day = today().year, date(2025, 12, 1)
    own, holder = world.organisations["landlord"].pk, world.organisations["holder"].pk
    with acting(world.landlord) as actor, pytest.raises(NotAllowed):
        save_flow_target(year, own, holder, 3, agreed_on=day, actor=actor)
    with acting(world.operator) as actor:
        for pair in ((holder, own), (own, own), (world.organisations["shelter"].pk, holder)):
            with pytest.raises(Organisation.DoesNotExist):
                save_flow_target(year, *pair, 3, agreed_on=day, actor=actor)
        with pytest.raises(ValidationError):
            save_flow_target(year, own, holder, 0, agreed_on=day, actor=actor)


def test_a_holder_sees_its_designations_by_dwelling(world: World) -> None:
    sent, waiting = (w.vacancy(world, right="2", reference=name) for name in ("A-1", "B-1"))
    case = w.admitted(world)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, sent))
    other = w.admitted(world, last_name="Autre")
    w.assessed(world, other)
    proposal = w.proposed(world, other, waiting)
    with acting(world.operator) as actor:
        actions.record_her_agreement(proposal, actor=actor)
        actions.transmit(proposal, actor=actor)
    with acting(world.holder) as actor:
        found = designations(actor)
    assert [(d.vacancy.dwelling.reference, d.designated, d.awaited) for d in found] == [
        ("B-1", 0, 1),
        ("A-1", 1, 0),
    ]
    with acting(world.other_landlord) as actor:
        assert designations(actor) == []

"""A card is read without its case: what leaves about it alone goes to whoever reads the card."""

from __future__ import annotations

import pytest

from havre.cases.recusals import recuse_organisation, recuse_person
from havre.engine.vocabulary import Compartment
from havre.platform import gate
from havre.platform.acting import acting
from havre.platform.gate.checking import NOT_SHARED
from tests import world as w
from tests.coordination.commission import published
from tests.world import World

CARD, PROGRESS = Compartment.NEED_CARD, Compartment.PROGRESS


def reasons(
    world: World, case: w.Case, name: str, *parts: Compartment, whole: bool = False
) -> set[str]:
    """Why a document with these parts of a case may not go to an organisation's coordinator."""
    actor = world.actors[name]
    departure = gate.Departure(
        gate.Way.DOCUMENT,
        gate.Recipient(organisation_id=actor.organisation_id, user_id=actor.user_id),
        cases=(case.pk,) if whole else (),
        parts=tuple(gate.Part(case.pk, part) for part in parts),
    )
    with acting(world.operator) as operator:
        return {one.code for one in gate.judge(departure, actor=operator)}


@pytest.mark.parametrize(
    ("name", "parts", "whole", "expected"),
    [
        ("landlord", (CARD,), False, set()),
        ("landlord", (CARD, PROGRESS), False, {NOT_SHARED}),
        ("landlord", (CARD,), True, {NOT_SHARED}),
        ("shelter", (CARD,), False, {NOT_SHARED}),
        ("funder", (CARD,), False, {NOT_SHARED}),
        ("operator", (CARD, PROGRESS), True, set()),
    ],
)
def test_who_receives_a_card(
    world: World, name: str, parts: tuple[Compartment, ...], whole: bool, expected: set[str]
) -> None:
    case, _ = published(world)
    assert reasons(world, case, name, *parts, whole=whole) == expected


def test_walls_hold_all_the_same(world: World) -> None:
    case, _ = published(world)
    with acting(world.operator) as operator:
        recuse_organisation(case, world.holder.organisation_id, "Motif", actor=operator)
        recuse_person(case, world.landlord.user_id, "Motif", actor=operator)
    for name in ("holder", "landlord"):
        assert reasons(world, case, name, CARD) == {NOT_SHARED}

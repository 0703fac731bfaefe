"""The next step, who must act, and the usual form of a numéro unique."""

from __future__ import annotations

import pytest

from havre.cases.models import Case
from havre.cases.rules import (
    PROPOSAL_STEPS,
    STAGE_STEPS,
    Mover,
    acts_now,
    next_step,
    plain_unique_number,
    unusual_unique_number,
)
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import ProposalStatus, Stage
from tests.world import World


def test_every_stage_and_every_running_proposal_says_what_comes_next() -> None:
    assert set(STAGE_STEPS) == set(Stage)
    assert set(PROPOSAL_STEPS) == set(ProposalStatus) - ENDED - {ProposalStatus.MOVED_IN}


def test_the_proposal_is_more_precise_than_the_stage() -> None:
    case = Case(stage=Stage.PROPOSAL)
    assert next_step(case).sentence == "Faire aboutir la proposition en cours"
    step = next_step(case, ProposalStatus.WITH_HOLDER)
    assert (step.sentence, step.mover) == ("Désigner sa candidature ou décliner", Mover.HOLDER)
    searching = Case(stage=Stage.SEARCH)
    assert next_step(searching, ProposalStatus.WITHDRAWN) == STAGE_STEPS[Stage.SEARCH]


def test_who_acts(world: World) -> None:
    decide = STAGE_STEPS[Stage.REFERRED]
    assert acts_now(decide, world.operator)
    assert not acts_now(decide, world.shelter)
    sign = STAGE_STEPS[Stage.ALLOCATED]
    assert acts_now(sign, world.landlord, own_proposal=True)
    assert not acts_now(sign, world.landlord)  # another landlord's lease
    assert not acts_now(sign, world.operator, own_proposal=True)
    assert acts_now(PROPOSAL_STEPS[ProposalStatus.WITH_HOLDER], world.holder, own_proposal=True)
    assert acts_now(STAGE_STEPS[Stage.DRAFT], world.shelter)
    assert not acts_now(STAGE_STEPS[Stage.NOT_ADMITTED], world.operator)


@pytest.mark.parametrize(
    ("number", "unusual"),
    [
        ("", False),
        ("1111023517879GDPUB", False),
        ("111 1023517879 gdpub", False),
        ("1111323517879GDPUB", True),
        ("111102351787", True),
        ("１１１1023517879GDPUB", True),
    ],
)
def test_an_unusual_number_is_only_doubted(number: str, unusual: bool) -> None:
    assert unusual_unique_number(number) is unusual
    assert plain_unique_number("045 06-26 abc") == "0450626ABC"

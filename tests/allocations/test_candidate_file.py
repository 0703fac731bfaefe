"""The candidate file, reader by reader: each is told of what it may read, and of nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.allocations.candidate_file import CandidateFile, candidate_file
from havre.cases.models import Case
from havre.documents import actions as documents
from havre.documents.models import ResourcesDocument
from havre.engine.candidate_file import Bringer, ItemState
from havre.engine.vocabulary import Compartment, DocumentKind, DocumentRemoval
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from tests import world as w
from tests.documents.deposits import bring, clean_file
from tests.documents.stores import store
from tests.world import World

__all__ = ["store"]
S = ItemState


@pytest.fixture(autouse=True)
def own_store(store: object) -> None:
    """Use it."""


def read(world: World, case: Case, name: str) -> CandidateFile:
    with acting(world.actors[name]) as actor:
        return candidate_file(case, actor=actor)


def states(found: CandidateFile) -> dict[str, S]:
    return {line.item.code: line.state for line in found.lines}


@pytest.fixture
def case(world: World) -> Case:
    """A candidacy with its landlord, and three papers."""
    case = w.admitted(world)
    w.assessed(world, case)
    for kind in (DocumentKind.PIECE_IDENTITE, DocumentKind.AVIS_IMPOSITION, DocumentKind.PLAINTE):
        bring(case, world.operator, kind)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    return case


def test_the_operator_sees_the_whole_list_and_both_proofs(world: World, case: Case) -> None:
    found = read(world, case, "operator")
    assert states(found) == {
        "REQUEST": S.MISSING,
        "IDENTITY": S.PRESENT,
        "CHILDREN": S.MISSING,
        "TAX_NOTICE": S.CHECK,
        "INCOME": S.MISSING,
        "BENEFITS": S.MISSING,
        "STAY": S.MISSING,
        "MOTIVE": S.PRESENT,
        "OWN_INCOME": S.PRESENT,
    }
    assert (found.motive_proven, found.income_alone) == (True, True)
    assert (found.unseen, found.complete) == (False, False)


def test_a_landlord_is_told_of_what_it_reads_alone(world: World, case: Case) -> None:
    found = read(world, case, "landlord")
    assert states(found) == {
        "REQUEST": S.MISSING,
        "IDENTITY": S.PRESENT,
        "CHILDREN": S.MISSING,
    }
    assert {line.bringer for line in found.lines} == {Bringer.OPERATOR}  # not where she lives
    assert (found.motive_proven, found.income_alone) == (None, None)
    assert (found.unseen, found.complete) == (True, False)


def test_the_shelter_knows_what_it_is_asked_for_and_not_what_is_there(
    world: World, case: Case
) -> None:
    found = read(world, case, "shelter")
    assert states(found)["MOTIVE"] is S.UNSEEN  # it may add to it and no longer reads it
    assert states(found)["TAX_NOTICE"] is S.CHECK
    assert (found.motive_proven, found.income_alone) == (None, None)


def test_a_stranger_is_told_nothing(world: World, case: Case) -> None:
    found = read(world, case, "other_landlord")
    assert (found.lines, found.complete) == ([], False)


def test_each_reading_names_the_parts_it_told_of(world: World, case: Case) -> None:
    read(world, case, "landlord")
    line = JournalEntry.objects.using("owner").get(action="CANDIDATE_FILE_READ")
    assert line.case_id == case.pk
    assert set(line.compartments) == {
        Compartment.PROGRESS,
        Compartment.IDENTITY,
        Compartment.HOUSEHOLD,
        Compartment.HOUSING_NEED,
    }


def test_a_date_is_kept_for_what_goes_out_of_date_and_leaves_with_the_paper(world: World) -> None:
    case = w.admitted(world)
    week_ago = today() - timedelta(days=7)
    with acting(world.operator) as actor:
        for kind in (DocumentKind.FICHES_PAIE, DocumentKind.DETTES):
            documents.add_document(case, kind, clean_file(), dated_on=week_ago, actor=actor)
        kept = {row.kind: row for row in ResourcesDocument.objects.filter(case=case)}
        assert {kind: row.dated_on for kind, row in kept.items()} == {
            "FICHES_PAIE": week_ago,
            "DETTES": None,
        }
        pay = kept["FICHES_PAIE"]
        documents.remove_document(pay, DocumentRemoval.MISTAKE, actor=actor)
        pay.refresh_from_db()
        assert pay.dated_on is None
    assert states(read(world, case, "operator"))["INCOME"] is S.MISSING

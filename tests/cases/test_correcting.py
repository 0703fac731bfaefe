"""What a referral said is corrected by who may, with a reason, and nothing is lost on the way."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections

from havre.cases import actions, correcting, selectors
from havre.cases.correcting import FIELDS, ChangedMeanwhile, Content, Reason, correct, correctable
from havre.cases.models import Case, HouseholdNames
from havre.cases.protected import facts
from havre.cases.referral import IncompleteReferral
from havre.cases.searching import IdentityQuery, SearchReason, search_identity
from havre.engine.vocabulary import Compartment as C
from havre.engine.vocabulary import Seat
from havre.platform.acting import Actor, acting
from havre.platform.models import IdentityDigest, JournalEntry
from tests import world as w
from tests.world import World


def shown(case: Case, part: C, actor: Actor) -> Content:
    with acting(actor):
        return correcting.content_of(case, part, actor=actor)


def corrected(case: Case, part: C, actor: Actor, seen: str = "", **changes: Any) -> bool:
    """Correct a part as a person who has just seen it."""
    before = shown(case, part, actor)
    with acting(actor):
        said = {**before.said, **changes}
        mark = seen or before.seen
        return correct(case, part, said, seen=mark, reason=Reason.SLIP, actor=actor)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("operator", set(FIELDS), set(FIELDS)),
        ("shelter", set(FIELDS), set()),
        ("landlord", set(), set()),
        ("referrer", set(), set()),
        ("other_shelter", set(), set()),
        ("funder", set(), set()),
    ],
)
def test_who_may_correct_what(world: World, name: str, before: set[C], after: set[C]) -> None:
    case = w.referred(world)
    actor = world.actors[name]
    with acting(actor):
        assert correctable(case, actor=actor) == before
    with acting(world.operator):
        case = actions.admit_case(case, actor=world.operator)
    with acting(actor):
        assert correctable(case, actor=actor) == after
        for part in set(FIELDS) - after:
            with pytest.raises(actions.NotAllowed):
                correcting.content_of(case, part, actor=actor)
            with pytest.raises(actions.NotAllowed):
                correct(case, part, {}, seen="", reason=Reason.SLIP, actor=actor)


def test_nobody_corrects_a_draft_and_a_reader_nothing(world: World) -> None:
    with acting(world.shelter):
        draft = actions.start_referral(w.referral_content().pathway, actor=world.shelter)
        assert correctable(draft, actor=world.shelter) == set()
    reader = w.colleague(world, "operator", Seat.READER)
    case = w.admitted(world)
    with acting(reader):
        assert correctable(case, actor=reader) == set()


def found(world: World, actor: Actor, last_name: str) -> int:
    query = IdentityQuery(last_name, "Oriane", date(1991, 4, 2))
    with acting(actor):
        return len(search_identity(query, SearchReason.SHE_CALLS, actor=actor))


def test_search_duplicates_and_the_gate_follow_a_corrected_identity(world: World) -> None:
    case, twin = w.admitted(world), w.admitted(world, last_name="Zyntharelle", unique_number="")
    assert corrected(case, C.IDENTITY, world.operator, last_name="Zyntharelle", unique_number="")
    with acting(world.operator):
        assert selectors.possible_duplicates(case, actor=world.operator) == [twin]
        values = {fact.value for fact in facts(case.pk, world.operator)}
    assert {"Oriane|Zyntharelle", "Oriane|Zyntharel", "045062612345ABCDE1"} <= values
    for actor in (world.operator, world.shelter):
        assert found(world, actor, "Zyntharel") == 0
        assert found(world, actor, "Zyntharelle") == 2


def test_whoever_sent_it_corrects_before_admission_and_all_is_found_again(world: World) -> None:
    case = w.referred(world)
    assert corrected(case, C.IDENTITY, world.shelter, first_name=" Oriana ")
    with acting(world.operator):
        assert selectors.identity_of(case, actor=world.operator)["first_name"] == "Oriana"
        owners = set(IdentityDigest.objects.values_list("organisation_id", flat=True))
    assert owners == {world.operator.organisation_id, world.shelter.organisation_id}
    line = JournalEntry.objects.using("vault").get(action="PART_CORRECTED")
    assert (line.organisation_id, line.compartments, line.subject) == (
        world.shelter.organisation_id,
        ["IDENTITY"],
        "SLIP",
    )


def test_what_was_noted_before_is_kept_for_those_who_read_that_part(world: World) -> None:
    case = w.admitted(world)
    assert corrected(case, C.CONTACT, world.operator, phone="06 00 00 00 09")
    assert not corrected(case, C.CONTACT, world.operator, phone="06 00 00 00 09")  # the same
    (earlier,) = shown(case, C.CONTACT, world.operator).earlier
    assert (earlier.said["phone"], earlier.reason) == ("06 00 00 00 01", "SLIP")
    assert earlier.organisation == "Org operator"
    with acting(world.operator):
        values = {fact.value for fact in facts(case.pk, world.operator)}
    assert {"06 00 00 00 01", "06 00 00 00 09"} <= values  # a former telephone is somebody's
    for number in range(12):
        corrected(case, C.CONTACT, world.operator, hours=f"à {number} h")
    kept = shown(case, C.CONTACT, world.operator).earlier
    assert [one.said["hours"] for one in kept] == [f"à {n} h" for n in range(10, 0, -1)]


def test_what_a_correction_does_not_touch_stays(world: World) -> None:
    """Her agreement as typed, the landlord of origin, the evaluation: sealed beside it."""
    case = w.admitted(world)
    with acting(world.operator):
        before = selectors.contents_of(case, actor=world.operator).referral
    assert corrected(case, C.SHELTER_PLACE, world.operator, place="Foyer Ostrelune")
    with acting(world.operator):
        after = selectors.contents_of(case, actor=world.operator).referral
    assert before and after
    assert after["consent"] == before["consent"]
    assert (after["place"], after["reason"]) == ("Foyer Ostrelune", before["reason"])


def test_the_household_and_the_names_of_its_children(world: World) -> None:
    case = w.admitted(world)
    assert not HouseholdNames.objects.using("owner").exists()
    names = "Lina Vorquast\nNoé"
    assert corrected(case, C.HOUSEHOLD, world.operator, children=2, children_names=names)
    content = shown(case, C.HOUSEHOLD, world.operator)
    assert (content.said["children"], content.said["children_names"]) == (2, names)
    assert content.earlier[0].said == {"children": 1}
    with acting(world.operator):
        outline = selectors.household_outline_of(case, actor=world.operator)
        assert outline is not None
        assert outline.children == 2


def test_each_part_shown_is_journaled_even_with_nothing_sealed_in_it(world: World) -> None:
    case = w.admitted(world)
    lines = JournalEntry.objects.using("vault").filter(case_id=case.pk, action="READ")
    for part in FIELDS:
        read = lines.filter(compartments__contains=[part])
        before = read.count()
        shown(case, part, world.operator)
        assert read.count() == before + 1, part


def test_a_referral_carries_the_names_and_places_to_keep_silent(world: World) -> None:
    case = w.referred(
        world,
        children_names="Lina Vorquast",
        perpetrator="Ardan Zyntharel\nBrulevent",
        perpetrator_places="Garage Molvarin, 45160 Olivet",
        former_addresses="118 rue du Faubourg Malsec, 45140 Ingré",
    )
    with acting(world.operator):
        told = {(f.kind.value, f.value, f.compartment) for f in facts(case.pk, world.operator)}
    assert told >= {
        ("GIVEN", "Lina|Vorquast", C.HOUSEHOLD),
        ("GIVEN", "Ardan|Zyntharel", C.SAFETY),  # her own name: his first name tells him
        ("PERSON", "|Brulevent", C.SAFETY),
        ("PLACE", "Garage Molvarin", C.SAFETY),
        ("ADDRESS", "118 rue du Faubourg Malsec", C.SAFETY),
    }
    assert not [one for one in told if one[0] == "COMMUNE"]


@pytest.mark.parametrize(
    ("part", "changes", "missing"),
    [
        (C.IDENTITY, {"last_name": " "}, {"last_name": "Indiquez son nom."}),
        (C.IDENTITY, {"birth_date": None}, {"birth_date": "Indiquez sa date de naissance."}),
        (
            C.SHELTER_PLACE,
            {"reason": ""},
            {"reason": "Dites en quelques mots pourquoi elle est orientée."},
        ),
    ],
)
def test_what_a_part_cannot_be_without(
    world: World, part: C, changes: dict[str, Any], missing: dict[str, str]
) -> None:
    case = w.admitted(world)
    with pytest.raises(IncompleteReferral) as raised:
        corrected(case, part, world.operator, **changes)
    assert raised.value.missing == missing
    assert shown(case, part, world.operator).earlier == ()


@pytest.mark.parametrize("part", [C.IDENTITY, C.HOUSEHOLD])
def test_a_page_shown_before_another_correction_writes_nothing(world: World, part: C) -> None:
    case = w.admitted(world)
    old = shown(case, part, world.operator).seen
    changes: dict[str, Any] = {"first_name": "Oria"} if part is C.IDENTITY else {"children": 3}
    assert corrected(case, part, world.operator, **changes)
    with pytest.raises(ChangedMeanwhile):
        corrected(case, part, world.operator, seen=old, **changes)


def test_two_people_at_once_lose_nothing(world: World) -> None:
    """The second waits for the first, then is told; the first one's words are there."""
    case = w.admitted(world)
    seen = shown(case, C.IDENTITY, world.operator)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def attempt(name: str) -> None:
        start.wait()
        try:
            with acting(world.operator) as actor:
                said = {**seen.said, "first_name": name}
                correct(case, C.IDENTITY, said, seen=seen.seen, reason=Reason.SLIP, actor=actor)
            outcomes.append(name)
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            for connection in connections.all():
                connection.close()

    threads = [threading.Thread(target=attempt, args=(name,)) for name in ("Oria", "Oriana")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[-1] == "told"
    (written,) = set(outcomes) - {"told"}
    assert shown(case, C.IDENTITY, world.operator).said["first_name"] == written


def test_admitted_while_whoever_sent_it_was_correcting(world: World) -> None:
    case = w.referred(world)
    seen = shown(case, C.CONTACT, world.shelter)
    stale = Case.objects.using("owner").get(pk=case.pk)
    with acting(world.operator):
        actions.admit_case(case, actor=world.operator)
    with acting(world.shelter) as actor, pytest.raises(actions.NotAllowed):
        correct(stale, C.CONTACT, seen.said, seen=seen.seen, reason=Reason.SLIP, actor=actor)

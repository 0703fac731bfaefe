"""The logs: who, when, what, in words; and nothing of a case that the reader does not see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from havre.cases import selectors
from havre.cases.models import Case
from havre.documents.selectors import get_document, open_document
from havre.engine.vocabulary import Compartment, Seat
from havre.matching.board import open_needs
from havre.matching.plan_actions import make_plan
from havre.oversight import attesting, reading
from havre.oversight.words import ACTIONS, PURPOSES
from havre.platform import journal
from havre.platform.acting import acting
from havre.platform.journal_sealing import seal
from havre.platform.journal_verifying import Witnessed, verify
from havre.platform.models import JournalAttestation
from havre.sharing.selectors import last_readings
from tests import world as w
from tests.documents.deposits import bring
from tests.platform.journal import tampered
from tests.world import World


def opened(world: World, name: str, case: Case) -> None:
    with acting(world.actors[name]) as actor:
        selectors.open_file(selectors.get_case(case.reference, actor=actor), actor=actor)


def test_the_keeper_reads_who_consulted(world: World) -> None:
    case = w.admitted(world)
    opened(world, "operator", case)
    opened(world, "shelter", case)
    with acting(world.operator) as actor:
        page = reading.readings_of(case, actor=actor)
    files = [line for line in page.lines if line.action == "Dossier ouvert"]
    assert [(line.organisation, line.who) for line in files] == [
        ("Org shelter", ""),
        ("Org operator", str(world.users["operator"])),
    ]
    assert "Identité" in files[0].parts
    assert files[0].purpose == "Suivi de la situation"


def test_who_does_not_keep_it_does_not(world: World) -> None:
    case = w.admitted(world)
    with acting(world.shelter) as actor, pytest.raises(reading.NotAllowed):
        reading.readings_of(case, actor=actor)


def test_every_reading_is_in_the_log_and_is_the_last_reading(world: World) -> None:
    """An engine's comparison, a plan, a paper opened: somebody read parts of the file."""
    case = w.admitted(world)
    w.assessed(world, case)
    document = bring(case, world.operator)
    own = world.operator.organisation_id
    doings = {
        "Besoin comparé aux offres, avec d’autres": ("COMPARED", Compartment.SAFETY),
        "Situation comparée aux offres pour le plan": ("PLANNED", Compartment.HOUSING_NEED),
        "Document ouvert": ("DOCUMENT_OPENED", document.compartment),
    }
    for words, (action, part) in doings.items():
        with acting(world.operator) as actor:
            if action == "COMPARED":
                open_needs(actor)
            elif action == "PLANNED":
                make_plan(set(), actor=actor)
            else:
                found = get_document(case, document.pk, actor=actor)
                open_document(found, actor=actor, action=action)
            lines = reading.readings_of(case, actor=actor).lines
            last = last_readings(case.pk, actor=actor)
        of_it = [line for line in lines if line.action == words]
        assert of_it, words
        assert last[own, part.value] == max(
            line.at for line in lines if part.label in line.parts
        ), words
        assert any(part.label in line.parts and line.at == last[own, part.value] for line in of_it)


def test_every_reading_has_its_words() -> None:
    assert set(reading.CONSULTED) <= set(ACTIONS)
    assert set(journal.READINGS) < set(reading.CONSULTED)
    assert PURPOSES["job-benefits"] == "Estimation des droits"


def test_ones_own_log_names_the_cases_one_sees(world: World) -> None:
    case = w.admitted(world)
    opened(world, "shelter", case)
    with acting(world.shelter) as actor:
        seen = reading.own_log(actor=actor).lines
        assert {line.reference for line in seen if line.parts} == {case.reference}
        assert {line.organisation for line in seen} == {"Org shelter"}
    with acting(world.operator) as actor:
        from havre.sharing.actions import close_shares

        close_shares(case.pk, actor=actor, organisation_id=world.shelter.organisation_id)
    with acting(world.shelter) as actor:
        after = reading.own_log(actor=actor).lines
    assert len(after) == len(seen)
    assert {line.reference for line in after} == {""}


def test_ones_own_log_is_for_the_coordinator(world: World) -> None:
    member = replace(world.shelter, seat=Seat.MEMBER)
    with acting(member), pytest.raises(reading.NotAllowed):
        reading.own_log(actor=member)


def test_pages_follow_one_another(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    case = w.admitted(world)
    for _ in range(3):
        opened(world, "shelter", case)
    with acting(world.operator) as actor:
        seen, after = [], None
        for _ in range(10):
            page = reading.readings_of(case, after=after, actor=actor)
            seen += [line.id for line in page.lines]
            after = page.next_after
            if after is None:
                break
    assert len(seen) == len(set(seen)) == 9  # the case, its sealed parts, its opening, three times


def test_a_partner_attests_the_last_head(world: World) -> None:
    w.admitted(world)
    seal()
    with acting(world.shelter) as actor:
        attestation = attesting.attest(actor=actor)
        last = attesting.last_attestation(actor=actor)
    assert last == attestation
    receipt = Witnessed.read(attesting.receipt_of(attestation))
    seal()
    assert verify([receipt]).faults == []


def test_the_attested_head_proves_an_older_copy(world: World) -> None:
    w.admitted(world)
    seal()
    with acting(world.shelter) as actor:
        receipt = Witnessed.read(attesting.receipt_of(attesting.attest(actor=actor)))
    tampered(
        "DELETE FROM platform_journalentry",
        "DELETE FROM platform_journalpending",
        "DELETE FROM platform_journalplace",
        "DELETE FROM platform_journalhead",
    )
    codes = {fault.code for fault in verify([receipt]).faults}
    assert codes == {"OLDER_COPY", "NOT_AS_ATTESTED"}


def test_nothing_to_attest(world: World) -> None:
    with acting(world.shelter) as actor, pytest.raises(attesting.NothingSealed):
        attesting.attest(actor=actor)


def test_the_operator_does_not_attest_its_own_journal(world: World) -> None:
    member = replace(world.shelter, seat=Seat.MEMBER)
    for who in (world.operator, member):
        with acting(who), pytest.raises(attesting.NotAllowed):
            attesting.attest(actor=who)
    assert not JournalAttestation.objects.using("owner").exists()

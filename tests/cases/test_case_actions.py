"""Referral, admission and the rest, taken twice, too late, or by somebody who may not."""

from __future__ import annotations

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connections

from havre.cases import actions, selectors
from havre.cases.models import Case, CaseEvent
from havre.cases.referral import IncompleteReferral
from havre.engine.vocabulary import AdmissionRefusal, Pathway, Stage
from havre.platform.acting import acting
from havre.platform.models import IdentityDigest, JournalEntry
from havre.platform.vault.custody import custody
from havre.sharing.models import Consent
from havre.sharing.policy import Recipient
from tests import world as w
from tests.world import World, add_person


def draft(world: World, by: str = "shelter") -> Case:
    with acting(world.actors[by]):
        return actions.start_referral(Pathway.SHELTERED, actor=world.actors[by])


@pytest.mark.parametrize("name", ["agency", "holder", "specialist", "funder"])
def test_those_who_do_not_refer_may_not(world: World, name: str) -> None:
    with acting(world.actors[name]), pytest.raises(actions.NotAllowed):
        actions.start_referral(Pathway.SHELTERED, actor=world.actors[name])


def test_a_form_sent_twice_makes_one_draft(world: World) -> None:
    chosen = uuid4()
    with acting(world.shelter):
        actions.start_referral(Pathway.SHELTERED, actor=world.shelter, case_id=chosen)
        with pytest.raises(actions.AlreadyDone):
            actions.start_referral(Pathway.SHELTERED, actor=world.shelter, case_id=chosen)
        assert Case.objects.count() == 1


def test_a_draft_keeps_all_that_was_typed(world: World) -> None:
    case = draft(world)
    content = w.referral_content(
        pathway=Pathway.TENANT,
        origin_landlord_id=world.landlord.organisation_id,
        contact_note="Par sa sœur",
        shared_device=True,
        consent_witness="Mme Témoin",
        consent_withheld="Rien sur l’école",
        agreed=dict.fromkeys(Recipient, True) | {Recipient.BOARD: False},
    )
    with acting(world.shelter):
        actions.save_referral(case, content, actor=world.shelter)
        assert selectors.draft_content(case, actor=world.shelter) == content


def test_an_empty_draft_reads_back_empty(world: World) -> None:
    case = draft(world)
    with acting(world.shelter):
        content = selectors.draft_content(case, actor=world.shelter)
    assert (content.last_name, content.birth_date, content.agreed) == ("", None, {})


def test_an_unfinished_referral_is_not_sent_and_changes_nothing(world: World) -> None:
    case = draft(world)
    content = w.referral_content(last_name="", consent_on=None)
    with acting(world.shelter):
        with pytest.raises(IncompleteReferral) as raised:
            actions.send_referral(case, content, actor=world.shelter)
        assert raised.value.missing == {
            "last_name": "Indiquez son nom.",
            "consent_on": "Indiquez la date de son accord.",
        }
        assert selectors.get_case(case.reference, actor=world.shelter).stage == Stage.DRAFT
        assert not Consent.objects.exists()


def test_a_referral_sent_twice_is_sent_once(world: World) -> None:
    case = draft(world)
    with acting(world.shelter):
        stale = Case.objects.get(pk=case.pk)
        actions.send_referral(case, w.referral_content(), actor=world.shelter)
        with pytest.raises(actions.AlreadyDone):
            actions.send_referral(stale, w.referral_content(), actor=world.shelter)
        with pytest.raises(actions.NotAllowed):
            actions.save_referral(case, w.referral_content(), actor=world.shelter)
    with acting(world.operator):
        assert Consent.objects.count() == 1
        assert CaseEvent.objects.filter(code="REFERRED").count() == 1
        assert IdentityDigest.objects.count() == 4  # the keeper's two, and its author's


def test_two_people_sending_at_once_send_once(world: World) -> None:
    case = draft(world)
    said = dict.fromkeys(Recipient, True) | {Recipient.REFERRER: False}
    content = w.referral_content(agreed=said)  # the second finds a case it may no longer see
    results: list[str] = []
    started = threading.Event()

    def send() -> None:
        with acting(world.shelter):
            mine = Case.objects.get(pk=case.pk)
            started.set()
            try:
                actions.send_referral(mine, content, actor=world.shelter)
                results.append("sent")
            except actions.AlreadyDone:
                results.append("already")
        connections.close_all()

    with acting(world.shelter):
        first = Case.objects.get(pk=case.pk)
        actions.save_referral(first, content, actor=world.shelter)  # holds the row
        other = threading.Thread(target=send)
        other.start()
        assert started.wait(5)
        other.join(0.3)
        actions.send_referral(first, content, actor=world.shelter)
    other.join(5)
    assert results == ["already"]
    with acting(world.operator):
        assert Consent.objects.count() == 1


def test_a_landlord_of_origin_outside_the_programme_is_refused(world: World) -> None:
    case = draft(world)
    content = w.referral_content(
        pathway=Pathway.TENANT, origin_landlord_id=world.funder.organisation_id
    )
    with acting(world.shelter), pytest.raises(actions.NotAllowed):
        actions.save_referral(case, content, actor=world.shelter)


def test_a_discarded_draft_leaves_neither_rows_nor_keys(world: World) -> None:
    case = draft(world)
    with acting(world.shelter):
        stale = Case.objects.get(pk=case.pk)
        actions.discard_referral(case, actor=world.shelter)
    with acting(world.shelter):
        assert not Case.objects.exists()
        with pytest.raises(actions.AlreadyDone):
            actions.discard_referral(stale, actor=world.shelter)
    assert not custody().store.rows("SELECT 1 FROM case_key WHERE case_id = ?", [case.pk.bytes])


def test_a_sent_referral_is_not_discarded(world: World) -> None:
    case = w.referred(world)
    with acting(world.shelter), pytest.raises(actions.NotAllowed):
        actions.discard_referral(case, actor=world.shelter)


@pytest.mark.parametrize("name", ["shelter", "landlord", "referrer"])
def test_only_the_operator_decides(world: World, name: str) -> None:
    case = w.referred(world)
    actor = world.actors[name]
    with acting(actor):
        with pytest.raises(actions.NotAllowed):
            actions.admit_case(case, actor=actor)
        with pytest.raises(actions.NotAllowed):
            actions.refuse_admission(case, AdmissionRefusal.AUTRE, actor=actor)
        with pytest.raises(actions.NotAllowed):
            actions.entrust_case(case, actor.user_id, actor=actor)


def test_a_decision_is_taken_once(world: World) -> None:
    case = w.referred(world)
    with acting(world.operator):
        stale = Case.objects.get(pk=case.pk)
        actions.admit_case(case, actor=world.operator)
        with pytest.raises(actions.AlreadyDone):
            actions.refuse_admission(stale, AdmissionRefusal.AUTRE, actor=world.operator)
        with pytest.raises(actions.NotAllowed):
            actions.admit_case(case, actor=world.operator)
        found = Case.objects.get(pk=case.pk)
        assert (found.stage, found.admission_refusal) == (Stage.ASSESSMENT, "")
        assert found.caseworker_id == world.operator.user_id
        assert JournalEntry.objects.filter(action="CASE_ADMITTED").count() == 1


def test_a_case_is_entrusted_to_a_colleague_only(world: World) -> None:
    case = w.admitted(world)
    colleague = add_person(world.organisations["operator"], "collegue@exemple.test")
    with acting(world.operator):
        actions.entrust_case(case, colleague.pk, actor=world.operator)
        assert Case.objects.get(pk=case.pk).caseworker_id == colleague.pk
        with pytest.raises(actions.NotAllowed):
            actions.entrust_case(case, world.users["shelter"].pk, actor=world.operator)


def test_possible_duplicates_by_name_and_birth_or_by_number(world: World) -> None:
    first = w.referred(world)
    same_name = w.referred(world, unique_number="")
    spaced = replace(w.referral_content(), last_name="Autrenom")
    same_number = w.referred(
        world, last_name=spaced.last_name, unique_number="045 062612345 abcde1"
    )
    w.referred(world, last_name="Ailleurs", unique_number="")
    with acting(world.operator):
        found = selectors.possible_duplicates(first, actor=world.operator)
        assert {case.pk for case in found} == {same_name.pk, same_number.pk}
    with acting(world.shelter):
        assert selectors.possible_duplicates(first, actor=world.shelter) == []

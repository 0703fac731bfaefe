"""Part by part, by name, until when: what an agreement covers, and what a step then opens."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.assessments import actions as assessments
from havre.assessments.audience import UNWANTED, audience_of
from havre.assessments.selectors import published_card
from havre.cases.actions import NotAllowed
from havre.cases.consent import IncompleteConsent, renew_consent
from havre.cases.consent_terms import Named, Withheld, withheld_of
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment as C
from havre.engine.vocabulary import Pathway
from havre.organisations.models import Membership
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.clock import now, today
from havre.platform.models import OutgoingMail, Share
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.actions import BeyondConsent
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import KINDS, USUAL, Grant, Recipient
from havre.sharing.selectors import refused_parts
from tests import world as w
from tests.platform.sql import visible
from tests.sharing.test_sharing_actions import agreement, open_parts
from tests.worker import deliver_all
from tests.world import World


def renewed(world: World, case: Case, after: int = 1, **changes: object) -> Consent:
    with acting(world.operator):
        return renew_consent(case, agreement(**changes), after=after, actor=world.operator)


def refusing(recipient: Recipient, *parts: C) -> dict[str, object]:
    return {"refused": {recipient: frozenset(parts)}}


def test_the_usual_parts_are_all_that_the_table_of_shares_opens() -> None:
    opened = {
        Recipient.OPERATOR: policy.OPERATOR_REFERRAL,
        Recipient.REFERRER: policy.SHELTER_BEFORE_ADMISSION,
        Recipient.ORIGIN: policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS),
        Recipient.BOARD: policy.BOARD_PUBLICATION,
        Recipient.LANDLORD: (
            *policy.LANDLORD_PROPOSAL,
            *policy.LANDLORD_ACCEPTANCE,
            *policy.LANDLORD_LEASE,
            Grant(C.PROPOSAL),
        ),
        Recipient.HOLDER: (
            *policy.HOLDER_PROPOSAL,
            *policy.HOLDER_ACCEPTANCE,
            Grant(C.PROPOSAL),
        ),
    }
    for recipient in KINDS:
        assert {grant.compartment for grant in opened[recipient]} == set(USUAL[recipient])


def test_a_part_refused_at_the_referral_is_never_opened(world: World) -> None:
    case = w.admitted(world, **refusing(Recipient.REFERRER, C.IDENTITY, C.SHELTER_PLACE))
    assert open_parts(world, case, "shelter") == {
        *("PROGRESS", "CONTACT", "HOUSEHOLD", "RESOURCES_SUMMARY", "RESOURCES"),
        *("HOUSING_NEED", "SAFETY"),
    }
    assert "cases_identity" not in visible(world.shelter)
    with acting(world.operator):
        item = ConsentItem.objects.get(case=case, recipient=Recipient.REFERRER)
        assert item.agreed
        assert "IDENTITY" not in item.compartments
        assert (item.purpose, item.until) == ("FOLLOW", today() + timedelta(days=365))


def test_a_step_opens_what_is_agreed_and_says_what_is_missing(world: World) -> None:
    case = w.admitted(world, **refusing(Recipient.LANDLORD, C.IDENTITY))
    w.assessed(world, case)
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert open_parts(world, case, "landlord") == {
        *("PROGRESS", "HOUSEHOLD", "RESOURCES_SUMMARY", "HOUSING_NEED", "PROPOSAL"),
    }
    assert proposal.status == "WITH_LANDLORD"
    landlord = world.landlord.organisation_id
    with acting(world.operator):
        missing = refused_parts(case.pk, Recipient.LANDLORD, landlord, actor=world.operator)
    assert missing == [C.IDENTITY]


def test_an_action_that_would_share_more_fails(world: World) -> None:
    case = w.admitted(world, **refusing(Recipient.LANDLORD, C.IDENTITY))
    with acting(world.operator), pytest.raises(BeyondConsent, match="« Identité »"):
        sharing.open_shares(
            case.pk,
            world.landlord.organisation_id,
            [Grant(C.PROGRESS), Grant(C.IDENTITY)],
            basis=Share.Basis.ACCEPTANCE,
            recipient=Recipient.LANDLORD,
            actor=world.operator,
        )
    assert open_parts(world, case, "landlord") == set()


def test_each_share_ends_with_what_she_said_of_that_recipient(world: World) -> None:
    case = w.admitted(world)
    soon = today() + timedelta(days=30)
    renewed(world, case, sooner={Recipient.REFERRER: soon})
    with acting(world.operator):
        shares = Share.objects.filter(case=case, closed_at=None).exclude(until=None)
        assert {share.until.date() for share in shares if share.until} == {soon}


def test_refusing_one_part_closes_that_one_and_keeps_the_rest(world: World) -> None:
    case = w.admitted(world)
    before = open_parts(world, case, "shelter")
    renewed(world, case, **refusing(Recipient.REFERRER, C.CONTACT))
    assert open_parts(world, case, "shelter") == before - {"CONTACT"}
    assert "cases_safecontact" not in visible(world.shelter)


def test_an_organisation_refused_by_name_receives_nothing(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    landlord = world.landlord.organisation_id
    renewed(world, case, named=[Named(landlord, agreed=False)])
    with acting(world.operator):
        away = audience_of(assessment, actor=world.operator).kept_away
        assert (landlord, UNWANTED) in [(one.organisation.pk, one.reason) for one in away]
        assessments.publish_card(assessment, actor=world.operator)
    assert visible(world.landlord) == {}
    assert visible(world.other_landlord) != {}
    proposal = w.proposed(world, case, w.vacancy(world))
    with pytest.raises(BeyondConsent):
        w.with_landlord(world, proposal)
    assert visible(world.landlord) == {}


def test_a_named_yes_opens_nothing_by_itself(world: World) -> None:
    case = w.admitted(world)
    named = Named(world.specialist.organisation_id, True, frozenset({C.PROGRESS, C.CONTACT}))
    renewed(world, case, named=[named])
    assert visible(world.specialist) == {}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("landlord", {C.SHELTER_PLACE}),
        ("holder", {C.SAFETY}),
        ("specialist", {C.NEW_HOME}),
        ("specialist", {C.SUPPORT_MEDICAL}),
        ("funder", {C.PROGRESS}),
        ("operator", {C.PROGRESS}),
    ],
)
def test_nobody_is_named_for_what_it_may_never_have(world: World, name: str, parts: set[C]) -> None:
    case = w.admitted(world)
    named = Named(world.actors[name].organisation_id, True, frozenset(parts))
    with pytest.raises(NotAllowed):
        renewed(world, case, named=[named])


def test_both_answers_are_needed_of_one_that_lets_and_reserves(world: World) -> None:
    from havre.engine.vocabulary import Role
    from havre.programmes.models import Participation

    both = world.organisations["landlord"]
    Participation.objects.create(
        programme=world.programme, organisation=both, role=Role.RESERVATION_HOLDER
    )
    said = dict.fromkeys(Recipient, True) | {Recipient.HOLDER: False}
    case = w.admitted(world, agreed=said)
    w.assessed(world, case)
    with pytest.raises(BeyondConsent):
        w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert visible(world.landlord) == {}


def test_the_card_leaves_the_board_in_the_same_action(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
    renewed(world, case, agreed={Recipient.BOARD: False})
    with acting(world.operator):
        assert published_card(case, actor=world.operator) is None
    assert visible(world.landlord) == {}


def test_those_who_lose_something_are_told_and_nothing_is_said(world: World) -> None:
    case = w.admitted(world)
    Membership.objects.filter(user=world.users["shelter"]).update(seat="MEMBER")
    renewed(world, case, agreed={Recipient.REFERRER: False})
    sent = list(OutgoingMail.objects.values_list("recipient", "template", "status"))
    assert sent == [("shelter@exemple.test", "access_changed", "WAITING")]
    [message] = deliver_all()
    text = f"{message.subject} {message.body}"
    for secret in (case.reference, "Zyntharel", "Oriane", "Quetzaline", "Org", "situation"):
        assert secret not in text


def test_nobody_is_told_when_nothing_is_lost(world: World) -> None:
    case = w.admitted(world)
    renewed(world, case)
    assert not OutgoingMail.objects.exists()


def test_a_withdrawal_that_fails_changes_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One transaction: the version, the closing, the card and the messages stand or fall."""
    from havre.sharing import following

    def broken(consent: Consent, actor: object) -> None:
        raise RuntimeError

    case = w.admitted(world)
    before = visible(world.shelter)
    monkeypatch.setattr(following, "FOLLOWERS", [broken])
    with pytest.raises(RuntimeError):
        renewed(world, case, agreed={Recipient.REFERRER: False})
    assert visible(world.shelter) == before
    assert not OutgoingMail.objects.exists()


def test_what_had_ended_stays_ended_even_before_the_worker_has_come(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        shares = Share.objects.filter(
            case=case, organisation=world.organisations["shelter"], closed_at=None
        )
        shares.update(until=now() - timedelta(hours=1))
    renewed(world, case)
    assert visible(world.shelter) == {}


def test_what_is_to_be_withheld_is_sealed_with_its_reason(world: World) -> None:
    case = w.admitted(world, consent_withheld="Rien sur l’école", consent_withheld_why="Son frère")
    lines = [Withheld("Rien sur l’école", "Son frère"), Withheld("Ni son travail")]
    with acting(world.operator):
        first = Consent.objects.get(case=case)
        assert withheld_of(vault.open_row(first, actor=world.operator)) == lines[:1]
        second = renewed(world, case, withheld=lines)
        assert withheld_of(vault.open_row(second, actor=world.operator)) == lines
        assert "Son frère".encode() not in bytes(second.payload)
    assert withheld_of({"withheld": "un texte"}) == [Withheld("un texte")]
    assert withheld_of({"withheld": ""}) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"withheld": [Withheld("", "parce que")]}, "withheld"),
        ({"sooner": {Recipient.BOARD: 0}}, "until_BOARD"),
        ({"sooner": {Recipient.BOARD: 500}}, "until_BOARD"),
    ],
)
def test_an_impossible_answer_is_told_at_its_field(
    world: World, changes: dict[str, object], field: str
) -> None:
    case = w.admitted(world)
    if isinstance(sooner := changes.get("sooner"), dict):
        changes = {"sooner": {who: today() + timedelta(days=n) for who, n in sooner.items()}}
    with pytest.raises(IncompleteConsent) as raised:
        renewed(world, case, **changes)
    assert set(raised.value.missing) == {field}


def test_a_named_yes_says_to_what(world: World) -> None:
    case = w.admitted(world, pathway=Pathway.SHELTERED)
    with pytest.raises(IncompleteConsent) as raised:
        renewed(world, case, named=[Named(world.specialist.organisation_id, True)])
    assert set(raised.value.missing) == {"named0_parts"}


def test_kept_back_is_said_before_the_step(world: World) -> None:
    from django.test import Client

    from havre.allocations import actions as allocations

    case = w.admitted(world, **refusing(Recipient.LANDLORD, C.IDENTITY, C.HOUSEHOLD))
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world))
    with acting(world.operator):
        allocations.record_her_agreement(proposal, actor=world.operator)
    client = Client()
    client.force_login(world.users["operator"])
    text = client.get(f"/propositions/{proposal.reference}").content.decode()
    assert "Ne sera pas transmis : Identité, Ménage." in text

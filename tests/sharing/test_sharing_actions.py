"""Revoking by hand, narrowing, and bringing shares to a new agreement."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.assessments import actions as assessments
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.consent import IncompleteConsent, renew_consent
from havre.cases.consent_terms import ConsentTerms
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ConsentForm, Pathway
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry, Share
from havre.sharing import actions as sharing
from havre.sharing.policy import Grant, Recipient
from tests import world as w
from tests.platform.sql import visible
from tests.world import World


def share_of(world: World, case: Case, name: str, compartment: Compartment) -> Share:
    return Share.objects.select_related("case").get(
        case=case,
        organisation=world.organisations[name],
        compartment=compartment,
        closed_at=None,
    )


def agreement(**changes: object) -> ConsentTerms:
    said = dict.fromkeys(Recipient, True)
    said |= changes.pop("agreed", {})  # type: ignore[arg-type]
    values: dict[str, object] = {
        "form": ConsentForm.WRITTEN,
        "on": 0,
        "until": 400,
        "agreed": said,
    }
    values |= changes
    for name in ("on", "until"):  # in days from now: a run may see midnight pass
        if isinstance(shift := values[name], int):
            values[name] = today() + timedelta(days=shift)
    return ConsentTerms(**values)  # type: ignore[arg-type]


def open_parts(world: World, case: Case, name: str) -> set[str]:
    with acting(world.operator):
        shares = Share.objects.filter(
            case=case, organisation=world.organisations[name], closed_at=None
        )
        return set(shares.values_list("compartment", flat=True))


def test_one_share_revoked_closes_that_one_at_once(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        share = share_of(world, case, "shelter", Compartment.IDENTITY)
        assert sharing.revoke_share(share, actor=world.operator) == 1
        assert sharing.revoke_share(share, actor=world.operator) == 0
        line = JournalEntry.objects.get(action="SHARE_REVOKED")
        assert line.compartments == ["IDENTITY"]
    assert "cases_identity" not in visible(world.shelter)
    assert "cases_safecontact" in visible(world.shelter)


def test_without_the_progress_nothing_is_left(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        share = share_of(world, case, "shelter", Compartment.PROGRESS)
        assert sharing.revoke_share(share, actor=world.operator) == 9
    assert visible(world.shelter) == {}


def test_nobody_revokes_but_the_keeper_and_never_its_own(world: World) -> None:
    case = w.admitted(world)
    with acting(world.shelter):
        own = share_of(world, case, "shelter", Compartment.IDENTITY)
        with pytest.raises(sharing.NotTheSteward):
            sharing.revoke_share(own, actor=world.shelter)
    with acting(world.operator):
        kept = share_of(world, case, "operator", Compartment.IDENTITY)
        with pytest.raises(sharing.NotTheSteward):
            sharing.revoke_share(kept, actor=world.operator)


def test_narrowing_never_gives_back_what_was_taken(world: World) -> None:
    case = w.admitted(world)  # SAFETY may now only be written by the shelter
    organisation = world.shelter.organisation_id
    with acting(world.operator):
        grants = [Grant(Compartment.SAFETY), Grant(Compartment.PROGRESS, writes=True)]
        sharing.narrow_shares(case.pk, organisation, grants, actor=world.operator)
    assert open_parts(world, case, "shelter") == {"PROGRESS"}
    assert set(visible(world.shelter)) == {"cases_case", "cases_caseevent"}
    with acting(world.operator):
        assert not share_of(world, case, "shelter", Compartment.PROGRESS).writes


def test_the_landlord_of_origin_keeps_its_referral_when_its_proposal_ends(world: World) -> None:
    landlord = world.organisations["landlord"].pk
    case = w.admitted(world, pathway=Pathway.TENANT, origin_landlord_id=landlord)
    before = visible(world.landlord)
    with acting(world.operator):
        for basis in (Share.Basis.PROPOSAL, Share.Basis.ACCEPTANCE):
            grants = [Grant(Compartment.IDENTITY), Grant(Compartment.HOUSING_NEED)]
            sharing.open_shares(
                case.pk,
                landlord,
                grants,
                basis=basis,
                recipient=Recipient.LANDLORD,
                actor=world.operator,
            )
        sharing.close_shares(
            case.pk,
            actor=world.operator,
            organisation_id=landlord,
            bases=[Share.Basis.PROPOSAL, Share.Basis.ACCEPTANCE],
        )
    assert visible(world.landlord) == before
    assert open_parts(world, case, "landlord") == {"PROGRESS", "IDENTITY", "HOUSEHOLD"}


def test_a_recipient_she_no_longer_agrees_to_loses_everything_at_once(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
        terms = agreement(agreed={Recipient.REFERRER: False})
        renew_consent(case, terms, after=1, actor=world.operator)
    assert visible(world.shelter) == {}
    assert set(visible(world.landlord)) == {"assessments_needcard"}


def test_the_other_shares_last_as_long_as_the_new_agreement(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        consent = renew_consent(case, agreement(), after=1, actor=world.operator)
        shares = Share.objects.filter(case=case, closed_at=None)
        dates = {(s.organisation_id == case.steward_id, s.until and s.until.date()) for s in shares}
        assert consent.version == 2
    assert dates == {(True, None), (False, today() + timedelta(days=400))}


def test_without_her_agreement_for_the_operator_nobody_else_keeps_anything(world: World) -> None:
    landlord = world.organisations["landlord"].pk
    case = w.admitted(world, pathway=Pathway.TENANT, origin_landlord_id=landlord)
    with acting(world.operator):
        terms = agreement(agreed={Recipient.OPERATOR: False})
        consent = renew_consent(case, terms, after=1, actor=world.operator)
        assert not consent.items.filter(agreed=True).exists()
    assert visible(world.shelter) == {}
    assert visible(world.landlord) == {}
    assert "cases_identity" in visible(world.operator)  # the keeper never loses a file by a date


def test_only_the_landlord_of_origin_is_closed_when_she_refuses_it(world: World) -> None:
    landlord = world.organisations["landlord"].pk
    case = w.admitted(world, pathway=Pathway.TENANT, origin_landlord_id=landlord)
    with acting(world.operator):
        terms = agreement(agreed={Recipient.ORIGIN: False})
        renew_consent(case, terms, after=1, actor=world.operator)
    assert visible(world.landlord) == {}
    assert "cases_identity" in visible(world.shelter)


def test_an_agreement_withdrawn_closes_a_candidacy(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert "cases_identity" in visible(world.landlord)
    with acting(world.operator):
        terms = agreement(agreed={Recipient.LANDLORD: False})
        renew_consent(case, terms, after=1, actor=world.operator)
    assert visible(world.landlord) == {}
    with acting(world.operator):
        renew_consent(case, agreement(), after=2, actor=world.operator)
    assert visible(world.landlord) == {}  # what was closed stays closed


def test_an_agreement_withdrawn_does_not_undo_a_lease(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    w.leased(world, w.with_landlord(world, w.proposed(world, case, w.vacancy(world))))
    with acting(world.operator):
        terms = agreement(agreed={Recipient.LANDLORD: False})
        renew_consent(case, terms, after=1, actor=world.operator)
    assert set(visible(world.landlord)) == {"allocations_tenancy"}


def test_a_second_submission_of_the_same_agreement_is_told(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        renew_consent(case, agreement(), after=1, actor=world.operator)
        with pytest.raises(AlreadyDone):
            renew_consent(case, agreement(), after=1, actor=world.operator)


def test_only_the_operator_records_an_agreement(world: World) -> None:
    case = w.admitted(world)
    with acting(world.shelter), pytest.raises(NotAllowed):
        renew_consent(case, agreement(), after=1, actor=world.shelter)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"form": None}, "form", "Dites comment son accord a été donné."),
        (
            {"form": ConsentForm.ORAL_WITNESS},
            "witness",
            "Indiquez le professionnel devant qui l’accord a été donné.",
        ),
        ({"on": None}, "on", "Indiquez la date de son accord."),
        (
            {"on": 1},
            "on",
            "La date de son accord ne peut pas être dans le futur.",
        ),
        ({"until": None}, "until", "Indiquez jusqu’à quand son accord est valable."),
        ({"until": 0}, "until", "Son accord doit être valable après aujourd’hui."),
        (
            {"until": 732},
            "until",
            "Un accord vaut deux ans au plus : il se renouvelle ensuite.",
        ),
    ],
)
def test_an_incomplete_agreement_says_what_is_missing(
    world: World, changes: dict[str, object], field: str, sentence: str
) -> None:
    case = w.admitted(world)
    with acting(world.operator), pytest.raises(IncompleteConsent) as raised:
        renew_consent(case, agreement(**changes), after=1, actor=world.operator)
    assert raised.value.missing == {field: sentence}

"""Referral, admission and refusal, for each kind of author: what opens, closes, and is seen."""

from __future__ import annotations

import pytest

from havre.cases import actions
from havre.cases.models import Case
from havre.engine.vocabulary import AdmissionRefusal, Pathway
from havre.platform.acting import acting
from havre.platform.models import Share
from havre.sharing.policy import Recipient
from tests import world as w
from tests.platform.sql import visible
from tests.world import World

SUPPORT = {"SUPPORT_SOCIAL", "SUPPORT_LEGAL"}
READ_BY_SHELTER = {
    "PROGRESS",
    "IDENTITY",
    "CONTACT",
    "HOUSEHOLD",
    "RESOURCES_SUMMARY",
    "RESOURCES",
    "HOUSING_NEED",
    "SHELTER_PLACE",
}
OPERATOR = dict.fromkeys(
    READ_BY_SHELTER | SUPPORT | {"SAFETY", "NEED_CARD", "PROPOSAL", "NEW_HOME"}, "rw"
)
SHELTER_BEFORE = dict.fromkeys(READ_BY_SHELTER, "rw") | {"PROGRESS": "r", "SAFETY": "rw"}
SHELTER_AFTER = dict.fromkeys(READ_BY_SHELTER, "r") | {"SAFETY": "w"}
ORIGIN = dict.fromkeys(("PROGRESS", "IDENTITY", "HOUSEHOLD"), "r")
PROGRESS = {"PROGRESS": "r"}
DRAFT = dict.fromkeys(
    ("PROGRESS", "IDENTITY", "CONTACT", "HOUSEHOLD", "SHELTER_PLACE", "SAFETY"), "rw"
)
TABLES = {
    "PROGRESS": {"cases_case", "cases_caseevent"},
    "IDENTITY": {"cases_identity"},
    "CONTACT": {"cases_safecontact", "sharing_consent", "sharing_consentitem"},
    "HOUSEHOLD": {"cases_householdoutline"},
    "SHELTER_PLACE": {"cases_referral"},
    "SAFETY": {"cases_safetyoutline"},
}
AUTHORS = {
    # author, pathway, landlord of origin: seen before admission, after, when not admitted
    "shelter": ("shelter", Pathway.SHELTERED, "", (SHELTER_BEFORE, SHELTER_AFTER, PROGRESS), {}),
    "shelter, tenant": (
        "shelter",
        Pathway.TENANT,
        "other_landlord",
        (SHELTER_BEFORE, SHELTER_AFTER, PROGRESS),
        {"other_landlord": (ORIGIN, ORIGIN, PROGRESS)},
    ),
    "landlord, own tenant": (
        "landlord",
        Pathway.TENANT,
        "landlord",
        (ORIGIN, ORIGIN, PROGRESS),
        {},
    ),
    "landlord, not a tenant": (
        "landlord",
        Pathway.NON_TENANT,
        "",
        (PROGRESS, PROGRESS, PROGRESS),
        {},
    ),
    "landlord of origin of a woman who is no tenant": (
        "shelter",
        Pathway.SHELTERED,
        "other_landlord",
        (SHELTER_BEFORE, SHELTER_AFTER, PROGRESS),
        {},
    ),
    "referrer": ("referrer", Pathway.SHELTERED, "", (PROGRESS, PROGRESS, PROGRESS), {}),
    "operator": ("operator", Pathway.SHELTERED, "", None, {}),
}


def opened(case: Case, world: World) -> dict[str, dict[str, str]]:
    """Return {organisation: {compartment: « r », « w » or « rw »}} of the open shares."""
    names = {organisation.pk: name for name, organisation in world.organisations.items()}
    found: dict[str, dict[str, str]] = {}
    with acting(world.operator):
        for share in Share.objects.filter(case=case, closed_at=None):
            rights = "r" * share.reads + "w" * share.writes
            found.setdefault(names[share.organisation_id], {})[share.compartment] = rights
    return found


def tables_of(rights: dict[str, str]) -> set[str]:
    """Return the tables in which these rights let something be read, for a case just referred."""
    read = [TABLES.get(name, set()) for name, right in rights.items() if "r" in right]
    return set().union(*read)


def check(case: Case, world: World, expected: dict[str, dict[str, str]]) -> None:
    """The shares are these, and raw SQL in each organisation's name sees no more and no less."""
    assert opened(case, world) == expected
    for name, actor in world.actors.items():
        assert set(visible(actor)) == tables_of(expected.get(name, {})), name


@pytest.mark.parametrize("moment", [0, 1, 2], ids=["sent", "admitted", "not admitted"])
@pytest.mark.parametrize("kind", AUTHORS)
def test_what_each_sees(world: World, kind: str, moment: int) -> None:
    author, pathway, origin, seen, others = AUTHORS[kind]
    origin_id = world.organisations[origin].pk if origin else None
    case = w.referred(world, by=author, pathway=pathway, origin_landlord_id=origin_id)
    with acting(world.operator):
        if moment == 1:
            actions.admit_case(case, actor=world.operator)
        if moment == 2:
            actions.refuse_admission(case, AdmissionRefusal.HORS_PUBLIC, actor=world.operator)
    expected = {"operator": OPERATOR} | {name: at[moment] for name, at in others.items()}
    if seen is not None:
        expected[author] = seen[moment]
    check(case, world, expected)


@pytest.mark.parametrize("author", ["shelter", "landlord", "referrer", "operator"])
def test_a_draft_is_its_authors_alone(world: World, author: str) -> None:
    actor = world.actors[author]
    with acting(actor):
        case = actions.start_referral(Pathway.SHELTERED, actor=actor)
        actions.save_referral(case, w.referral_content(), actor=actor)
        rows = Share.objects.filter(case=case).values_list("organisation_id", "basis").distinct()
        assert list(rows) == [(actor.organisation_id, "DRAFT")]
    drafted = tables_of(DRAFT) - {"cases_caseevent", "sharing_consent", "sharing_consentitem"}
    for name, other in world.actors.items():
        assert set(visible(other)) == (drafted if name == author else set()), name


@pytest.mark.parametrize("author", ["shelter", "landlord", "referrer"])
def test_an_author_she_does_not_agree_to_keeps_nothing(world: World, author: str) -> None:
    said = dict.fromkeys(Recipient, True) | {Recipient.REFERRER: False}
    case = w.referred(world, by=author, agreed=said)
    check(case, world, {"operator": OPERATOR})


def test_a_landlord_of_origin_she_does_not_agree_to_learns_nothing(world: World) -> None:
    said = dict.fromkeys(Recipient, True) | {Recipient.ORIGIN: False}
    origin = world.organisations["other_landlord"].pk
    case = w.referred(world, pathway=Pathway.TENANT, origin_landlord_id=origin, agreed=said)
    check(case, world, {"operator": OPERATOR, "shelter": SHELTER_BEFORE})


def test_what_referral_opens_lasts_as_long_as_her_agreement_except_for_its_keeper(
    world: World,
) -> None:
    case = w.referred(world)
    until = w.referral_content().consent_until
    with acting(world.operator):
        shares = Share.objects.filter(case=case, closed_at=None)
        assert {s.until for s in shares if s.organisation_id == case.steward_id} == {None}
        others = [s.until for s in shares if s.organisation_id != case.steward_id]
        assert {moment.date() for moment in others if moment} == {until}
        assert {s.basis for s in shares} == {"REFERRAL"}

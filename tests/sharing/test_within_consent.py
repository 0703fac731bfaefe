"""Whatever happens, in whatever order, no open share goes beyond the agreement in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havre.allocations import actions as allocations
from havre.assessments import actions as assessments
from havre.cases.actions import NotAllowed
from havre.cases.by_hand import share_by_hand
from havre.cases.consent import IncompleteConsent, renew_consent
from havre.cases.consent_terms import Named
from havre.cases.models import Case, Referral
from havre.engine.lifecycle import IllegalTransition
from havre.engine.vocabulary import Compartment as C
from havre.engine.vocabulary import Pathway
from havre.platform.acting import acting
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing.actions import BeyondConsent, revoke_share
from havre.sharing.by_hand import AlreadyOpen, Reason
from havre.sharing.models import Consent
from havre.sharing.policy import BY_HAND, KINDS, Recipient, refusable
from tests import world as w
from tests.sharing.test_sharing_actions import agreement
from tests.world import World

EXPECTED = (BeyondConsent, NotAllowed, AlreadyOpen, IncompleteConsent, IllegalTransition)
MAY_COVER = {
    "PUBLICATION": {"BOARD"},
    "PROPOSAL": {"LANDLORD", "HOLDER"},
    "ACCEPTANCE": {"LANDLORD", "HOLDER"},
}
NAMES = ("shelter", "landlord", "specialist", "holder")
Move = Callable[[World, Case], object]


def beyond_consent(case: Case) -> list[tuple[str, str]]:
    """The open shares that nothing in the latest agreement covers, told apart from the code."""
    consent = Consent.objects.filter(case=case).order_by("-version")[0]
    items = list(consent.items.all())
    out = {item.organisation_id for item in items if item.organisation_id and not item.agreed}
    found = []
    referral = Referral.objects.get(case=case)
    for share in Share.objects.filter(case=case, closed_at=None).exclude(
        organisation_id=case.steward_id
    ):
        wide = [
            item
            for item in items
            if item.agreed
            and share.compartment in item.compartments
            and share.until is not None
            and share.until.date() <= item.until
            and (
                item.recipient in MAY_COVER.get(share.basis, own_of(referral, share))
                or (share.basis == "MANUAL" and item.organisation_id == share.organisation_id)
            )
        ]
        if not wide or share.organisation_id in out:
            found.append((share.basis, share.compartment))
    return found


def own_of(referral: Referral, share: Share) -> set[str]:
    """What an organisation is for her, beside any proposal."""
    own = {"REFERRER"} if share.organisation_id == referral.referring_organisation_id else set()
    return own | ({"ORIGIN"} if share.organisation_id == referral.origin_landlord_id else set())


def renew(
    said: set[Recipient], kept: set[C], named: tuple[str, bool, frozenset[C]], days: int,
    world: World, case: Case,
) -> object:  # fmt: skip
    name, agreed, parts = named
    answer = Named(world.actors[name].organisation_id, agreed, parts if agreed else frozenset())
    terms = agreement(
        agreed={one: one in said for one in Recipient},
        refused={one: frozenset(kept & set(refusable(one))) for one in KINDS},
        named=[answer],
        until=today() + timedelta(days=days),
    )
    after = Consent.objects.filter(case=case).count()
    return renew_consent(case, terms, after=after, actor=world.operator)


def by_hand(name: str, parts: frozenset[C], days: int, world: World, case: Case) -> object:
    return share_by_hand(
        case,
        world.actors[name].organisation_id,
        parts,
        until=today() + timedelta(days=days),
        reason=Reason.ASKED,
        actor=world.operator,
    )


def publish(world: World, case: Case) -> object:
    found = assessments.Assessment.objects.get(case=case)
    return assessments.publish_card(found, actor=world.operator)


def send(world: World, case: Case) -> object:
    found = allocations.Proposal.objects.get(case=case)
    if found.status == "PROPOSED":
        allocations.record_her_agreement(found, actor=world.operator)
    return allocations.transmit(found, actor=world.operator)


def revoke(world: World, case: Case) -> object:
    shares = Share.objects.filter(case=case, closed_at=None).select_related("case")
    other = shares.exclude(organisation_id=case.steward_id).first()
    return other and revoke_share(other, actor=world.operator)


some_parts = st.frozensets(st.sampled_from(BY_HAND), max_size=4)
moves = st.one_of(
    st.builds(
        lambda said, kept, named, days: partial(
            renew, said | {Recipient.OPERATOR}, kept, named, days
        ),
        st.sets(st.sampled_from(KINDS), min_size=2),
        st.sets(st.sampled_from(list(C)), max_size=3),
        st.tuples(st.sampled_from(NAMES), st.booleans(), some_parts),
        st.integers(5, 700),
    ),
    st.builds(
        lambda name, parts, days: partial(by_hand, name, parts, days),
        st.sampled_from(NAMES),
        some_parts,
        st.integers(1, 720),
    ),
    st.sampled_from([publish, send, revoke]),
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.lists(moves, min_size=3, max_size=9))
def test_no_open_share_is_ever_outside_the_agreement(world: World, path: list[Move]) -> None:
    count = Case.objects.using("owner").count()
    landlord = world.organisations["landlord"].pk
    case = w.admitted(
        world,
        pathway=Pathway.TENANT,
        origin_landlord_id=world.organisations["other_landlord"].pk,
        last_name=f"Cas{count}",
    )
    w.assessed(world, case)
    offer = w.vacancy(world, reference=f"P-{count}")
    assert offer.landlord_id == landlord
    w.proposed(world, case, offer)
    for move in path:
        try:
            with acting(world.operator):
                case.refresh_from_db()
                move(world, case)
        except EXPECTED:
            pass
        with acting(world.operator):
            assert beyond_consent(case) == []


def write_share(world: World, case: Case, name: str, part: C, basis: str, days: int = 5) -> None:
    with acting(world.operator):
        Share.objects.create(
            case=case,
            organisation=world.organisations[name],
            compartment=part,
            basis=basis,
            until=now() + timedelta(days=days),
        )


@pytest.mark.parametrize(
    ("name", "part", "basis", "days"),
    [
        ("specialist", C.IDENTITY, "MANUAL", 5),
        ("other_shelter", C.NEW_HOME, "REFERRAL", 5),
        ("landlord", C.SAFETY, "PROPOSAL", 5),
        ("landlord", C.IDENTITY, "PUBLICATION", 5),
        ("landlord", C.IDENTITY, "ACCEPTANCE", 4000),
    ],
)
def test_the_database_refuses_a_share_beyond_it(
    world: World, name: str, part: C, basis: str, days: int
) -> None:
    case = w.admitted(world)
    with pytest.raises(DatabaseError, match="within her agreement"):
        write_share(world, case, name, part, basis, days)


def test_the_database_lets_nobody_prolong_or_widen_one(world: World) -> None:
    case = w.admitted(world)
    for change in ({"until": None}, {"until": now() + timedelta(days=900)}):
        with (
            pytest.raises(DatabaseError, match="within her agreement"),
            acting(world.operator),
        ):
            Share.objects.filter(
                case=case, organisation=world.organisations["shelter"], closed_at=None
            ).update(**change)


def test_the_database_lets_what_she_agreed_to(world: World) -> None:
    write_share(world, w.admitted(world), "landlord", C.IDENTITY, "ACCEPTANCE")

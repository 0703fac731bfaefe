"""Exact, within one's own organisation, journaled, counted, and the same whatever is hidden."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from havre.cases import identity_index
from havre.cases.models import Case, Identity
from havre.cases.searching import (
    IdentityQuery,
    NotAllowed,
    QuotaReached,
    SearchReason,
    search_identity,
)
from havre.engine.vocabulary import Compartment, Pathway
from havre.platform import vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import at, now
from havre.platform.journal import JournalDown
from havre.platform.models import IdentityDigest, JournalEntry, Share
from havre.programmes.models import Programme
from havre.sharing.actions import close_shares, revoke_share
from tests import world as w
from tests.world import World

ORIANE = IdentityQuery("Zyntharel", "Oriane", date(1991, 4, 2))
NUMBER = IdentityQuery(unique_number="045 0626 12345 ABCDE1")


def found(actor: Actor, query: IdentityQuery = ORIANE) -> list[str]:
    with acting(actor):
        return [
            case.reference for case in search_identity(query, SearchReason.SHE_CALLS, actor=actor)
        ]


def holders() -> set[int]:
    return set(IdentityDigest.objects.using("owner").values_list("organisation_id", flat=True))


@pytest.mark.parametrize(
    "query",
    [
        ORIANE,
        NUMBER,
        IdentityQuery(" ZYNTHAREL ", "oriâne", date(1991, 4, 2)),
        IdentityQuery("Autre", "Nom", date(2000, 1, 1), "045062612345ABCDE1"),
    ],
)
def test_who_reads_the_identity_finds_her(world: World, query: IdentityQuery) -> None:
    case = w.referred(world)
    assert found(world.operator, query) == [case.reference]
    assert found(world.shelter, query) == [case.reference]


@pytest.mark.parametrize("name", ["other_shelter", "landlord", "holder", "referrer", "specialist"])
@pytest.mark.parametrize("query", [ORIANE, NUMBER])
def test_nobody_else_does(world: World, name: str, query: IdentityQuery) -> None:
    w.referred(world)
    assert found(world.actors[name], query) == []


@pytest.mark.parametrize(
    "query",
    [
        IdentityQuery("Zyntharel", "Oriane", date(1991, 4, 3)),
        IdentityQuery("Zyntharel", "Orian", date(1991, 4, 2)),
        IdentityQuery("Zyntare", "Oriane", date(1991, 4, 2)),
        IdentityQuery(unique_number="045062612345ABCDE2"),
    ],
)
def test_it_is_exact(world: World, query: IdentityQuery) -> None:
    w.referred(world)
    assert found(world.operator, query) == []


def test_funders_do_not_search(world: World) -> None:
    with pytest.raises(NotAllowed):
        found(world.funder)
    assert not JournalEntry.objects.using("vault").filter(action="IDENTITY_SEARCHED").exists()


@pytest.mark.parametrize(
    "query", [IdentityQuery(), IdentityQuery("Zyntharel"), IdentityQuery("Zyntharel", "Oriane")]
)
def test_half_an_identity_is_not_searched(world: World, query: IdentityQuery) -> None:
    with pytest.raises(ValueError, match="incomplete"):
        found(world.operator, query)


def test_the_journal_holds_a_commitment_and_no_term(world: World) -> None:
    w.referred(world)
    for _ in range(2):
        found(world.shelter)
    lines = list(JournalEntry.objects.using("vault").filter(action="IDENTITY_SEARCHED"))
    assert [(line.case_id, line.user_id) for line in lines] == [(None, world.shelter.user_id)] * 2
    first, second = (line.subject for line in lines)
    assert re.fullmatch(r"SHE_CALLS:[0-9a-f]{12}:[0-9a-f]{24}", first)
    assert first != second  # salted: the same search twice does not show
    _, salt, commitment = first.split(":")
    said = ("Zyntharel", "Oriane", "1991-04-02", "")
    own = world.shelter.organisation_id
    assert vault.identity_digest(own, "search", salt, *said).hex()[:24] == commitment


def test_no_journal_no_search(world: World) -> None:
    w.referred(world)
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT ON platform_journalentry FROM havre_vault")
        try:
            with pytest.raises(JournalDown):
                found(world.operator)
        finally:
            cursor.execute("GRANT INSERT ON platform_journalentry TO havre_vault")


def test_a_person_searches_so_many_times_a_day(world: World) -> None:
    Programme.objects.update(searches_per_day=3)
    moment = now().replace(hour=12)
    with at(moment):
        for _ in range(3):
            found(world.shelter)
        with pytest.raises(QuotaReached):
            found(world.shelter)
        assert found(world.operator) == []  # another person's count is another
    assert JournalEntry.objects.using("vault").filter(action="SEARCH_REFUSED").count() == 1
    with at(moment + timedelta(days=1)):
        assert found(world.shelter) == []


def statements(actor: Actor, query: IdentityQuery) -> list[str]:
    """What a search asks of the database, its values left out."""
    with (
        acting(actor),
        CaptureQueriesContext(connections["default"]) as web,
        CaptureQueriesContext(connections["vault"]) as vaulted,
    ):
        search_identity(query, SearchReason.SHE_CALLS, actor=actor)
    asked = [*web.captured_queries, *vaulted.captured_queries]
    return [re.sub(r"'[^']*'(::\w+)?|\b\d+\b", "?", query["sql"]) for query in asked]


def test_hidden_and_absent_take_the_same_statements(world: World) -> None:
    w.referred(world)
    nobody = IdentityQuery("Vorlabe", "Quetzaline", date(1980, 1, 1))
    hidden, absent = (statements(world.other_shelter, query) for query in (ORIANE, nobody))
    visible = statements(world.shelter, ORIANE)
    assert hidden == absent
    assert len(hidden) == len(visible)


def test_a_landlord_gains_and_loses_it_with_its_proposal(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    own, shelter = world.operator.organisation_id, world.shelter.organisation_id
    assert holders() == {own, shelter}
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert holders() == {own, shelter, world.landlord.organisation_id}
    assert found(world.landlord) == [case.reference]
    indexed = JournalEntry.objects.using("vault").filter(action="INDEXED")
    assert [line.compartments for line in indexed] == [[Compartment.IDENTITY]]
    with acting(world.operator) as actor:
        close_shares(proposal.case_id, actor=actor, organisation_id=world.landlord.organisation_id)
    assert holders() == {own, shelter}
    assert found(world.landlord) == []


def test_a_revoked_share_takes_it_away_at_once(world: World) -> None:
    case = w.referred(world)
    with acting(world.operator) as actor:
        share = Share.objects.get(
            case=case,
            organisation_id=world.shelter.organisation_id,
            compartment=Compartment.IDENTITY,
        )
        revoke_share(share, actor=actor)
        assert holders() == {world.operator.organisation_id, world.shelter.organisation_id}
    assert holders() == {world.operator.organisation_id}


def test_a_lapsed_share_finds_nothing_before_it_is_closed(world: World) -> None:
    w.referred(world)
    with acting(world.operator):
        Share.objects.filter(
            organisation_id=world.shelter.organisation_id, compartment=Compartment.IDENTITY
        ).update(until=now() - timedelta(minutes=1))
    assert world.shelter.organisation_id in holders()
    assert found(world.shelter) == []


def test_who_does_not_agree_to_her_referrer_leaves_it_no_digest(world: World) -> None:
    from havre.sharing.policy import Recipient

    agreed = dict.fromkeys(Recipient, True) | {Recipient.REFERRER: False}
    w.referred(world, agreed=agreed)
    assert holders() == {world.operator.organisation_id}


def test_a_draft_has_no_digest(world: World) -> None:
    from havre.cases import actions

    with acting(world.shelter) as actor:
        actions.start_referral(Pathway.SHELTERED, actor=actor)
    assert holders() == set()


def test_a_missing_digest_is_completed_by_the_worker(world: World) -> None:
    """As for a share opened otherwise than by a step: it is there, its digest is not."""
    case = w.referred(world)
    own = world.shelter.organisation_id
    IdentityDigest.objects.using("owner").filter(organisation_id=own).delete()
    assert found(world.shelter) == []
    with acting(world.operator) as actor:
        assert identity_index.follow_all(actor=actor) == 1
        assert identity_index.follow_all(actor=actor) == 0
    assert found(world.shelter) == [case.reference]


def test_a_corrected_identity_is_found_by_its_new_name(world: World) -> None:
    case = w.referred(world)
    with acting(world.operator) as actor:
        row = Identity.objects.get(case=case)
        payload = vault.open_row(row, actor=actor)
        vault.seal(row, payload | {"last_name": "Nouvelle"})
        row.save()
        identity_index.follow(case.pk, actor=actor, renewed=True)
    assert found(world.shelter) == []
    corrected = IdentityQuery("Nouvelle", "Oriane", date(1991, 4, 2))
    assert found(world.shelter, corrected) == found(world.operator, corrected) == [case.reference]


def test_digests_of_two_organisations_differ(world: World) -> None:
    w.referred(world)
    digests = list(IdentityDigest.objects.using("owner").values_list("digest", flat=True))
    assert len(digests) == len({bytes(digest) for digest in digests}) == 4


def test_a_discarded_draft_leaves_nothing(world: World) -> None:
    from havre.cases import actions

    with acting(world.shelter) as actor:
        case = actions.start_referral(Pathway.SHELTERED, actor=actor)
        actions.discard_referral(case, actor=actor)
    assert holders() == set()
    assert not Case.objects.using("owner").exists()

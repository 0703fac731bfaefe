"""The desk: answered from the list, in two clicks, by the proposal's own forms."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from havre.allocations import actions, committees
from havre.allocations.candidate_file import candidate_file
from havre.allocations.candidate_files import files_of
from havre.allocations.models import AllocationCommittee, Proposal
from havre.assessments import actions as assessments
from havre.engine.deadlines import next_working_day
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.world import World


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def soon() -> date:
    return next_working_day(today() + timedelta(days=7))


def sent(world: World, by: str = "landlord", **changes: object) -> Proposal:
    """A candidacy in the landlord's hands."""
    case = w.admitted(world, last_name=str(changes.pop("last_name", "Zyntharel")))
    w.assessed(world, case)
    return w.with_landlord(world, w.proposed(world, case, w.vacancy(world, by, **changes)))


def as_it_stands(world: World, proposal: Proposal) -> Proposal:
    with acting(world.operator):
        proposal.refresh_from_db()
    return proposal


def answers(page: str) -> list[str]:
    return re.findall(r'action="(/propositions/[^"]+)"', page)


def test_the_list_offers_the_proposals_own_forms_with_the_next_committee(world: World) -> None:
    proposal = sent(world)
    with acting(world.landlord) as actor:
        committees.enter_dates(soon(), actor=actor)
    page = signed_in(world, "landlord").get("/bureau/").content.decode()
    at = f"/propositions/{proposal.reference}"
    assert answers(page) == [f"{at}/commission", f"{at}/refus-bailleur"]
    assert f'value="{soon().isoformat()}"' in page
    assert "Oriane Zyntharel" in page


def test_an_answer_given_from_the_list_comes_back_to_it(world: World) -> None:
    proposal = sent(world)
    client = signed_in(world, "landlord")
    url = f"/propositions/{proposal.reference}/commission"
    sent_form = {"committee_on": soon().isoformat(), "retour": "bureau"}
    for _ in range(2):  # sent twice: once
        assert client.post(url, sent_form).headers["Location"] == "/bureau/"
    proposal = as_it_stands(world, proposal)
    assert (proposal.status, proposal.committee_on) == ("COMMITTEE", soon())
    page = client.get("/bureau/").content.decode()
    assert answers(page) == []
    assert f"/bureau/commissions/{soon().isoformat()}" in page


def test_an_error_is_told_on_the_proposal_with_what_was_typed_and_the_way_back(
    world: World,
) -> None:
    proposal = sent(world)
    client = signed_in(world, "landlord")
    url = f"/propositions/{proposal.reference}/commission"
    response = client.post(url, {"committee_on": "2001-01-01", "retour": "bureau"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="2001-01-01"' in page
    assert '<input type="hidden" name="retour" value="bureau">' in page


def test_declining_from_the_list_twice_is_harmless(world: World) -> None:
    proposal = sent(world)
    client = signed_in(world, "landlord")
    url = f"/propositions/{proposal.reference}/refus-bailleur"
    for _ in range(2):
        form = {"reason": "RESSOURCES", "retour": "bureau"}
        assert client.post(url, form).headers["Location"] == "/bureau/"
    proposal = as_it_stands(world, proposal)
    assert (proposal.status, proposal.decline_code) == ("DECLINED_BY_LANDLORD", "RESSOURCES")


@pytest.mark.parametrize("said", ["https://ailleurs.test/", "//ailleurs.test", "commission-x"])
def test_nobody_is_sent_elsewhere(world: World, said: str) -> None:
    proposal = sent(world)
    client = signed_in(world, "landlord")
    url = f"/propositions/{proposal.reference}/commission"
    response = client.post(url, {"committee_on": soon().isoformat(), "retour": said})
    assert response.headers["Location"] == f"/propositions/{proposal.reference}"


def test_the_late_ones_come_first(world: World) -> None:
    calm, late = sent(world), sent(world, reference="T-0002", last_name="Borvelune")
    with acting(world.landlord) as actor:
        late = actions.record_landlord_answer(late, agrees=True, committee_on=today(), actor=actor)
    with acting(world.operator):
        Proposal.objects.filter(pk=late.pk).update(committee_on=today() - timedelta(days=30))
    page = signed_in(world, "landlord").get("/bureau/").content.decode()
    assert page.index(late.reference) < page.index(calm.reference)
    assert "En retard" in page


def test_an_agency_answers_at_once_and_has_no_committee(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case, need={"regimes": ["IML"]})
    offer = w.vacancy(world, "agency", regime="IML", financing="PRIVATE")
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    client = signed_in(world, "agency")
    page = client.get("/bureau/").content.decode()
    at = f"/propositions/{proposal.reference}"
    assert answers(page) == [f"{at}/accord-agence", f"{at}/refus-bailleur"]
    assert "Vos commissions" not in page
    assert client.get("/bureau/commissions/").status_code == 403


def test_an_open_offer_says_how_many_cards_fit(world: World) -> None:
    case = w.admitted(world)
    w.vacancy(world)
    w.vacancy(world, reference="T-0009", rooms=5, typology="T5")
    assessment = w.assessed(world, case)
    with acting(world.operator) as actor:
        assessments.publish_card(assessment, actor=actor)
    page = signed_in(world, "landlord").get("/bureau/").content.decode()
    assert page.count("1\u00a0fiche correspond") == 1
    assert page.count("aucune fiche") == 1


def test_empty_states_say_what_to_do_next(world: World) -> None:
    client = signed_in(world, "other_landlord")
    page = client.get("/bureau/").content.decode()
    for said in ("Vous êtes à jour", "/offres/import", "/bureau/commissions/saisir"):
        assert said in page
    assert "Aucune date à venir" in client.get("/bureau/commissions/").content.decode()


@pytest.mark.parametrize("name", ["operator", "shelter", "holder", "funder", "specialist"])
def test_it_is_for_who_lets_dwellings(world: World, name: str) -> None:
    client = signed_in(world, name)
    for url in ("/bureau/", "/bureau/commissions/", "/bureau/commissions/saisir"):
        assert client.get(url).status_code == 403, url


def test_dates_are_entered_for_a_calendar(world: World) -> None:
    client = signed_in(world, "landlord")
    first = soon()
    form = {"first": first, "weeks": "2", "until": first + timedelta(weeks=4), "place": "Salle 2"}
    response = client.post("/bureau/commissions/saisir", form)
    assert response.headers["Location"] == "/bureau/commissions/"
    assert AllocationCommittee.objects.count() in {2, 3}  # a public holiday may be left out
    bad = client.post("/bureau/commissions/saisir", {"first": first, "weeks": "2"})
    assert "Indiquez jusqu’à quand." in bad.content.decode()
    told = client.post(
        "/bureau/commissions/saisir",
        {"first": first, "weeks": "0", "place": "victimes de violences"},
    )
    assert "Ce lieu dit de quoi il s’agit" in told.content.decode()


def test_a_committee_has_one_page_where_decisions_fall(world: World) -> None:
    proposal = sent(world)
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=actor)
    client = signed_in(world, "landlord")
    url = f"/bureau/commissions/{today().isoformat()}"
    page = client.get(url).content.decode()
    assert len(answers(page)) == 6
    form = {
        "decided_on": today().isoformat(),
        "reason": "TAUX_EFFORT",
        "examined": "3",
        "retour": f"commission-{today().isoformat()}",
    }
    response = client.post(f"/propositions/{proposal.reference}/irrecevabilite", form)
    assert response.headers["Location"] == url
    proposal = as_it_stands(world, proposal)
    assert proposal.status == "INADMISSIBLE"


def test_a_decision_that_keeps_her_there_stands_under_what_is_decided(world: World) -> None:
    proposal = sent(world)
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=actor)
    client = signed_in(world, "landlord")
    back = f"commission-{today().isoformat()}"
    form = {"decided_on": today(), "notified_on": today(), "examined": "3", "retour": back}
    client.post(f"/propositions/{proposal.reference}/attribution", form)
    page = client.get(f"/bureau/commissions/{today().isoformat()}").content.decode()
    assert "Déjà décidé" in page
    assert answers(page) == []


@pytest.mark.parametrize("day", ["2026-02-30", "2031-01-01"])
def test_a_day_with_nothing_is_not_there(world: World, day: str) -> None:
    client = signed_in(world, "landlord")
    assert client.get(f"/bureau/commissions/{day}").status_code == 404
    assert client.post(f"/bureau/commissions/{day}/retirer").status_code == 404


def test_another_landlords_committee_is_not_there(world: World) -> None:
    with acting(world.landlord) as actor:
        committees.enter_dates(soon(), actor=actor)
    client = signed_in(world, "other_landlord")
    assert client.get(f"/bureau/commissions/{soon()}").status_code == 404
    assert client.post(f"/bureau/commissions/{soon()}/retirer").status_code == 404
    own = signed_in(world, "landlord")
    assert own.get(f"/bureau/commissions/{soon()}").status_code == 200
    assert own.post(f"/bureau/commissions/{soon()}/retirer").status_code == 302
    assert not AllocationCommittee.objects.exists()


def test_the_committee_says_what_each_file_lacks(world: World) -> None:
    proposal = sent(world)
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=actor)
        together = files_of([proposal.case], actor=actor)[proposal.case_id]
        assert together == candidate_file(proposal.case, actor=actor)
    page = signed_in(world, "landlord").get(f"/bureau/commissions/{today()}").content.decode()
    assert "À apporter" in page
    assert f"/propositions/{proposal.reference}/pieces" in page
    for line in together.lines:
        assert (line.item.label in page) is line.item.required

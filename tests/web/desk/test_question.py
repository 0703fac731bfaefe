"""One question, one screen: from a message to « Merci », for who knows nothing of Havre."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from havre.allocations import actions, committees
from havre.allocations.models import Proposal
from havre.config.jobs import tell
from havre.engine.vocabulary import CommitteeDecision
from havre.organisations.models import Membership
from havre.platform import clock
from havre.platform.acting import acting
from havre.platform.clock import now, today
from havre.web.home.tasks import tasks_for
from tests import world as w
from tests.web.desk.test_desk import answers, as_it_stands, sent, signed_in, soon
from tests.worker import deliver_all
from tests.world import World

DAY = timedelta(days=1)
ASKED = {"landlord": "Quelle suite", "agency": "Quelle suite", "holder": "Désignez-vous"}


def asked_of(world: World, name: str) -> Proposal:
    """A proposal that waits for the word of a landlord, an agency or a holder."""
    if name == "landlord":
        return sent(world)
    private = {"regime": "IML", "financing": "PRIVATE"}
    terms: dict[str, object] = {"right": "2"} if name == "holder" else dict(private)
    case = w.admitted(world)
    w.assessed(world, case, need={"regimes": ["IML", "BAIL_DIRECT"]})
    by = "landlord" if name == "holder" else "agency"
    proposal = w.proposed(world, case, w.vacancy(world, by, **terms))
    if name == "agency":
        return w.with_landlord(world, proposal)
    with acting(world.operator) as actor:
        actions.record_her_agreement(proposal, actor=actor)
        return actions.transmit(proposal, actor=actor)


def link_to(world: World, name: str) -> str:
    """Write to a person what waits for her; return the link of the message."""
    membership = Membership.objects.select_related("user").get(user=world.users[name])
    with acting(world.actors[name]) as actor:
        tell(membership, tasks_for(actor))
    (message,) = [one for one in deliver_all() if one.to == [f"{name}@exemple.test"]]
    assert "proposition" not in message.body.lower()
    found = re.search(r"http://127\.0\.0\.1:8000(/ouvrir/\S+)", message.body)
    assert found
    return found[1]


@pytest.mark.parametrize("name", ["landlord", "agency", "holder"])
def test_from_the_message_to_thanks(world: World, name: str) -> None:
    proposal = asked_of(world, name)
    link = link_to(world, name)
    assert Client().get(link).headers["Location"] == f"/connexion?next={link}"
    client = signed_in(world, name)
    url = client.get(link).headers["Location"]
    assert url == f"/repondre/{proposal.reference}"
    page = client.get(url).content.decode()
    assert ASKED[name] in page
    assert "<nav" not in page
    forms = {"landlord": "commission", "agency": "accord-agence", "holder": "designation"}
    step = f"/propositions/{proposal.reference}/{forms[name]}"
    assert step in answers(page)
    sent_form = {"retour": "merci", "committee_on": soon().isoformat()}
    for _ in range(2):  # sent twice: thanked twice, recorded once
        assert client.post(step, sent_form).headers["Location"] == "/repondre/merci"
    assert "Merci" in client.get("/repondre/merci").content.decode()
    after = {"landlord": "COMMITTEE", "agency": "CONFIRMED", "holder": "WITH_LANDLORD"}
    assert as_it_stands(world, proposal).status == after[name]


def test_the_next_committee_is_filled_in(world: World) -> None:
    proposal = asked_of(world, "landlord")
    with acting(world.landlord) as actor:
        committees.enter_dates(soon(), actor=actor)
    page = signed_in(world, "landlord").get(f"/repondre/{proposal.reference}").content.decode()
    assert f'value="{soon().isoformat()}"' in page


def test_an_error_is_told_on_the_same_screen(world: World) -> None:
    proposal = asked_of(world, "landlord")
    client = signed_in(world, "landlord")
    step = f"/propositions/{proposal.reference}/commission"
    page = client.post(step, {"committee_on": "2001-01-01", "retour": "merci"}).content.decode()
    assert "<nav" not in page
    assert 'value="2001-01-01"' in page
    assert "ne peut pas précéder" in page
    assert as_it_stands(world, proposal).status == "WITH_LANDLORD"


def test_the_link_is_useless_after_the_answer_and_says_so(world: World) -> None:
    proposal = asked_of(world, "landlord")
    link = link_to(world, "landlord")
    client = signed_in(world, "landlord")
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(
            proposal, agrees=True, committee_on=soon() + DAY, actor=actor
        )
        actions.adjourn(proposal, adjourned_on=today(), actor=actor)
    with acting(world.operator) as actor:
        actions.withdraw(proposal, actor=actor)
    page = client.get(link)
    assert page.status_code == 200
    assert "n’attend plus de réponse" in page.content.decode()
    assert proposal.reference not in page.content.decode()


def test_what_waits_for_another_says_so_too(world: World) -> None:
    proposal = asked_of(world, "landlord")
    with acting(world.landlord) as actor:
        proposal = actions.record_landlord_answer(
            proposal, agrees=True, committee_on=today(), actor=actor
        )
        actions.record_decision(
            proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=actor
        )
    page = signed_in(world, "landlord").get(f"/repondre/{proposal.reference}")
    assert "n’attend plus de réponse" in page.content.decode()


def test_declined_it_is_over_for_who_declined_even_going_back(world: World) -> None:
    proposal = asked_of(world, "landlord")
    client = signed_in(world, "landlord")
    step = f"/propositions/{proposal.reference}/refus-bailleur"
    client.post(step, {"reason": "RESSOURCES", "retour": "merci"})
    page = client.get(f"/repondre/{proposal.reference}")
    assert "n’attend plus de réponse" in page.content.decode()
    assert signed_in(world, "landlord").get(f"/repondre/{proposal.reference}").status_code == 404


@pytest.mark.parametrize("name", ["shelter", "other_landlord", "agency", "holder", "funder"])
def test_it_is_not_there_for_others(world: World, name: str) -> None:
    proposal = asked_of(world, "landlord")
    link = link_to(world, "landlord")
    client = signed_in(world, name)
    assert client.get(link).status_code == 404
    assert client.get(f"/repondre/{proposal.reference}").status_code == 404


def test_the_operator_has_the_whole_page(world: World) -> None:
    proposal = asked_of(world, "landlord")
    at = f"/repondre/{proposal.reference}"
    response = signed_in(world, "operator").get(at)
    assert response.headers["Location"] == f"/propositions/{proposal.reference}"


def test_the_link_ends_by_itself(world: World) -> None:
    asked_of(world, "landlord")
    link = link_to(world, "landlord")
    with clock.at(now() + timedelta(days=7, minutes=1)):
        assert signed_in(world, "landlord").get(link).status_code == 404

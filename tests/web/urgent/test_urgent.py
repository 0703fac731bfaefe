"""Pages of the urgent circuit: the operator asks, each organisation answers in two clicks."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.allocations import urgent_calls as urgent
from havre.allocations.models import UrgentAsk, UrgentCall
from havre.allocations.urgent_selectors import own_asks
from havre.allocations.urgent_upkeep import follow_calls
from havre.assessments import actions as assessments
from havre.cases.models import Case
from havre.engine.vocabulary import UrgentReason
from havre.platform import clock
from havre.platform.acting import acting
from havre.web.urgent.presenting import lasted
from tests import world as w
from tests.web.housing.test_vacancy_views import form_data
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    """A case in search with its card published."""
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
        case.refresh_from_db()
    return case


def opened(world: World, case: Case, *names: str) -> UrgentCall:
    ids = [world.organisations[name].pk for name in names]
    with acting(world.operator):
        return urgent.open_call(case, UrgentReason.DANGER, ids, actor=world.operator)


def line(world: World, name: str) -> UrgentAsk:
    with acting(world.actors[name]) as actor:
        return own_asks(actor).get()


def page(client: Client, world: World, who: str, url: str, status: int = 200) -> str:
    client.force_login(world.users[who])
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


def send(client: Client, world: World, who: str, url: str, **data: object) -> str:
    client.force_login(world.users[who])
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (timedelta(minutes=-5), "0\u00a0min"),
        (timedelta(minutes=35, seconds=59), "35\u00a0min"),
        (timedelta(hours=3, minutes=5), "3\u00a0h\u00a005"),
        (timedelta(hours=47, minutes=59), "47\u00a0h\u00a059"),
        (timedelta(hours=48), "2\u00a0j"),
        (timedelta(hours=73), "3\u00a0j 1\u00a0h"),
    ],
)
def test_a_delay_is_said(delay: timedelta, words: str) -> None:
    assert lasted(delay) == words


def test_the_operator_opens_a_call_from_the_situation(
    client: Client, world: World, case: Case
) -> None:
    url = reverse("case-urgent", args=[case.reference])
    assert url in page(client, world, "operator", reverse("case", args=[case.reference]))
    assert "Org other_landlord" in page(client, world, "operator", url)
    html = send(client, world, "operator", url, reason="DANGER")
    assert "Choisissez au moins un organisme" in html and "Danger là où elle est" in html
    chosen = [world.organisations["landlord"].pk, world.organisations["holder"].pk]
    html = send(client, world, "operator", url, reason="DANGER", organisations=chosen)
    assert "L’appel est parti" in html and html.count("En attente") == 2
    assert "Interroger aussi" in html and "Pourquoi c’est urgent" not in html
    assert case.reference in page(client, world, "operator", reverse("urgent"))


def test_without_a_published_card_nobody_can_be_asked(client: Client, world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    html = page(client, world, "operator", reverse("case-urgent", args=[case.reference]))
    assert "Sa fiche besoin n’est lue par personne" in html


def test_home_shows_it_first_and_two_clicks_answer(
    client: Client, world: World, case: Case
) -> None:
    offer = w.vacancy(world)
    call = opened(world, case, "landlord", "other_landlord")
    ask = line(world, "landlord")
    url = reverse("urgent-ask", args=[ask.pk])
    home = page(client, world, "landlord", reverse("home"))
    tasks = re.findall(r'class="task [^"]*" href="([^"]*)"', home)
    assert tasks[0] == url and "1 appel urgent attend votre réponse" in home
    html = page(client, world, "landlord", url)
    assert "Org other_landlord" not in html and case.reference not in html
    assert "Danger là où elle est" not in html
    html = send(client, world, "landlord", url, answer="YES", vacancy=offer.reference)
    assert "Merci. L’opérateur le lui propose" in html
    assert url not in page(client, world, "landlord", reverse("home"))
    told = page(client, world, "operator", reverse("case-urgent", args=[case.reference]))
    assert "Oui, avec un logement" in told and "T3 à Orléans" in told
    pair = reverse("compatible-pair", args=[case.reference, offer.reference])
    assert pair in told
    waiting = page(client, world, "operator", reverse("home"))
    assert "1 logement est offert en réponse à un appel urgent" in waiting
    propose = reverse("propose", args=[case.reference, offer.reference])
    send(client, world, "operator", propose)
    with acting(world.operator):
        assert UrgentCall.objects.get(pk=call.pk).end == "PROPOSED"


def test_no_needs_a_reason_and_a_strange_offer_is_refused(
    client: Client, world: World, case: Case
) -> None:
    opened(world, case, "landlord")
    other = w.vacancy(world, "other_landlord")
    url = reverse("urgent-ask", args=[line(world, "landlord").pk])
    html = send(client, world, "landlord", url, answer="NO")
    assert "Choisissez dans la liste" in html
    html = send(client, world, "landlord", url, answer="YES", vacancy=other.reference)
    assert "Oui, avec un logement" in html and line(world, "landlord").answer == ""
    assert "Il me faut" in send(client, world, "landlord", url, answer="OUI")
    html = send(client, world, "landlord", url, answer="TIME")
    assert "Répondez dès que vous savez" in html
    html = send(client, world, "landlord", url, answer="NO", refusal="LOYER")
    assert "Votre réponse est enregistrée" in html
    assert line(world, "landlord").refusal == "LOYER"


def test_an_offer_entered_for_it_comes_back_to_the_call(
    client: Client, world: World, case: Case
) -> None:
    opened(world, case, "landlord")
    url = reverse("urgent-ask", args=[line(world, "landlord").pk])
    html = page(client, world, "landlord", url)
    (enter,) = re.findall(r'href="([^"]*\?suite=[^"]*)"', html)
    assert "Saisir une offre" in page(client, world, "landlord", enter)
    answer = client.post(enter, form_data(reference="U-1"))
    assert (answer.status_code, answer["Location"]) == (302, url)
    elsewhere = client.post(
        enter.split("?")[0] + "?suite=//ailleurs.test", form_data(reference="U-2")
    )
    assert elsewhere.status_code == 302
    assert elsewhere["Location"].startswith("/offres/")


def test_nobody_else_sees_a_line(client: Client, world: World, case: Case) -> None:
    opened(world, case, "landlord")
    url = reverse("urgent-ask", args=[line(world, "landlord").pk])
    for who in ("other_landlord", "agency", "holder", "shelter", "funder"):
        page(client, world, who, url, 404)
        client.force_login(world.users[who])
        assert client.post(url, {"answer": "TIME"}).status_code == 404
    assert "Aucun appel ne vous est adressé" in page(
        client, world, "other_landlord", reverse("urgent")
    )
    page(client, world, "shelter", reverse("urgent"), 403)


def test_the_operator_writes_what_it_was_told(client: Client, world: World, case: Case) -> None:
    opened(world, case, "landlord")
    url = reverse("urgent-ask", args=[line(world, "landlord").pk])
    assert "Réponse reçue par téléphone" in page(client, world, "operator", url)
    html = send(client, world, "operator", url, answer="NO", refusal="TYPOLOGIE")
    assert "Pas cette taille de logement" in html and "par téléphone" in html


def test_late_prolonged_and_closed(client: Client, world: World, case: Case) -> None:
    opened(world, case, "landlord", "holder")
    here = reverse("case-urgent", args=[case.reference])
    url = reverse("urgent-ask", args=[line(world, "landlord").pk])
    with clock.at(clock.now() + timedelta(hours=49)):
        with acting(world.operator):
            follow_calls(actor=world.operator)
        assert "1 appel urgent arrive à son terme" in page(
            client, world, "operator", reverse("home")
        )
        html = send(client, world, "landlord", url, answer="NO", refusal="LOYER")
        assert "marquée comme tardive" in html
        html = send(client, world, "operator", f"{here}/prolonger")
        assert "Choisissez pourquoi" in html
        html = send(client, world, "operator", f"{here}/prolonger", reason="AUTRE")
        assert "48 heures de plus" in html and "Non, tardive" in html
        html = send(client, world, "operator", f"{here}/prolonger", reason="AUTRE")
        assert "ne peut l’être qu’une fois" in html
        assert "L’appel est clos" in send(client, world, "operator", f"{here}/clore")
        assert "Aucun appel n’est en cours" in send(client, world, "operator", f"{here}/clore")
        html = send(client, world, "operator", f"{here}/prolonger", reason="AUTRE")
        assert "Aucun appel n’est en cours" in html

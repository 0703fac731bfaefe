"""The operator's board, for whom an offer is, what weighs; and the cards a landlord sees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.assessments import actions as assessments
from havre.cases.models import Case
from havre.engine.matching import WEIGHTS
from havre.housing.models import Vacancy
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.journal_models import JournalEntry
from havre.programmes import actions as programmes
from havre.programmes.models import IncomeCeiling, Programme
from havre.programmes.selectors import weights_of
from havre.web.matching.weights import WORDS
from tests import world as w
from tests.world import World

BOARD, WEIGHING = "/situations/tableau", "/dispositif/poids"
SAME = {"commune": "3", "proximity": "2", "rent": "2", "surface": "1"}


@pytest.fixture
def operator(client: Client, world: World) -> Client:
    client.force_login(world.users["operator"])
    return client


def html(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def searching(world: World, name: str, **changes: object) -> Case:
    case = w.admitted(world, last_name=name)
    w.assessed(world, case, **changes)  # type: ignore[arg-type]
    return case


def test_nothing_searched_says_what_to_do(operator: Client, world: World) -> None:
    assert "Aucune recherche en cours" in html(operator, BOARD)
    offer = w.vacancy(world)
    assert "Aucune recherche en cours" in html(operator, f"/offres/{offer.reference}/situations")


def test_those_without_an_offer_come_first(operator: Client, world: World) -> None:
    served = searching(world, "Un")
    bare = searching(world, "Deux", need={"rooms_min": 5, "rooms_max": 6})
    for n in range(2):
        w.vacancy(world, reference=f"L-{n}")
    w.vacancy(world, "agency", reference="A-1")
    text = html(operator, BOARD)
    assert text.index(bare.reference) < text.index(served.reference)
    assert "1\u00a0situation sans aucune offre</strong> sur 2" in text
    counts = re.findall(r'\?bailleur=(\d+)">(\d+)', text)
    landlord, agency = (world.organisations[name].pk for name in ("landlord", "agency"))
    assert counts == [(str(agency), "1"), (str(landlord), "2")]
    assert f"/situations/{bare.reference}/logements/ecartes" in text


def test_a_held_offer_is_not_free(operator: Client, world: World) -> None:
    taken, left = searching(world, "Un"), searching(world, "Deux")
    w.proposed(world, taken, w.vacancy(world))
    text = html(operator, BOARD)
    assert taken.reference not in text and left.reference in text
    assert "sans aucune offre" in text


def test_for_whom_an_offer_is(operator: Client, world: World) -> None:
    fits, poor = searching(world, "Un"), searching(world, "Deux", income=700)
    offer = w.vacancy(world)
    text = html(operator, f"/offres/{offer.reference}/situations")
    assert text.index(fits.reference) < text.index("Ce qui écarte les autres")
    assert "Presque : une situation" in text
    assert f"/situations/{poor.reference}/logements/{offer.reference}" in text
    assert f"/offres/{offer.reference}/situations" in html(operator, f"/offres/{offer.reference}")


def test_an_offer_withdrawn_is_no_longer_compared(operator: Client, world: World) -> None:
    offer = w.vacancy(world)
    operator.post(f"/offres/{offer.reference}/retirer")
    answer = operator.get(f"/offres/{offer.reference}/situations")
    assert answer.url == f"/offres/{offer.reference}"


def test_safety_is_counted_and_nobody_is_named_beside_it(operator: Client, world: World) -> None:
    zone: dict[str, object] = {"kind": "RADIUS", "lat": 47.90, "lon": 1.91, "km": 1}
    kept = searching(world, "Un", zones=[zone])
    text = html(operator, f"/offres/{w.vacancy(world).reference}/situations")
    assert "Elle ne convient à personne" in text and "Sécurité : lieu" in text
    assert kept.reference not in text


@pytest.mark.parametrize("name", ["landlord", "holder", "shelter", "funder"])
def test_for_the_operator_alone(client: Client, world: World, name: str) -> None:
    searching(world, "Un")
    offer = w.vacancy(world, right="2")
    client.force_login(world.users[name])
    assert client.get(BOARD).status_code == 403
    assert client.get(WEIGHING).status_code in {403, 404}
    assert client.get(f"/offres/{offer.reference}/situations").status_code == 404


def test_a_landlord_s_offer_shows_the_cards_that_fit_and_nothing_of_a_zone(
    client: Client, world: World
) -> None:
    zones: list[list[dict[str, object]]] = [[], [{"kind": "COMMUNE", "code": "45234"}]]
    cards = []
    for name, avoided in zip(("Un", "Deux"), zones, strict=True):
        case = w.admitted(world, last_name=name)
        version = w.assessed(world, case, zones=avoided)
        with acting(world.operator) as operator:
            cards.append(assessments.publish_card(version, actor=operator))
    offer, dear = w.vacancy(world), w.vacancy(world, reference="DEAR", rent=900)
    large = w.vacancy(world, reference="LARGE", rooms=6)
    client.force_login(world.users["landlord"])
    text = html(client, f"/offres/{offer.reference}")
    assert [card.reference in text for card in cards] == [True, True]  # as if there were no zone
    assert "Pour qui est cette offre" not in text and "à éviter" not in text
    for other in (dear, large):
        text = html(client, f"/offres/{other.reference}")
        assert not any(card.reference in text for card in cards)
        assert "Aucune pour l’instant" in text


def test_every_wish_of_the_engine_has_its_words() -> None:
    assert list(WORDS) == list(WEIGHTS)


def test_weights_are_looked_at_then_saved(operator: Client, world: World) -> None:
    case = searching(world, "Un")
    cheap = w.vacancy(world, reference="CHEAP", rent=250, surface=30)
    large = w.vacancy(world, reference="LARGE", rent=350, surface=90)
    assert 'value="3"' in html(operator, WEIGHING)
    answer = operator.post(WEIGHING, SAME | {"look": "1"}).content.decode()
    assert "Rien : les trois premiers logements restent les mêmes" in answer
    changed = {"commune": "0", "proximity": "0", "rent": "0", "surface": "10"}
    first = html(operator, f"/situations/{case.reference}/logements")
    assert first.index(cheap.reference) < first.index(large.reference)
    answer = operator.post(WEIGHING, changed | {"look": "1"}).content.decode()
    assert "Le premier logement change pour 1\u00a0situation" in answer
    assert answer.index(cheap.reference) < answer.index(large.reference)
    assert weights_of(Programme.objects.get(pk=world.programme.pk))["rent"] == 2.0
    assert operator.post(WEIGHING, changed | {"save": "1"}).url == "/dispositif/"
    after = html(operator, f"/situations/{case.reference}/logements")
    assert after.index(large.reference) < after.index(cheap.reference)


@pytest.mark.parametrize("situations", [1, 3])
def test_looking_asks_so_often_whatever_the_number(
    operator: Client, world: World, situations: int
) -> None:
    for n in range(situations):
        searching(world, f"Nom{n}")
        w.vacancy(world, reference=f"T-{n}")
    with (
        CaptureQueriesContext(connections["default"]) as web,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        operator.post(WEIGHING, SAME | {"look": "1"})
    queries = [*web.captured_queries, *vault.captured_queries]
    assert sum(q["sql"].startswith(("SELECT", "INSERT")) for q in queries) == 11


def test_without_ceilings_one_goes_to_the_ceilings(operator: Client, world: World) -> None:
    searching(world, "Un")
    offer = w.vacancy(world)
    needs = f"/offres/{offer.reference}/situations"
    ceilings = list(IncomeCeiling.objects.all())
    IncomeCeiling.objects.all().delete()
    answers = [
        operator.get(BOARD),
        operator.get(needs),
        operator.post(WEIGHING, SAME | {"look": "1"}),
        operator.post("/plan/faire"),
    ]
    IncomeCeiling.objects.bulk_create(ceilings)  # reference data outlive a test
    assert [answer.url for answer in answers] == ["/dispositif/plafonds"] * 4


def test_an_offer_whose_time_has_passed_is_not_compared(operator: Client, world: World) -> None:
    searching(world, "Un")
    offer = w.vacancy(world)
    address = f"/offres/{offer.reference}/situations"
    Vacancy.objects.filter(pk=offer.pk).update(expires_on=today())
    assert operator.get(address).status_code == 200
    Vacancy.objects.filter(pk=offer.pk).update(expires_on=today() - timedelta(days=1))
    assert operator.get(address).url == f"/offres/{offer.reference}"


def test_an_apl_not_yet_known_is_not_a_nought(operator: Client, world: World) -> None:
    """As on her own page: « En cours », and why, as long as no estimate was made."""
    case = searching(world, "Un")
    offer = w.vacancy(world)
    address = f"/offres/{offer.reference}/situations"
    assert case.reference in html(operator, address)
    assert "<dt>APL estimée</dt><dd>En cours</dd>" in html(operator, address)
    assert "Estimation de l’aide au logement en cours" in html(operator, address)


def test_nothing_to_choose_from_changes_nothing(operator: Client, world: World) -> None:
    searching(world, "Un")
    answer = operator.post(WEIGHING, SAME | {"look": "1"}).content.decode()
    assert "aucune situation n’a plus d’une offre" in answer


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rent": "11"}, "Indiquez un nombre entier entre 0 et 10."),
        ({"rent": "-1"}, "Indiquez un nombre entier entre 0 et 10."),
        ({"rent": ""}, "obligatoire"),
        (dict.fromkeys(SAME, "0"), "Donnez un poids à une préférence au moins."),
    ],
)
@pytest.mark.parametrize("button", ["look", "save"])
def test_a_wrong_weight_is_told_and_nothing_saved(
    operator: Client, world: World, typed: dict[str, str], sentence: str, button: str
) -> None:
    answer = operator.post(WEIGHING, SAME | typed | {button: "1"})
    assert sentence in answer.content.decode()
    assert weights_of(Programme.objects.get(pk=world.programme.pk))["rent"] == 2.0


def test_the_journal_keeps_each_weight(world: World) -> None:
    with acting(world.operator) as operator:
        programmes.save_weights(
            {"commune": 3, "proximity": 4, "rent": 2, "surface": 0}, actor=operator
        )
        lines = JournalEntry.objects.filter(action="PROGRAMME_SETTING_CHANGED")
        assert sorted(line.subject for line in lines) == [
            "weight proximity 2→4",
            "weight surface 1→0",
        ]
        for wrong in (
            {"commune": 1},
            dict.fromkeys(WEIGHTS, 0),
            dict.fromkeys(WEIGHTS, 11),
            {**dict.fromkeys(WEIGHTS, 1), "nationality": 1},
        ):
            with pytest.raises(ValueError, match="weights"):
                programmes.save_weights(wrong, actor=operator)
    with acting(world.landlord) as landlord, pytest.raises(programmes.NotAllowed):
        programmes.save_weights(dict.fromkeys(WEIGHTS, 1), actor=landlord)

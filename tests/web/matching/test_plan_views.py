"""The plan on screen: made, read, changed and proposed from, without a script."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from havre.allocations.models import Proposal
from havre.cases.models import Case
from havre.engine.vocabulary import Seat
from havre.housing.models import Vacancy
from havre.matching.models import PlanRun
from havre.platform.acting import acting
from havre.platform.journal_models import JournalEntry
from havre.programmes.models import LandlordCap, Programme
from tests import world as w
from tests.world import World

Two = tuple[Case, Case, Vacancy]


@pytest.fixture
def two(world: World) -> Two:
    """One offer, two situations for it; the first has waited as long, and is as urgent."""
    first, second = w.admitted(world), w.admitted(world, last_name="Autre")
    w.assessed(world, first, need={"communes": ["45234"]})
    w.assessed(world, second, need={"communes": ["45232", "45234"]})  # Orléans comes second
    return first, second, w.vacancy(world)


@pytest.fixture
def operator(client: Client, world: World) -> Client:
    client.force_login(world.users["operator"])
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    bare = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"\s+", " ", bare)


def body(page: str) -> str:
    return page.split("<h1>")[1].split("</main>")[0]


def made(client: Client, world: World) -> str:
    """Make a plan, and return its address."""
    answer = client.post("/plan/faire")
    assert answer.status_code == 302
    with acting(world.operator):
        run = PlanRun.objects.latest("made_at")
    assert answer.url == f"/plan/{run.reference}"
    return str(answer.url)


def test_the_first_plan_is_asked_for(operator: Client, world: World) -> None:
    assert "Aucun plan n’a été fait" in text(operator, "/plan/")
    assert 'action="/plan/faire"' in text(operator, "/plan/")
    assert "/plan/" in text(operator, "/fiches/")


def test_a_plan_gives_a_dwelling_and_says_why_not_me(
    operator: Client, world: World, two: Two
) -> None:
    url = made(operator, world)
    page = text(operator, url)
    assert body(page) == body(text(operator, url))
    given, left = page.split("Sans logement dans ce plan")
    first, second, offer = two
    assert first.reference in given
    assert second.reference not in given.split("<h1>")[1]
    assert f"1 offre à {first.reference} (ce logement lui convient mieux)." in left
    assert (
        f"/situations/{first.reference}/proposer/{offer.reference}" in given or "Proposer" in given
    )
    assert (
        text(operator, "/plan/").split("<h1>")[1].split("</main>")[0]
        == (page.split("<h1>")[1].split("</main>")[0])
    )


def test_forcing_a_pair_says_what_it_costs(operator: Client, world: World, two: Two) -> None:
    first, second, offer = two
    url = made(operator, world)
    detail = text(operator, f"{url}/{second.reference}")
    assert f"À {first.reference}" in detail
    assert "ce logement lui convient mieux" in detail
    asked = {"offre": offer.reference, "choix": "forcer"}
    answer = operator.post(f"{url}/{second.reference}/choix", asked)
    assert (answer.status_code, answer.url) == (302, url)
    page = text(operator, url)
    assert "Paire forcée" in page
    assert "Vos choix" in page
    assert re.search(r"autant de femmes relogées ; adéquation −\d+ points? en tout\.", page)
    operator.post(f"{url}/{second.reference}/choix", asked)  # sent twice: the same
    assert text(operator, url).count("Retirer") == 1
    operator.post(f"{url}/{second.reference}/choix", asked | {"choix": "remettre"})
    assert "Vos choix" not in text(operator, url)


def test_barring_the_only_pair_leaves_her_out(operator: Client, world: World, two: Two) -> None:
    first, _, offer = two
    url = made(operator, world)
    operator.post(f"{url}/{first.reference}/choix", {"offre": offer.reference, "choix": "ecarter"})
    page = text(operator, url)
    assert "Aucune offre libre ne lui convient." in page
    assert "Écarté pour elle" in text(operator, f"{url}/{first.reference}")


def test_when_she_declines_is_told(operator: Client, world: World, two: Two) -> None:
    first, second, _ = two
    page = text(operator, f"{made(operator, world)}/{first.reference}")
    assert "Le plan n’aurait plus de logement pour elle." in page
    assert second.reference in page.split("Changeraient aussi")[1]


def test_a_plan_is_proposed_from(operator: Client, world: World, two: Two) -> None:
    first, _second, _offer = two
    url = made(operator, world)
    action = re.search(r'action="(/[^"]*propos[^"]*)"', text(operator, url))
    assert action
    assert operator.post(action.group(1)).status_code == 302
    with acting(world.operator):
        assert Proposal.objects.get().case_id == first.pk
    page = text(operator, url)
    assert "1 situation n’est plus en recherche et 1 offre n’est plus libre" in page
    assert first.reference not in page.split("<h1>")[1]
    assert operator.get(f"{url}/{first.reference}").status_code == 404


def test_what_is_missing_is_told(operator: Client, world: World, two: Two) -> None:
    """One more dwelling of that kind would house the second; T3 in Orléans suit her."""
    page = text(operator, made(operator, world))
    assert "Un seul de ces logements relogerait une femme de plus." in page
    assert re.search(r"T3 à (Orléans|Olivet)<small>Très urgente</small>", page)


@pytest.mark.parametrize("name", [name for name in w.ROLES if name != "operator"])
def test_nobody_else_has_a_plan(client: Client, world: World, two: Two, name: str) -> None:
    first, _, offer = two
    client.force_login(world.users["operator"])
    url = made(client, world)
    client.force_login(world.users[name])
    for address in ("/plan/", url, "/plan/NULLE", f"{url}/{first.reference}"):
        assert client.get(address).status_code == 404
    asked = {"offre": offer.reference, "choix": "forcer"}
    for address in ("/plan/faire", f"{url}/{first.reference}/choix"):
        assert client.post(address, asked).status_code == 404


def test_a_reader_changes_nothing(client: Client, world: World, two: Two) -> None:
    first, _, offer = two
    client.force_login(world.users["operator"])
    url = made(client, world)
    reader = w.colleague(world, "operator", Seat.READER)
    client.force_login(type(world.users["operator"]).objects.get(pk=reader.user_id))
    asked = {"offre": offer.reference, "choix": "forcer"}
    assert client.post("/plan/faire").status_code == 403
    assert client.post(f"{url}/{first.reference}/choix", asked).status_code == 403


def test_a_reader_is_shown_nothing_she_may_not_do(client: Client, world: World, two: Two) -> None:
    first, second, offer = two
    w.vacancy(world, reference="T-2", rent="300.00", latitude=None, longitude=None)
    client.force_login(world.users["operator"])
    empty = text(client, "/plan/")
    url = made(client, world)
    asked = {"offre": offer.reference, "choix": "forcer"}
    client.post(f"{url}/{first.reference}/choix", asked)
    dwellings = f"/situations/{first.reference}/logements"
    with acting(world.operator):
        every = "&".join(f"offre={one.reference}" for one in Vacancy.objects.all())
    pages = (
        url,
        f"{url}/{first.reference}",
        f"{url}/{second.reference}",
        dwellings,
        f"{dwellings}/{offer.reference}",
        f"{dwellings}/comparer?{every}",
    )
    words = (
        "Faire le plan", "Refaire", ">Proposer", "Forcer", "Laisser le plan", "Retirer",
        "Le situer", "Réglages du plan",
    )  # fmt: skip
    whole = empty + "".join(body(text(client, page)) for page in pages)
    assert [word for word in words if word not in whole] == []
    reader = w.colleague(world, "operator", Seat.READER)
    client.force_login(type(world.users["operator"]).objects.get(pk=reader.user_id))
    for page in pages:
        shown = body(text(client, page))
        assert [word for word in (*words, 'method="post"') if word in shown] == [], page
    member = w.colleague(world, "operator", Seat.MEMBER)
    client.force_login(type(world.users["operator"]).objects.get(pk=member.user_id))
    assert "Refaire le plan" in text(client, url)
    assert "Réglages du plan" not in text(client, url)


def test_a_reader_is_told_who_makes_the_first_plan(client: Client, world: World) -> None:
    reader = w.colleague(world, "operator", Seat.READER)
    client.force_login(type(world.users["operator"]).objects.get(pk=reader.user_id))
    page = body(text(client, "/plan/"))
    assert "Faire le plan" not in page
    assert "dès qu’une personne de votre équipe l’aura fait" in page


def test_a_situation_that_is_not_there_reads_no_plan(
    operator: Client, world: World, two: Two
) -> None:
    """Absent, no longer looking, or come since: nothing is journaled as shown."""
    first, _, offer = two
    url = made(operator, world)
    w.proposed(world, first, offer)
    late = w.admitted(world, last_name="Tard")
    w.assessed(world, late)
    lines = JournalEntry.objects.using("owner").filter(action="LISTED")
    before = lines.count()
    for reference in ("AAAA-2222", first.reference, late.reference):
        assert operator.get(f"{url}/{reference}").status_code == 404
    assert lines.count() == before


def test_odd_choices_are_as_if_there_were_nothing(operator: Client, world: World, two: Two) -> None:
    first, _, offer = two
    url = made(operator, world)
    for asked in (
        {},
        {"offre": offer.reference, "choix": "vendre"},
        {"offre": "NULLE", "choix": "forcer"},
        {"offre": "x" * 5000, "choix": "forcer"},
    ):
        assert operator.post(f"{url}/{first.reference}/choix", asked).status_code == 404
    assert operator.get(f"{url}/{first.reference}/choix").status_code == 405
    assert operator.get("/plan/faire").status_code == 405


def test_caps_and_shares_are_the_programme_s(operator: Client, world: World) -> None:
    landlord = world.organisations["landlord"].pk
    page = text(operator, "/dispositif/plan")
    assert "Org landlord : logements au plus" in page
    answer = operator.post("/dispositif/plan", {"fair_share": "on", f"cap_{landlord}": "3"})
    assert (answer.status_code, answer.url) == (302, "/dispositif/")
    assert LandlordCap.objects.get().most == 3
    assert Programme.objects.get().fair_share
    wrong = operator.post("/dispositif/plan", {f"cap_{landlord}": "-1"})
    assert "Indiquez un nombre entier entre 0 et 500." in wrong.content.decode()
    assert LandlordCap.objects.get().most == 3
    operator.post("/dispositif/plan", {f"cap_{landlord}": ""})
    assert not LandlordCap.objects.exists()
    assert not Programme.objects.get().fair_share

"""Correcting a part of a referral: the page, its errors, what was noted before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from havre.cases.models import Case
from havre.oversight.words import said
from tests import world as w
from tests.web.cases.conftest import SignIn
from tests.world import World

SLUGS = ("identite", "contact", "menage", "lieu", "securite")
IDENTITY = {
    "last_name": "Zyntharelle",
    "first_name": "Oriane",
    "birth_date": "1991-04-02",
    "unique_number": "",
    "reason_of_change": "PAPER",
}


def address(case: Case, slug: str = "identite") -> str:
    return f"/situations/{case.reference}/corriger/{slug}"


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def posted(client: Client, url: str, typed: dict[str, Any], seen: str = "") -> Any:
    mark = seen or re.findall(r'name="seen" value="(\w+)"', page(client, url))[0]
    return client.post(url, {**typed, "seen": mark}, follow=True)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_part_is_reached_from_the_file_by_who_may(
    world: World, signed: SignIn, slug: str
) -> None:
    case = w.referred(world)
    link = f'href="{address(case, slug)}"'
    for name in ("operator", "shelter"):
        assert link in page(signed(name), f"/situations/{case.reference}")
        assert "Pourquoi cette correction" in page(signed(name), address(case, slug))
    signed("operator").post(f"/situations/{case.reference}/admettre")
    assert link not in page(signed("shelter"), f"/situations/{case.reference}")
    for name in ("shelter", "landlord", "other_shelter", "funder"):
        assert signed(name).get(address(case, slug)).status_code == 404
        assert signed(name).post(address(case, slug), IDENTITY).status_code == 404


def test_no_such_part(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    assert signed("operator").get(address(case, "ressources")).status_code == 404


def test_a_corrected_name_is_shown_and_the_one_before_kept(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    client = signed("operator")
    answer = posted(client, address(case), IDENTITY)
    text = answer.content.decode()
    assert "La correction est enregistrée." in text
    assert "Oriane Zyntharelle" in text
    kept = page(client, address(case))
    assert "Ce qui était noté avant" in kept
    assert "Un papier le montre. Corrigé par Org operator." in kept
    assert "045062612345ABCDE1" in kept
    assert "<title>Havre · Situation</title>" in kept
    assert "Zyntharel" not in page(client, f"/situations/{case.reference}").replace(
        "Zyntharelle", ""
    )
    assert said("PART_CORRECTED") in page(client, f"/situations/{case.reference}/consultations")


def test_a_landlord_reads_the_name_and_not_the_one_before(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    posted(signed("operator"), address(case), IDENTITY)
    w.assessed(world, case)
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    for url in (f"/propositions/{proposal.reference}", f"/situations/{case.reference}"):
        text = page(signed("landlord"), url)
        assert "Zyntharelle" in text
        assert "Zyntharel" not in text.replace("Zyntharelle", "")
    assert signed("landlord").get(address(case)).status_code == 404


def test_the_same_again_changes_nothing(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    client = signed("operator")
    posted(client, address(case), IDENTITY)
    answer = posted(client, address(case), IDENTITY)
    assert "Rien n’a changé" in answer.content.decode()


def test_sent_twice_is_harmless(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    client = signed("operator")
    seen = re.findall(r'name="seen" value="(\w+)"', page(client, address(case)))[0]
    posted(client, address(case), IDENTITY, seen)
    again = posted(client, address(case), IDENTITY, seen).content.decode()
    assert "Quelqu’un vient de modifier cette partie" in again
    assert page(client, address(case)).count("Corrigé par") == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_name": ""}, "Indiquez son nom."),
        ({"birth_date": "2991-04-02"}, "Vérifiez l’année."),
        ({"birth_date": "hier"}, "Écrivez la date ainsi"),
        ({"birth_date": "2099-04-02"}, "Cette date est dans le futur"),
        ({"reason_of_change": ""}, "Choisissez la raison."),
    ],
)
def test_each_error_at_its_field_and_nothing_typed_is_lost(
    world: World, signed: SignIn, changes: dict[str, str], sentence: str
) -> None:
    case = w.admitted(world)
    typed = {**IDENTITY, "first_name": "Orianette", **changes}
    text = posted(signed("operator"), address(case), typed).content.decode()
    assert sentence in text
    assert 'value="Orianette"' in text


def test_two_people_at_once(world: World, signed: SignIn) -> None:
    """The second sees what is noted now beside what she typed, and decides."""
    case = w.admitted(world)
    first, second = signed("operator"), signed("operator")
    shown = re.findall(r'name="seen" value="(\w+)"', page(second, address(case)))[0]
    posted(first, address(case), IDENTITY)
    typed = {**IDENTITY, "last_name": "Zyntharelin"}
    answer = posted(second, address(case), typed, shown)
    text = answer.content.decode()
    assert "Quelqu’un vient de modifier cette partie" in text
    assert "Ce qui est noté maintenant" in text
    assert 'value="Zyntharelin"' in text
    mark = re.findall(r'name="seen" value="(\w+)"', text)[0]
    assert "Oriane Zyntharelin" in posted(second, address(case), typed, mark).content.decode()


def test_another_situation_of_the_same_identity_is_told(world: World, signed: SignIn) -> None:
    w.admitted(world, last_name="Zyntharelle", unique_number="")
    case = w.admitted(world)
    text = posted(signed("operator"), address(case), IDENTITY).content.decode()
    assert "Une autre situation porte la même identité" in text


def test_what_no_letter_may_say_is_written_and_shown_to_who_reads_it(
    world: World, signed: SignIn
) -> None:
    case = w.admitted(world)
    typed = {
        "level": "HIGH",
        "note": "Note",
        "perpetrator": "Ardan Brulevent",
        "perpetrator_places": "Garage Molvarin",
        "former_addresses": "118 rue du Faubourg Malsec",
        "reason_of_change": "SHE_SAID",
    }
    text = posted(signed("operator"), address(case, "securite"), typed).content.decode()
    for words in ("Ardan Brulevent", "Garage Molvarin", "118 rue du Faubourg Malsec"):
        assert words in text
        assert words not in page(signed("shelter"), f"/situations/{case.reference}")

"""No page shows a part of a situation without a line of the journal that says so, written before.

Every screen of the matrix is opened by every organisation: a page that holds a word of a
compartment has its line, of that person, that case and that compartment, written by this request.
"""

from __future__ import annotations

import pytest
from django.test import Client

from havre.engine.vocabulary import Compartment as C
from havre.oversight.reading import READINGS
from havre.platform import journal
from havre.platform.models import JournalEntry
from tests.matrix.reading import text_of
from tests.matrix.scenario import PLAYERS, Scene, reach
from tests.matrix.test_screens import asked
from tests.world import World

STEPS = ["DRAFT", "REFERRED", "ADMITTED", "ASSESSED", "PUBLISHED", "WITH_LANDLORD", "LEASED"]
OF_THE_OFFER = {C.NEW_HOME}
"""What every reader of the offer knows: its address is no reading of the situation."""


def lines(world: World, name: str, scene: Scene, known: set[object]) -> set[C]:
    """The compartments of the case that this person's new lines say she read."""
    assert scene.case is not None
    rows = JournalEntry.objects.using("vault").filter(
        user_id=world.users[name].pk, case_id=scene.case.pk, action__in=READINGS
    )
    return {C(part) for row in rows if row.pk not in known for part in row.compartments}


def shown(text: str, scene: Scene) -> set[C]:
    """The compartments whose words stand in a text."""
    words = scene.words.items()
    return {c for c, known in words if any(word in text for word in known)} - OF_THE_OFFER


def everything(world: World, name: str) -> set[object]:
    rows = JournalEntry.objects.using("vault").filter(user_id=world.users[name].pk)
    return set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize("code", STEPS)
def test_every_page_that_shows_a_part_has_its_line(world: World, code: str) -> None:
    scene = reach(world, code)
    wrong: list[object] = []
    seen = 0
    for name in PLAYERS:
        client = Client()
        client.force_login(world.users[name])
        for screen, address in asked(scene):
            before = everything(world, name)
            found = shown(text_of(client.get(address)), scene)
            seen += len(found)
            if missing := found - lines(world, name, scene, before):
                wrong.append((screen, name, sorted(missing)))
    assert wrong == []
    assert seen > 5


def test_a_page_that_fails_after_reading_has_its_line(world: World, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    scene = reach(world, "PUBLISHED")
    client = Client(raise_request_exception=False)
    client.force_login(world.users["landlord"])
    monkeypatch.setattr("havre.web.board.views.commune_names", lambda: 1 / 0)
    before = everything(world, "landlord")
    assert scene.card is not None
    assert client.get(f"/fiches/{scene.card.reference}").status_code == 500
    assert lines(world, "landlord", scene, before) == {C.NEED_CARD}


PLAIN = {
    "operator": "/ /situations/ /situations/{case} /situations/{case}/diagnostic "
    "/situations/{case}/fiche /situations/{case}/logements /situations/{case}/partages "
    "/propositions/ /propositions/{proposal} /fiches/{card} /fiches/ /journal/",
    "landlord": "/ /situations/ /propositions/ /propositions/{proposal}",
    "agency": "/fiches/ /fiches/{card}",
}


@pytest.mark.parametrize("code", ["PUBLISHED", "WITH_LANDLORD"])
def test_no_line_no_page(world: World, monkeypatch, code: str) -> None:  # type: ignore[no-untyped-def]
    scene = reach(world, code)
    names = {
        "case": scene.case,
        "card": scene.card,
        "proposal": scene.proposal if code == "WITH_LANDLORD" else None,
    }
    filled = {name: one.reference for name, one in names.items() if one}
    pages = [
        (name, address.format(**filled))
        for name, addresses in PLAIN.items()
        for address in addresses.split()
        if "{proposal}" not in address or "proposal" in filled
    ]
    before = {page: text_of(client_of(world, page[0]).get(page[1])) for page in pages}

    def broken(*_: object) -> None:
        raise journal.JournalDown

    monkeypatch.setattr(journal, "commit", broken)
    for name, address in pages:
        answer = client_of(world, name).get(address)
        closed = shown(before[name, address], scene)
        assert answer.status_code == (503 if closed else 200), (name, address)
        assert shown(text_of(answer), scene) == set()


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client

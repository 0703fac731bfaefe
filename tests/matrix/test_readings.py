"""No line, no page: what was read stays written when the page fails, and nothing is shown before.

That every page which shows a part has its line is looked for on every screen: `test_screens`.
"""

from __future__ import annotations

import pytest
from django.test import Client

from havre.engine.vocabulary import Compartment as C
from havre.platform import journal
from havre.platform.clock import now
from havre.platform.vault import service
from tests.matrix.reading import lines, shown, text_of
from tests.matrix.scenario import reach
from tests.world import World


def test_a_page_that_fails_after_reading_has_its_line(world: World, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    scene = reach(world, "PUBLISHED")
    client = Client(raise_request_exception=False)
    client.force_login(world.users["landlord"])
    monkeypatch.setattr("havre.web.board.views.commune_names", lambda: 1 / 0)
    start = now()
    assert scene.card is not None
    assert client.get(f"/fiches/{scene.card.reference}").status_code == 500
    assert lines(world, "landlord", scene, start) == {C.NEED_CARD}


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
    monkeypatch.setattr(service, "commit", broken)
    for name, address in pages:
        answer = client_of(world, name).get(address)
        closed = shown(before[name, address], scene)
        assert answer.status_code == (503 if closed else 200), (name, address)
        assert shown(text_of(answer), scene) == set()


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client

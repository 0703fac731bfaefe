"""The page of what each landlord brings and receives."""

from __future__ import annotations

from django.test import Client

from havre.platform.clock import today
from havre.reporting.between import Balance
from havre.web.reporting.between import shown
from tests.world import World


def test_the_operator_reads_all_lines_a_landlord_its_own(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    html = client.get("/equilibre/").content.decode()
    assert "Org landlord" in html and "Org agency" in html and "Non importé" in html
    assert "Org holder" not in html
    client.force_login(world.users["landlord"])
    html = client.get("/equilibre/").content.decode()
    assert "Org landlord" in html and "Org other_landlord" not in html
    assert f"?annee={today().year}" not in html and f"?annee={today().year - 1}" in html
    same = client.get(f"/equilibre/?annee={today().year}").content.decode()
    assert f'href="?annee={today().year - 1}" aria-current="true"' in same
    for who in ("shelter", "holder", "funder"):
        client.force_login(world.users[who])
        assert client.get("/equilibre/").status_code == 403


def test_a_masked_count_is_said_so() -> None:
    line = shown(Balance("Org", 2000, 3, None, 6, None, 0))
    assert line["given"] == line["accepted"] == "<\u00a05"
    assert (line["housed"], line["rate"], line["received"]) == ("6", "3,0", "0")

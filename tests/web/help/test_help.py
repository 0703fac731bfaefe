"""The help page: the reader's role, no other; neutral; numbers at hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from havre.engine.vocabulary import Role
from havre.platform.gate import FORBIDDEN
from havre.programmes.models import Participation
from tests.world import ROLES, World

GUIDE = Path(__file__).parents[3] / "docs" / "guide"


@pytest.mark.parametrize(("name", "role"), ROLES.items())
def test_each_role_reads_its_own_page(client: Client, world: World, name: str, role: Role) -> None:
    client.force_login(world.users[name])
    answer = client.get("/aide")
    page = answer.content.decode()
    assert [shown.role for shown in answer.context["pages"]] == [role]
    assert "<title>Havre · Aide</title>" in page
    for number in ("17", "112", "114", "115", "119", "3919", "116 006"):
        assert f"<dd>{number}</dd>" in page
    assert re.search(r"<details[^>]*>\s*<summary>Numéros utiles", page)  # closed until opened


def test_several_roles_read_several_pages(client: Client, world: World) -> None:
    Participation.objects.create(
        programme=world.programme,
        organisation=world.organisations["operator"],
        role=Role.SPECIALIST,
    )
    client.force_login(world.users["operator"])
    shown = [page.role for page in client.get("/aide").context["pages"]]
    assert shown == [Role.OPERATOR, Role.SPECIALIST]


def test_the_page_says_nothing_to_a_passer_by(client: Client, world: World) -> None:
    for name in ROLES:
        client.force_login(world.users[name])
        page = client.get("/aide").content.decode()
        text = page.replace(Role.SHELTER.label, "")
        assert not re.search("violence|victime|conjugal|femme", text, re.IGNORECASE), name
    assert FORBIDDEN.search("violence")


def test_signed_out_it_asks_to_sign_in(client: Client, world: World) -> None:
    assert client.get("/aide")["Location"] == "/connexion"


def test_the_guide_has_a_page_per_role() -> None:
    names = {path.stem for path in GUIDE.glob("*.md")}
    assert names == {
        "index",
        "operateur",
        "proteger",
        "structure-accueil",
        "bailleur",
        "agence",
        "reservataire",
        "partenaire",
        "intervenant",
        "financeur",
    }
    index = (GUIDE / "index.md").read_text(encoding="utf-8")
    assert all(f"({name}.md)" in index for name in names - {"index"})


def test_every_picture_of_the_guide_is_one_the_script_takes() -> None:
    written = {
        f"guide/{name}"
        for page in GUIDE.glob("*.md")
        for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    script = (GUIDE.parents[1] / "scripts" / "screenshots.py").read_text(encoding="utf-8")
    taken = set(re.findall(r'"(guide/images/[a-z0-9-]+\.png)"', script))
    assert written == taken
    assert len(taken) == 15

"""The page of indicators: exact for the operator, masked for a funder, closed to others."""

from __future__ import annotations

import argparse
import json

import pytest
from django.test import Client
from django.urls import reverse

from havre.cases.models import Case
from havre.config.commands import indicators as command
from havre.engine.vocabulary import Pathway
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.programmes.models import PathwayTarget
from havre.reporting.figures import closed_quarters
from tests import world as w
from tests.web.allocations.queries import queries
from tests.world import World

PAGE = "/indicateurs/"


def housed(world: World, mark: str = "") -> Case:
    """A woman housed today."""
    case = w.admitted(world, last_name=f"Zyntharel{mark}")
    w.assessed(world, case)
    offer = w.vacancy(world, reference=f"D-{mark}", right="2")
    w.leased(world, w.with_landlord(world, w.proposed(world, case, offer)))
    return case


def page_of(client: Client, world: World, name: str, query: str = "") -> str:
    """The page as one person reads it."""
    client.force_login(world.users[name])
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_operator_reads_figures_definitions_and_targets(client: Client, world: World) -> None:
    housed(world)
    PathwayTarget.objects.create(
        programme=world.programme, year=today().year, pathway=Pathway.SHELTERED, low=7, high=10
    )
    page = page_of(client, world, "operator")
    for text in (
        "Situations admises par l’opérateur pendant la période.",
        "Baux signés pendant la période",
        "Sans bailleur de référence",
        "File active : 1",
        "7 à 10",
        "Org holder",
        "Orléans",
        'aria-label="Orléans : 1 sur 1"',
    ):
        assert text in page, text
    assert "Non publié" not in page and "Zyntharel" not in page


def test_periods(client: Client, world: World) -> None:
    housed(world)
    year = today().year
    page = page_of(client, world, "operator", f"?du={year - 1}-01-01&au={year - 1}-12-31")
    assert "File active : 0" in page
    page = page_of(client, world, "operator", "?du=2026-05-02&au=2026-05-01")
    assert "La fin ne peut pas précéder le début." in page
    for wrong in ("?du=x&au=y", "?du=", "?au=9999-99-99"):
        page_of(client, world, "operator", wrong)
    page_of(client, world, "operator", "?du=0001-01-01&au=9999-12-31")


def test_a_funder_reads_masked_closed_quarters(client: Client, world: World) -> None:
    housed(world)
    start = closed_quarters(today())[0][0]
    with acting(world.operator):
        Case.objects.update(admitted_on=start)
    page = page_of(client, world, "funder")
    assert "&lt;\u00a05" in page and "un petit nombre peut faire reconnaître une personne" in page
    assert "File active :" not in page and "Org holder" not in page and "Par public" not in page
    sneaky = page_of(client, world, "funder", f"?du={start}&au={today()}")
    assert "1er" in sneaky and 'aria-current="true"' in sneaky
    assert "Relogements" in sneaky and '<span class="stat-value">0</span>' in sneaky


def test_closed_to_others(client: Client, world: World) -> None:
    for name in ("shelter", "landlord", "holder", "specialist", "referrer", "agency"):
        client.force_login(world.users[name])
        assert client.get(PAGE).status_code == 403, name
        assert client.get(reverse("indicator-cases")).status_code == 403, name
    client.force_login(world.users["funder"])
    assert client.get(reverse("indicator-cases")).status_code == 403


@pytest.mark.parametrize("code", ["I1", "I2"])
def test_the_operator_lists_what_is_behind(client: Client, world: World, code: str) -> None:
    case = housed(world)
    client.force_login(world.users["operator"])
    query = {"du": today().isoformat(), "au": today().isoformat(), "indicateur": code}
    page = client.get(reverse("indicator-cases"), query).content.decode()
    assert "Oriane Zyntharel" in page and reverse("case", args=[case.reference]) in page
    with acting(world.operator):
        line = JournalEntry.objects.get(action="INDICATOR_CASES_LISTED")
        assert line.subject == f"{code} {today()}/{today()}"
    wrong = client.get(reverse("indicator-cases"), {**query, "indicateur": "I9"})
    assert wrong.headers["Location"] == PAGE
    empty = client.get(
        reverse("indicator-cases"), {**query, "du": "2001-01-01", "au": "2001-01-02"}
    )
    assert "Aucune situation sur cette période" in empty.content.decode()


def test_queries(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    behind = f"{reverse('indicator-cases')}?du={today()}&au={today()}&indicateur=I2"
    housed(world, "a")
    assert (queries(client, PAGE), queries(client, behind)) == (10, 9)
    housed(world, "b")
    housed(world, "c")
    assert (queries(client, PAGE), queries(client, behind)) == (10, 9)


# --- havre indicators ------------------------------------------------------------------------


def run(*words: str) -> int:
    """Run the command as from a terminal."""
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args(words))


def test_the_command_prints_figures_and_definitions(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    housed(world)
    day = today().isoformat()
    assert run("--from", day, "--to", day) == 0
    text = capsys.readouterr().out
    assert "Situations admises par l’opérateur" in text and "Commune : Orléans" in text
    assert run("--from", day, "--to", day, "--json", "--programme", "orleans") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["programme"], told["from"]) == ("orleans", day)
    assert [one["code"] for one in told["indicators"]] == ["I1", "I2", "I3"]
    assert told["indicators"][1]["figures"]["by_commune"] == {"Orléans": 1}
    assert "Zyntharel" not in text


def test_the_command_says_what_is_wrong(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--from", "2026-02-01", "--to", "2026-01-01") == 1
    assert "précède" in capsys.readouterr().err
    assert run("--from", "2026-01-01", "--to", "2026-02-01", "--programme", "ailleurs") == 1
    assert "orleans" in capsys.readouterr().err
    with pytest.raises(SystemExit) as refusal:
        run("--from", "hier", "--to", "2026-02-01")
    assert refusal.value.code == 2
    assert "n’est pas une date" in capsys.readouterr().err

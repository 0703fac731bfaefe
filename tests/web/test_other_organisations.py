"""Every address that names a case, a proposal, a card, an offer or a file, asked for by everyone
who has nothing to do with it: always 404, whether it exists or not, for reading and for writing."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from havre.assessments import actions as assessments
from havre.matching import plan_actions
from havre.platform.acting import acting
from tests import world as w
from tests.coordination import commission
from tests.platform.gate.test_holding import held
from tests.world import World

STRANGERS = ("other_shelter", "other_landlord", "agency", "referrer", "specialist", "funder")
OPEN = {
    "quick-exit",
    "pause",
    "no-organisation",
    "switch-organisation",
    "invitation",
}


def patterns() -> Iterator[URLPattern]:
    """Every address of the application."""

    def walk(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
        for entry in entries:
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns)
            else:
                yield entry

    yield from walk(get_resolver().url_patterns)


def parameters(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.regex.groupindex)


def about_a_case() -> list[URLPattern]:
    """The addresses that carry a parameter, sign-in and one's own organisation left out."""
    ours = ("account_", "person", "organisation", "programme", "invitation")
    return [
        p
        for p in patterns()
        if parameters(p) and p.name not in OPEN and not str(p.name).startswith(ours)
    ]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk asks for more in a minute than a person may; limits have tests of their own."""
    monkeypatch.setattr("havre.web.shell.limits.wait_after", lambda limit, who: 0)


@pytest.fixture
def filled(world: World) -> dict[str, dict[str, object]]:
    """A case with a running proposal, another with a published card, and an open offer."""
    case = w.admitted(world)
    w.assessed(world, case)
    offer = w.vacancy(world)
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    seeking = w.admitted(world, last_name="Autre")
    assessment = w.assessed(
        world,
        seeking,
        zones=[
            {"kind": "LANDLORD", "landlord": world.organisations[name].pk}
            for name in ("other_landlord", "agency")
        ],
    )
    with acting(world.operator):
        card = assessments.publish_card(assessment, actor=world.operator)
        run = plan_actions.make_plan(set(), actor=world.operator)
    return {
        "situations": {"reference": case.reference, "vacancy": offer.reference},
        "propositions": {
            "reference": proposal.reference,
            "case_reference": case.reference,
            "vacancy_reference": offer.reference,
        },
        "repondre": {"reference": proposal.reference},
        "fiches": {"reference": card.reference},
        "offres": {"reference": offer.reference},
        "envois": {"reference": held(world, case).reference},
        "ouvrir": {"token": "x"},
        "plan": {"run": run.reference, "reference": seeking.reference},
        "reunions": {"reference": commission.two_meetings(world, "holder")[0]},
    }


TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
"""The form token is drawn anew for each page."""

SAMPLES: dict[str, object] = {
    "slug": "menage",
    "kind": "RADIUS",
    "code": "accord",
    "number": 1,
    "year": 2026,
    "day": "2026-12-02",
}


def address(pattern: URLPattern, filled: dict[str, dict[str, object]], *, absent: bool) -> str:
    """The address of the pattern for a real object, or for one that does not exist."""
    known = filled.get(str(pattern.pattern).lstrip("^").split("/")[0], {})
    values: dict[str, object] = {}
    for name in parameters(pattern):
        if name.endswith("_id"):
            values[name] = uuid.UUID(int=1)
        elif name in SAMPLES:
            values[name] = SAMPLES[name]
        else:
            values[name] = "ZZZZ-9999" if absent else known[name]
    return reverse(str(pattern.name), kwargs=values)


def test_the_walk_is_not_empty() -> None:
    names = {pattern.name for pattern in about_a_case()}
    assert {"case", "assessment", "compatible", "need-card", "proposal", "card", "vacancy"} <= names


@pytest.mark.parametrize("stranger", STRANGERS)
def test_another_organisation_finds_nothing(
    world: World, filled: dict[str, dict[str, object]], stranger: str
) -> None:
    client = Client()
    client.force_login(world.users[stranger])
    found = []
    for pattern in about_a_case():
        for absent in (False, True):
            path = address(pattern, filled, absent=absent)
            for method in (client.get, client.post):
                status = method(path).status_code
                if status not in {404, 405}:
                    found.append((pattern.name, method.__name__, absent, status))
    assert found == []


@pytest.mark.parametrize("stranger", STRANGERS)
def test_hidden_and_absent_answer_alike(
    world: World, filled: dict[str, dict[str, object]], stranger: str
) -> None:
    client = Client()
    client.force_login(world.users[stranger])
    different = []
    for pattern in about_a_case():
        hidden = client.get(address(pattern, filled, absent=False))
        absent = client.get(address(pattern, filled, absent=True))
        same_text = TOKEN.sub(b"", hidden.content) == TOKEN.sub(b"", absent.content)
        if (hidden.status_code, same_text) != (absent.status_code, True):
            different.append(pattern.name)
    assert different == []

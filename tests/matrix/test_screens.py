"""At each step, each organisation opens the screens of its audiences, and no page says more.

A page may hold the words of the compartments its reader has, and no other: every compartment of
the case carries words of its own, looked for in every page, whatever its status. A page that holds
some has its line in the journal: that person, that case, that compartment, written meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, reverse

from havre.engine.vocabulary import (
    BOARD_ROLES,
    DOCUMENT_COMPARTMENTS,
    HOUSING_ROLES,
    REFERRING_ROLES,
    Role,
)
from havre.engine.vocabulary import Compartment as C
from havre.platform.clock import now
from havre.sharing.matrix import STEPS, Party, Row, expected
from havre.web.shell.screens import AUDIENCE_OF, SCREENS
from havre.web.shell.screens import Audience as A
from tests.matrix.reading import lines, shown, text_of
from tests.matrix.scenario import PLAYERS, Scene, reach
from tests.web.test_other_organisations import parameters, patterns
from tests.world import ROLES, World

CODES = [step.code for step in STEPS]
OPEN, CLOSED = {200, 302}, {403, 404}
LET = {"LEASED", "MOVED_IN"}
NOT_ASKED = {A.ANYONE, A.OWN}
PAPERS = set(DOCUMENT_COMPARTMENTS.values())
"""Without sign-in: nothing about a case. One's own organisation: `test_other_organisations`."""
SAMPLES: dict[str, object] = {
    "slug": "menage",
    "kind": "RADIUS",
    "code": "accord",
    "number": 1,
    "year": 2026,
    "day": "2026-12-02",
}


def test_every_address_has_an_audience() -> None:
    names = [str(pattern.name) for pattern in patterns()]
    assert set(names) - set(AUDIENCE_OF) == set()
    assert set(AUDIENCE_OF) - set(names) == set()
    declared = [name for text in SCREENS.values() for name in text.split()]
    assert len(declared) == len(set(declared))


def asked(scene: Scene) -> Iterator[tuple[str, str]]:
    """(name, address) of every screen that can exist at this step."""
    for pattern in patterns():
        name = str(pattern.name)
        if AUDIENCE_OF[name] not in NOT_ASKED:
            values = values_for(pattern, scene)
            if None not in values.values():
                yield name, reverse(name, kwargs=values)


def values_for(pattern: URLPattern, scene: Scene) -> dict[str, object]:
    case = scene.case.reference if scene.case else None
    known: dict[str, object] = {
        "situations": case,
        "propositions": scene.proposal.reference if scene.proposal else None,
        "repondre": scene.proposal.reference if scene.proposal else None,
        "fiches": scene.card.reference if scene.card else None,
        "offres": scene.offer.reference,
        "envois": "AAAA-AAAA",
    }
    folder = str(pattern.pattern).lstrip("^").split("/")[0]
    values: dict[str, object] = {}
    for name in parameters(pattern):
        if name.endswith("_id"):
            values[name] = uuid.UUID(int=1) if "uuid" in str(pattern.pattern) else 1
        elif name == "case_reference":
            values[name] = case
        elif name in {"vacancy", "vacancy_reference"}:
            values[name] = scene.offer.reference
        elif name == "slug" and folder == "dispositif":
            values[name] = "shelter"
        else:
            values[name] = SAMPLES[name] if name in SAMPLES else known[folder]
    return values


def may_open(audience: A, name: str, row: Row, code: str) -> bool:
    """What the declared audience means for one organisation at one step."""
    party, role = PLAYERS[name], ROLES[name]
    reads = {c for c, rights in row[party].items() if "r" in rights}
    keeps = party is (Party.AUTHOR if code == "DRAFT" else Party.OPERATOR)
    operates = party is Party.OPERATOR
    return {
        A.MEMBERS: True,
        A.OPERATOR: operates,
        A.FUNDERS: role in {Role.OPERATOR, Role.FUNDER},
        A.COORDINATORS: True,
        A.PARTNERS: not operates,
        A.WATCHERS: operates,
        A.SEARCHERS: role is not Role.FUNDER,
        A.REFERRERS: role in REFERRING_ROLES,
        A.BOARD: operates or role in BOARD_ROLES,
        A.HOUSING: operates or role in HOUSING_ROLES,
        A.LANDLORDS: role in HOUSING_ROLES,
        A.SITTING: role is Role.LANDLORD,
        A.OFFER: party in {Party.OPERATOR, Party.LANDLORD}
        or (party is Party.HOLDER and code not in LET),
        A.OWN_OFFER: party in {Party.OPERATOR, Party.LANDLORD},
        A.FILE: C.PROGRESS in reads,
        A.KEEPER: keeps,
        A.OPERATOR_FILE: operates and keeps,
        A.CORRECTORS: (operates and keeps) or (code == "REFERRED" and party is Party.AUTHOR),
        A.SIGNALLERS: row[party].get(C.SAFETY) == "w",
        A.DOCUMENTS: code != "DRAFT" and bool(PAPERS & row[party].keys()),
        A.DOCUMENT_WRITERS: code != "DRAFT"
        and any("w" in row[party].get(compartment, "") for compartment in PAPERS),
        A.CARD: C.NEED_CARD in reads,
        A.CANDIDATE: party is Party.LANDLORD and C.PROPOSAL in reads and code not in LET,
        A.PROPOSAL: C.PROPOSAL in reads,
    }[audience]


def betrayed(text: str, scene: Scene, name: str, row: Row, code: str) -> list[tuple[str, str]]:
    """The words of compartments this organisation does not read that stand in a text.

    The dwelling is its landlord's and, until it is let, that of who designates for it.
    """
    party = PLAYERS[name]
    offered = {Party.LANDLORD} if code in LET else {Party.LANDLORD, Party.HOLDER}
    return [
        (compartment.value, word)
        for compartment, words in scene.words.items()
        if "r" not in row[party].get(compartment, "")
        and not (compartment is C.NEW_HOME and party in offered)
        for word in words
        if word in text
    ]


WITHOUT_ITS_OBJECT = {
    "alert",
    "assessment-version",
    "card",
    "document",
    "document-page",
    "document-download",
    "document-replace",
    "document-remove",
    "outgoing-held",
}
"""Closed even to their audience while the thing they show is not there, or no longer."""
KEPT_APART = {("RECUSED", "compatible-pair")}
"""The dwelling of a recused landlord is compared with nothing, for anybody."""


def status(client: Client, address: str, allowed: bool) -> HttpResponseBase:
    """The answer to a reading; where only writing exists, those not allowed try that."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 and not allowed else answer


@pytest.mark.parametrize("code", CODES)
def test_screens(world: World, code: str) -> None:
    scene, row = reach(world, code), expected(code)
    screens = list(asked(scene))
    wrong: list[object] = []
    told_of: set[C] = set()
    for name in PLAYERS:
        client = Client()
        client.force_login(world.users[name])
        for screen, address in screens:
            allowed = may_open(AUDIENCE_OF[screen], name, row, code)
            allowed = allowed and (code, screen) not in KEPT_APART
            start = now()
            answer = status(client, address, allowed)
            good = OPEN | {405} if allowed else CLOSED
            if allowed and screen in WITHOUT_ITS_OBJECT | {"no-organisation"}:
                good = good | CLOSED
            if answer.status_code not in good:
                wrong.append((screen, name, answer.status_code))
            text = text_of(answer)
            told = betrayed(text, scene, name, row, code)
            wrong += [(screen, name, *word) for word in told]
            if found := shown(text, scene):
                told_of |= found
                unwritten = found - lines(world, name, scene, start)
                wrong += [(screen, name, "no line", part) for part in sorted(unwritten)]
    assert wrong == []
    assert {C.PROGRESS, C.IDENTITY} <= told_of  # else nothing above looked for a line


SHOWN = {
    "operator": set(C)
    - {C.SUPPORT_SOCIAL, C.SUPPORT_LEGAL, C.SUPPORT_MEDICAL}
    - {C.SUPPORT_PSYCHOLOGICAL, C.HOUSEHOLD, C.HOUSING_NEED},
    "landlord": {C.PROGRESS, C.IDENTITY, C.RESOURCES_SUMMARY, C.NEED_CARD, C.PROPOSAL},
    "holder": {C.PROGRESS, C.IDENTITY, C.RESOURCES_SUMMARY, C.NEED_CARD, C.PROPOSAL},
    "shelter": {C.PROGRESS, C.IDENTITY, C.CONTACT, C.SHELTER_PLACE},
}


def test_the_words_are_really_shown_to_those_who_read_them(world: World) -> None:
    """Else the test above would look for words that no page ever shows."""
    scene = reach(world, "WITH_LANDLORD")
    for name, compartments in SHOWN.items():
        client = Client()
        client.force_login(world.users[name])
        text = " ".join(text_of(client.get(address)) for _, address in asked(scene))
        found = {c for c, words in scene.words.items() if any(word in text for word in words)}
        assert found >= compartments & set(scene.words), name

"""Two hundred unsafe sendings and more are all held, as many ordinary ones all leave."""

from __future__ import annotations

import pytest

from tests.platform.gate.corpus.ordinary import ORDINARY
from tests.platform.gate.corpus.scene import Scene, build
from tests.platform.gate.corpus.unsafe import UNSAFE
from tests.world import World

REASONS = {
    "letter elsewhere": "CHANNEL",
    "bundle with the new home": "ADDRESS NOT_SHARED PLACE",
    "calendar entry": "ADDRESS COMMUNE NEUTRAL NUMBER PERSON PHONE PLACE",
    "forwarded message": "ADDRESS COMMUNE EMAIL PERSON PHONE PLACE",
    "export after revocation": "NOT_SHARED",
    "share ended a second ago": "NOT_SHARED",
    "wrong recipient": "NOT_SHARED",
    "obfuscated place": "ADDRESS PLACE",
    "obfuscated name": "GIVEN PERSON",
    "telephone": "PHONE",
    "mailbox": "EMAIL",
    "number": "NUMBER",
    "within a file": "ADDRESS GIVEN PERSON PHONE PLACE",
    "file name": "ADDRESS PERSON PHONE PLACE",
    "subject": "NEUTRAL PERSON PLACE",
    "channel": "CHANNEL",
    "left the organisation": "LEFT",
    "same group": "NOT_SHARED",
    "beyond its shares": "NOT_SHARED",
    "unreadable": "POSITION UNREADABLE",
    "not neutral": "NEUTRAL",
}
"""For each category, the reasons given: a gate that merely breaks is no gate."""


@pytest.fixture
def scene(world: World) -> Scene:
    return build(world)


def test_the_corpus_is_made_by_variety() -> None:
    assert (len(UNSAFE), len(set(UNSAFE))) == (202, 202)
    assert (len(ORDINARY), len(set(ORDINARY))) == (202, 202)
    assert len({sending.category for sending in UNSAFE}) == 21
    assert len({sending.category for sending in ORDINARY}) == 16


def test_every_unsafe_sending_is_held(scene: Scene) -> None:
    let_go: list[str] = []
    reasons: dict[str, set[str]] = {}
    for sending in UNSAFE:
        codes = {finding.code for finding in scene.judged(sending)}
        reasons.setdefault(sending.category, set()).update(codes)
        if not codes:
            let_go.append(repr(sending))
    assert let_go == []
    assert {name: " ".join(sorted(codes)) for name, codes in reasons.items()} == REASONS


def test_every_ordinary_sending_leaves(scene: Scene) -> None:
    held = [
        f"{sending!r} {[(f.code, f.fact and f.fact.value) for f in found]}"
        for sending in ORDINARY
        if (found := scene.judged(sending))
    ]
    assert held == []

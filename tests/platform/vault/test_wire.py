"""Absurd frames: never a crash, never a plaintext, never more than the name of a refusal."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.cases.models import Identity
from havre.platform.acting import acting, sign
from havre.platform.models import JournalEntry
from havre.platform.vault import answering, wire
from havre.platform.vault.sealing import Place
from havre.platform.vault.service import Service
from tests import world as w
from tests.world import World

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
FIELDS = tuple(
    [
        "token",
        "action",
        "behalf_of",
        "network",
        "items",
        "place",
        "target",
        "sealed",
        "case",
        "cases",
    ]
)
SERVICE = Service()


@given(st.binary(max_size=300))
def test_bytes_that_are_no_question(frame: bytes) -> None:
    assert json.loads(answering.answer(SERVICE, frame)) == {"no": "BadFrame"}


@given(
    st.sampled_from(
        [name for name in answering.OPERATIONS if name not in {"ping", "seal-journal"}]
    ),
    st.dictionaries(st.sampled_from(FIELDS), JSON),
)
def test_questions_that_make_no_sense(operation: str, fields: dict[str, Any]) -> None:
    frame = json.dumps({"op": operation, **fields}).encode()
    assert json.loads(answering.answer(SERVICE, frame)) == {"no": "BadFrame"}


def question(world: World, row: Identity, **changes: Any) -> dict[str, Any]:
    asked = {
        "op": "open",
        "token": sign(world.operator),
        "action": "READ",
        "behalf_of": None,
        "network": "",
        "items": [[wire.place_to(Place.of(row)), wire.text_of(bytes(row.payload))]],
    }
    return json.loads(answering.answer(SERVICE, json.dumps(asked | changes).encode()))


def test_a_token_forged_altered_or_expired_opens_nothing(world: World) -> None:
    with acting(world.operator):
        row = Identity.objects.get(case=w.referred(world))
    token = sign(world.operator)
    assert "ok" in question(world, row)
    pieces = token.split(".")
    swapped = ".".join([str(world.shelter.user_id), *pieces[1:]])
    for bad in ("", "a.b.c.d.e.f", token[:-1] + "g", swapped, sign(world.operator, seconds=-1)):
        assert question(world, row, token=bad) == {"no": "VaultRefusal"}
    assert question(world, row, items=[]) == {"no": "BadFrame"}


def test_what_is_shown_beside_is_in_the_same_lines(world: World) -> None:
    with acting(world.operator):
        row = Identity.objects.get(case=w.referred(world))
    other = w.referred(world)
    before = JournalEntry.objects.using("owner").count()
    beside = {"cases": [str(row.case_id), str(other.pk)], "compartments": ["PROGRESS"]}
    for bad in (
        {"compartments": ["PROGRESS"]},
        beside | {"cases": []},
        beside | {"cases": [None]},
        beside | {"compartments": ["EVERYTHING"]},
        [],
        None,
    ):
        assert question(world, row, beside=bad) == {"no": "BadFrame"}
    assert JournalEntry.objects.using("owner").count() == before
    assert "ok" in question(world, row, action="LISTED", beside=beside)
    lines = JournalEntry.objects.using("owner").filter(action="LISTED")
    assert {line.case_id: line.compartments for line in lines} == {
        row.case_id: ["IDENTITY", "PROGRESS"],
        other.pk: ["PROGRESS"],
    }


def test_a_frame_too_long_or_cut_short() -> None:
    near, far = socket.socketpair()
    with near, far:
        near.sendall((wire.FRAME_MAX + 1).to_bytes(4, "big"))
        with pytest.raises(wire.BadFrame):
            wire.receive(far)
        near.sendall((10).to_bytes(4, "big") + b"short")
        near.shutdown(socket.SHUT_WR)
        with pytest.raises(wire.Gone):
            wire.receive(far)

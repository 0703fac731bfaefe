"""The vault's protocol: one question and one answer per connection, each a length and JSON.

A frame is four bytes of length, then that many bytes of JSON. Anything else ends the connection.
"""

from __future__ import annotations

import base64
import json
import re
import socket
from typing import Any
from uuid import UUID

from havre.engine.vocabulary import Compartment
from havre.platform.vault.sealing import SIZE_CLASSES, Place

FRAME_MAX = 10 * 1024 * 1024
ITEMS_MAX = 100
CIPHERTEXT_MAX = SIZE_CLASSES[-1] + 256
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
CODE = re.compile(r"[A-Z][A-Z0-9_]{0,39}")
COMPARTMENTS = {compartment.value for compartment in Compartment}


class BadFrame(ValueError):
    """The question or the answer is not what the protocol says."""


class Gone(OSError):
    """The other side ended before the answer was whole."""


def receive(connection: socket.socket, *, limit: int = FRAME_MAX) -> bytes:
    """Return the content of one frame; raise Gone when it is cut short, BadFrame when too long."""
    size = int.from_bytes(_exactly(connection, 4), "big")
    if size > limit:
        raise BadFrame
    return _exactly(connection, size)


def _exactly(connection: socket.socket, size: int) -> bytes:
    pieces: list[bytes] = []
    left = size
    while left:
        piece = connection.recv(min(left, 65536))
        if not piece:
            raise Gone
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def send(connection: socket.socket, content: bytes) -> None:
    """Send one frame."""
    if len(content) > FRAME_MAX:
        raise BadFrame
    connection.sendall(len(content).to_bytes(4, "big") + content)


def encode(message: dict[str, Any]) -> bytes:
    """Return a message as bytes."""
    return json.dumps(message, separators=(",", ":")).encode()


def decode(content: bytes) -> dict[str, Any]:
    """Return a message; raise BadFrame when it is none."""
    try:
        message = json.loads(content)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(message, dict):
        raise BadFrame
    return message


def text_of(data: bytes) -> str:
    """Return bytes as they travel."""
    return base64.b64encode(data).decode()


def bytes_of(value: object, *, limit: int = CIPHERTEXT_MAX) -> bytes:
    """Return bytes that have travelled; raise BadFrame when they are none, or too many."""
    if not isinstance(value, str) or len(value) > limit * 4 // 3 + 4:
        raise BadFrame
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise BadFrame from None


def place_to(place: Place) -> list[str]:
    """Return a place as it travels."""
    return [str(place.case_id), place.compartment, place.table, str(place.row_id)]


def place_from(value: object) -> Place:
    """Return a place that has travelled; raise BadFrame when it is none."""
    if not isinstance(value, list) or len(value) != 4:
        raise BadFrame
    case_id, compartment, table, row_id = value
    if compartment not in COMPARTMENTS if isinstance(compartment, str) else True:
        raise BadFrame
    if not isinstance(table, str) or not NAME.fullmatch(table):
        raise BadFrame
    return Place(uuid_from(case_id), compartment, table, uuid_from(row_id))


def uuid_from(value: object) -> UUID:
    """Return a UUID that has travelled; raise BadFrame when it is none."""
    try:
        return UUID(value) if isinstance(value, str) and len(value) == 36 else _refuse()
    except ValueError:
        raise BadFrame from None


def number_from(value: object) -> int:
    """Return a positive number that has travelled; raise BadFrame when it is none."""
    if type(value) is not int or not 0 <= value < 2**63:
        raise BadFrame
    return value


def code_from(value: object) -> str:
    """Return a journal code that has travelled; raise BadFrame when it is none."""
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise BadFrame
    return value


def words_from(value: object, limit: int) -> str:
    """Return a text that has travelled; raise BadFrame when it is none, or too long."""
    if not isinstance(value, str) or len(value) > limit:
        raise BadFrame
    return value


def compartments_from(value: object) -> list[str]:
    """Return compartments that have travelled; raise BadFrame when they are none."""
    if not isinstance(value, list) or len(value) > len(COMPARTMENTS):
        raise BadFrame
    if not all(isinstance(name, str) and name in COMPARTMENTS for name in value):
        raise BadFrame
    return value


def cases_from(value: object) -> list[UUID | None]:
    """Return the cases a note is about, None for no case; raise BadFrame when they are none."""
    if not isinstance(value, list) or not 0 < len(value) <= ITEMS_MAX:
        raise BadFrame
    return [None if case_id is None else uuid_from(case_id) for case_id in value]


def items_from(value: object) -> list[tuple[Place, bytes]]:
    """Return (place, bytes) pairs that have travelled; raise BadFrame when they are none."""
    if not isinstance(value, list) or not 0 < len(value) <= ITEMS_MAX:
        raise BadFrame
    found = []
    for item in value:
        if not isinstance(item, list) or len(item) != 2:
            raise BadFrame
        found.append((place_from(item[0]), bytes_of(item[1])))
    return found


def _refuse() -> UUID:
    raise BadFrame

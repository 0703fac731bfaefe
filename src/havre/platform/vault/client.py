"""Asks the vault's process. Holds no key; asks again for a few seconds while it restarts."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from havre.platform.journal import JournalDown
from havre.platform.vault import refusals, wire
from havre.platform.vault.sealing import Place

if TYPE_CHECKING:
    from havre.platform.vault.service import Beside, Note, Request

ANSWER_SECONDS = 30.0
PAUSE = 0.05
REFUSALS: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        refusals.VaultRefusal,
        refusals.PayloadTooLong,
        refusals.KeyMissing,
        refusals.KeyTrouble,
        refusals.CiphertextRefused,
        refusals.QuotaReached,
        JournalDown,
    )
}


@contextlib.contextmanager
def near(path: Path) -> Any:
    """Yield an address for a socket whose path may be longer than the system allows (108)."""
    if len(os.fsencode(path)) < 100:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class Client:
    """The vault, seen from the processes that hold no key.

    Every question may be asked twice without harm: a reading whose answer was lost is journaled
    twice, never shown unjournaled.
    """

    def __init__(self, path: Path, *, wait: float) -> None:
        self._path = path
        self._wait = wait

    def ping(self) -> None:
        """Return once the vault answers; raise VaultAway or KeyTrouble."""
        self._ask({"op": "ping"})

    def open(
        self,
        request: Request,
        items: Sequence[tuple[Place, bytes]],
        beside: Beside | None = None,
    ) -> list[bytes]:
        """See `Service.open`."""
        question: dict[str, Any] = {"op": "open", **_named(request)}
        if beside is None:
            return self._by_parts(question, items)
        shown = {
            "cases": [str(case_id) for case_id in beside.case_ids],
            "compartments": [part.value for part in beside.compartments],
        }
        first, rest = items[: wire.ITEMS_MAX], items[wire.ITEMS_MAX :]
        found = self._by_parts(question | {"beside": shown}, first)
        return found + self._by_parts(question, rest)

    def seal(self, items: Sequence[tuple[Place, bytes]]) -> list[bytes]:
        """See `Service.seal`."""
        return self._by_parts({"op": "seal"}, items)

    def seal_copy(self, source: Place, ciphertext: bytes, target: Place) -> bytes:
        """See `Service.seal_copy`."""
        places = {"place": wire.place_to(source), "target": wire.place_to(target)}
        (again,) = self._ask({"op": "seal-copy", **places, "sealed": wire.text_of(ciphertext)})
        return wire.bytes_of(again)

    def note(self, request: Request, note: Note) -> None:
        """See `Service.note`."""
        cases = [None if case_id is None else str(case_id) for case_id in note.case_ids]
        said = {"cases": cases, "compartments": list(note.compartments), "subject": note.subject}
        self._ask({"op": "note", **_named(request), **said})

    def seal_journal(self) -> None:
        """See `Service.seal_journal`."""
        self._ask({"op": "seal-journal"})

    def purge_journal(self, months: int) -> int:
        """See `Service.purge_journal`."""
        (through,) = self._ask({"op": "purge-journal", "months": months})
        return int(wire.bytes_of(through))

    def forget(self, case_id: UUID) -> None:
        """See `Service.forget`."""
        self._ask({"op": "forget", "case": str(case_id)})

    def digest(self, organisation_id: int, text: str) -> bytes:
        """See `Service.digest`."""
        (found,) = self._ask({"op": "digest", "organisation": organisation_id, "text": text})
        return wire.bytes_of(found)

    def _by_parts(
        self, question: dict[str, Any], items: Sequence[tuple[Place, bytes]]
    ) -> list[bytes]:
        found: list[bytes] = []
        for start in range(0, len(items), wire.ITEMS_MAX):
            part = items[start : start + wire.ITEMS_MAX]
            listed = [[wire.place_to(place), wire.text_of(text)] for place, text in part]
            found += [wire.bytes_of(text) for text in self._ask(question | {"items": listed})]
        return found

    def _ask(self, question: dict[str, Any]) -> list[str]:
        content = wire.encode(question)
        end = time.monotonic() + self._wait
        while True:
            try:
                answer = wire.decode(self._once(content))
                break
            except (OSError, wire.BadFrame):
                if time.monotonic() > end:
                    raise refusals.VaultAway from None
                time.sleep(PAUSE)
        if "no" in answer:
            raise REFUSALS.get(str(answer["no"]), refusals.VaultAway)
        found = answer.get("ok")
        if not isinstance(found, list):
            raise refusals.VaultAway
        return found

    def _once(self, content: bytes) -> bytes:
        with (
            socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection,
            near(self._path) as address,
        ):
            connection.settimeout(ANSWER_SECONDS)
            connection.connect(address)
            wire.send(connection, content)
            return wire.receive(connection)


def _named(request: Request) -> dict[str, Any]:
    return {
        "token": request.token,
        "action": request.action,
        "behalf_of": request.behalf_of,
        "network": request.network,
    }

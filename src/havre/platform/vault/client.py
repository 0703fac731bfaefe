"""Asks the vault's process. Holds no key; asks again for a few seconds while it restarts."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from havre.platform.journal import JournalDown
from havre.platform.vault import refusals, wire
from havre.platform.vault.sealing import Place

if TYPE_CHECKING:
    from havre.platform.vault.service import Beside, Note, Request

T = TypeVar("T")
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
        return self._beside(question, items, beside)

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
        said = {"compartments": list(note.compartments), "subject": note.subject}
        for some in _cut(note.case_ids):
            cases = [None if case_id is None else str(case_id) for case_id in some]
            self._ask({"op": "note", **_named(request), **said, "cases": cases})

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

    def _beside(
        self, question: dict[str, Any], items: Sequence[tuple[Place, bytes]], beside: Beside
    ) -> list[bytes]:
        """Open by parts, each case shown beside what is opened of it, so that one line tells both.

        Those of whom nothing is opened go where there is room, then by themselves: all of it is
        journaled before anything is returned.
        """
        compartments = [part.value for part in beside.compartments]
        opened = {place.case_id for place, _ in items}
        left = dict.fromkeys(beside.case_ids)
        alone = [case_id for case_id in left if case_id not in opened]
        found: list[bytes] = []
        for part in _cut(items):
            here = dict.fromkeys(place.case_id for place, _ in part)
            shown = [case for case in here if case in left]
            for case in shown:
                del left[case]
            room = wire.ITEMS_MAX - len(shown)
            shown, alone = shown + alone[:room], alone[room:]
            said = {"cases": [str(case) for case in shown], "compartments": compartments}
            found += self._by_parts(question | ({"beside": said} if shown else {}), part)
        for some in _cut(alone):
            said = {"cases": [str(case) for case in some], "compartments": compartments}
            self._ask(question | {"op": "note", "subject": "", **said})
        return found

    def _by_parts(
        self, question: dict[str, Any], items: Sequence[tuple[Place, bytes]]
    ) -> list[bytes]:
        found: list[bytes] = []
        for part in _cut(items):
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


def _cut(listed: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield what one frame may hold, part after part."""
    for start in range(0, len(listed), wire.ITEMS_MAX):
        yield listed[start : start + wire.ITEMS_MAX]


def _named(request: Request) -> dict[str, Any]:
    return {
        "token": request.token,
        "action": request.action,
        "behalf_of": request.behalf_of,
        "network": request.network,
    }

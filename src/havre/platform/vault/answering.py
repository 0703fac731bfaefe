"""Turns one frame into one answer: checks every part, and says no more than a refusal's name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from havre.engine.vocabulary import Compartment
from havre.platform.journal_purging import LEAST_MONTHS, MOST_MONTHS
from havre.platform.vault import wire
from havre.platform.vault.client import REFUSALS
from havre.platform.vault.custody import custody
from havre.platform.vault.service import Beside, Note, Request, Service

log = logging.getLogger("havre.vault")
TOKEN_MAX = 400
SUBJECT_MAX = 60
DIGEST_MAX = 1_000


def _request(said: dict[str, Any]) -> Request:
    behalf_of = said.get("behalf_of")
    return Request(
        token=wire.words_from(said.get("token"), TOKEN_MAX),
        action=wire.code_from(said.get("action")),
        behalf_of=None if behalf_of is None else wire.number_from(behalf_of),
        network=wire.words_from(said.get("network"), SUBJECT_MAX),
    )


def _ping(service: Service, said: dict[str, Any]) -> list[bytes]:
    custody()
    return []


def _open(service: Service, said: dict[str, Any]) -> list[bytes]:
    return service.open(_request(said), wire.items_from(said.get("items")), _beside(said))


def _beside(said: dict[str, Any]) -> Beside | None:
    if "beside" not in said:
        return None
    shown = said["beside"]
    if not isinstance(shown, dict):
        raise wire.BadFrame
    cases = wire.cases_from(shown.get("cases"))
    parts = wire.compartments_from(shown.get("compartments"))
    if None in cases:
        raise wire.BadFrame
    ids = tuple(case_id for case_id in cases if case_id is not None)
    return Beside(ids, tuple(Compartment(part) for part in parts))


def _seal(service: Service, said: dict[str, Any]) -> list[bytes]:
    return service.seal(wire.items_from(said.get("items")))


def _seal_copy(service: Service, said: dict[str, Any]) -> list[bytes]:
    source, target = wire.place_from(said.get("place")), wire.place_from(said.get("target"))
    return [service.seal_copy(source, wire.bytes_of(said.get("sealed")), target)]


def _note(service: Service, said: dict[str, Any]) -> list[bytes]:
    note = Note(
        case_ids=tuple(wire.cases_from(said.get("cases"))),
        compartments=tuple(wire.compartments_from(said.get("compartments"))),
        subject=wire.words_from(said.get("subject"), SUBJECT_MAX),
    )
    service.note(_request(said), note)
    return []


def _seal_journal(service: Service, said: dict[str, Any]) -> list[bytes]:
    service.seal_journal()
    return []


def _purge_journal(service: Service, said: dict[str, Any]) -> list[bytes]:
    months = wire.number_from(said.get("months"))
    if not LEAST_MONTHS <= months <= MOST_MONTHS:
        raise wire.BadFrame
    return [str(service.purge_journal(months)).encode()]


def _forget(service: Service, said: dict[str, Any]) -> list[bytes]:
    service.forget(wire.uuid_from(said.get("case")))
    return []


def _digest(service: Service, said: dict[str, Any]) -> list[bytes]:
    text = wire.words_from(said.get("text"), DIGEST_MAX)
    return [service.digest(wire.number_from(said.get("organisation")), text)]


OPERATIONS: dict[str, Callable[[Service, dict[str, Any]], list[bytes]]] = {
    "ping": _ping,
    "open": _open,
    "seal": _seal,
    "seal-copy": _seal_copy,
    "note": _note,
    "seal-journal": _seal_journal,
    "purge-journal": _purge_journal,
    "forget": _forget,
    "digest": _digest,
}


def answer(service: Service, frame: bytes) -> bytes:
    """Return the answer to a frame. Never raises; what failed is named, nothing is quoted."""
    try:
        said = wire.decode(frame)
        operation = said.get("op")
        if not isinstance(operation, str) or operation not in OPERATIONS:
            raise wire.BadFrame
        found = OPERATIONS[operation](service, said)
        return wire.encode({"ok": [wire.text_of(data) for data in found]})
    except wire.BadFrame:
        log.warning("vault_bad_frame")
        return wire.encode({"no": "BadFrame"})
    except ImproperlyConfigured as error:
        log.error("vault_keys %s", error)
        return wire.encode({"no": "KeyTrouble"})
    except Exception as error:  # the name only: a message may quote what was being opened
        kind = type(error).__name__
        if kind not in REFUSALS:
            log.error("vault_failed kind=%s", kind)
        return wire.encode({"no": kind})

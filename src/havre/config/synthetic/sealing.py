"""Keys and sealed payloads made in bulk, with the vault's own functions; nothing is stored here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from tink import aead

from havre.platform import vault
from havre.platform.compartments import SealedRow
from havre.platform.vault.store import StoredKey


@lru_cache(maxsize=32)
def _blank(model: type[SealedRow]) -> SealedRow:
    """Return the row of a model that is sealed again and again, never saved."""
    return model()


class Seals:
    """The keys of one case's compartments, made at first use."""

    def __init__(self, case_id: str) -> None:
        self._case_id = UUID(case_id)
        self._make_key = vault.key_maker()
        self._primitives: dict[str, aead.Aead] = {}
        self.keys: list[StoredKey] = []

    def seal(self, model: type[SealedRow], row_id: str, payload: Mapping[str, Any]) -> bytes:
        """Return a payload sealed for one row of this model, in this case."""
        compartment = model.compartment.value
        primitive = self._primitives.get(compartment)
        if primitive is None:
            key, primitive = self._make_key(self._case_id, compartment)
            self._primitives[compartment] = primitive
            self.keys.append(key)
        row = _blank(model)
        row.case_id, row.pk = self._case_id, UUID(row_id)
        vault.seal_with(primitive, row, payload)
        return bytes(row.payload)

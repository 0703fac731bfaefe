"""Which rules a plan was made with: a digest of the engine's own source, and of reference data."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from havre import engine

RULES = ("vocabulary/*.py", "matching/*.py", "assignment/*.py")
LENGTH = 12


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Return a word that changes whenever a rule, a score or the plan's criteria do."""
    digest = sha256()
    (root,) = [Path(place) for place in engine.__path__]
    for pattern in RULES:
        for path in sorted(root.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:LENGTH]


def version_of(data: Any) -> str:
    """Return a word that changes whenever these data do, whatever their order of keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:LENGTH]

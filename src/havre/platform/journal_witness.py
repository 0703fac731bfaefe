"""Witnesses: whoever holds heads outside Havre can prove that an older copy was put back.

`HAVRE_JOURNAL_WITNESS` names a folder kept by somebody else (a mounted share, a synchronised
folder), from the root: each head is written there as a file. Anything else is refused at start.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from havre.platform.journal import VAULT
from havre.platform.journal_sealing import head_of
from havre.platform.journal_verifying import Witnessed
from havre.platform.models import JournalHead, JournalPlace

AT_ONCE = 500
"""Heads delivered in one round at most: what is left goes with the next."""


class UnreadableHeads(ValueError):
    """A file of heads is missing, or is not one."""


def receipts(*, after: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the receipt of each head after a block, in order."""
    for row in JournalHead.objects.using(VAULT).filter(number__gt=after).order_by("number"):
        places = JournalPlace.objects.using(VAULT).filter(block=row.number).order_by("seq")
        leaves = [bytes(leaf) for leaf in places.values_list("leaf", flat=True)]
        yield head_of(row).receipt(leaves)


def witness_folder(setting: str) -> Path | None:
    """Return the witness's folder, None when the setting is empty."""
    return Path(setting).expanduser() if setting else None


def deliver_to_folder(folder: Path) -> int:
    """Write the heads that the folder does not hold yet; return how many.

    A file is never replaced. Raises OSError when the folder cannot be written: the heads wait.
    """
    held = (int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit())
    written = 0
    for receipt in islice(receipts(after=max(held, default=0)), AT_ONCE):
        path = folder / f"{receipt['number']:012}.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(receipt, separators=(",", ":")))
        os.link(fresh, path)  # refuses to replace
        fresh.unlink()
        written += 1
    return written


def read_heads(place: Path) -> list[Witnessed]:
    """Return the heads of a file (one per line) or of a folder. Raises UnreadableHeads."""
    try:
        files = sorted(place.glob("*.json")) if place.is_dir() else [place]
        lines = [line for path in files for line in path.read_text().splitlines() if line.strip()]
        return [Witnessed.read(json.loads(line)) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableHeads(f"Les têtes de « {place.name} » ne peuvent pas être lues.") from error

"""The table of requirements names tests that exist, and every chapter."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")


def test_every_test_named_exists() -> None:
    named = set(re.findall(r"`((?:tests|scripts)/[\w/]+\.py)`", TABLE))
    named |= set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text()))
    assert len(named) > 20
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []


def test_every_chapter_has_its_lines() -> None:
    chapters = {int(number) for number in re.findall(r"^\| V(\d+)\.", TABLE, re.MULTILINE)}
    assert chapters == set(range(1, 15))

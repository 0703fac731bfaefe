"""The page of the access matrix is the one its declarations give."""

from __future__ import annotations

from pathlib import Path

from scripts.access_matrix import PAGE, render


def test_the_page_is_up_to_date() -> None:
    root = Path(__file__).resolve().parents[2]
    written = (root / PAGE).read_text(encoding="utf-8")
    assert written == render(), "run « .venv/bin/python scripts/access_matrix.py »"

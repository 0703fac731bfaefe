"""What is large is loaded by the jobs and commands that need it, never by what serves pages."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "havre"
ROOM = SOURCE / "adapters" / "openfisca"
LOADED = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.config.settings")
import django
django.setup()
import havre.config.urls, havre.config.jobs, havre.config.wsgi
print([name for name in ("openfisca_core", "openfisca_france", "ortools") if name in sys.modules])
"""


def test_what_serves_pages_never_loads_the_law() -> None:
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_openfisca_is_named_in_its_own_room_only() -> None:
    elsewhere = [
        path
        for path in SOURCE.rglob("*.py")
        if ROOM not in path.parents
        and any(
            line.lstrip().startswith(("import openfisca", "from openfisca"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert elsewhere == []

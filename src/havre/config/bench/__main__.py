"""One measured web process: answers questions, one JSON line each, on standard input."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from havre.config.bench.memory import peak_mb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.config.settings")
HEAVY = ("openfisca_core", "ortools", "python_calamine", "openpyxl")


def answer(question: dict[str, Any], visits: list[Any]) -> Any:
    """Answer one question of the bench."""
    if question["do"] == "pages":
        return [visit.label for visit in visits]
    if question["do"] == "process":
        return {"memory_mb": peak_mb(), "heavy": [name for name in HEAVY if name in sys.modules]}
    visit = visits[question["page"]]
    before = visit.queries()
    started = time.perf_counter()
    response = visit.client.get(visit.path)
    elapsed = (time.perf_counter() - started) * 1000
    assert response.status_code == 200, (visit.label, response.status_code)
    return {"ms": elapsed, "queries": visit.queries() - before}


def main() -> None:
    """Set up on the territory named by the first argument, then answer until the input ends."""
    import django

    django.setup()
    from havre.config.bench.pages import visits_of
    from havre.config.bench.territory import database_name
    from havre.config.installation import repoint_connections

    repoint_connections(database_name(int(sys.argv[1])))
    visits = visits_of()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), visits)), flush=True)


main()

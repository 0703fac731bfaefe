"""What protection costs: the same page, list and query with and without it, in one process.

Without: the connection of the owner, past row security; plaintext kept from a first reading;
no line in the journal. Rendering, sessions and the queries themselves are the same.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connection, connections
from django.test import Client

from havre.cases.models import Case
from havre.config.bench.pages import visits_of
from havre.organisations.models import User
from havre.organisations.selectors import memberships_of
from havre.platform import journal, vault
from havre.platform.acting import Actor, acting
from havre.platform.embedded import OWNER
from havre.programmes.selectors import actor_of
from havre.sharing.actions import close_shares

BUDGETS = {"case": 2.0, "list": 1.3, "policies": 1.5}
"""At most so many times the same thing without protection."""
REVOCATION_SECONDS = 5.0
OPERATOR = "operator"


@contextmanager
def unprotected(prepared: dict[Any, Any]) -> Iterator[None]:
    """Run the block past row security, with plaintext at hand and no journal."""

    def ready(rows: Any, **_: Any) -> dict[Any, Any]:
        return {row.pk: prepared.get(row.pk, {}) for row in rows}

    usual = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = OWNER
    try:
        with (
            mock.patch.object(vault, "open_rows", ready),
            mock.patch.object(journal, "record", lambda *_, **__: None),
        ):
            yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = usual


def page(client: Client, path: str, repeat: int) -> tuple[float, float]:
    """Return the median milliseconds of a page with and without protection."""
    prepared: dict[Any, Any] = {}
    opening = vault.open_rows

    def keep(rows: Any, **given: Any) -> Any:
        opened = opening(rows, **given)
        prepared.update(opened)
        return opened

    with mock.patch.object(vault, "open_rows", keep):
        client.get(path)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(3):  # in turns, so that whatever else the machine does weighs on both
        times[0].extend(timed(lambda: client.get(path), repeat))
        with unprotected(prepared):
            times[1].extend(timed(lambda: client.get(path), repeat))
    return statistics.median(times[0]), statistics.median(times[1])


def timed(run: Callable[[], Any], repeat: int) -> list[float]:
    """Return the milliseconds of each run, the first one left out."""
    found = []
    for _ in range(repeat + 1):
        started = time.perf_counter()
        run()
        found.append((time.perf_counter() - started) * 1000)
    return found[1:]


def policies(actor: Actor, repeat: int) -> tuple[float, float, int]:
    """Return the milliseconds of counting events under policies and by hand, and their number."""
    query = "SELECT count(*) FROM cases_caseevent WHERE code = 'ADMITTED'"

    def under() -> None:
        with acting(actor), connection.cursor() as cursor:
            cursor.execute(query)

    def by_hand() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"{query} AND %s = ANY (readers)", [actor.organisation_id])

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_caseevent")
        rows = int(cursor.fetchone()[0])
    return statistics.median(timed(under, repeat)), statistics.median(timed(by_hand, repeat)), rows


def revocation(actor: Actor, case: Case, reader: Client, path: str) -> float:
    """Return the seconds between the end of an organisation's shares and its open session's 404."""
    organisation = int(reader.session.get("organisation", 0)) or _organisation_of(reader)
    with acting(actor):
        close_shares(case.pk, actor=actor, organisation_id=organisation)
    started = time.perf_counter()
    while reader.get(path).status_code != 404:
        if time.perf_counter() - started > 10 * REVOCATION_SECONDS:
            break
    return time.perf_counter() - started


def _organisation_of(client: Client) -> int:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    return actor_of(memberships_of(user)[0]).organisation_id


def figures(repeat: int) -> dict[str, Any]:
    """Measure everything on the present territory."""
    visits = {visit.label: visit for visit in visits_of()}
    case = next(v for label, v in visits.items() if label == f"{OPERATOR} · case")
    cases = next(v for label, v in visits.items() if label == f"{OPERATOR} · cases")
    user = User.objects.get(pk=case.client.session["_auth_user_id"])
    actor = actor_of(memberships_of(user)[0])
    with_case, without_case = page(case.client, case.path, repeat)
    with_list, without_list = page(cases.client, cases.path, repeat)
    under, by_hand, rows = policies(actor, repeat)
    shelter = next(v for label, v in visits.items() if label == "shelter · case")
    with acting(actor):
        theirs = Case.objects.get(reference=shelter.path.strip("/").split("/")[-1])
    gone = revocation(actor, theirs, shelter.client, shelter.path)
    return {
        "case": _ratio(with_case, without_case),
        "list": _ratio(with_list, without_list),
        "policies": _ratio(under, by_hand) | {"rows": rows},
        "revocation_s": round(gone, 3),
    }


def _ratio(protected: float, bare: float) -> dict[str, float]:
    return {
        "protected_ms": round(protected, 2),
        "bare_ms": round(bare, 2),
        "ratio": round(protected / bare, 2),
    }


def within_budget(report: dict[str, Any]) -> bool:
    """Tell whether every figure keeps to its budget."""
    kept = all(report[name]["ratio"] <= most for name, most in BUDGETS.items())
    return bool(kept and report["revocation_s"] <= REVOCATION_SECONDS)

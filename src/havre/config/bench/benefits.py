"""`havre bench apl`: 10,000 households in two zones, against the budgets of time and memory."""

from __future__ import annotations

import time
from datetime import date, timedelta
from random import Random
from typing import Any

from havre.config.bench.memory import peak_mb
from havre.engine.benefits import Situation
from havre.engine.matching import Member, interpolate
from havre.engine.vocabulary import ResourceKind

SECONDS_MAX = 60.0
MEMORY_MAX_MB = 1500
EUROS_OFF_MAX = 1.0
ZONES = ("2", "3")
EARNED = (ResourceKind.SALAIRE, ResourceKind.CHOMAGE, ResourceKind.AAH, ResourceKind.RETRAITE)
COMPARED = 200


def households(number: int, day: date) -> list[Situation]:
    """Return so many different households, the same at every run: alone, up to four children."""
    rng = Random(number)  # noqa: S311
    return [
        Situation(
            members=(
                Member(day - timedelta(days=rng.randrange(7000, 22000))),
                *(
                    Member(day - timedelta(days=rng.randrange(30, 7000)))
                    for _ in range(rng.randrange(5))
                ),
            ),
            monthly={rng.choice(EARNED): float(rng.randrange(0, 2600, 10))},
            disabled=rng.random() < 0.05,
            day=day,
        )
        for _ in range(number)
    ]


def figures(number: int, day: date) -> dict[str, Any]:
    """Measure loading, estimating, memory, and how far curves are from the whole law."""
    started = time.perf_counter()
    from havre.adapters.openfisca.estimator import OpenFisca
    from havre.adapters.openfisca.households import apl_at
    from havre.adapters.openfisca.system import legislation

    legislation()
    loaded = time.perf_counter()
    situations = households(number, day)
    found = OpenFisca().estimate(situations, ZONES)
    done = time.perf_counter()
    rng = Random(COMPARED)  # noqa: S311
    rents = [rng.uniform(0, 1500) for _ in situations[:COMPARED]]
    exact = apl_at(situations[:COMPARED], ZONES[0], rents)
    pairs = zip(found, rents, exact, strict=False)
    off = max(abs(interpolate(one.curves[ZONES[0]], rent) - paid) for one, rent, paid in pairs)
    memory = peak_mb()
    seconds = round(done - loaded, 2)
    points = sum(len(curve) for one in found for curve in one.curves.values())
    return {
        "households": number,
        "zones": len(ZONES),
        "load_seconds": round(loaded - started, 2),
        "seconds": seconds,
        "memory_mb": memory,
        "points_per_curve": round(points / number / len(ZONES), 1),
        "euros_off": round(off, 2),
        "met": seconds < SECONDS_MAX and memory < MEMORY_MAX_MB and off <= EUROS_OFF_MAX,
    }


def readable(report: dict[str, Any]) -> str:
    """Return the report in a few lines."""
    return (
        f"{report['households']} ménages × {report['zones']} zones : {report['seconds']} s "
        f"(budget {SECONDS_MAX:.0f}), {report['memory_mb']} Mo (budget {MEMORY_MAX_MB}), "
        f"chargement {report['load_seconds']} s\n"
        f"{report['points_per_curve']} points par courbe, au plus {report['euros_off']} € "
        f"de la loi entière ({COMPARED} ménages)"
    )

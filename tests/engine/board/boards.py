"""A small board as a file holds it, that a test changes in one place."""

from __future__ import annotations

import copy
import json
from typing import Any

EXAMPLE: dict[str, Any] = {
    "programme": {
        "date": "2026-11-22",
        "effort_rate_max": 0.30,
        "left_to_live_per_day": 10.0,
        "landlord_caps": {"val-habitat": 5},
        "weights": {"commune": 3, "proximity": 2, "rent": 2, "surface": 1},
    },
    "needs": [
        {
            "ref": "N-1",
            "admitted_on": "2026-09-01",
            "urgency": 1,
            "members": [{"birth_date": "1990-01-01"}, {"birth_date": "2018-05-02"}],
            "disabled": False,
            "monthly_income": 1450.0,
            "tax_income": 11800,
            "wage": 900.0,
            "apl": {"2": [[0, 0], [300, 262.5], [450, 437], [900, 437]]},
            "rooms": [2, 3],
            "communes": ["45234", "45232"],
            "accessible": False,
            "max_floor_without_lift": 2,
            "ground_floor_ok": False,
            "needed_by": "2027-02-28",
            "regimes": ["BAIL_DIRECT"],
            "rights": ["2", "7"],
            "avoid": [
                {"kind": "COMMUNE", "code": "45302"},
                {"kind": "RADIUS", "lat": 47.91, "lon": 1.87, "km": 2.0},
                {"kind": "LANDLORD", "id": "loire-logis"},
                {"kind": "RESIDENCE", "name": "Le Clos des Mauves"},
            ],
            "near": [{"kind": "SCHOOL", "lat": 47.90, "lon": 1.90}],
        }
    ],
    "vacancies": [
        {
            "ref": "V-1",
            "landlord": "val-habitat",
            "residence": "Clos des Vignes",
            "commune": "45234",
            "lat": 47.90,
            "lon": 1.91,
            "rooms": 3,
            "surface": 61.0,
            "floor": 2,
            "lift": False,
            "accessible": False,
            "rent": 348.10,
            "charges": 112.0,
            "financing": "PLUS",
            "regime": "BAIL_DIRECT",
            "right": "2",
            "available_on": "2026-12-01",
        }
    ],
}
ZONES = {"45234": "2", "45232": "2", "45302": "2", "45147": "2", "45043": "3"}
GONE = object()


def example() -> dict[str, Any]:
    return copy.deepcopy(EXAMPLE)


def changed(place: str, value: Any) -> dict[str, Any]:
    """The example with one value changed; `place` is like `needs.0.rooms`."""
    found: Any = example()
    *path, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    inner = found
    for step in path:
        inner = inner[step]
    if value is GONE:
        del inner[last]
    elif isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value
    return found


def raw(data: Any) -> bytes:
    return json.dumps(data).encode()

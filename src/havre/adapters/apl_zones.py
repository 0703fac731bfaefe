"""The APL zone of every French commune, from the list that OpenFisca-France ships.

Source of the list: arrêté du 17 mars 1978 modifié, annexe I. It is read as a file: nothing of
OpenFisca is loaded.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from havre.engine.matching.districts import whole_commune

LIST: Final = Path("assets") / "apl" / "20110914_zonage.csv"
ZONE_OF_NAME: Final = {"1": "1", "1bis": "1", "2": "2", "3": "3"}
"""Zone 1 bis has the amounts of zone 1."""


def zone_of(commune: str) -> str | None:
    """The APL zone of a commune or of a municipal district (INSEE code); None when unknown."""
    zones = _zones()
    return zones.get(commune) or zones.get(whole_commune(commune))


@cache
def _zones() -> dict[str, str]:
    spec = find_spec("openfisca_france")
    if spec is None or spec.origin is None:
        raise RuntimeError("openfisca-france is not installed")
    with (Path(spec.origin).parent / LIST).open(encoding="utf-8", newline="") as handle:
        return {row["CODGEO"]: ZONE_OF_NAME[row["Zonage"]] for row in csv.DictReader(handle)}

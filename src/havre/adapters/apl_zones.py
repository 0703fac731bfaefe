"""The APL zone of every French commune, from the list that OpenFisca-France ships.

Source of the list: arrêté du 17 mars 1978 modifié, annexe I. It is read as a file: nothing of
OpenFisca is loaded.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LIST: Final = Path("assets") / "apl" / "20110914_zonage.csv"
ZONE_OF_NAME: Final = {"1": "1", "1bis": "1", "2": "2", "3": "3"}
"""Zone 1 bis has the amounts of zone 1."""

DISTRICTS: Final = (
    (r"751(0[1-9]|1\d|20)", "75056"),
    (r"6938[1-9]", "69123"),
    (r"132(0[1-9]|1[0-6])", "13055"),
)
"""Municipal districts of Paris, Lyon and Marseille, and the commune that stands for them."""


def zone_of(commune: str) -> str | None:
    """The APL zone of a commune or of a municipal district (INSEE code); None when unknown."""
    zones = _zones()
    if commune not in zones:
        for form, whole in DISTRICTS:
            if re.fullmatch(form, commune):
                return zones.get(whole)
    return zones.get(commune)


@cache
def _zones() -> dict[str, str]:
    spec = find_spec("openfisca_france")
    if spec is None or spec.origin is None:
        raise RuntimeError("openfisca-france is not installed")
    with (Path(spec.origin).parent / LIST).open(encoding="utf-8", newline="") as handle:
        return {row["CODGEO"]: ZONE_OF_NAME[row["Zonage"]] for row in csv.DictReader(handle)}

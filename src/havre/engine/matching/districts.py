"""The municipal districts of Paris, Lyon and Marseille: each is a part of one commune.

Addresses are recorded under the code of the district or under that of the whole commune. Source:
INSEE, code officiel géographique.
"""

from __future__ import annotations

from typing import Final

WHOLE: Final = {
    f"{start}{number:02}": commune
    for start, commune, districts in (("751", "75056", 20), ("132", "13055", 16))
    for number in range(1, districts + 1)
} | {f"6938{number}": "69123" for number in range(1, 10)}
"""The commune that each municipal district is a part of."""


def whole_commune(code: str) -> str:
    """The commune that a municipal district is a part of; any other code is its own."""
    return WHOLE.get(code, code)


def codes_to_avoid(code: str) -> frozenset[str]:
    """Every code under which a dwelling may lie in a place to avoid, given by its own code.

    Of a whole commune its districts too; of a district the whole commune too, for a dwelling
    recorded there may lie in any district: what is not known does not count as safe.
    """
    districts = (district for district, whole in WHOLE.items() if whole == code)
    return frozenset({code, whole_commune(code), *districts})

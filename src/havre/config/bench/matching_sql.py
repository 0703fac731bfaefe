"""The rules in SQL, the same text for DuckDB and PostgreSQL: a bit for each rule failed."""

# ruff: noqa: S608  names of our own tables and rules, no value

from __future__ import annotations

from typing import Final

from havre.engine.matching.block import BIT
from havre.engine.vocabulary import Rule

NET: Final = "v.gross - LEAST(GREATEST(s.base + v.rent * s.slope, 0), v.gross)"
PASSES: Final = {
    Rule.TYPOLOGY: "n.rooms_min <= v.rooms AND v.rooms <= n.rooms_max",
    Rule.SURFACE_MIN: "v.surface >= n.surface_min",
    Rule.INCOME_CEILING: "(n.ceilings & v.ceiling) <> 0",
    Rule.AFFORDABILITY: f"{NET} <= n.net_most",
    Rule.ACCESSIBILITY: "n.accessible <= v.accessible",
    Rule.FLOOR: "(v.lift OR v.floor <= n.floor_most) AND (n.ground_ok OR v.floor <> 0)",
    Rule.AVAILABILITY: "v.available_on <= n.needed_by",
    Rule.RESERVATION_RIGHT: '(n.rights & v."right") <> 0',
    Rule.LETTING_REGIME: "(n.regimes & v.regime) <> 0",
}
OUTSIDE: Final = (
    "((c.x - v.x) * (c.x - v.x) + (c.y - v.y) * (c.y - v.y) + (c.z - v.z) * (c.z - v.z)) * 0.25"
    " > c.reach"
)


def _named(table: str, column: str, rule: Rule) -> str:
    return (
        f"SELECT a.need, v.id AS vacancy, {BIT[rule]} AS bit FROM {table} a"
        " JOIN wants w ON w.need = a.need JOIN vacancies v"
        f" ON v.bucket = w.bucket AND v.{column} = a.number"
    )


HITS: Final = (
    "SELECT need, vacancy, bit_or(bit) AS bits FROM ("
    + " UNION ALL ".join(
        (
            _named("avoided_buckets", "bucket", Rule.SAFETY_ZONE),
            _named("avoided_landlords", "landlord", Rule.SAFETY_LANDLORD),
            _named("avoided_residences", "residence", Rule.SAFETY_RESIDENCE),
            f"SELECT c.need, v.id, {BIT[Rule.SAFETY_ZONE]} FROM circles c"
            " JOIN wants w ON w.need = c.need JOIN vacancies v ON v.bucket = w.bucket"
            f" WHERE NOT coalesce({OUTSIDE}, false)",
        )
    )
    + ") AS each_hit GROUP BY need, vacancy"
)
FAILED: Final = " + ".join(
    ["coalesce(h.bits, 0)"]
    + [f"CASE WHEN {passes} THEN 0 ELSE {BIT[rule]} END" for rule, passes in PASSES.items()]
)
JUDGED: Final = (
    f"SELECT w.need, v.id AS vacancy, {FAILED} AS failed"
    " FROM wants w JOIN vacancies v ON v.bucket = w.bucket JOIN needs n ON n.id = w.need"
    " JOIN curves c ON c.need = w.need AND c.zone = v.zone"
    " JOIN segments s ON s.curve = c.curve AND s.low <= v.rent AND v.rent < s.high"
    f" LEFT JOIN ({HITS}) h ON h.need = w.need AND h.vacancy = v.id"
)
"""Every candidate: the need, the vacancy, and the rules it fails."""

JUDGE: Final = f"CREATE TABLE judged AS {JUDGED}"
FORGET: Final = "DROP TABLE IF EXISTS judged"
READ: Final = "SELECT need, vacancy, failed FROM judged ORDER BY need, vacancy"

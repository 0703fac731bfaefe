"""Income ceilings of social housing: which category, which year, which zone, which amount.

Source of the rule: arrêté du 29 juillet 1987 modifié. Amounts are yearly, in euros of reference
tax income, and come from reference data, never from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from havre.engine.vocabulary import CeilingZone, Financing

CATEGORIES: Final = ("1", "2", "3", "4", "5", "6")
EXTRA: Final = "+"
"""Row category of the amount added for each person beyond category 6."""

HIGHEST: Final = 6
PUBLISHED: Final = frozenset({Financing.PLAI, Financing.PLUS})
CAPPED: Final = PUBLISHED | {Financing.PLS}
"""Financings that have a ceiling here; PLI and private lettings have none."""


class MissingCeiling(LookupError):
    """No year of the reference data gives this ceiling."""


class CeilingRow(NamedTuple):
    """One line of the reference data. `category` is "1" to "6", or "+" per extra person.

    `zone` is a code of CeilingZone.
    """

    year: int
    financing: str
    category: str
    amount: float
    provisional: bool = False
    zone: str = CeilingZone.OTHER


class Series(NamedTuple):
    """The ceilings of one financing in one zone, over the years."""

    financing: Financing
    zone: CeilingZone


class Category(NamedTuple):
    """A household's category, and how many persons it counts beyond category 6."""

    number: int
    extra: int = 0


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The amount that applies, with the year it was really taken from."""

    amount: float
    year: int
    provisional: bool


def household_category(persons: int, disabled: bool) -> Category:
    """The category of an applicant and `persons - 1` others.

    Alone 1, alone and disabled 2, with 1 / 2 / 3 / 4 dependants 3 / 4 / 5 / 6, then one extra
    person each; with dependants a disability changes nothing. Every other member counts as a
    dependant, adults too: a need does not say who depends on whom, and the committee checks it
    on the tax notice. ValueError when `persons` is below 1.
    """
    if persons < 1:
        raise ValueError("persons: at least the applicant")
    if persons == 1:
        return Category(2 if disabled else 1)
    number = persons + 1
    return Category(min(number, HIGHEST), max(0, number - HIGHEST))


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The ceilings known, by financing, zone, year and category. Build it with `from_rows`."""

    table: Mapping[Series, Mapping[int, Mapping[str, CeilingRow]]]

    @classmethod
    def from_rows(cls, rows: Iterable[CeilingRow]) -> Ceilings:
        """Index the rows; ValueError for an unknown financing, zone, a bad or double row."""
        table: dict[Series, dict[int, dict[str, CeilingRow]]] = {}
        for row in rows:
            financing = Financing(row.financing)
            if financing not in PUBLISHED:
                raise ValueError(f"{financing}: only PLAI and PLUS are published, PLS is derived")
            if row.category not in (*CATEGORIES, EXTRA) or not row.amount > 0:
                raise ValueError(f"not a ceiling: {row}")
            series = Series(financing, CeilingZone(row.zone))
            of_year = table.setdefault(series, {}).setdefault(row.year, {})
            if row.category in of_year:
                raise ValueError(f"given twice: {row.year} {financing} {row.zone} {row.category}")
            of_year[row.category] = row
        return cls(table)

    def lookup(
        self,
        year: int,
        financing: Financing,
        category: Category,
        zone: CeilingZone = CeilingZone.OTHER,
    ) -> Ceiling:
        """The ceiling of `category` in `year` and `zone`, PLS being PLUS × 1.30.

        A year without it falls back on the latest earlier year that has it, else on the
        earliest later one; the answer says which. A zone never stands in for another. Raises
        MissingCeiling when no year has it, ValueError for a financing without a ceiling.
        """
        if financing not in CAPPED:
            raise ValueError(f"{financing} has no ceiling")
        series = Series(Financing.PLUS if financing is Financing.PLS else financing, zone)
        needed = (str(category.number), *((EXTRA,) if category.extra else ()))
        used = self._nearest_year(year, series, needed)
        rows = self.table[series][used]
        amount = rows[needed[0]].amount
        if category.extra:
            amount += category.extra * rows[EXTRA].amount
        if financing is Financing.PLS:
            amount = amount * 13 / 10
        return Ceiling(amount, used, any(rows[name].provisional for name in needed))

    def _nearest_year(self, year: int, series: Series, needed: tuple[str, ...]) -> int:
        by_year = self.table.get(series, {})
        known = [y for y, rows in by_year.items() if all(name in rows for name in needed)]
        earlier = [y for y in known if y <= year]
        if earlier:
            return max(earlier)
        if known:
            return min(known)
        names = f"{series.financing} {series.zone}"
        raise MissingCeiling(f"no ceiling for {names}, category {'+'.join(needed)}")

"""Which column holds what: finding the header line and recognising its headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from havre.engine.vocabulary import Word
from havre.housing.importing.fields import (
    STOCK_HEADINGS,
    VACANCY_HEADINGS,
    StockField,
    VacancyField,
)
from havre.housing.importing.problems import ImportProblem
from havre.housing.importing.table import Table, normalised, shown

F = TypeVar("F", bound=Word)

HEADER_SEARCH_LINES = 50
FEWEST_HEADINGS = 3
_UNITS = {"m2", "eur", "euro", "euros"}


@dataclass(frozen=True)
class Layout(Generic[F]):
    """A kind of file: its headings, and the columns it needs (one of each group)."""

    name: str
    headings: Mapping[str, F]
    required: tuple[tuple[F, ...], ...]


VACANCIES = Layout(
    "logements disponibles",
    VACANCY_HEADINGS,
    (
        (VacancyField.REFERENCE,),
        (VacancyField.ADDRESS, VacancyField.STREET, VacancyField.FULL_ADDRESS),
        (VacancyField.CITY, VacancyField.POSTCODE, VacancyField.FULL_ADDRESS),
        (VacancyField.TYPOLOGY,),
        (VacancyField.RENT, VacancyField.RENT_ALL_IN),
        (VacancyField.CHARGES,),
        (VacancyField.AVAILABLE_ON,),
    ),
)
STOCK = Layout(
    "parc (fichier RPLS)",
    STOCK_HEADINGS,
    (
        (StockField.DEPCOM,),
        (StockField.NOMVOIE,),
        (StockField.NBPIECE,),
        (StockField.SURFHAB,),
        (StockField.FINAN_CODE,),
    ),
)


@dataclass(frozen=True)
class HeaderGuess(Generic[F]):
    """The header line (from 1), its headings as written, and the field of each known column.

    `mapping` goes from column index (from 0) to field; a person may correct it.
    """

    layout: Layout[F]
    line: int
    headings: tuple[str, ...]
    mapping: Mapping[int, F]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that no field was found for, and that are therefore not read."""
        return tuple(
            text for index, text in enumerate(self.headings) if text and index not in self.mapping
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The French names of the required columns that were not found."""
        found = set(self.mapping.values())
        return tuple(group[0].label for group in self.layout.required if not found & set(group))

    def heading(self, *fields: F) -> str:
        """The heading, as written, of the first of these fields that the file has; else ""."""
        for field in fields:
            for index, mapped in self.mapping.items():
                if mapped == field:
                    return self.headings[index]
        return ""


def heading_key(heading: str) -> str:
    """The heading without case, accents, punctuation, unit: « Surf. (m²) » is « surf »."""
    words = normalised(heading).split()
    bare = [word for word in words if word not in _UNITS]
    return " ".join(bare or words)


def apply_profile(
    headings: Sequence[str], profile: Mapping[str, F | None], layout: Layout[F]
) -> dict[int, F]:
    """Column index → field: the landlord's own choices first, then the usual headings.

    `profile` maps a heading, as written, to a field, or to None for a column to leave out. A
    field is used once: of two columns claiming it, the chosen one wins, then the first.
    """
    keys = [heading_key(text) for text in headings]
    chosen = {heading_key(text): field for text, field in profile.items()}
    mapping: dict[int, F] = {}
    for source in (chosen, {k: f for k, f in layout.headings.items() if k not in chosen}):
        for index, key in enumerate(keys):
            field = source.get(key)
            if key and field is not None and index not in mapping and field not in mapping.values():
                mapping[index] = field
    return dict(sorted(mapping.items()))


def find_in(
    table: Table, layout: Layout[F], profile: Mapping[str, F | None], fewest: int = FEWEST_HEADINGS
) -> HeaderGuess[F] | None:
    """The line of the first fifty with the most known headings, if it has at least `fewest`."""
    best: HeaderGuess[F] | None = None
    for number, row in enumerate(table.rows[:HEADER_SEARCH_LINES], start=1):
        headings = tuple(shown(cell)[:100] for cell in row)
        mapping = apply_profile(headings, profile, layout)
        if len(mapping) >= fewest and (best is None or len(mapping) > len(best.mapping)):
            best = HeaderGuess(layout, number, headings, mapping)
    return best


def find_header(
    table: Table, profile: Mapping[str, VacancyField | None] | None = None
) -> HeaderGuess[VacancyField]:
    """The header of a file of available dwellings, under whatever title lines.

    An address column beside neither town nor postcode is taken as a full address.

    Raises:
        ImportProblem: no line looks like a header. Missing columns do not raise here, so that
            a person can still point at them: see `require_columns`.
    """
    guess = find_in(table, VACANCIES, profile or {})
    if guess is None or len(_guess_stock_fields(table)) > len(guess.mapping):
        raise ImportProblem(_no_header(table))
    fields = set(guess.mapping.values())
    town = {VacancyField.CITY, VacancyField.POSTCODE, VacancyField.FULL_ADDRESS}
    if VacancyField.ADDRESS in fields and not fields & town:
        mapping = {
            index: VacancyField.FULL_ADDRESS if field == VacancyField.ADDRESS else field
            for index, field in guess.mapping.items()
        }
        return HeaderGuess(guess.layout, guess.line, guess.headings, mapping)
    return guess


def find_stock_header(table: Table) -> HeaderGuess[StockField]:
    """The header of an RPLS file, by its official column names.

    Raises:
        ImportProblem: no line has these names.
    """
    guess = find_in(table, STOCK, {})
    if guess is None:
        raise ImportProblem(
            "Ce fichier n’est pas un extrait RPLS : ses colonnes n’ont pas les noms officiels "
            "(DEPCOM, NOMVOIE, NBPIECE, SURFHAB…)."
        )
    return guess


def require_columns(header: HeaderGuess[F]) -> None:
    """Check that every required column was found.

    Raises:
        ImportProblem: some are missing; the sentence names them and the columns not recognised.
    """
    if not header.missing:
        return
    many = len(header.missing) > 1
    names = ", ".join(f"« {label} »" for label in header.missing)
    reason = f"{'Il manque des colonnes' if many else 'Il manque une colonne'} : {names}."
    if header.unknown:
        unknown = ", ".join(f"« {text} »" for text in header.unknown[:10])
        reason += f" Colonnes non reconnues : {unknown}. Indiquez laquelle correspond."
    raise ImportProblem(reason)


def recognised(table: Table) -> int:
    """How many headings of the best header line are known, whatever the kind of file; 0 if none."""
    guess = find_in(table, VACANCIES, {})
    return max(len(guess.mapping) if guess else 0, len(_guess_stock_fields(table)))


def _guess_stock_fields(table: Table) -> Mapping[int, StockField]:
    guess = find_in(table, STOCK, {})
    return guess.mapping if guess else {}


def is_stock(table: Table) -> bool:
    """Whether the file is an RPLS extract rather than a list of available dwellings."""
    guess = find_in(table, VACANCIES, {})
    return len(_guess_stock_fields(table)) > (len(guess.mapping) if guess else 0)


def _no_header(table: Table) -> str:
    if is_stock(table):
        return (
            "Ce fichier est un extrait RPLS : il décrit le parc, sans loyers ni disponibilités. "
            "Importez-le comme parc."
        )
    return (
        "La ligne des titres de colonnes n’a pas été trouvée dans les cinquante premières lignes. "
        "Une ligne doit porter des titres comme Référence, Adresse, Commune, Type, Loyer."
    )

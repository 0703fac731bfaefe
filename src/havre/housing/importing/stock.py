"""Reading the yearly RPLS file: a landlord's stock, with neither rents nor vacancies."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal

from havre.engine.vocabulary import Financing
from havre.housing.importing.addresses import parse_postcode
from havre.housing.importing.columns import HeaderGuess, require_columns
from havre.housing.importing.fields import StockField as Field
from havre.housing.importing.labels import parse_financing
from havre.housing.importing.lines import Line, dwelling_lines
from havre.housing.importing.plausible import LARGEST_SURFACE
from havre.housing.importing.problems import BadValue, IgnoredLine, Problem
from havre.housing.importing.stock_points import SHARED, read_stock_point, shared_points
from havre.housing.importing.table import Cell, Table, normalised, shown
from havre.housing.importing.territory import Territory
from havre.housing.importing.values import (
    parse_energy,
    parse_flag,
    parse_floor,
    parse_number,
    parse_typology,
)

LONGEST_REFERENCE = 100
LONGEST_ADDRESS = 200
_TWO_IS_NO = frozenset({"2"})


@dataclass(frozen=True)
class StockRow:
    """One dwelling of the stock.

    `reference` is made by `stock_reference`. `surface` is in m²; `floor` 0 is the ground floor
    (None: unknown, a house counts as ground floor); `financing` None when its RPLS code has no
    known ceiling; `built` is a year or None; `point` is (latitude, longitude), None when unknown.
    """

    line: int
    reference: str
    address: str
    postcode: str
    commune_code: str
    rooms: int
    typology: str
    surface: Decimal
    floor: int | None
    house: bool
    financing: Financing | None
    energy: str | None
    accessible: bool
    priority_district: bool
    built: int | None
    point: tuple[float, float] | None


@dataclass
class StockReading:
    """What an RPLS file says; every line but the header's is in exactly one of the lists."""

    header: HeaderGuess[Field]
    rows: list[StockRow] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    ignored_lines: list[IgnoredLine] = field(default_factory=list)

    @property
    def ignored(self) -> int:
        """How many lines hold no dwelling."""
        return len(self.ignored_lines)


def read_stock(table: Table, header: HeaderGuess[Field], territory: Territory) -> StockReading:
    """Read every dwelling of an RPLS file.

    Raises:
        ImportProblem: a required column is missing.
    """
    require_columns(header)
    reading = StockReading(header)
    twins: Counter[str] = Counter()
    read: list[tuple[Line[Field], StockRow]] = []
    for line in dwelling_lines(table, header):
        if isinstance(line, IgnoredLine):
            reading.ignored_lines.append(line)
            continue
        # Counted before any refusal: correcting one line must not rename the others.
        place = stock_place(line)
        twins[place] += 1
        line.reference = stock_reference(place, twins[place])
        row = _read_dwelling(line, territory)
        if row is None or line.failures:
            reading.rejected.append(line.rejection())
            continue
        read.append((line, row))
    shared = shared_points(row for _, row in read)
    for line, row in read:
        if row.point in shared:
            line.warn(Field.X, SHARED)
            row = replace(row, point=None)
        reading.warnings.extend(line.warnings)
        reading.rows.append(row)
    return reading


def stock_place(line: Line[Field]) -> str:
    """What tells one RPLS dwelling from another: commune, address, complement and floor."""
    columns = (
        Field.DEPCOM,
        Field.NUMVOIE,
        Field.INDREP,
        Field.TYPVOIE,
        Field.NOMVOIE,
        Field.COMPLGEO,
    )
    words = [normalised(shown(line.cell(column))) for column in columns]
    floor = normalised(shown(line.cell(Field.ETAGE)))
    return "-".join(" ".join([*words, f"e{floor}"]).split())


def stock_reference(place: str, ordinal: int) -> str:
    """A reference for a dwelling that RPLS gives none: its place and its rank in the file there.

    It stays the same from one year's file to the next as long as the address is written the
    same way and the dwellings of one floor keep their order.
    """
    suffix = f"-{ordinal}"
    if len(place) + len(suffix) > LONGEST_REFERENCE:
        digest = hashlib.sha256(place.encode()).hexdigest()[:16]
        place = f"{place[: LONGEST_REFERENCE - len(suffix) - 17]}-{digest}"
    return place + suffix


def _read_dwelling(line: Line[Field], territory: Territory) -> StockRow | None:
    code = shown(line.cell(Field.DEPCOM)).upper()
    commune = territory.by_code(code)
    if commune is None:
        name = shown(line.cell(Field.LIBCOM))[:60] or "Cette commune"
        line.fail(Field.DEPCOM, f"{name} ({code[:10]}) n’est pas dans le territoire du dispositif.")
    typology = line.must(Field.NBPIECE, parse_typology)
    surface = line.must(Field.SURFHAB, _surface)
    if commune is None or typology is None or surface is None:
        return None
    house = shown(line.cell(Field.TYPECONST_CODE)).upper() == "I"
    return StockRow(
        line=line.number,
        reference=line.reference,
        address=_address(line),
        postcode=line.may(Field.CODEPOSTAL, parse_postcode, "", "code postal de la commune")
        or commune.postcodes[0],
        commune_code=commune.code,
        rooms=typology[0],
        typology=typology[1],
        surface=surface,
        floor=_floor(line, house),
        house=house,
        financing=line.may(Field.FINAN_CODE, parse_financing, None, "financement inconnu"),
        energy=line.may(Field.DPEENERGIE, parse_energy, None, "étiquette inconnue"),
        accessible=line.may(Field.PMR_CODE, _flag, False, "non accessible"),
        priority_district=line.may(Field.QPV_CODE, _flag, False, "hors quartier prioritaire"),
        built=line.may(Field.CONSTRUCT, _year, None, "année inconnue"),
        point=read_stock_point(line, commune),
    )


def _surface(cell: Cell) -> Decimal:
    surface = parse_number(cell)
    if not 0 < surface <= LARGEST_SURFACE:
        raise BadValue(
            f"La surface doit être comprise entre 0 et {LARGEST_SURFACE} m². Corrigez-la."
        )
    return surface


def _floor(line: Line[Field], house: bool) -> int | None:
    if line.blank(Field.ETAGE):
        return 0 if house else None
    return line.may(Field.ETAGE, parse_floor, None, "étage inconnu")


def _flag(cell: Cell) -> bool:
    return parse_flag(cell, no=_TWO_IS_NO)


def _year(cell: Cell) -> int | None:
    text = shown(cell)
    if not text:
        return None
    if len(text) == 4 and text.isascii() and text.isdigit() and text >= "1000":
        return int(text)
    raise BadValue(f"« {text[:40]} » n’est pas une année. Écrivez quatre chiffres.")


def _address(line: Line[Field]) -> str:
    columns = (Field.NUMVOIE, Field.INDREP, Field.TYPVOIE, Field.NOMVOIE)
    address = " ".join(" ".join(shown(line.cell(column)) for column in columns).split())
    return address[:LONGEST_ADDRESS].rstrip()

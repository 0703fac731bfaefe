"""A board read from the text of a JSON file: whole and sound, or not at all.

Every refusal is a Wrong: one French sentence that begins with the place (`needs[3].communes: …`).
Nothing is returned of a file in which anything is wrong.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from havre.engine.board.form import BOARD
from havre.engine.board.kinds import Doubled, Odd, Wrong
from havre.engine.board.model import Board
from havre.engine.matching.model import (
    ANY,
    DEFAULT_WEIGHTS,
    Anywhere,
    AplCurve,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Member,
    Need,
    Place,
    Settings,
    Vacancy,
    Zone,
)

MOST_BYTES: Final = 512 * 1024 * 1024
MOST_BRACKETS: Final = 6_000_000
MOST_COMMAS: Final = 16_000_000
"""What bounds the memory that reading takes, whatever the file holds."""

NEWLINE: Final = b"\n"
DIGITS: Final = 15
EFFORT_RATE_MAX: Final = 0.30
LEFT_TO_LIVE_PER_DAY: Final = 10.0
"""What a board that does not say is judged by (see `docs/rules/scoring.md`)."""

ZoneOf = Callable[[str], str | None]
"""The APL zone of a commune (INSEE code), None when there is no such commune."""


@dataclass(frozen=True, slots=True)
class AplRequest:
    """A curve that a board does not give and its rules need: whose, in which zone."""

    need: Need
    wage: float | None
    zone: str


AplCurves = Callable[[Sequence[AplRequest], Settings], Sequence[AplCurve]]
"""Computes curves that boards do not give, one for each request, in their order."""


def read_board(raw: bytes, zone_of: ZoneOf, apl_curves: AplCurves | None = None) -> Board:
    """The board that the bytes of a file hold.

    Zones of communes come from `zone_of`; APL curves that are needed and absent from
    `apl_curves`, without which they are an error. Raises Wrong.
    """
    return board_of(parse(raw), zone_of, apl_curves)


def parse(raw: bytes) -> Any:
    """The JSON of a file, odd numbers and doubled fields marked for `board_of` to place.

    Raises Wrong for what is no JSON, or too much of it.
    """
    if not raw.strip():
        raise Wrong("le fichier est vide")
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise Wrong("le fichier commence par une marque d’ordre (BOM) : UTF-8 sans BOM est attendu")
    if (
        len(raw) > MOST_BYTES
        or raw.count(b"{") + raw.count(b"[") > MOST_BRACKETS
        or raw.count(b",") > MOST_COMMAS
    ):
        size = f"{len(raw) // 1_000_000} Mo"
        raise Wrong(f"le fichier est trop grand ({size}, {raw.count(NEWLINE) + 1} lignes)")
    try:
        decoded = raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Wrong(f"ligne {line} : le fichier n’est pas en UTF-8") from None
    try:
        return json.loads(decoded, object_pairs_hook=_object, parse_constant=Odd, parse_int=_whole)
    except json.JSONDecodeError as error:
        place = f"ligne {error.lineno}, colonne {error.colno}"
        raise Wrong(f"{place} : ce n’est pas du JSON") from None
    except RecursionError:
        raise Wrong("le fichier est trop imbriqué") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled(found)
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            doubled.twice = name
        seen.add(name)
    return doubled


def _whole(digits: str) -> int | Odd:
    return int(digits) if len(digits) <= DIGITS else Odd(f"{digits[:DIGITS]}…")


def board_of(data: Any, zone_of: ZoneOf, apl_curves: AplCurves | None = None) -> Board:
    """The board of a JSON value. Raises Wrong."""
    found = BOARD.read(data)
    programme = found["programme"]
    settings = Settings(
        programme["date"],
        programme.get("effort_rate_max", EFFORT_RATE_MAX),
        programme.get("left_to_live_per_day", LEFT_TO_LIVE_PER_DAY),
        programme.get("weights", DEFAULT_WEIGHTS),
    )
    for name in ("needs", "vacancies"):
        _require_different([line["ref"] for line in found[name]], name)
    vacancies = tuple(
        _placed("vacancies", i, _vacancy, line, zone_of)
        for i, line in enumerate(found["vacancies"])
    )
    needs = [
        _placed("needs", i, _need, line, settings.date) for i, line in enumerate(found["needs"])
    ]
    wages = [line.get("wage") for line in found["needs"]]
    whole = _with_curves(needs, wages, vacancies, settings, apl_curves)
    return Board(settings, whole, vacancies, programme.get("landlord_caps", {}))


def _require_different(refs: Sequence[str], name: str) -> None:
    first: dict[str, int] = {}
    for i, ref in enumerate(refs):
        if first.setdefault(ref, i) != i:
            why = f"cette référence est déjà celle de {name}[{first[ref]}]"
            raise Wrong(why).under(".ref").under(f"[{i}]").under(name)


def _placed(name: str, line: int, make: Callable[..., Any], *given: Any) -> Any:
    try:
        return make(*given)
    except Wrong as wrong:
        raise wrong.under(f"[{line}]").under(name) from None


def _vacancy(line: Mapping[str, Any], zone_of: ZoneOf) -> Vacancy:
    lat, lon = line.get("lat"), line.get("lon")
    if (lat is None) != (lon is None):
        raise Wrong("lat et lon vont ensemble").under(".lat" if lat is None else ".lon")
    zone = zone_of(line["commune"])
    if zone is None:
        raise Wrong("aucune commune ne porte ce code").under(".commune")
    unknown: dict[str, Any] = dict.fromkeys(("residence", "lat", "lon", "surface", "floor"))
    known = unknown | dict(line)
    return Vacancy(zone_123=zone, **known)


def _need(line: Mapping[str, Any], today: dt.date) -> Need:
    fewest, most = line["rooms"]
    if fewest > most:
        raise Wrong("le premier nombre de pièces dépasse le second").under(".rooms")
    for i, member in enumerate(line["members"]):
        latest = today if i == 0 else today + dt.timedelta(days=300)
        if member["birth_date"] > latest:
            place = Wrong("cette naissance est à venir").under(".birth_date").under(f"[{i}]")
            raise place.under(".members")
    curves = {zone: _curve(curve, zone) for zone, curve in line.get("apl", {}).items()}
    kept = {name: value for name, value in line.items() if name not in ("wage", "apl")}
    kept["members"] = tuple(Member(member["birth_date"]) for member in line["members"])
    kept["communes"] = ANY if line["communes"] == "ANY" else line["communes"]
    kept["regimes"], kept["rights"] = frozenset(line["regimes"]), frozenset(line["rights"])
    kept["avoid"] = tuple(_zone(zone, i) for i, zone in enumerate(line["avoid"]))
    kept["near"] = tuple(Place(**place) for place in line.get("near", ()))
    return Need(apl=curves, **kept)


def _curve(points: Sequence[Sequence[float]], zone: str) -> AplCurve:
    for i in range(1, len(points)):
        if points[i][0] <= points[i - 1][0]:
            wrong = Wrong("les loyers d’une courbe doivent croître").under(f"[{i}]")
            raise wrong.under(f".{zone}").under(".apl")
    return tuple((rent, apl) for rent, apl in points)


def _zone(zone: Mapping[str, Any], place: int) -> Zone:
    kept = {name: value for name, value in zone.items() if name != "kind"}
    kinds = {
        "COMMUNE": AvoidCommune,
        "RADIUS": AvoidRadius,
        "LANDLORD": AvoidLandlord,
        "RESIDENCE": AvoidResidence,
    }
    try:
        found: Zone = kinds[zone["kind"]](**kept)
    except ValueError:  # a residence whose name has neither letter nor digit
        raise Wrong("ce nom ne désigne rien").under(f"[{place}]").under(".avoid") from None
    return found


def _with_curves(
    needs: Sequence[Need],
    wages: Sequence[float | None],
    vacancies: Iterable[Vacancy],
    settings: Settings,
    apl_curves: AplCurves | None,
) -> tuple[Need, ...]:
    """The needs, with a curve for every zone where a dwelling may be theirs.

    One who computes curves is asked for those of the other zones too: what a further commune
    would open depends on it.
    """
    zones_of: dict[str, set[str]] = {}
    for vacancy in vacancies:
        zones_of.setdefault(vacancy.commune, set()).add(vacancy.zone_123)
    every = set().union(*zones_of.values())
    requests: list[tuple[int, AplRequest]] = []
    for i, need in enumerate(needs):
        if isinstance(need.communes, Anywhere) or apl_curves is not None:
            wanted = every
        else:
            wanted = set().union(*(zones_of.get(code, set()) for code in need.communes))
        for zone in sorted(wanted.difference(need.apl)):
            if apl_curves is None:
                why = f"la courbe de la zone {zone} manque, et rien ici ne la calcule"
                raise Wrong(why).under(".apl").under(f"[{i}]").under("needs")
            requests.append((i, AplRequest(need, wages[i], zone)))
    whole = list(needs)
    if apl_curves is not None and requests:
        found = apl_curves([request for _, request in requests], settings)
        for (i, request), curve in zip(requests, found, strict=True):
            whole[i] = replace(whole[i], apl={**whole[i].apl, request.zone: curve})
    return tuple(whole)

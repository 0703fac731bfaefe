"""The form of a board file, field by field: what `reading` reads and what the schema says."""

from __future__ import annotations

from typing import Final

from havre.engine.board.kinds import (
    Kind,
    code,
    const,
    day,
    either,
    fields,
    mapping,
    maybe,
    number,
    one_of,
    pattern,
    several,
    text,
    truth,
    whole,
)
from havre.engine.matching.model import HEAVIEST, WEIGHTS
from havre.engine.vocabulary import Financing, PlaceKind, Regime, ReservationCode

MOST_LINES: Final = 200_000
"""Needs, and vacancies, on one board: four times those of the whole country."""

MOST_COMMUNES: Final = 2_000
MOST_ZONES: Final = 100
MOST_CAP: Final = MOST_LINES
MONEY: Final = number(0, 1_000_000)
COMMUNE: Final = pattern("[0-9][0-9AB][0-9]{3}", "un code INSEE de commune")
LATITUDE: Final = number(-90, 90)
LONGITUDE: Final = number(-180, 180)
ROOMS: Final = whole(1, 50)
FLOOR: Final = whole(-10, 200)
CURVE: Final = several(several(MONEY, 2, 2), 1, 100)

PROGRAMME: Final = fields(
    {"date": day(2000, 2100)},
    {
        "effort_rate_max": number(0, 1),
        "left_to_live_per_day": number(0, 1_000),
        "landlord_caps": mapping(text(), whole(0, MOST_CAP), 10_000),
        "weights": fields({}, {name: number(0, HEAVIEST) for name in WEIGHTS}),
    },
)
AVOID: Final = one_of(
    "kind",
    {
        "COMMUNE": fields({"kind": const("COMMUNE"), "code": COMMUNE}, {}),
        "RADIUS": fields(
            {"kind": const("RADIUS"), "lat": LATITUDE, "lon": LONGITUDE, "km": number(0, 500)}, {}
        ),
        "LANDLORD": fields({"kind": const("LANDLORD"), "id": text()}, {}),
        "RESIDENCE": fields({"kind": const("RESIDENCE"), "name": text()}, {}),
    },
)
PLACE: Final = fields({"kind": code(PlaceKind), "lat": LATITUDE, "lon": LONGITUDE}, {})
NEED: Final = fields(
    {
        "ref": text(100),
        "admitted_on": day(),
        "urgency": whole(1, 3),
        "members": several(fields({"birth_date": day()}, {}), 1, 30),
        "disabled": truth(),
        "monthly_income": number(0, 100_000),
        "tax_income": number(-10_000_000, 10_000_000),
        "rooms": several(ROOMS, 2, 2),
        "communes": either("ANY", several(COMMUNE, 1, MOST_COMMUNES, once=True)),
        "accessible": truth(),
        "max_floor_without_lift": maybe(FLOOR),
        "ground_floor_ok": truth(),
        "needed_by": maybe(day()),
        "regimes": several(code(Regime), 1, len(Regime), once=True),
        "rights": several(code(ReservationCode), 0, len(ReservationCode), once=True),
        "avoid": several(AVOID, 0, MOST_ZONES),
    },
    {
        "wage": number(0, 100_000),
        "apl": mapping(pattern("[123]", "une zone 1, 2 ou 3"), CURVE, 3),
        "near": several(PLACE, 0, 20),
    },
)
VACANCY: Final = fields(
    {
        "ref": text(100),
        "landlord": text(),
        "commune": COMMUNE,
        "rooms": ROOMS,
        "lift": truth(),
        "accessible": truth(),
        "rent": MONEY,
        "charges": MONEY,
        "financing": code(Financing),
        "regime": code(Regime),
        "right": code(ReservationCode),
        "available_on": day(),
    },
    {
        "residence": maybe(text()),
        "lat": maybe(LATITUDE),
        "lon": maybe(LONGITUDE),
        "surface": maybe(number(1, 10_000)),
        "floor": maybe(FLOOR),
    },
)
BOARD: Final[Kind] = fields(
    {
        "programme": PROGRAMME,
        "needs": several(NEED, 0, MOST_LINES),
        "vacancies": several(VACANCY, 0, MOST_LINES),
    },
    {},
)

"""Needs, vacancies and settings drawn by hypothesis, on the edges of every rule."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from havre.engine.matching import (
    ANY,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Place,
    Settings,
)
from havre.engine.matching.ceilings import Ceilings
from havre.engine.vocabulary import CeilingZone, Financing, Regime, ReservationCode
from tests.engine.matching.builders import (
    CURVE,
    OLIVET,
    ORLEANS,
    SARAN,
    SETTINGS,
    a_need,
    a_vacancy,
    ceiling_rows,
    household,
)

PARIS, WHOLE_PARIS = "75111", "75056"
ROWS = [
    row._replace(zone=zone, amount=row.amount * (1 + i / 10))
    for i, zone in enumerate(CeilingZone)
    for row in ceiling_rows()
]
CEILINGS = Ceilings.from_rows(ROWS)

ZONES = st.sampled_from(
    [
        AvoidCommune(SARAN),
        AvoidCommune("00000"),
        AvoidCommune(WHOLE_PARIS),
        AvoidCommune("75112"),
        AvoidRadius(47.91, 1.87, 2.0),
        AvoidRadius(47.90, 1.91, 0.0),
        AvoidRadius(47.90, 1.93, 1.0),
        AvoidLandlord("val-habitat"),
        AvoidLandlord("nobody"),
        AvoidResidence("Le CLOS-des-Vignes"),
        AvoidResidence("Mauves"),
    ]
)
CURVES = st.sampled_from(
    [
        {},
        {"2": CURVE},
        {"2": ()},
        {"3": ((200.0, 80.0),)},
        {"2": ((100.0, 90.0), (350.0, 12.5)), "3": CURVE},
    ]
)
PLACES = st.sampled_from([Place("SCHOOL", 47.90, 1.91), Place("WORK", 47.95, 1.99)])
NEEDS = st.lists(
    st.builds(
        a_need,
        ref=st.integers(0, 99).map(lambda n: f"N-{n}"),
        members=st.sampled_from([household(30), household(30, 14), household(30, 5, 3, 1)]),
        disabled=st.booleans(),
        monthly_income=st.sampled_from([-20.0, 0.0, 902.0, 1450.0, 3000.0]),
        tax_income=st.sampled_from([-10, 0, 18753, 18754, 31254.0, 90000]),
        apl=CURVES,
        rooms=st.sampled_from([(1, 1), (2, 3), (1, 9), (1000, 1000)]),
        communes=st.one_of(
            st.just(ANY),
            st.lists(
                st.sampled_from([ORLEANS, OLIVET, SARAN, PARIS, WHOLE_PARIS, "99999"]), min_size=1
            ).map(tuple),
        ),
        accessible=st.booleans(),
        max_floor_without_lift=st.sampled_from([None, 0, 2]),
        ground_floor_ok=st.booleans(),
        needed_by=st.sampled_from([None, dt.date(2026, 12, 1), dt.date(2027, 2, 28)]),
        regimes=st.frozensets(st.sampled_from(list(Regime)[:3])),
        rights=st.frozensets(st.sampled_from(list(ReservationCode))),
        avoid=st.lists(ZONES, max_size=3).map(tuple),
        near=st.lists(PLACES, max_size=3).map(tuple),
    ),
    max_size=5,
    unique_by=lambda need: need.ref,
)
VACANCIES = st.lists(
    st.builds(
        a_vacancy,
        ref=st.integers(0, 99).map(lambda n: f"V-{n}"),
        landlord=st.sampled_from(["val-habitat", "loire-logis"]),
        residence=st.sampled_from([None, "", "Clos des Vignes", "Les Mauves"]),
        commune=st.sampled_from([ORLEANS, OLIVET, SARAN, PARIS, WHOLE_PARIS]),
        zone_123=st.sampled_from(["2", "3"]),
        lat=st.sampled_from([None, 47.90, 47.91]),
        lon=st.sampled_from([1.91, 1.93]),
        rooms=st.sampled_from([1, 2, 3, 1000]),
        surface=st.sampled_from([None, 9.0, 15.99, 16.0, 61.0]),
        floor=st.sampled_from([None, -1, 0, 2, 4]),
        lift=st.booleans(),
        accessible=st.booleans(),
        rent=st.sampled_from([0.0, 220.5, 300.0, 348.10, 900.0]),
        charges=st.sampled_from([0.0, 50.1]),
        financing=st.sampled_from(list(Financing)),
        regime=st.sampled_from(list(Regime)[:3]),
        right=st.sampled_from(list(ReservationCode)),
        available_on=st.sampled_from([dt.date(2026, 12, 1), dt.date(2027, 3, 1)]),
    ),
    max_size=8,
    unique_by=lambda vacancy: vacancy.ref,
)
WEIGHTS = st.fixed_dictionaries(
    {name: st.sampled_from([0, 0.5, 3, 1_000_000]) for name in SETTINGS.weights}
)
SOME_SETTINGS = st.builds(
    Settings,
    date=st.just(SETTINGS.date),
    effort_rate_max=st.sampled_from([0.0, 0.3, 1.0]),
    left_to_live_per_day=st.sampled_from([0.0, 10.0]),
    weights=WEIGHTS,
)

"""The safety rules, at their limits and against everything a programme may set."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import (
    ANY,
    WEIGHTS,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Settings,
    Verdict,
    Zone,
    compatible,
    distance_km,
    explain,
)
from havre.engine.vocabulary import SAFETY_RULES, Rule
from tests.engine.matching.builders import (
    CEILINGS,
    ORLEANS,
    SARAN,
    SETTINGS,
    a_need,
    a_vacancy,
    plain,
)

CENTRE = (47.91, 1.87)
TO_CENTRE = distance_km(CENTRE, (47.90, 1.91))

ZONES_HIT = st.sampled_from(
    [
        AvoidCommune(ORLEANS),
        AvoidRadius(*CENTRE, km=4.0),
        AvoidLandlord("val-habitat"),
        AvoidResidence("Le CLOS-des-Vignes"),
    ]
)
ANY_SETTINGS = st.builds(
    Settings,
    date=st.dates(),
    effort_rate_max=st.floats(0, 1e6),
    left_to_live_per_day=st.floats(0, 1e6),
    weights=st.dictionaries(st.sampled_from(WEIGHTS), st.floats(0, 1e6)),
)


def safety(*zones: Zone, **vacancy: object) -> dict[Rule, Verdict]:
    verdicts = explain(a_need(avoid=zones), a_vacancy(**vacancy), SETTINGS, CEILINGS)
    return {found.rule: found for found in verdicts if found.rule in SAFETY_RULES}


def test_an_avoided_commune() -> None:
    assert not safety(AvoidCommune(ORLEANS))[Rule.SAFETY_ZONE].passed
    passed = safety(AvoidCommune(SARAN))[Rule.SAFETY_ZONE]
    assert (passed.passed, passed.sentence) == (True, "Hors des communes à éviter.")
    assert safety()[Rule.SAFETY_ZONE].sentence == "Aucune zone à éviter."


@pytest.mark.parametrize(
    ("km", "passed"), [(TO_CENTRE, False), (TO_CENTRE - 1e-9, True), (TO_CENTRE + 1e-9, False)]
)
def test_on_the_circle_is_inside(km: float, passed: bool) -> None:
    assert safety(AvoidRadius(*CENTRE, km=km))[Rule.SAFETY_ZONE].passed is passed


def test_a_circle_of_0_km_still_excludes_its_centre() -> None:
    zone = AvoidRadius(47.90, 1.91, km=0)
    assert not safety(zone)[Rule.SAFETY_ZONE].passed


def test_every_circle_counts_and_the_nearest_centre_is_shown() -> None:
    found = safety(AvoidRadius(*CENTRE, km=2), AvoidRadius(47.85, 1.91, km=6))[Rule.SAFETY_ZONE]
    assert not found.passed
    assert plain(found.sentence) == "À 5,6 km d’un point à éviter (plus de 6,0 km demandés)."
    assert found.figures == {"km_to_nearest_zone": 3.182}
    far = safety(AvoidRadius(*CENTRE, km=2), AvoidRadius(47.85, 1.91, km=5))[Rule.SAFETY_ZONE]
    assert (far.passed, plain(far.sentence)) == (
        True,
        "À 3,2 km du point à éviter le plus proche.",
    )


@pytest.mark.parametrize("missing", [{"lat": None, "lon": None}, {"lat": None}, {"lon": None}])
def test_an_unknown_place_is_not_safe(missing: dict[str, object]) -> None:
    found = safety(AvoidRadius(*CENTRE, km=2), **missing)[Rule.SAFETY_ZONE]
    assert (found.passed, found.figures) == (False, {"reason": "emplacement inconnu"})
    assert "emplacement inconnu" in found.sentence
    assert safety(AvoidCommune(SARAN), **missing)[Rule.SAFETY_ZONE].passed


def test_an_avoided_landlord() -> None:
    assert not safety(AvoidLandlord("val-habitat"))[Rule.SAFETY_LANDLORD].passed
    assert safety(AvoidLandlord("loire-logis"))[Rule.SAFETY_LANDLORD].passed


def test_an_avoided_residence() -> None:
    zone = AvoidResidence("Le Clos des Vignes")
    assert not safety(zone)[Rule.SAFETY_RESIDENCE].passed
    assert not safety(zone, residence="CLOS-DES-VIGNES")[Rule.SAFETY_RESIDENCE].passed
    other = safety(zone, residence="Les Mauves")[Rule.SAFETY_RESIDENCE]
    assert (other.passed, other.remark) == (True, "")


@pytest.mark.parametrize("name", [None, "", " - "])
def test_a_residence_without_a_name_is_to_be_checked(name: str | None) -> None:
    found = safety(AvoidResidence("Le Clos"), residence=name)[Rule.SAFETY_RESIDENCE]
    assert found.passed
    assert found.remark == "Nom de la résidence inconnu : à vérifier, une résidence est à éviter."


def test_a_close_name_passes_and_is_to_be_checked() -> None:
    zone = AvoidResidence("Clos des Vignes")
    found = safety(zone, residence="Résidence du Clos des Vignes")[Rule.SAFETY_RESIDENCE]
    assert found.passed
    assert found.remark == "Nom proche d’une résidence à éviter : à vérifier."


def test_no_sentence_names_what_she_avoids() -> None:
    zones = (AvoidResidence("Les Mauves"), AvoidLandlord("loire-logis"), AvoidCommune(SARAN))
    text = " ".join(found.sentence + found.remark for found in safety(*zones).values())
    assert "Mauves" not in text
    assert "loire-logis" not in text
    assert SARAN not in text


@given(ZONES_HIT, ANY_SETTINGS, st.lists(ZONES_HIT, max_size=3), st.booleans())
def test_nothing_a_programme_sets_lets_an_avoided_pair_pass(
    zone: Zone, settings: Settings, others: list[Zone], anywhere: bool
) -> None:
    need = a_need(avoid=(*others, zone))
    if anywhere:
        need = replace(need, communes=ANY, rooms=(1, 9), regimes=frozenset(need.regimes))
    result = compatible(need, [a_vacancy()], settings, CEILINGS)
    assert result.compatible == ()
    assert SAFETY_RULES & {found.rule for found in result.excluded[0].failed}


@given(st.floats(47.7, 48.1), st.floats(1.6, 2.2), st.floats(0, 30), st.floats(0, 30), ANY_SETTINGS)
def test_a_wider_circle_never_lets_more_through(
    lat: float, lon: float, one: float, other: float, settings: Settings
) -> None:
    narrow, wide = (
        explain(a_need(avoid=(AvoidRadius(lat, lon, km),)), a_vacancy(), settings, CEILINGS)[0]
        for km in sorted((one, other))
    )
    assert narrow.passed or not wide.passed


def test_the_order_of_zones_changes_nothing() -> None:
    zones = (AvoidCommune(SARAN), AvoidRadius(*CENTRE, km=4), AvoidResidence("Les Mauves"))
    assert safety(*zones) == safety(*reversed(zones))

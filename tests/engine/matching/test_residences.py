from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import residence_keys, same_residence
from havre.engine.matching.residences import resembles

NAMES = st.text(alphabet="abcdéèôÇ lLeEs'’-– ", max_size=20)


@pytest.mark.parametrize(
    "other",
    [
        "Clos des Vignes",
        "LE CLOS DES VIGNES",
        "Clos-des-Vignes",
        "  le   clos\u00a0des vignes ",
        "LeClosDesVignes",
        "Les Clôs des Vignés",
        "Le Clos – des Vignes.",
    ],
)
def test_the_same_residence_written_otherwise(other: str) -> None:
    assert same_residence(residence_keys("Le Clos des Vignes"), residence_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L'Orée du Bois", "L’Oree du bois"),
        ("L’Orée du Bois", "Orée du bois"),
        ("L Orée du Bois", "LOREE-DU-BOIS"),
        ("Le Cœur de Ville", "Coeur de ville"),
        ("Cle\u0301ment Marot", "Clément Marot"),
    ],
)
def test_articles_ligatures_and_composed_accents(one: str, other: str) -> None:
    assert same_residence(residence_keys(one), residence_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lebrun", "Brun"),
        ("Lavande", "Vande"),
        ("Clos des Vignes", "Clos des Roses"),
        ("Clos des Vignes 1", "Clos des Vignes 2"),
        ("", ""),
    ],
)
def test_different_residences(one: str, other: str) -> None:
    assert not same_residence(residence_keys(one), residence_keys(other))


def test_keys_are_the_name_with_and_without_its_article() -> None:
    assert residence_keys("Les Mauves") == {"lesmauves", "mauves"}
    assert residence_keys("La") == {"la"}
    assert residence_keys("…") == frozenset()


def test_a_name_inside_another_resembles_it() -> None:
    assert resembles(residence_keys("Résidence du Clos des Vignes"), residence_keys("Clos"))
    assert not resembles(residence_keys("Résidence du Parc"), residence_keys("Mai"))


@given(NAMES)
def test_every_name_with_a_letter_equals_itself_in_capitals(name: str) -> None:
    keys = residence_keys(name)
    assert same_residence(keys, residence_keys(name.upper())) == bool(keys)


@given(NAMES, NAMES)
def test_the_comparison_is_symmetric(one: str, other: str) -> None:
    a, b = residence_keys(one), residence_keys(other)
    assert same_residence(a, b) == same_residence(b, a)

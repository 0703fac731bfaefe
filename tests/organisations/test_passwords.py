"""Passwords after the CNIL's recommendation of 2022: 80 bits, guessable words left out."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_changed, validate_password
from django.core.exceptions import ValidationError

from havre.organisations.models import User
from havre.organisations.passwords import entropy, guessable_words, without_sequences, without_words
from tests.world import World


@pytest.mark.parametrize(
    ("password", "bits"),
    [
        ("", 0),
        ("a" * 17, 80),
        ("Ab3" * 4 + "Ab", 83),  # 14 characters, no sign: the CNIL's second example
        ("Ab3!" * 3, 80),  # 12 characters of four kinds: its first
        ("1" * 24, 80),
        ("é" * 17, 80),
    ],
)
def test_entropy_counts_as_the_cnil(password: str, bits: int) -> None:
    assert round(entropy(password)) == bits


@pytest.mark.parametrize(
    ("password", "left"),
    [("aaaa", "a"), ("abcd", "a"), ("4321", "4"), ("abkabkabk", "ak"), ("soleil", "soleil")],
)
def test_sequences_and_repetitions_count_once(password: str, left: str) -> None:
    assert without_sequences(password) == left


def test_guessable_words_count_for_nothing() -> None:
    assert without_words("Havre-ORLEANS-9", ["havre", "orleans"]) == "--9"


@pytest.mark.parametrize(
    "password",
    [
        "jardin tulipe camion orage",
        "zQ8#vL2!mP9$",
        "galets-blancs-du-quai-9",
        "x" * 3 + "Kp7-" * 2 + "mB4",
    ],
)
def test_long_or_varied_enough(password: str) -> None:
    if password.startswith("xxx"):
        with pytest.raises(ValidationError):
            validate_password(password)
    else:
        validate_password(password)
        password_changed(password)


@pytest.mark.parametrize(
    "password",
    [
        "court",
        "password12345678",
        "azertyuiop123456",
        "motdepasse-logement-2026",
        "12345678901234567890",
        "abcabcabcabcabcabcabcabc",
        "              ",
    ],
)
def test_too_weak(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_her_names_address_and_organisation_count_for_nothing(world: World) -> None:
    user = User.objects.get(email="shelter@exemple.test")
    user.last_name = "Quetzaline"
    assert {"Camille", "Quetzaline", "shelter", "exemple", "Orléans".lower()} <= guessable_words(
        user
    )
    for password in ("Quetzaline-Camille-2026", "camille.shelter@exemple.test"):
        validate_password(
            password.replace("Quetzaline", "Vorlabine").replace("camille.shelter", "x y z tulipe")
        )
        with pytest.raises(ValidationError):
            validate_password(password, user)

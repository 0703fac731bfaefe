"""What a password must be: CNIL, délibération n° 2022-100 of 21 July 2022, first case.

A password alone needs 80 bits of entropy. The second case (50 bits) asks that tries be limited in a
way that could keep a person out of her account for long: Havre never makes anyone wait over fifteen
minutes, hence the first case, also for those whom a second factor protects. Entropy is counted as
the CNIL's own calculator does, length × log2(size of the alphabet), on what is left once what
others can guess is taken out: names, address, organisation, words of the programme, common
passwords, sequences and repetitions. No periodic change is asked for (same text, § on renewal).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from math import log2
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from havre.organisations.models import User

BITS = 80
ALPHABETS = ((r"[a-zà-öø-ÿ]", 26), (r"[A-ZÀ-ÖØ-Þ]", 26), (r"[0-9]", 10))
SIGNS = 37
"""Signs of a French keyboard, as the CNIL counts them."""
PROGRAMME = ("havre", "orleans", "orléans", "metropole", "métropole", "logement", "motdepasse")
SHORTEST_WORD = 4
TOO_WEAK = (
    "Ce mot de passe est trop court ou trop simple. Ajoutez des mots : quatre mots sans rapport "
    "entre eux conviennent, avec des espaces si vous voulez."
)
KNOWN = "Ce mot de passe fait partie des plus courants : choisissez-en un autre."


def entropy(password: str) -> float:
    """Return the entropy in bits of a password drawn at random with its length and alphabets."""
    size = sum(count for pattern, count in ALPHABETS if re.search(pattern, password))
    if re.search(r"[^a-zà-öø-ÿA-ZÀ-ÖØ-Þ0-9]", password):
        size += SIGNS
    return len(password) * log2(size) if size else 0.0


def without_sequences(password: str) -> str:
    """Remove repeated parts, and each character that repeats or follows the one before it."""
    password = re.sub(r"(.{2,}?)\1+", r"\1", password)
    kept = password[:1]
    for before, after in pairwise(password):
        if abs(ord(after) - ord(before)) > 1:
            kept += after
    return kept


def without_words(password: str, words: Iterable[str]) -> str:
    """Remove the words that others can guess, whatever their case, longest first."""
    for word in sorted(words, key=len, reverse=True):
        password = re.sub(re.escape(word), "", password, flags=re.IGNORECASE)
    return password


def guessable_words(user: User | None) -> set[str]:
    """Return what whoever knows her could try: her names, address, organisations, the programme."""
    texts = [*PROGRAMME]
    if user is not None:
        texts += [user.first_name, user.last_name, user.email.replace(".fr", "")]
        if user.pk:
            texts += [m.organisation.name for m in user.memberships.select_related("organisation")]
    words = {word for text in texts for word in re.split(r"[\W_]+", text)}
    return {word for word in words if len(word) >= SHORTEST_WORD}


class EntropyValidator:
    """Refuse what does not reach 80 bits, common passwords and guessable words left out."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with a sentence that says what to do."""
        core = re.sub(r"[\W\d_]+", "", password).lower()
        if password.lower().strip() in self.common or core in self.common:
            raise ValidationError(KNOWN, code="password_too_common")
        known = user if isinstance(user, User) else None
        left = without_sequences(without_words(password, guessable_words(known)))
        if round(entropy(left)) < BITS:
            raise ValidationError(TOO_WEAK, code="password_too_weak")

    def get_help_text(self) -> str:
        """Say what makes a good password."""
        return (
            "Quatre mots sans rapport entre eux font un bon mot de passe. Sans votre nom ni celui "
            "de votre organisme."
        )

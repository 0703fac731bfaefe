"""Unique references that look random: the numbers 0, 1, 2… scattered over all references."""

from __future__ import annotations

from random import Random
from typing import Final

from havre.platform.references import ALPHABET

SPACE: Final = len(ALPHABET) ** 8


class References:
    """A one-to-one scattering of small numbers over the references of `new_reference`."""

    def __init__(self, rng: Random) -> None:
        self._shift = rng.randrange(SPACE)
        factor = rng.randrange(SPACE // 3, SPACE // 2)
        while any(factor % prime == 0 for prime in (2, 3, 5)):
            factor += 1
        self._factor = factor

    def __call__(self, number: int) -> str:
        """Return the reference of a number: the same number always gives the same one."""
        rest = (number * self._factor + self._shift) % SPACE
        letters = ""
        for _ in range(8):
            rest, letter = divmod(rest, len(ALPHABET))
            letters = ALPHABET[letter] + letters
        return f"{letters[:4]}-{letters[4:]}"

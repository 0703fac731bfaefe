"""Looks for protected facts in a text, however they are written. Pure: no database, no clock.

Prefers holding an ordinary text to letting a protected one go; but a street name in a signature,
or a commune that is also somebody's first name, is nobody's secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from havre.platform.gate import common_words as w
from havre.platform.gate.decoding import readings_of
from havre.platform.gate.facts import NUMBERING, STREETS, Fact, Kind
from havre.platform.gate.folding import (
    LINKS,
    Token,
    full_words,
    plain,
    spelled_out,
    tokens_of,
    with_figures,
    words_of,
)

DISTINCT = 6
"""A word this long, and not common, is looked for across spaces, backwards, and in figures."""
FIGURE_WORDS = dict(
    zip(
        "zero un deux trois quatre cinq six sept huit neuf".split(),  # noqa: SIM905
        "0123456789",
        strict=True,
    )
)


def found_in(texts: Iterable[str], facts: Iterable[Fact]) -> list[Fact]:
    """Return which facts the texts hold, in any of their readings."""
    wanted = list(facts)
    pages = [Reading(one) for text in texts if text for one in readings_of(text)]
    return [fact for fact in wanted if any(page.holds(fact) for page in pages)]


def _run(words: list[str], wanted: list[str]) -> Iterable[int]:
    """Yield where `wanted` stands in `words`, in order and together."""
    size = len(wanted)
    if not size:
        return
    for start in range(len(words) - size + 1):
        if words[start : start + size] == wanted:
            yield start


def _uncommon(words: Iterable[str]) -> bool:
    """Tell whether words designate something by themselves."""
    kept = [word for word in words if word not in LINKS]
    return any(word not in w.COMMON for word in kept) and len("".join(kept)) >= DISTINCT


class Reading:
    """One text in one of its readings, with the forms in which facts are looked for."""

    def __init__(self, text: str) -> None:
        self.text = plain(text)
        self.tokens: list[Token] = tokens_of(self.text)
        self.words = [token.word for token in self.tokens]
        self.full = full_words(self.words)

    @cached_property
    def compact(self) -> str:
        """All letters and figures, nothing between them."""
        return "".join(self.words)

    @cached_property
    def figured(self) -> str:
        """The same, figures that stand for letters brought to one form."""
        return with_figures(self.compact)

    @cached_property
    def compact_full(self) -> str:
        """The same with addresses in full, linking words left out."""
        return "".join(self.full)

    @cached_property
    def spelled(self) -> set[str]:
        """Words written letter by letter."""
        return set(spelled_out(self.words))

    @cached_property
    def figures(self) -> str:
        """The figures of the text, those close to each other together."""
        said = " ".join(FIGURE_WORDS.get(word, "") for word in self.words)
        alike = str.maketrans("oOlI", "0011")
        written = re.sub(r"\b[oOlI\d]+\b", lambda m: m[0].translate(alike), self.text)
        close = re.sub(r"(?<=\d)[^0-9A-Za-z]{1,4}(?=\d)", "", written)
        return f"{close}\n{said.replace(' ', '')}"

    def holds(self, fact: Fact) -> bool:
        """Tell whether this reading holds the fact."""
        look: dict[Kind, Callable[[str], bool]] = {
            Kind.PERSON: self._person,
            Kind.GIVEN: self._given_name,
            Kind.ADDRESS: self._address,
            Kind.PLACE: self._place,
            Kind.COMMUNE: self._commune,
            Kind.PHONE: self._phone,
            Kind.EMAIL: self._email,
            Kind.NUMBER: self._number,
            Kind.WORD: self._word,
        }
        return look[fact.kind](fact.value)

    def _hidden(self, needle: str) -> bool:
        """Find a distinct word across spaces and lines, backwards, or with figures for letters."""
        if len(needle) < DISTINCT:
            return False
        figured, wanted = self.figured, with_figures(needle)
        return (
            needle in self.compact
            or needle[::-1] in self.compact
            or wanted in figured
            or wanted[::-1] in figured
        )

    def _word(self, value: str) -> bool:
        wanted = words_of(value)
        compact = "".join(wanted)
        if len(compact) < 3:
            return False
        together = any(True for _ in _run(self.words, wanted))
        return together or compact in self.spelled or (_uncommon(wanted) and self._hidden(compact))

    def _number(self, value: str) -> bool:
        compact = "".join(words_of(value))
        return len(compact) >= DISTINCT and self._hidden(compact)

    def _phone(self, value: str) -> bool:
        digits = re.sub(r"\D", "", value)[-9:]
        return len(digits) == 9 and (digits in self.figures or digits[::-1] in self.figures)

    def _email(self, value: str) -> bool:
        said = {"at", "arobase", "arobas", "arrobase", "point", "dot", "chez"}
        compact = "".join(words_of(value))
        if len(compact) < DISTINCT:
            return False
        heard = "".join(word for word in self.words if word not in said)
        local = "".join(words_of(value.split("@")[0]))
        alone = len(local) > 9 and _uncommon([local]) and local in self.compact
        return compact in heard or compact in self.compact or alone or self._hidden(compact)

    # Persons

    def _person(self, value: str) -> bool:
        first, _, last = value.partition("|")
        last_words, first_words = words_of(last), words_of(first)
        if not last_words:
            return self._given(first)
        if self._full_name(first_words, last_words) or (first and self._given(first, last_words)):
            return True
        name = "".join(last_words)
        if _uncommon(last_words) or (len(name) >= 4 and name not in w.COMMON):
            together = any(True for _ in _run(self.words, last_words))
            return together or name in self.spelled or self._hidden(name)
        return any(self._named(at, len(last_words)) for at in _run(self.words, last_words))

    def _full_name(self, first: list[str], last: list[str]) -> bool:
        if not first:
            return False
        whole = "".join(first + last)
        if self._hidden(whole) or self._hidden("".join(last + first)):
            return True
        firsts = list(_run(self.words, first))
        return any(
            min(abs(at - (one + len(first))), abs(one - (at + len(last)))) <= 1
            for at in _run(self.words, last)
            for one in firsts
        )

    def _named(self, at: int, size: int) -> bool:
        """Tell whether a common word stands there as somebody's name."""
        before = self.words[at - 1] if at else ""
        token = self.tokens[at]
        if before in w.CIVILITIES:
            return token.capital or before not in {"m"}
        near = self.tokens[max(at - 1, 0) : at + size + 1]
        shouted = token.upper and not all(one.upper for one in near if one is not token)
        return shouted and len(near) > 1

    def _given_name(self, value: str) -> bool:
        """A person known by her first name, « first|last »: the last name alone is others' too."""
        first, _, last = value.partition("|")
        last_words = words_of(last)
        whole = bool(last_words) and self._full_name(words_of(first), last_words)
        return whole or self._given(first, last_words)

    def _given(self, value: str, last: list[str] | None = None) -> bool:
        """A first name alone; beside another last name it is somebody else's."""
        wanted = words_of(value)
        if len("".join(wanted)) < 3:
            return False
        if any(len(one) > 3 and one == "".join(wanted) for one in self.spelled):
            return True
        return any(self._called(at, len(wanted), last or []) for at in _run(self.words, wanted))

    def _called(self, at: int, size: int, last: list[str]) -> bool:
        token = self.tokens[at]
        common = token.word in w.COMMON
        if not token.capital or (common and token.opens):
            return False
        before = self.tokens[at - 1] if at and not token.opens else None
        after = self.tokens[at + size] if at + size < len(self.tokens) else None
        if before is not None and (before.word in STREETS or before.word in {"saint", "sainte"}):
            return False
        if after is not None and not after.opens and after.capital and after.word not in last:
            return False
        other = before is not None and before.upper and before.word not in last
        return not (other and before is not None and before.word not in w.CIVILITIES)

    # Places

    def _place(self, value: str) -> bool:
        whole = words_of(value)
        core = [word for word in whole if word not in w.GENERIC_PLACES and word not in LINKS]
        if any(True for _ in _run(self.full, full_words(whole))) and (core or len(whole) > 2):
            return True
        if self._hidden("".join(whole)) and core:
            return True
        if not core or all(word in w.COMMON for word in core):
            return False
        together = any(True for _ in _run(self.full, full_words(core)))
        name = "".join(core)
        distinct = len(name) >= 5
        return distinct and (together or name in self.spelled or self._hidden(name))

    def _address(self, value: str) -> bool:
        words = words_of(value)
        number = words[0] if words and words[0].isdigit() else ""
        rest = [word for word in words[1:] if word not in NUMBERING] if number else words
        street = full_words(rest)
        core = [word for word in street if word not in STREETS]
        if not core:
            return False
        return (
            any(self._here(at, number) for at in _run(self.full, street))
            or self._pressed(number, street)
            or self._pressed(number, [word for word in rest if word], raw=True)
            or (bool(number) and self._scattered(number, street, core))
            or self._core_alone(street, core)
        )

    def _here(self, at: int, number: str) -> bool:
        """Tell whether the number before a street is hers, or is no number of a house."""
        before = at - 1
        while before >= 0 and self.full[before] in NUMBERING:
            before -= 1
        other = self.full[before] if before >= 0 else ""
        if not number or not other.isdigit() or len(other) > 3:
            return True
        return other == number

    def _pressed(self, number: str, street: list[str], *, raw: bool = False) -> bool:
        """Find the street across spaces and lines, backwards, or with figures for letters."""
        whole = "".join(street)
        if len(whole) < DISTINCT + 2:
            return False
        compact = self.compact if raw else self.compact_full
        for match in re.finditer(r"(\d*)(?:bis|ter|b|t)?" + re.escape(whole), compact):
            if not number or not match[1] or len(match[1]) > 3 or match[1] == number:
                return True
        figured, wanted = with_figures(compact), with_figures(number + whole)
        backwards = (number + whole)[::-1]
        if backwards in compact or whole[::-1] + number in compact:
            return True
        return wanted in figured and bool(re.search(r"[a-z]\d|\d[a-z]", compact)) and bool(number)

    def _scattered(self, number: str, street: list[str], core: list[str]) -> bool:
        """Find the same words in another order: « Paix (rue de la), 12 »; or without the type."""
        if any(True for _ in _run(self.full, [number, *core])):
            return True
        wanted = {number, *street}
        size = len(street) + 2
        return any(
            wanted <= set(self.full[start : start + size])
            for start in range(max(len(self.full) - size + 1, 1))
        )

    def _core_alone(self, street: list[str], core: list[str]) -> bool:
        """Find a street's own name without its type, or with another, where nothing bears it.

        With its own type the whole address has been looked at, and its number is another.
        """
        if not _uncommon(core) or any(word in w.COMMON for word in core):
            return False
        name = "".join(core)
        places = list(_run(self.full, core))
        kind = street[: street.index(core[0])]  # « rue », « rue faubourg »
        whole = [at for at in places if kind and self.full[max(at - len(kind), 0) : at] == kind]
        if len(whole) < len(places) or name in self.spelled or name[::-1] in self.compact:
            return True
        return not whole and self._hidden(name)

    def _commune(self, value: str) -> bool:
        wanted = words_of(value)
        spaced = self._hidden("".join(wanted)) and not any(True for _ in _run(self.words, wanted))
        if spaced and not all(word in w.COMMON for word in wanted):
            return True
        return any(self._located(at, len(wanted)) for at in _run(self.words, wanted))

    def _located(self, at: int, size: int) -> bool:
        """Tell whether a commune stands there as a place, not as a name or a common word."""
        token = self.tokens[at]
        before = self.words[max(at - 3, 0) : at]
        after = self.words[at + size] if at + size < len(self.words) else ""
        if self._in_an_address(at):
            return False
        postcode = any(len(word) == 5 and word.isdigit() for word in [*before[-2:], after])
        if postcode:
            return True
        if not token.capital or (before and before[-1] in w.CIVILITIES):
            return False
        following = self.tokens[at + size] if at + size < len(self.tokens) else None
        alone = token.opens and (following is None or following.opens)
        return alone or bool(set(before[-2:]) & w.NEAR_COMMUNES)

    def _in_an_address(self, at: int) -> bool:
        """Tell whether a numbered street comes just before: the address itself is looked at."""
        near = full_words(self.words[max(at - 10, 0) : at])
        return any(
            word in STREETS and start > 0 and near[start - 1].isdigit()
            for start, word in enumerate(near)
        )

"""Bringing what is written to one form, so that two ways of writing a name are found to be one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχɑɡıŁłØøĐđ",
    "ABESIJKMHOPCTYXaeopcyxijsdhqwABEZHIKMNOPTYXaeiknoptuxagiLlOoDd",
)
"""Letters of other alphabets that look like ours, one for one."""
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"})
FIGURES = str.maketrans("013457l", "oieasti")
"""Figures that stand for letters: a « 1 » reads as an i or an l, so both are brought to i."""
SHORT = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
    "boul": "boulevard", "r": "rue", "pl": "place", "all": "allee", "imp": "impasse",
    "ch": "chemin", "chem": "chemin", "che": "chemin", "rte": "route", "sq": "square",
    "res": "residence", "resid": "residence", "st": "saint", "ste": "sainte", "gal": "general",
    "gen": "general", "mal": "marechal", "dr": "docteur", "pdt": "president", "fg": "faubourg",
    "fbg": "faubourg", "pass": "passage", "bat": "batiment", "lot": "lotissement", "qu": "quai",
    "cdt": "commandant", "col": "colonel", "sgt": "sergent", "prof": "professeur",
}  # fmt: skip
LINKS = frozenset({"de", "la", "le", "les", "du", "des", "d", "l", "et", "a", "au", "aux", "en"})


@dataclass(frozen=True, slots=True)
class Token:
    """One written word: folded, and how it was written."""

    word: str
    capital: bool
    upper: bool
    opens: bool
    """First of its line or sentence: a capital there says nothing."""


def plain(text: str) -> str:
    """Return text without accents, invisible characters and look-alikes; case is kept."""
    text = unicodedata.normalize("NFKC", text.translate(LIGATURES)).translate(ALIKE)
    kept = (c for c in text if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\r\t")
    spread = unicodedata.normalize("NFKD", "".join(kept))
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(ALIKE)


def tokens_of(text: str) -> list[Token]:
    """Return the words of a plain text, in order; letters written one by one make one word."""
    found: list[Token] = []
    end = 0
    for match in re.finditer(r"[A-Za-z]+|[0-9]+", text):
        written, gap = match.group(), text[end : match.start()]
        opens = end == 0 or "\n" in gap or bool(re.search(r"[.!?:;•|]\s", gap))
        found.append(
            Token(
                written.casefold(),
                written[0].isupper(),
                len(written) > 1 and written.isupper(),
                opens,
            )
        )
        end = match.end()
    return found


def words_of(text: str) -> list[str]:
    """Return the folded words of any text."""
    return [token.word for token in tokens_of(plain(text))]


def spelled_out(words: list[str]) -> list[str]:
    """Return the words made of three or more letters written apart: « P e t i t »."""
    joined: list[str] = []
    run = ""
    for word in [*words, "  "]:
        if len(word) == 1:
            run += word
        else:
            if len(run) >= 3:
                joined.append(run)
            run = ""
    return joined


def full_words(words: list[str]) -> list[str]:
    """Return the words with abbreviations of addresses written in full, linking words left out."""
    return [SHORT.get(word, word) for word in words if word not in LINKS]


def with_figures(compact: str) -> str:
    """Bring figures used as letters, and the letters they stand for, to one form."""
    return compact.translate(FIGURES)


def fold(text: str) -> str:
    """Return text without case, accents and punctuation, to compare what is written.

    Identities are indexed by it: it may never change without indexing them again.
    """
    spread = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in spread if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", letters))

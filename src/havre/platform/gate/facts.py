"""Protected facts: what must not be read by whoever may not, and who knows them.

The platform knows no capability: each one registers a source that tells, from its sealed rows,
the facts of a case. A fact belongs to a compartment; whoever reads that compartment may read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor
from havre.platform.gate.folding import LINKS, SHORT, words_of


class Kind(StrEnum):
    """What a fact is: decides how it is looked for, and the sentence that says why."""

    PERSON = "PERSON"
    GIVEN = "GIVEN"
    ADDRESS = "ADDRESS"
    PLACE = "PLACE"
    COMMUNE = "COMMUNE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    NUMBER = "NUMBER"
    WORD = "WORD"


REASONS = {
    Kind.PERSON: "un nom de personne",
    Kind.GIVEN: "un prénom",
    Kind.ADDRESS: "une adresse",
    Kind.PLACE: "un lieu",
    Kind.COMMUNE: "une commune à taire",
    Kind.PHONE: "un numéro de téléphone",
    Kind.EMAIL: "une adresse électronique",
    Kind.NUMBER: "un numéro de dossier",
    Kind.WORD: "un mot protégé",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One protected fact. A PERSON, or a GIVEN, is « first|last »; `scope` as a share's scope."""

    kind: Kind
    value: str
    compartment: Compartment
    scope: UUID | None = None


Source = Callable[[UUID, Actor], Iterable[Fact]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Add a source: given a case and who reads in its keeper's name, it tells the facts it knows.

    A source opens its sealed rows in one call to the vault.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def facts_of(case_id: UUID, *, actor: Actor) -> list[Fact]:
    """Return every protected fact of a case; `actor` acts for its keeper, for the purpose gate."""
    return list(dict.fromkeys(fact for source in _sources for fact in source(case_id, actor)))


STREETS = frozenset(
    """
    rue avenue boulevard place allee impasse chemin route square passage quai cours sentier
    venelle faubourg esplanade mail ruelle clos villa promenade rond traverse cite hameau
    """.split()  # noqa: SIM905
)
NUMBERING = frozenset({"bis", "ter", "quater", "b", "t"})
POSTCODE = re.compile(r"\b\d{5}\b")


def facts_of_place(
    text: str, compartment: Compartment, *, communes: Iterable[str] = (), scope: UUID | None = None
) -> Iterator[Fact]:
    """Tell the facts that a place written freely holds: named places, addresses, communes.

    `communes`: the territory's, by name, which are searched with more care as they are written
    everywhere.
    """
    known = {tuple(words_of(name)): name for name in communes}
    for piece in re.split(r"[,;\n]|\s[-–—]\s", text):
        without = POSTCODE.sub(" ", piece).strip()
        words = tuple(words_of(without))
        if not words:
            continue
        if words in known:
            yield Fact(Kind.COMMUNE, known[words], compartment, scope)
        elif any(SHORT.get(word, word) in STREETS for word in words):
            yield from _address(piece, known, compartment, scope)
        elif len("".join(words)) >= 3:
            yield Fact(Kind.PLACE, without, compartment, scope)
            for own, name in known.items():
                if words[-len(own) :] == own:
                    yield Fact(Kind.COMMUNE, name, compartment, scope)


def _address(
    piece: str, known: dict[tuple[str, ...], str], compartment: Compartment, scope: UUID | None
) -> Iterator[Fact]:
    """Cut « Foyer X 3 impasse Y 45000 Z » into the place, the address and the commune."""
    code = POSTCODE.search(piece)
    if code:
        yield from facts_of_place(
            piece[code.end() :], compartment, communes=known.values(), scope=scope
        )
        piece = piece[: code.start()]
    start = re.search(
        r"(?:\b\d+\s*(?:bis|ter|quater)?\s+)?\b(?:" + _STREET_WORDS + r")\b", _level(piece)
    )
    begin = start.start() if start else 0
    named, address = piece[:begin].strip(), piece[begin:].strip()
    if [word for word in words_of(named) if word not in LINKS and not word.isdigit()]:
        yield Fact(Kind.PLACE, named, compartment, scope)
    if address:
        yield Fact(Kind.ADDRESS, address, compartment, scope)


def _level(piece: str) -> str:
    """Return the piece in lower case without accents, of the same length."""
    levelled = "".join((words_of(c) or [c])[0][:1] for c in piece)
    return levelled if len(levelled) == len(piece) else piece.lower()


_STREET_WORDS = "|".join(sorted({*STREETS, *(a for a, b in SHORT.items() if b in STREETS)}))

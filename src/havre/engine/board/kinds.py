"""The kinds of value a board may hold: how each is read, and how its JSON Schema says so.

A reader raises Wrong with a French sentence; the place is added on the way up, and only then.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

Schema = dict[str, Any]

DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
SHOWN: Final = 40
LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")
"""Half of a character: JSON may escape it, no text holds it and no file can be written with it."""


class Wrong(ValueError):
    """A value that is not what is expected there: a place, filled on the way up, and why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
        self.steps: list[str] = []

    def under(self, step: str) -> Wrong:
        """Say in which field (`.name`) or line (`[3]`) this was found."""
        self.steps.append(step)
        return self

    def __str__(self) -> str:
        place = "".join(reversed(self.steps)).lstrip(".")
        return f"{place}: {self.why}" if place else self.why


@dataclass(frozen=True, slots=True)
class Odd:
    """What JSON allows no board to hold: NaN, an infinity, a number of a hundred digits."""

    text: str


class Doubled(dict[str, Any]):
    """An object that gives one of its fields twice."""

    twice: str = ""


def shown(value: Any) -> str:
    """A value as a sentence may quote it: short, and never a whole structure."""
    if isinstance(value, Odd):
        return value.text
    if isinstance(value, dict):
        return "un objet"
    if isinstance(value, list):
        return "une liste"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f"« {value} »" if isinstance(value, str) else repr(value)
    text = "".join(char if char.isprintable() else "?" for char in text)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is read, and what its schema is."""

    read: Callable[[Any], Any]
    schema: Schema = field(hash=False)


def number(low: float, high: float) -> Kind:
    """A finite number between two bounds."""

    def read(value: Any) -> float:
        if type(value) in (float, int) and low <= value <= high:  # NaN is within no bounds
            return float(value)
        raise Wrong(f"un nombre de {low:.9g} à {high:.9g} est attendu, et non {shown(value)}")

    return Kind(read, {"type": "number", "minimum": low, "maximum": high})


def whole(low: int, high: int) -> Kind:
    """A whole number between two bounds."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise Wrong(f"un nombre entier de {low} à {high} est attendu, et non {shown(value)}")
        return value

    return Kind(read, {"type": "integer", "minimum": low, "maximum": high})


def text(longest: int = 200) -> Kind:
    """A text that is neither empty nor padded with spaces."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not value or value != value.strip():
            raise Wrong(f"un texte sans espace autour est attendu, et non {shown(value)}")
        if LONE_SURROGATE.search(value):
            raise Wrong(f"un texte de caractères entiers est attendu, et non {shown(value)}")
        if len(value) > longest:
            raise Wrong(f"{longest} caractères au plus, et non {len(value)}")
        return value

    return Kind(read, {"type": "string", "minLength": 1, "maxLength": longest})


def pattern(form: str, what: str) -> Kind:
    """A text of a given form."""
    compiled = re.compile(form)

    def read(value: Any) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise Wrong(f"{what} est attendu, et non {shown(value)}")
        return value

    return Kind(read, {"type": "string", "pattern": f"^{form}$"})


def truth() -> Kind:
    """`true` or `false`."""

    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise Wrong(f"true ou false est attendu, et non {shown(value)}")
        return value

    return Kind(read, {"type": "boolean"})


def day(first: int = 1900, last: int = 2200) -> Kind:
    """A date, `2026-11-22`."""

    def read(value: Any) -> dt.date:
        if isinstance(value, str) and DATE.fullmatch(value):
            try:
                found = dt.date.fromisoformat(value)
            except ValueError:
                raise Wrong(f"cette date n’existe pas : {shown(value)}") from None
            if first <= found.year <= last:
                return found
        raise Wrong(f"une date AAAA-MM-JJ de {first} à {last} est attendue, et non {shown(value)}")

    return Kind(read, {"type": "string", "format": "date"})


def code(words: type[Any]) -> Kind:
    """One of the codes of a vocabulary."""
    known = {str(word.value): word for word in words}

    def read(value: Any) -> Any:
        found = known.get(value) if isinstance(value, str) else None
        if found is None:
            expected = ", ".join(known)
            raise Wrong(f"code inconnu {shown(value)} ; attendu : {expected}")
        return found

    return Kind(read, {"enum": list(known)})


def maybe(kind: Kind) -> Kind:
    """The same, or null."""

    def read(value: Any) -> Any:
        return None if value is None else kind.read(value)

    return Kind(read, {"anyOf": [kind.schema, {"type": "null"}]})


def several(kind: Kind, least: int, most: int, *, once: bool = False) -> Kind:
    """A list of so many; `once`: of different values."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise Wrong(f"une liste est attendue, et non {shown(value)}")
        if not least <= len(value) <= most:
            raise Wrong(f"une liste de {least} à {most} éléments est attendue, et non {len(value)}")
        found: list[Any] = []
        try:
            for one in value:
                found.append(kind.read(one))  # noqa: PERF401  its length is the place of what fails
        except Wrong as wrong:
            raise wrong.under(f"[{len(found)}]") from None
        if once and len(set(found)) != len(found):
            double = max(Counter(found).items(), key=itemgetter(1))[0]
            raise Wrong(f"{shown(str(double))} est donné deux fois")
        return tuple(found)

    items = {"type": "array", "items": kind.schema, "minItems": least, "maxItems": most}
    return Kind(read, items | ({"uniqueItems": True} if once else {}))


def mapping(names: Kind, kind: Kind, most: int) -> Kind:
    """An object whose fields are not known beforehand."""

    def read(value: Any) -> dict[str, Any]:
        fields = as_object(value)
        if len(fields) > most:
            raise Wrong(f"{most} éléments au plus, et non {len(fields)}")
        found = {}
        for name, one in fields.items():
            try:
                found[names.read(name)] = kind.read(one)
            except Wrong as wrong:
                raise wrong.under(f".{shown(name).strip('« »')}") from None
        return found

    schema = {"type": "object", "additionalProperties": kind.schema, "maxProperties": most}
    return Kind(read, schema | {"propertyNames": names.schema})


def either(word: str, kind: Kind) -> Kind:
    """One word, or the kind."""

    def read(value: Any) -> Any:
        return word if value == word else kind.read(value)

    return Kind(read, {"anyOf": [{"const": word}, kind.schema]})


def fields(required: Mapping[str, Kind], optional: Mapping[str, Kind]) -> Kind:
    """An object of these fields and no other; what is optional and absent is left out."""
    known = {**required, **optional}

    def read(value: Any) -> dict[str, Any]:
        given = as_object(value)
        for name in given:
            if name not in known:
                raise Wrong(f"champ inconnu {shown(name)}")
        for name in required:
            if name not in given:
                raise Wrong("ce champ manque").under(f".{name}")
        found = {}
        name = ""
        try:
            for name, one in given.items():
                found[name] = known[name].read(one)
        except Wrong as wrong:
            raise wrong.under(f".{name}") from None
        return found

    schema = {
        "type": "object",
        "properties": {name: kind.schema for name, kind in known.items()},
        "required": list(required),
        "additionalProperties": False,
    }
    return Kind(read, schema)


def one_of(by: str, kinds: Mapping[str, Kind]) -> Kind:
    """An object whose field `by` says which of several it is."""

    def read(value: Any) -> dict[str, Any]:
        given = as_object(value)
        which = given.get(by)
        if not isinstance(which, str) or which not in kinds:
            expected = ", ".join(kinds)
            why = f"code inconnu {shown(which)} ; attendu : {expected}"
            raise Wrong("ce champ manque" if by not in given else why).under(f".{by}")
        found: dict[str, Any] = kinds[which].read(given)
        return found

    return Kind(read, {"oneOf": [kind.schema for kind in kinds.values()]})


def const(value: str) -> Kind:
    """This word and no other."""

    def read(given: Any) -> str:
        if given != value:
            raise Wrong(f"« {value} » est attendu, et non {shown(given)}")
        return value

    return Kind(read, {"const": value})


def as_object(value: Any) -> dict[str, Any]:
    """The value, which must be an object that gives no field twice."""
    if not isinstance(value, dict):
        raise Wrong(f"un objet est attendu, et non {shown(value)}")
    if isinstance(value, Doubled):
        raise Wrong(f"le champ {shown(value.twice)} est donné deux fois")
    return value

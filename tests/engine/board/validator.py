"""As much of JSON Schema as the shipped schemas use; a keyword it does not know is an error."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
}
KEYWORDS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda value, name: TYPES[name](value),
    "enum": lambda value, words: value in words,
    "const": lambda value, word: value == word and type(value) is type(word),
    "minimum": lambda value, least: value >= least,
    "maximum": lambda value, most: value <= most,
    "minLength": lambda value, least: len(value) >= least,
    "maxLength": lambda value, most: len(value) <= most,
    "pattern": lambda value, form: re.search(form, value) is not None,
    "format": lambda value, _: re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
    "maxProperties": lambda value, most: len(value) <= most,
    "uniqueItems": lambda value, _: len({str(one) for one in value}) == len(value),
    "required": lambda value, names: set(names) <= set(value),
    "items": lambda value, schema: all(valid(one, schema) for one in value),
    "propertyNames": lambda value, schema: all(valid(name, schema) for name in value),
    "anyOf": lambda value, schemas: any(valid(value, schema) for schema in schemas),
    "oneOf": lambda value, schemas: sum(valid(value, schema) for schema in schemas) == 1,
    "$schema": lambda *_: True,
    "title": lambda *_: True,
}


def valid(value: Any, schema: dict[str, Any]) -> bool:
    """Whether the value has the form the schema says."""
    if "type" in schema and not TYPES[schema["type"]](value):
        return False
    properties = schema.get("properties", {})
    others = schema.get("additionalProperties", {})
    for name, one in value.items() if isinstance(value, dict) else ():
        inner = properties.get(name, others)
        if inner is False or not valid(one, inner):
            return False
    known = {name: KEYWORDS[name] for name in schema if name not in STRUCTURE}
    return all(check(value, schema[name]) for name, check in known.items())


STRUCTURE = {"properties", "additionalProperties"}

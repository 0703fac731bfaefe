"""The JSON Schemas shipped beside this file (written by `scripts/board_schemas.py`).

A schema says the form of each value. What links two values (rooms in order, references given
once, rents that rise, a place with both coordinates) is said by reading alone.
"""

from __future__ import annotations

from typing import Any, Final

from havre.engine.assignment.reasons import Criterion
from havre.engine.board.form import BOARD
from havre.engine.vocabulary import Rule

DIALECT: Final = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
BOARD_SCHEMA: Final[dict[str, Any]] = {**DIALECT, "title": "Tableau de Havre", **BOARD.schema}

Schema = dict[str, Any]


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
NUMBER: Final = {"type": "number"}
OR_NONE: Final[Schema] = {"anyOf": [{"type": "string"}, {"type": "null"}]}
RULE: Final = {"enum": [str(rule.value) for rule in Rule]}
FIGURES: Final = _object(
    {"net_rent": NUMBER, "left_per_day": NUMBER, "apl": NUMBER},
    {"effort_rate": NUMBER, "km_to_nearest_zone": {"type": "number", "minimum": 0}},
)
EXCLUDED: Final = {
    "type": "object",
    "propertyNames": RULE,
    "additionalProperties": _object({"at_all": COUNT}, {"alone": COUNT}),
}
OPENS: Final = {"opens": {"type": "integer", "minimum": 1}}


def _lever(change: str, by: str, value: Schema) -> Schema:
    return _object({"change": {"const": change}, by: value, **OPENS})


LEVER: Final = {
    "oneOf": [
        _lever("communes", "add", TEXT),
        _lever("rooms", "to", _list(COUNT)),
        _lever("net_rent", "by", COUNT),
        _lever("needed_by", "to", {"type": "string", "format": "date"}),
        _lever("max_floor_without_lift", "to", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        _lever("ground_floor_ok", "to", {"const": True}),
        _lever("regimes", "add", TEXT),
        _lever("rights", "add", TEXT),
    ]
}
SCORE: Final = {"type": "number", "minimum": 0, "maximum": 1}
ANSWER_SCHEMA: Final[Schema] = {
    **DIALECT,
    "title": "Réponse de « havre match --json »",
    **_object(
        {
            "needs": _list(
                _object(
                    {
                        "ref": TEXT,
                        "found": COUNT,
                        "compatible": _list(
                            _object({"vacancy": TEXT, "score": SCORE, "figures": FIGURES})
                        ),
                        "excluded": EXCLUDED,
                        "levers": _list(LEVER),
                    },
                    {"near_misses": _list(_object({"vacancy": TEXT, "rule": RULE}))},
                )
            ),
            "vacancies": _list(
                _object(
                    {
                        "ref": TEXT,
                        "excluded": EXCLUDED,
                        "near_misses": _list(_object({"need": TEXT, "rule": RULE})),
                    }
                )
            ),
        }
    ),
}

CHANGE: Final = _object(
    {
        "housed": _object({rank: {"type": "integer"} for rank in "123"}),
        "score": NUMBER,
        "moves": _list(_object({"need": TEXT, "from": OR_NONE, "to": OR_NONE})),
    }
)
GAIN: Final[Schema] = {"houses_urgency": {"enum": [1, 2, 3, None]}, "score": NUMBER}
PLAN_SCHEMA: Final[Schema] = {
    **DIALECT,
    "title": "Réponse de « havre plan --json »",
    **_object(
        {
            "assignments": _list(
                _object({"need": TEXT, "vacancy": TEXT, "score": SCORE, "runner_up": OR_NONE})
            ),
            "housed": _object({rank: COUNT for rank in "123"}),
            "total_score": NUMBER,
            "left_out": _list(
                _object(
                    {"need": TEXT, "why": {"enum": ["NO_COMPATIBLE_VACANCY", "OUTBID"]}},
                    {"by": _list(TEXT), "criteria": _list({"enum": sorted(Criterion)})},
                )
            ),
            "lacking": _list(
                _object(
                    {"commune": TEXT, "rooms": COUNT, "accessible": {"type": "boolean"}, **GAIN}
                )
            ),
            "prices": _list(_object({"vacancy": TEXT, **GAIN})),
            "proof": _object(
                {
                    "optimal": {"const": True},
                    "bound": NUMBER,
                    "verified": {"const": True},
                }
            ),
        },
        {
            "fair_share": _list(_object({"landlord": TEXT, "floor": COUNT, "met": COUNT})),
            "choices": CHANGE,
        },
    ),
}

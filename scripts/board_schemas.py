"""Write the JSON Schemas of a board and of what `havre match` and `havre plan` answer."""

from __future__ import annotations

import json
from pathlib import Path

from havre.engine.board.schemas import ANSWER_SCHEMA, BOARD_SCHEMA, PLAN_SCHEMA

FOLDER = Path(__file__).resolve().parents[1] / "src" / "havre" / "engine" / "board"


def main() -> None:
    """Write both files."""
    schemas = {"board": BOARD_SCHEMA, "match": ANSWER_SCHEMA, "plan": PLAN_SCHEMA}
    for name, schema in schemas.items():
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        FOLDER.joinpath(f"{name}.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

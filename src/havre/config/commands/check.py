"""`havre check`: says whether the database is in the declared state."""

from __future__ import annotations

import argparse
import json

from havre.platform.catalogue import differences


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Print every difference between the declared and the real row security; 1 if there is one."""
    found = differences()
    if arguments.json:
        print(json.dumps({"differences": found}, ensure_ascii=False))
    else:
        print("\n".join(found) if found else "La base de données est dans l’état déclaré.")
    return 1 if found else 0

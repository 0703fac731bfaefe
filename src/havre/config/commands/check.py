"""`havre check`: says whether the database, and with --deploy what surrounds it, is as declared."""

from __future__ import annotations

import argparse
import json

from havre.config.deployment import as_data, as_lines, points
from havre.platform.catalogue import differences


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--deploy", action="store_true", help="dire aussi, point par point, la mise en service"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every difference between the declared and the real state; 1 if there is one."""
    found = differences()
    looked_at = points() if arguments.deploy else []
    if arguments.json:
        report: dict[str, object] = {"differences": found}
        if arguments.deploy:
            report["deployment"] = as_data(looked_at)
        print(json.dumps(report, ensure_ascii=False))
    else:
        print("\n".join(found) if found else "La base de données est dans l’état déclaré.")
        print("\n".join(as_lines(looked_at)), end="\n" if looked_at else "")
    return 1 if found or not all(point.holds for point in looked_at) else 0

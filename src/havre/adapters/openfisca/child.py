"""The process apart: reads what is asked, writes what is found, and ends."""

from __future__ import annotations

import json
import sys

from havre.adapters.openfisca.estimator import OpenFisca
from havre.adapters.openfisca.wire import estimates_to, situations_from


def main() -> None:
    """Answer the one question on standard input."""
    asked = json.load(sys.stdin)
    found = OpenFisca().estimate(situations_from(asked["situations"]), asked["zones"])
    json.dump(estimates_to(found), sys.stdout)


if __name__ == "__main__":
    main()

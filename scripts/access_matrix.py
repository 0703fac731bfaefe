"""Write docs/access-matrix.md from the declarations; with --check, only say whether it is true."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path("docs/access-matrix.md")
HEAD = """# Access matrix

Written by `scripts/access_matrix.py` from `havre.sharing.matrix` and `havre.web.shell.screens`; not
edited by hand. `tests/matrix/` takes a case to every step with ten organisations and compares each
cell with the open shares, raw SQL as the web role, the vault, every page, every document, the
search. **{cells} cells** of compartments and **{screens} of screens**.

`r` reads, `w` completes, `rw` both, `·` nothing. A step follows the one named after it.
"""


def render() -> str:
    """Return the whole page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.config.settings")
    import django

    django.setup()
    from havre.engine.vocabulary import Compartment
    from havre.sharing.matrix import STEPS, Party
    from havre.web.shell.screens import AUDIENCE_OF

    cells = len(STEPS) * len(Party) * len(Compartment)
    head = HEAD.format(cells=cells, screens=len(AUDIENCE_OF) * len(Party) * len(STEPS))
    return "\n".join([head, *_steps(), *_screens()]) + "\n"


def _steps() -> Iterator[str]:
    from havre.engine.vocabulary import Compartment
    from havre.sharing.matrix import BY_CODE, STEPS, Party, expected

    for step in STEPS:
        after = f", after « {BY_CODE[step.after].label} »" if step.after else ""
        yield f"## {step.label}{after}\n"
        yield "| | " + " | ".join(party.label for party in Party) + " |"
        yield "|---" * (len(Party) + 1) + "|"
        row = expected(step.code)
        for compartment in Compartment:
            rights = " | ".join(row[party].get(compartment, "·") for party in Party)
            yield f"| {compartment.label} | {rights} |"
        yield ""


def _screens() -> Iterator[str]:
    from havre.web.shell.screens import SCREENS

    yield "## Screens\n"
    yield "| for whom it exists | addresses, by name |"
    yield "|---|---|"
    for audience, names in SCREENS.items():
        yield f"| {audience.label} | " + ", ".join(f"`{name}`" for name in names.split()) + " |"


def main() -> int:
    """Write the page, or compare."""
    if "--check" in sys.argv:
        return int(PAGE.read_text(encoding="utf-8") != render())
    PAGE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

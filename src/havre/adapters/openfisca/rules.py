"""Which rules benefits follow, told without loading them."""

from __future__ import annotations

from importlib.metadata import version

PACKAGE = "openfisca-france"


def rules() -> str:
    """The rules' name and version: when they change, estimates are made again."""
    return f"{PACKAGE} {version(PACKAGE)}"

"""Benefits for the commands that read a board file: the law is loaded when a curve is missing."""

from __future__ import annotations

from collections.abc import Sequence

from havre.engine.board import AplRequest
from havre.engine.matching import AplCurve, Settings


def apl_curves(requests: Sequence[AplRequest], settings: Settings) -> Sequence[AplCurve]:
    """Return one curve per request, in order. See `docs/rules/affordability.md`."""
    from havre.adapters.openfisca.boards import apl_curves as computed

    return computed(requests, settings)

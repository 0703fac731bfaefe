"""The curves that a board file does not give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from havre.adapters.openfisca.estimator import OpenFisca
from havre.engine.benefits import Situation
from havre.engine.board import AplRequest
from havre.engine.matching import AplCurve, Settings
from havre.engine.vocabulary import ResourceKind

TAXED_SHARE: Final = 0.9
"""Part of a wage that is left in the reference tax income (CGI art. 83, 3°)."""


def apl_curves(requests: Sequence[AplRequest], settings: Settings) -> list[AplCurve]:
    """One curve per request, in order, under the rules of the board's month.

    What a household earns is its `wage`; a board that does not say it gives the reference tax
    income, which is what is left of a wage. The rest of its income is taken as benefits, worked
    out again.
    """
    places = {request.need.ref: request for request in requests}
    zones = sorted({request.zone for request in requests})
    if not places:
        return []
    found = OpenFisca().estimate([situation(one, settings) for one in places.values()], zones)
    curves = dict(zip(places, found, strict=True))
    return [curves[request.need.ref].curves[request.zone] for request in requests]


def situation(request: AplRequest, settings: Settings) -> Situation:
    """What benefits are worked out from, for one need of a board."""
    need, wage = request.need, request.wage
    earned = need.tax_income / TAXED_SHARE / 12 if wage is None else wage
    monthly = {ResourceKind.SALAIRE: max(earned, 0.0)}
    return Situation(need.members, monthly, need.disabled, settings.date)

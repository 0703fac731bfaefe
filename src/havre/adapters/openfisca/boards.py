"""The curves that a board file does not give."""

from __future__ import annotations

from collections.abc import Sequence

from havre.adapters.openfisca.estimator import OpenFisca
from havre.engine.benefits import HIGHEST_INCOME, Situation
from havre.engine.board import AplRequest
from havre.engine.matching import AplCurve, Settings
from havre.engine.vocabulary import ResourceKind


def apl_curves(requests: Sequence[AplRequest], settings: Settings) -> list[AplCurve]:
    """One curve per request, in order, under the rules of the board's month.

    What a household earns is its `wage`, the rest of its income benefits, worked out again; where
    no wage is given, all of its income is one: less APL rather than too much.
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
    need = request.need
    earned = need.monthly_income if request.wage is None else request.wage
    monthly = {ResourceKind.SALAIRE: min(max(earned, 0.0), float(HIGHEST_INCOME))}
    return Situation(need.members, monthly, need.disabled, settings.date)

"""A run as the engine reads it again: from its inputs, and from the pairs its lines keep."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from havre.engine import assignment
from havre.engine.matching.pairs import Pairs
from havre.matching import written


def problem_of_run(
    inputs: Mapping[str, Any],
    pairs: Pairs,
    *,
    references: Sequence[str],
    urgency: Sequence[int],
    admitted: Sequence[dt.date],
) -> assignment.Problem:
    """Return the problem of a run; with fair shares where the programme wants them."""
    vacancies = inputs["vacancies"]
    caps: Mapping[str, int] = inputs["caps"]
    on = written.settings_read(inputs["settings"]).date
    landlords = sorted({row["landlord"] for row in vacancies} | set(caps))
    problem = assignment.from_pairs(
        pairs,
        needs=list(references),
        urgency=list(urgency),
        waiting=[assignment.waited(since, on) for since in admitted],
        vacancies=[row["ref"] for row in vacancies],
        landlord=[row["landlord"] for row in vacancies],
        groups=[assignment.Group(name, caps.get(name)) for name in landlords],
    )
    if not inputs["fair_share"]:
        return problem
    housed = assignment.make_plan(problem).proof.housed
    return assignment.with_fair_shares(problem, sum(housed.values()))

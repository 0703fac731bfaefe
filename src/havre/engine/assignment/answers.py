"""A plan as `havre plan` answers it: plain dictionaries by references, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from havre.engine.assignment.kinds import Kind
from havre.engine.assignment.plan import Plan, pairs_of, shares_met
from havre.engine.assignment.prices import Gain, price_of
from havre.engine.assignment.problem import NOWHERE
from havre.engine.assignment.reasons import Reasons, Why
from havre.engine.assignment.what_if import Difference, if_she_declines, price_of_choices
from havre.engine.matching import MICRO

Row = dict[str, Any]
LACKING = 20
"""Kinds of dwelling told, the most useful first."""


def answer(plan: Plan, lacking: Iterable[tuple[Kind, Gain]] = ()) -> Row:
    """Return the whole answer: who gets what, who is left out and why, what is missing, proof."""
    proof = plan.proof
    found: Row = {
        "assignments": _assignments(plan),
        "housed": {str(rank): count for rank, count in proof.housed.items()},
        "total_score": proof.total_micro / MICRO,
        "left_out": _left_out(plan),
        "lacking": _lacking(lacking),
        "prices": _prices(plan),
        "proof": {"optimal": True, "bound": proof.bound_micro / MICRO, "verified": True},
    }
    shares = shares_met(plan)
    if shares:
        groups = plan.problem.groups
        found["fair_share"] = [
            {"landlord": groups[group].name, "floor": floor, "met": met}
            for group, floor, met in shares
        ]
    if plan.problem.fixed or plan.problem.forbidden:
        found["choices"] = changed(plan, price_of_choices(plan))
    return found


def _reference(plan: Plan, vacancy: int) -> str | None:
    return plan.problem.vacancies[vacancy] if vacancy != NOWHERE else None


def _assignments(plan: Plan) -> list[Row]:
    problem = plan.problem
    rows = [
        {
            "need": problem.needs[need],
            "vacancy": problem.vacancies[problem.vacancy[at]],
            "score": int(problem.score[at]) / MICRO,
            "runner_up": _reference(plan, int(plan.runner_up[need])),
        }
        for need, at in pairs_of(plan)
    ]
    return sorted(rows, key=lambda row: str(row["need"]))


def _left_out(plan: Plan) -> list[Row]:
    problem, reasons = plan.problem, Reasons.of(plan)
    rows: list[Row] = []
    for need in plan.left_out.tolist():
        why, outbid = reasons.why(need)
        row: Row = {"need": problem.needs[need], "why": why.value}
        if why is Why.OUTBID:
            row["by"] = sorted({problem.needs[one.by] for one in outbid if one.by != NOWHERE})
            row["criteria"] = sorted({one.criterion.value for one in outbid})
        rows.append(row)
    return sorted(rows, key=lambda row: str(row["need"]))


def _gain(gain: Gain) -> Row:
    return {"houses_urgency": gain.urgency, "score": gain.score_micro / MICRO}


def _lacking(kinds: Iterable[tuple[Kind, Gain]]) -> list[Row]:
    """The most useful first; an accessible one is left out where a plain one does as much."""
    known = dict(kinds)
    useful = [
        (kind, gain)
        for kind, gain in known.items()
        if gain.rank
        and not (kind.accessible and known.get(replace(kind, accessible=False)) == gain)
    ]
    useful.sort(key=lambda one: (-one[1].rank, -one[1].score_micro, one[0]))
    return [
        {"commune": kind.commune, "rooms": kind.rooms, "accessible": kind.accessible} | _gain(gain)
        for kind, gain in useful[:LACKING]
    ]


def _prices(plan: Plan) -> list[Row]:
    """What one more dwelling just like it would bring, where it would bring anything."""
    first = len(plan.problem.needs)
    price = plan.solution.tiers[0].price[first : first + len(plan.problem.vacancies)]
    rows = [
        {"vacancy": plan.problem.vacancies[vacancy]} | _gain(price_of(plan, vacancy))
        for vacancy in np.flatnonzero(price > 0).tolist()
    ]
    return sorted(rows, key=lambda row: str(row["vacancy"]))


def changed(plan: Plan, change: Difference) -> Row:
    """Return what a choice changes: women housed by urgency, score, who moves where."""
    moves = [
        {
            "need": plan.problem.needs[need],
            "from": _reference(plan, before),
            "to": _reference(plan, after),
        }
        for need, before, after in change.moves
    ]
    return {
        "housed": {str(rank): count for rank, count in change.housed.items()},
        "score": change.score_micro / MICRO,
        "moves": sorted(moves, key=lambda move: str(move["need"])),
    }


def explained(plan: Plan, need: int, vacancy: int) -> Row:
    """Return what the plan says of one compatible pair, and what forcing or losing it would do."""
    from havre.engine.assignment.plan import make_plan
    from havre.engine.assignment.what_if import difference, if_fixed

    problem = plan.problem
    at = problem.pair(need, vacancy)
    holder = np.flatnonzero(plan.assigned == vacancy)
    row: Row = {
        "need": problem.needs[need],
        "vacancy": problem.vacancies[vacancy],
        "score": int(problem.score[at]) / MICRO if at is not None else None,
        "in_plan": int(plan.assigned[need]) == vacancy,
        "her_vacancy": _reference(plan, int(plan.assigned[need])),
        "runner_up": _reference(plan, int(plan.runner_up[need])),
        "held_by": problem.needs[int(holder[0])] if len(holder) else None,
    }
    if at is None:
        return row
    if row["in_plan"]:
        _, change = if_she_declines(plan, need)
        row["if_she_declines"] = changed(plan, change)
        return row
    outbid = Reasons.of(plan).why(need)[1] if plan.assigned[need] == NOWHERE else ()
    mine = [one.criterion.value for one in outbid if one.vacancy == vacancy]
    if mine:
        row["criterion"] = mine[0]
    after = make_plan(if_fixed(problem, need, vacancy))
    row["if_forced"] = changed(plan, difference(plan, after))
    return row

"""Plans as the operator reads them: rows, reasons, what choices cost, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from havre.cases.models import Case
from havre.engine.assignment import (
    NOWHERE,
    Criterion,
    Difference,
    Outbid,
    Reasons,
    if_she_declines,
    price_of_choices,
    shares_met,
)
from havre.engine.matching import MICRO
from havre.housing.models import Vacancy
from havre.matching.plan_selectors import SeenPlan
from havre.programmes.selectors import commune_names
from havre.web.board.presenting import URGENCY

KINDS_SHOWN = 6
BECAUSE = {
    Criterion.URGENCY: "plus urgente",
    Criterion.SCORE: "ce logement lui convient mieux",
    Criterion.WAITING: "attend depuis plus longtemps",
    Criterion.REFERENCES: "à égalité, départagées par leurs références",
    Criterion.LANDLORD_CAP: "le plafond du bailleur est atteint",
    Criterion.FIXED: "paire forcée",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A situation and the dwelling the plan gives her."""

    case: Case
    label: str
    tone: str
    offer: Vacancy
    percent: int
    second: Vacancy | None
    forced: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A situation the plan leaves without a dwelling, and why, in a sentence."""

    case: Case
    label: str
    tone: str
    why: str
    nothing: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A pair people chose."""

    case: Case
    offer: Vacancy
    fixed: bool


def page_of(seen: SeenPlan) -> dict[str, Any]:
    """Return what the page of a plan shows."""
    plan, fixed = seen.plan, set(seen.plan.problem.fixed)
    rows = [
        Row(
            seen.case(need),
            *URGENCY[int(plan.problem.urgency[need])],
            offer=seen.offer(int(vacancy)),
            percent=_percent(seen, need, int(vacancy)),
            second=_offer(seen, int(plan.runner_up[need])),
            forced=(need, int(vacancy)) in fixed,
        )
        for need, vacancy in enumerate(plan.assigned)
        if vacancy != NOWHERE
    ]
    reasons = Reasons.of(plan)
    left = [_left(seen, reasons, int(need)) for need in plan.left_out]
    return {
        "run": seen.run,
        "rows": sorted(rows, key=_by_urgency),
        "left": sorted(left, key=_by_urgency),
        "stats": stats_of(seen),
        "choices": choices_of(seen),
        "cost": cost_sentence(price_of_choices(plan)),
        "refused": seen.refused,
        "missing": missing_kinds(seen),
        "shares": shares_of(seen),
        "gone": seen.gone,
        "taken": seen.taken,
    }


def _by_urgency(row: Row | Left) -> tuple[int, str]:
    return row.case.urgency, row.case.reference


def stats_of(seen: SeenPlan) -> list[dict[str, Any]]:
    """Return women housed by urgency, of how many."""
    every = Counter(int(rank) for rank in seen.plan.problem.urgency)
    return [
        {
            "value": f"{seen.plan.proof.housed[rank]} / {every[rank]}",
            "label": URGENCY[rank][0],
            "note": "ont un logement dans le plan" if every[rank] else "aucune situation",
        }
        for rank in (1, 2, 3)
    ]


def _percent(seen: SeenPlan, need: int, vacancy: int) -> int:
    at = seen.plan.problem.pair(need, vacancy)
    return round(100 * int(seen.plan.problem.score[at]) / MICRO) if at is not None else 0


def _offer(seen: SeenPlan, position: int) -> Vacancy | None:
    return seen.offer(position) if position != NOWHERE else None


def _left(seen: SeenPlan, reasons: Reasons, need: int) -> Left:
    _, outbid = reasons.why(need)
    why = why_sentence(seen, outbid) if outbid else "Aucune offre libre ne lui convient."
    urgency = URGENCY[int(seen.plan.problem.urgency[need])]
    return Left(seen.case(need), *urgency, why, not outbid)


def why_sentence(seen: SeenPlan, outbid: Iterable[Outbid]) -> str:
    """Return « 2 offres : plus urgentes K7M4-QXTB… » by criterion, in the order of the plan."""
    parts = []
    for criterion in Criterion:
        mine = [one for one in outbid if one.criterion == criterion]
        if not mine:
            continue
        offers = len({one.vacancy for one in mine})
        names = sorted({seen.case(one.by).reference for one in mine if one.by != NOWHERE})
        told = ", ".join(names[:3]) + (f" et {len(names) - 3} autres" if len(names) > 3 else "")
        word = "offre" if offers == 1 else "offres"
        parts.append(f"{offers} {word}{told and ' à ' + told} ({BECAUSE[criterion]})")
    return " ; ".join(parts) + "."


def choices_of(seen: SeenPlan) -> list[Choice]:
    """Return the choices on pairs that are still possible, in force or contradicting another."""
    problem = seen.plan.problem
    row = {line.case_id: need for need, line in enumerate(seen.lines)}
    column = {ref: position for position, ref in enumerate(problem.vacancies)}
    return [
        Choice(seen.case(need), seen.offers[one.vacancy], one.fixed)
        for one in seen.choices
        if (need := row.get(one.case_id)) is not None
        and (vacancy := column.get(one.vacancy)) is not None
        and problem.pair(need, vacancy) is not None
    ]


def cost_sentence(cost: Difference) -> str:
    """Return what choices cost against the plan without them; "" when nothing."""
    if cost.nothing:
        return ""
    parts = [
        f"{abs(count)} {'de moins' if count < 0 else 'de plus'} ({URGENCY[rank][0].lower()})"
        for rank, count in cost.housed.items()
        if count
    ]
    housed = ", ".join(parts) or "autant de femmes relogées"
    points = round(100 * cost.score_micro / MICRO)
    if points == 0:
        return f"{housed} ; adéquation inchangée"
    word = "point" if abs(points) == 1 else "points"
    return f"{housed} ; adéquation {'+' if points > 0 else '−'}{abs(points)} {word} en tout"


def missing_kinds(seen: SeenPlan) -> list[dict[str, Any]]:
    """Return the kinds of dwelling that would house one woman more, the most useful first."""
    found = seen.gains()
    best: dict[tuple[str, int, bool], dict[str, Any]] = {}
    names = commune_names() if found else {}
    for row, gain in found:
        if row["accessible"] and (row["commune"], row["rooms"], False) in best:
            known = best[row["commune"], row["rooms"], False]
            if known["urgency"] == gain.urgency:
                continue  # a plain one would do as much
        best[row["commune"], row["rooms"], row["accessible"]] = {
            "kind": f"T{row['rooms']}{' accessible' if row['accessible'] else ''}",
            "commune": names.get(row["commune"], row["commune"]),
            "label": URGENCY[gain.urgency or 3][0],
            "urgency": gain.urgency,
        }
    return list(best.values())[:KINDS_SHOWN]


def shares_of(seen: SeenPlan) -> list[dict[str, Any]]:
    """Return each landlord's fair share, and what could be met of it."""
    names = {str(one.landlord_id): one.landlord.name for one in seen.offers.values()}
    groups = seen.plan.problem.groups
    return [
        {"landlord": names.get(groups[group].name, ""), "floor": floor, "met": met}
        for group, floor, met in shares_met(seen.plan)
        if groups[group].name in names
    ]


def need_page_of(seen: SeenPlan, need: int) -> dict[str, Any]:
    """Return what the page of one situation in a plan shows."""
    plan, problem = seen.plan, seen.plan.problem
    mine = int(plan.assigned[need])
    holder = {int(v): n for n, v in enumerate(plan.assigned) if v != NOWHERE}
    chosen = {
        one.vacancy: one.fixed for one in seen.choices if one.case_id == seen.lines[need].case_id
    }
    barred = {vacancy for one, vacancy in problem.forbidden if one == need}
    because = {}
    if mine == NOWHERE:
        because = {one.vacancy: BECAUSE[one.criterion] for one in Reasons.of(plan).why(need)[1]}
    rows = []
    for at in range(int(problem.start[need]), int(problem.start[need + 1])):
        vacancy = int(problem.vacancy[at])
        other = holder.get(vacancy)
        rows.append(
            {
                "offer": seen.offer(vacancy),
                "percent": _percent(seen, need, vacancy),
                "hers": vacancy == mine,
                "other": seen.case(other) if other is not None and other != need else None,
                "because": because.get(vacancy, ""),
                "barred": vacancy in barred,
                "chosen": chosen.get(seen.offer(vacancy).reference),
            }
        )
    return {
        "run": seen.run,
        "case": seen.case(need),
        "rows": rows,
        "mine": _offer(seen, mine),
        "second": _offer(seen, int(plan.runner_up[need])),
        "declines": _if_declines(seen, need) if mine != NOWHERE else None,
    }


def _if_declines(seen: SeenPlan, need: int) -> dict[str, Any]:
    """Return what the plan becomes when she declines: for her, and for the others who move."""
    after, change = if_she_declines(seen.plan, need)
    moved = [
        {"case": seen.case(one), "offer": _offer(seen, new)}
        for one, _, new in change.moves
        if one != need
    ]
    return {"hers": _offer(seen, int(after.assigned[need])), "moved": moved}

"""Small boards for plans, drawn or written, and a plan found by trying everything."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from havre.engine.assignment import NOWHERE, Group, Plan, Problem

Pairs = Mapping[tuple[str, str], int]


def problem(
    pairs: Pairs,
    urgency: Mapping[str, int],
    *,
    waiting: Mapping[str, int] | None = None,
    vacancies: Sequence[str] = (),
    landlords: Mapping[str, str] | None = None,
    groups: Sequence[Group] = (),
    order: np.random.Generator | None = None,
) -> Problem:
    """Write a problem by references; `order` shuffles needs, vacancies and pairs."""
    needs = list(urgency)
    offers = sorted({v for _, v in pairs} | set(vacancies))
    if order is not None:
        needs = [needs[i] for i in order.permutation(len(needs))]
        offers = [offers[i] for i in order.permutation(len(offers))]
    start, vacancy, score = [0], [], []
    for need in needs:
        hers = [(v, s) for (n, v), s in pairs.items() if n == need]
        if order is not None:
            hers = [hers[i] for i in order.permutation(len(hers))]
        vacancy += [offers.index(v) for v, _ in hers]
        score += [s for _, s in hers]
        start.append(len(vacancy))
    names = [group.name for group in groups]
    landlords = landlords or {}
    return Problem(
        needs=needs,
        vacancies=offers,
        urgency=np.array([urgency[n] for n in needs], np.int64),
        waiting=np.array([(waiting or {}).get(n, 0) for n in needs], np.int64),
        start=np.array(start, np.int64),
        vacancy=np.array(vacancy, np.int64),
        score=np.array(score, np.int64),
        group=np.array(
            [names.index(landlords[v]) if v in landlords else NOWHERE for v in offers], np.int64
        ),
        groups=tuple(groups),
    )


def named(of: Problem, assigned: Sequence[int]) -> dict[str, str]:
    """A plan by references."""
    return {of.needs[n]: of.vacancies[v] for n, v in enumerate(assigned) if v != NOWHERE}


def worth_of(plan: Plan, need: int) -> int:
    """What the plan would lose without this need, as its prices say."""
    return -int(plan.solution.tiers[0].price[need])


def random_problem(
    seed: int, needs: int, vacancies: int, each: int, *, step: int = 1, landlords: int = 4
) -> Problem:
    """Draw a board; scores are multiples of `step`, caps are tight, landlords share a group."""
    draw = np.random.default_rng(seed)
    start, vacancy = [0], list[int]()
    for _ in range(needs):
        vacancy += draw.permutation(vacancies)[: draw.integers(0, each + 1)].tolist()
        start.append(len(vacancy))
    most = max(vacancies // (landlords + 1), 1)
    groups = [Group(f"L{i}", most, landlords if i < 2 else NOWHERE) for i in range(landlords)]
    return Problem(
        needs=[f"N-{i}" for i in range(needs)],
        vacancies=[f"V-{i}" for i in range(vacancies)],
        urgency=draw.integers(1, 4, needs),
        waiting=draw.integers(0, 3, needs),
        start=np.array(start, np.int64),
        vacancy=np.array(vacancy, np.int64),
        score=draw.integers(0, 1_000_000 // step + 1, len(vacancy)) * step,
        group=draw.integers(-1, landlords, vacancies),
        groups=(*groups, Group("ensemble", max(most * 3 // 2, 1))),
    )


def shuffled(of: Problem, seed: int) -> Problem:
    """The same board, needs, vacancies, pairs and groups in another order."""
    draw = np.random.default_rng(seed)
    pairs = {
        (of.needs[n], of.vacancies[v]): int(s)
        for n, v, s in zip(of.need_of, of.vacancy, of.score, strict=True)
    }
    new = draw.permutation(len(of.groups))
    place = {int(old): i for i, old in enumerate(new)} | {NOWHERE: NOWHERE}
    groups = [replace(of.groups[i], parent=place[of.groups[i].parent]) for i in new]
    return problem(
        pairs,
        dict(zip(of.needs, of.urgency.tolist(), strict=True)),
        waiting=dict(zip(of.needs, of.waiting.tolist(), strict=True)),
        vacancies=of.vacancies,
        landlords={
            v: of.groups[g].name
            for v, g in zip(of.vacancies, of.group, strict=True)
            if g != NOWHERE
        },
        groups=groups,
        order=draw,
    )


@dataclass(frozen=True)
class Everything:
    """All the best plans, and what they are worth: women by urgency, shares, score, waiting."""

    worth: tuple[int, ...]
    plans: list[tuple[int, ...]]


def by_trying_everything(of: Problem) -> Everything:
    """Try every plan of a small board."""
    best, plans = None, list[tuple[int, ...]]()
    for plan in itertools.product(*(_choices(of, need) for need in range(len(of.needs)))):
        worth = _worth(of, plan)
        if worth is not None and (best is None or worth >= best):
            plans = [*plans, plan] if worth == best else [plan]
            best = worth
    assert best is not None
    return Everything(best, plans)


def _choices(of: Problem, need: int) -> list[int]:
    fixed = [v for n, v in of.fixed if n == need]
    hers = [int(of.vacancy[at]) for at in range(of.start[need], of.start[need + 1])]
    allowed = [v for v in hers if (need, v) not in of.forbidden and (not fixed or v in fixed)]
    return allowed if fixed else [NOWHERE, *allowed]


def _worth(of: Problem, plan: tuple[int, ...]) -> tuple[int, ...] | None:
    taken = [v for v in plan if v != NOWHERE]
    counts = [0] * len(of.groups)
    for vacancy in taken:
        group = int(of.group[vacancy])
        while group != NOWHERE:
            counts[group] += 1
            group = of.groups[group].parent
    over = any(g.cap is not None and c > g.cap for g, c in zip(of.groups, counts, strict=True))
    if over or len(set(taken)) < len(taken):
        return None
    housed, score, waiting = [0, 0, 0], 0, 0
    for need, vacancy in enumerate(plan):
        if vacancy != NOWHERE:
            at = of.pair(need, vacancy)
            assert at is not None
            housed[of.urgency[need] - 1] += 1
            score += int(of.score[at])
            waiting += int(of.waiting[need])
    shared = sum(min(g.floor, c) for g, c in zip(of.groups, counts, strict=True))
    return (*housed, shared, score, waiting)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Boards small enough to try everything, with ties, nested caps, floors, chosen pairs."""
    needs, vacancies = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    hers = st.lists(st.integers(0, vacancies - 1), unique=True)
    lists = draw(st.lists(hers, min_size=needs, max_size=needs))
    flat = [v for one in lists for v in one]
    landlords = draw(st.integers(0, 3))
    groups = tuple(
        Group(
            f"L{i}",
            draw(st.none() | st.integers(0, 3)),
            draw(st.sampled_from([NOWHERE, *range(i + 1, landlords)])),
            draw(st.integers(0, 2)),
        )
        for i in range(landlords)
    )

    def numbers(least: int, most: int, size: int, step: int = 1) -> np.ndarray:
        values = draw(st.lists(st.integers(least, most), min_size=size, max_size=size))
        return np.array(values, np.int64) * step

    board = Problem(
        needs=[f"N-{i}" for i in range(needs)],
        vacancies=[f"V-{i}" for i in range(vacancies)],
        urgency=numbers(1, 3, needs),
        waiting=numbers(0, 2, needs),
        start=np.cumsum([0, *map(len, lists)]),
        vacancy=np.array(flat, np.int64),
        score=numbers(0, 3, len(flat), draw(st.sampled_from([1, 333_333]))),
        group=numbers(-1, landlords - 1, vacancies),
        groups=groups,
    )
    chosen = draw(st.lists(st.integers(0, len(flat) - 1), max_size=2)) if flat else []
    return replace(board, forbidden=tuple((int(board.need_of[at]), int(flat[at])) for at in chosen))

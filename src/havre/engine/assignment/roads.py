"""For the certificate alone: the problem read again as roads, and what each is worth.

Nothing here is used by what makes plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """Pairs, then vacancies to landlords, fair shares, other places, and needs left out."""

    tail: Any
    head: Any
    cap: Any
    flow: Any
    pair: Any
    floor: Any
    taken: Any
    needs: int
    nodes: int
    shared: int


def roads_of(problem: Any, assigned: Any, refuted: type[Exception]) -> Roads:
    """Read the problem and the plan; raise `refuted` when the plan breaks a rule of it."""
    needs, vacancies, groups = len(problem.needs), len(problem.vacancies), problem.groups
    sink = needs + vacancies + len(groups)
    pair, taken = _pairs(problem, assigned, refuted)
    used = np.zeros(vacancies, np.int64)
    np.add.at(used, problem.vacancy[taken], 1)
    if bool((used > 1).any()):
        raise refuted("une offre est donnée deux fois")
    counts = _counts(problem, used)
    fixed = {need for need, _ in problem.fixed}
    free = [need for need in range(needs) if need not in fixed]
    if any(assigned[need] != vacancy for need, vacancy in problem.fixed):
        raise refuted("une paire forcée manque")
    tail = [problem.need_of[pair], np.arange(needs, needs + vacancies)]
    head = [problem.vacancy[pair] + needs]
    head.append(np.where(problem.group < 0, sink, needs + vacancies + problem.group))
    cap: list[Any] = [np.ones(len(pair) + vacancies)]
    flow: list[Any] = [np.isin(pair, taken), used]
    table = _group_roads(problem, counts, refuted)
    tail += [table[:, 0], np.array(free, np.int64)]
    head += [table[:, 1], np.full(len(free), sink)]
    cap += [table[:, 2], np.ones(len(free))]
    flow += [table[:, 3], (np.asarray(assigned)[free] < 0).astype(np.int64)]
    first = len(pair) + vacancies
    return Roads(
        np.concatenate(tail).astype(np.int64),
        np.concatenate(head).astype(np.int64),
        np.concatenate(cap).astype(np.int64),
        np.concatenate(flow).astype(np.int64),
        pair,
        first + np.flatnonzero(table[:, 4]),
        taken,
        needs,
        sink + 1,
        int(table[table[:, 4] == 1, 3].sum()),
    )


def _group_roads(problem: Any, counts: list[int], refuted: type[Exception]) -> Any:
    """Two roads per group, its fair share and the rest: tail, head, cap, flow, 1 for the share."""
    needs, vacancies, groups = len(problem.needs), len(problem.vacancies), problem.groups
    sink = needs + vacancies + len(groups)
    rows: list[tuple[int, int, int, int, int]] = []
    for index, group in enumerate(groups):
        most = vacancies if group.cap is None else min(group.cap, vacancies)
        if counts[index] > most:
            raise refuted(f"plafond de « {group.name} » dépassé")
        floor = min(group.floor, most)
        node = needs + vacancies + index
        above = sink if group.parent < 0 else needs + vacancies + group.parent
        share = min(counts[index], floor)
        rows.append((node, above, floor, share, 1))
        rows.append((node, above, most - floor, counts[index] - share, 0))
    return np.array(rows, np.int64).reshape(-1, 5)


def _pairs(problem: Any, assigned: Any, refuted: type[Exception]) -> tuple[Any, Any]:
    """Return the pairs that may be chosen, and those the plan chooses."""
    if assigned.shape != (len(problem.needs),) or assigned.min(initial=0) < -1:
        raise refuted("le plan ne dit pas une offre par besoin")
    size = len(problem.vacancies) + 1
    codes = problem.need_of * size + problem.vacancy
    barred = {need * size + vacancy for need, vacancy in problem.forbidden}
    chosen = {vacancy for _, vacancy in problem.fixed}
    engaged = {need for need, _ in problem.fixed}
    allowed = np.ones(len(codes), dtype=bool)
    if barred or engaged:
        allowed &= ~np.isin(codes, list(barred))
        allowed &= ~np.isin(problem.need_of, list(engaged))
        allowed &= ~np.isin(problem.vacancy, list(chosen))
        allowed |= np.isin(codes, [need * size + vacancy for need, vacancy in problem.fixed])
    housed = np.flatnonzero(assigned >= 0)
    wanted = housed * size + assigned[housed]
    taken = np.flatnonzero(allowed & (np.asarray(assigned)[problem.need_of] == problem.vacancy))
    if not np.array_equal(np.sort(codes[taken]), np.sort(wanted)):
        raise refuted("une paire du plan n’est pas compatible")
    return np.flatnonzero(allowed), taken


def _counts(problem: Any, used: Any) -> list[int]:
    """Dwellings used under each group, those of the groups below it included."""
    counts = [0] * len(problem.groups)
    for vacancy in np.flatnonzero(used):
        here = int(problem.group[vacancy])
        while here >= 0:
            counts[here] += 1
            here = problem.groups[here].parent
    return counts


def strict_units(problem: Any) -> tuple[int, int]:
    """What a woman housed and a dwelling of a fair share weigh, in millionths of score."""
    most = 1 + min(len(problem.needs), len(problem.vacancies))
    shared = 1 + 2_000_000 * most
    levels = 0  # a dwelling counts once for each group it is under
    for group in problem.groups:
        level = 1
        while group.parent >= 0:
            group, level = problem.groups[group.parent], level + 1
        levels = max(levels, level)
    floors = min(levels * most, sum(group.floor for group in problem.groups))
    return shared * (1 + 2 * floors), shared


def profits(problem: Any, roads: Roads, kind: str, turn: int, arcs: Any) -> tuple[Any, int]:
    """Return what each road of `arcs` is worth for a criterion, and its price of « nowhere »."""
    worth = np.zeros(len(arcs), np.int64)
    on_pairs = arcs < len(roads.pair)
    pairs = roads.pair[arcs[on_pairs]]
    needs = problem.need_of[pairs]
    if kind == "HOUSED":
        housed, shared = strict_units(problem)
        worth[on_pairs] = (4 - problem.urgency[needs]) * housed + problem.score[pairs]
        worth[np.isin(arcs, roads.floor)] = shared
        return worth, 8 * housed
    if kind == "WAITING":
        worth[on_pairs] = problem.waiting[needs]
        return worth, 200_002 * roads.nodes
    left = _digests(problem.needs, needs, b"need", turn)
    right = _digests(problem.vacancies, problem.vacancy[pairs], b"vacancy", turn)
    worth[on_pairs] = mixed(left, right)
    return worth, (1 << 33) * roads.nodes


def mixed(left: Any, right: Any) -> Any:
    """Return the draws of pairs: two digests, turned, and mixed as splitmix64 does, 32 bits."""
    word = np.uint64
    with np.errstate(over="ignore"):  # 64 bits, the rest is let go
        found = left ^ (right << word(31) | right >> word(33))
        found = (found ^ found >> word(30)) * word(0xBF58476D1CE4E5B9)
        found = (found ^ found >> word(27)) * word(0x94D049BB133111EB)
        return ((found ^ found >> word(31)) >> word(32)).astype(np.int64)


def _digests(references: Any, places: Any, kind: bytes, turn: int) -> Any:
    """Return the digest of each reference, worked out once for each."""
    salt = turn.to_bytes(8, "big")
    used, back = np.unique(places, return_inverse=True)
    made = b"".join(
        blake2b(references[place].encode(), digest_size=8, salt=salt, person=kind).digest()
        for place in used.tolist()
    )
    return np.frombuffer(made, ">u8").astype(np.uint64)[back]

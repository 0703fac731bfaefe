"""The scores of many pairs at once, by the formulas of `score`."""

from __future__ import annotations

import numpy as np

from havre.engine.matching.affordability import apl_paid
from havre.engine.matching.arrays import ARRAYS, Array, Index, offsets, runs
from havre.engine.matching.block import Block, curve_of, segments
from havre.engine.matching.model import Settings
from havre.engine.matching.places import Direction, closeness
from havre.engine.matching.score import (
    commune_wish,
    proximity_wish,
    rent_wish,
    surface_wish,
    weight_of,
)
from havre.engine.matching.sides import NeedSide, VacancySide


def score_pairs(block: Block, lines: Index, vacancies: Index, settings: Settings) -> Array:
    """The score of each pair (its line, its vacancy in the table) in millionths."""
    needs, candidates = block.needs, block.candidates
    need = candidates.need[lines]
    n = NeedSide(*(column[need] for column in needs.side))
    v = VacancySide(*(column[vacancies] for column in block.table.side))
    listed = needs.choices[need] > 0
    wished = needs.near_count[need] > 0
    rank, choices = candidates.choice[lines], np.maximum(needs.choices[need], 1)
    wishes = (
        ("commune", listed, commune_wish(rank, choices)),
        ("proximity", wished, _proximity(block, need, v)),
        ("rent", True, _rent(block, lines, n, v)),
        ("surface", True, surface_wish(n, v, ARRAYS)),
    )
    total = np.zeros(len(need), np.int64)
    weighted = np.zeros(len(need), np.int64)
    for name, expressed, wish in wishes:
        weight = weight_of(settings, name) * np.asarray(expressed, np.int64)
        total += weight
        weighted += weight * np.asarray(wish).astype(np.int64)
    return np.asarray(weighted // np.maximum(total, 1))


def net_rents(block: Block, lines: Index, v: VacancySide) -> tuple[Array, Array]:
    """The APL and the net rent of each pair."""
    candidates = block.candidates
    curve = curve_of(block.needs, block.table, candidates.need[lines], candidates.bucket[lines])
    apl = apl_paid(segments(block.needs.curves, curve, v.rent), v.rent, v.gross, ARRAYS)
    return apl, v.gross - apl


def _rent(block: Block, lines: Index, n: NeedSide, v: VacancySide) -> Array:
    _, net = net_rents(block, lines, v)
    able = n.rent_most > 0
    return np.where(able, rent_wish(net, np.where(able, n.rent_most, 1.0), ARRAYS), 0)


def _proximity(block: Block, need: Index, v: VacancySide) -> Array:
    """The average over her places, in whole millionths; 0 where nothing is located."""
    near, count = block.needs.near, block.needs.near_count
    if not len(near.need):
        return np.zeros(len(need), np.int64)
    begin = offsets(count)[:-1]
    there = np.where(np.isnan(v.x), 0, count[need])
    pair, place = runs(begin[need], there)
    where = Direction(*(part[place] for part in near.where))
    here = Direction(v.x[pair], v.y[pair], v.z[pair])
    wish = proximity_wish(closeness(where, here), ARRAYS)
    summed = np.bincount(pair, weights=wish, minlength=len(need)).astype(np.int64)
    return np.asarray(summed // np.maximum(count[need], 1))

"""From needs and vacancies, as matching reads them, to a problem."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from havre.engine.assignment.problem import NOWHERE, WAITING_MOST, Group, Problem
from havre.engine.matching import Ceilings, Need, Settings, Vacancy
from havre.engine.matching.pairs import Pairs, match_block


def problem_of(
    needs: Sequence[Need],
    vacancies: Sequence[Vacancy],
    settings: Settings,
    ceilings: Ceilings,
    caps: Mapping[str, int],
) -> Problem:
    """Judge every pair and return the problem of the plan, `caps` by landlord.

    Raises Impossible, and what matching raises.
    """
    pairs = match_block(needs, vacancies, settings, ceilings)
    landlords = sorted({vacancy.landlord for vacancy in vacancies} | set(caps))
    return from_pairs(
        pairs,
        needs=[need.ref for need in needs],
        urgency=[need.urgency for need in needs],
        waiting=[waited(need.admitted_on, settings.date) for need in needs],
        vacancies=[vacancy.ref for vacancy in vacancies],
        landlord=[vacancy.landlord for vacancy in vacancies],
        groups=[Group(name, caps.get(name)) for name in landlords],
    )


def waited(since: dt.date, today: dt.date) -> int:
    """Return the days of a wait; none for a date still to come."""
    return min(max((today - since).days, 0), WAITING_MOST)


def from_pairs(
    pairs: Pairs,
    *,
    needs: Sequence[str],
    urgency: Sequence[int],
    waiting: Sequence[int],
    vacancies: Sequence[str],
    landlord: Sequence[str],
    groups: Sequence[Group],
) -> Problem:
    """Return the problem of pairs already judged; `groups` hold each landlord by name."""
    place = {group.name: index for index, group in enumerate(groups)}
    return Problem(
        needs=needs,
        vacancies=vacancies,
        urgency=np.array(urgency, np.int64),
        waiting=np.array(waiting, np.int64),
        start=pairs.start.astype(np.int64),
        vacancy=pairs.vacancy.astype(np.int64),
        score=pairs.score_micro.astype(np.int64),
        group=np.array([place.get(name, NOWHERE) for name in landlord], np.int64),
        groups=tuple(groups),
    )

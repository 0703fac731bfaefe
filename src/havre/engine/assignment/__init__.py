"""The best plan for a meeting: one dwelling per need, proven optimal, one single answer."""

from havre.engine.assignment.boards import from_pairs, problem_of, waited
from havre.engine.assignment.certificate import Proof, Refuted, verify
from havre.engine.assignment.flow import SolverRefused
from havre.engine.assignment.kinds import Kind, Middle, kinds_of
from havre.engine.assignment.plan import (
    Plan,
    make_plan,
    pairs_of,
    shares_met,
    with_fair_shares,
)
from havre.engine.assignment.prices import NOTHING, Gain, gains, price_of
from havre.engine.assignment.problem import NOWHERE, Group, Impossible, Problem
from havre.engine.assignment.reasons import Criterion, Outbid, Reasons, Why
from havre.engine.assignment.what_if import (
    Difference,
    difference,
    if_fixed,
    if_she_declines,
    price_of_choices,
)

__all__ = [
    "NOTHING",
    "NOWHERE",
    "Criterion",
    "Difference",
    "Gain",
    "Group",
    "Impossible",
    "Kind",
    "Middle",
    "Outbid",
    "Plan",
    "Problem",
    "Proof",
    "Reasons",
    "Refuted",
    "SolverRefused",
    "Why",
    "difference",
    "from_pairs",
    "gains",
    "if_fixed",
    "if_she_declines",
    "kinds_of",
    "make_plan",
    "pairs_of",
    "price_of",
    "price_of_choices",
    "problem_of",
    "shares_met",
    "verify",
    "waited",
    "with_fair_shares",
]

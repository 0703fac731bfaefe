"""Who may do what with a case: small predicates over (actor, case), without any request."""

from __future__ import annotations

from havre.cases.models import Case
from havre.engine.vocabulary import REFERRING_ROLES, Role, Stage
from havre.platform.acting import Actor


def may_refer(actor: Actor) -> bool:
    """Shelters, landlords, partners and the operator refer."""
    return actor.writes and actor.has(*REFERRING_ROLES)


def keeps(actor: Actor, case: Case) -> bool:
    """The actor's organisation keeps this file."""
    return case.steward_id == actor.organisation_id


def operates(actor: Actor, case: Case) -> bool:
    """The actor works for the operator, who keeps this file."""
    return actor.has(Role.OPERATOR) and keeps(actor, case)


def may_edit_referral(actor: Actor, case: Case) -> bool:
    """A draft is written by its author alone."""
    return case.stage == Stage.DRAFT and keeps(actor, case)


def may_decide_admission(actor: Actor, case: Case) -> bool:
    """The operator decides on a referral it has received."""
    return case.stage == Stage.REFERRED and operates(actor, case)

"""Who may prepare and run the commission, and who may know its dates."""

from __future__ import annotations

from havre.engine.vocabulary import BOARD_ROLES, Role
from havre.platform.acting import Actor


class NotAllowed(PermissionError):
    """The commission is run by the operator."""


def takes_part(actor: Actor) -> bool:
    """The commission is made of those who read the shared board, and of the operator."""
    return actor.has(Role.OPERATOR, *BOARD_ROLES)


def runs(actor: Actor) -> bool:
    """The operator prepares it, runs it, and writes its minutes."""
    return actor.has(Role.OPERATOR)


def check_writes(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may write what the operator writes."""
    if not (runs(actor) and actor.writes):
        raise NotAllowed

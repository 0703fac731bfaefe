"""Who may read and change a programme's settings: predicates over the actor alone."""

from __future__ import annotations

from havre.engine.vocabulary import Role, Seat
from havre.platform.acting import Actor


def may_read_settings(actor: Actor) -> bool:
    """Everyone who works for the operator reads the settings."""
    return actor.has(Role.OPERATOR)


def may_change_settings(actor: Actor) -> bool:
    """The operator's coordinators change them."""
    return may_read_settings(actor) and actor.seat is Seat.COORDINATOR

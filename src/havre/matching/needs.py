"""What many situations need, read at once, with one journaled line each; and offers that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from havre.assessments.models import Assessment
from havre.assessments.selectors import PLAIN_PARTS, members_of_all, part_of
from havre.engine import matching as engine
from havre.engine.vocabulary import Compartment
from havre.housing.models import Vacancy
from havre.housing.selectors import standing_offers
from havre.matching.selectors import NotAssessed, built_need
from havre.platform import vault
from havre.platform.acting import Actor

MOST_OFFERS = 5_000
"""Offers compared with many situations at once, the soonest available first."""


def plans_of(versions: Sequence[Assessment]) -> list[Any]:
    """Return the safety plans of versions read with their parts, still sealed."""
    return [row for one in versions if (row := part_of(one, "safetyplan")) is not None]


def beside_plans(versions: Sequence[Assessment]) -> vault.Beside:
    """Return what is read in clear of these cases: to be journaled with their safety plans."""
    cases = tuple(one.case_id for one in versions)
    return vault.Beside(cases, (Compartment.PROGRESS, *PLAIN_PARTS))


def needs_from(
    versions: Sequence[Assessment], opened: Mapping[UUID, vault.Payload]
) -> list[engine.Need | None]:
    """Return the need of each version, in order; None for one that cannot be read as a whole.

    `opened`: the payloads of `plans_of`, by row.
    """
    members = members_of_all(versions)
    found: list[engine.Need | None] = []
    for one in versions:
        plan = part_of(one, "safetyplan")
        payload = opened.get(plan.pk, {}) if plan is not None else {}
        try:
            found.append(built_need(one.case, one, members.get(one.pk, ()), payload))
        except NotAssessed:
            found.append(None)
    return found


def read_needs(
    versions: Sequence[Assessment], *, action: str, actor: Actor
) -> list[engine.Need | None]:
    """Open what `needs_from` needs, one line of the journal per case under `action`.

    Raises VaultTrouble, JournalDown.
    """
    beside = beside_plans(versions)
    opened = vault.open_rows(plans_of(versions), actor=actor, action=action, beside=beside)
    return needs_from(versions, opened)


def offers_now(actor: Actor) -> list[Vacancy]:
    """Return the offers that stand, MOST_OFFERS at most."""
    return list(standing_offers(actor)[:MOST_OFFERS])

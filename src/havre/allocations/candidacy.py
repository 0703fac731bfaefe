"""What a landlord or a holder reads of a candidacy: the compartments shared with it, no other."""

from __future__ import annotations

from dataclasses import dataclass

from havre.assessments.models import HouseholdMember, HousingNeed, ResourcesSummary
from havre.engine.vocabulary import Compartment
from havre.platform import vault

C = Compartment
SHOWN = frozenset({C.IDENTITY, C.HOUSEHOLD, C.RESOURCES_SUMMARY, C.HOUSING_NEED})
"""What a committee needs. Safety, contact and place are not here, whoever asks."""


@dataclass(frozen=True, slots=True)
class Candidacy:
    """The parts of a candidacy that the actor may read; a part not shared is None."""

    identity: vault.Payload | None
    members: list[HouseholdMember] | None
    resources: ResourcesSummary | None
    need: HousingNeed | None

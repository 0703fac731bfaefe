"""What a landlord or a holder reads of a candidacy: the compartments shared with it, no other."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from havre.allocations.models import Proposal
from havre.assessments.models import Assessment, HouseholdMember, HousingNeed, ResourcesSummary
from havre.cases.models import Identity
from havre.engine.vocabulary import Compartment
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.sharing.actions import as_steward
from havre.sharing.selectors import readable_compartments

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


def candidacy_of(proposal: Proposal, *, actor: Actor) -> Candidacy:
    """Return what the actor may read of the candidacy, from the version that was validated.

    Journaled.
    """
    shared = SHOWN & readable_compartments(proposal.case_id, actor=actor)
    version = _validated_version(proposal, shared, actor) if shared else None
    journal.record(
        actor,
        "CANDIDACY_READ",
        case_id=proposal.case_id,
        compartments=sorted(shared),
        subject=proposal.reference,
    )
    identity = None
    if C.IDENTITY in shared:
        identity = vault.open_row(
            Identity.objects.filter(case_id=proposal.case_id).first(), actor=actor
        )
    if version is None:
        return Candidacy(identity, None, None, None)
    return Candidacy(
        identity,
        members=list(HouseholdMember.objects.filter(assessment=version).order_by("position"))
        if C.HOUSEHOLD in shared
        else None,
        resources=ResourcesSummary.objects.filter(assessment=version).first()
        if C.RESOURCES_SUMMARY in shared
        else None,
        need=HousingNeed.objects.filter(assessment=version).first()
        if C.HOUSING_NEED in shared
        else None,
    )


def _validated_version(
    proposal: Proposal, shared: frozenset[Compartment], actor: Actor
) -> UUID | None:
    """Return which version counts.

    A holder does not read the need, to which versions belong: it is told the identifier alone.
    """
    if C.HOUSING_NEED in shared:
        return _latest(proposal)
    with as_steward(actor, proposal.case.steward_id, "candidacy"):
        return _latest(proposal)


def _latest(proposal: Proposal) -> UUID | None:
    found = Assessment.objects.filter(case_id=proposal.case_id, status=Assessment.Status.VALIDATED)
    return found.order_by("-version").values_list("pk", flat=True).first()

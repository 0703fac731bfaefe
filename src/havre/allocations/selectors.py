"""Reads on proposals and tenancies: each organisation sees its own only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from havre.allocations.candidacy import SHOWN, Candidacy
from havre.allocations.models import OPEN_CODES, RUNNING_CODES, Proposal, ProposalStep, Tenancy
from havre.assessments.models import Assessment, HouseholdMember, HousingNeed, ResourcesSummary
from havre.assessments.selectors import part_of
from havre.cases.models import Case, Identity
from havre.cases.selectors import list_parts, read_parts
from havre.engine.lifecycle import HOLDING
from havre.engine.vocabulary import Compartment, ProposalStatus, Role, VacancyStatus
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.models import Share
from havre.programmes.models import Participation
from havre.programmes.selectors import operator_of
from havre.sharing.actions import as_steward


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals the actor may see, latest move first.

    A partner's few are found by their landlord or holder, whatever the total: the database shows
    it no others.
    """
    found = Proposal.objects.filter(case__programme_id=actor.programme_id)
    if not actor.has(Role.OPERATOR):
        own = actor.organisation_id
        found = found.filter(Q(landlord_id=own) | Q(holder_id=own))
    return found.select_related(
        "case", "landlord", "holder", "vacancy__dwelling__commune"
    ).order_by("-status_since", "pk")


def running(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals in the line of their vacancy that have not led to a move-in."""
    return proposals(actor).filter(status__in=RUNNING_CODES)


def drafted(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals prepared and not put to her yet: the operator's alone."""
    return proposals(actor).filter(status=ProposalStatus.DRAFTED)


def moved_up(actor: Actor, since: datetime) -> QuerySet[Proposal]:
    """Return the proposals that took the hold from the line, and of which nothing was said since:
    the woman is to be told."""
    return running(actor).filter(place=1, moved_up_at__gte=since, status_since__lt=F("moved_up_at"))


def held_vacancies(actor: Actor, *, before: datetime | None = None) -> set[UUID]:
    """Return the open vacancies that a running proposal holds: others may only join their line.

    `before`: by those alone that were made before this moment.
    """
    held = Proposal.objects.filter(status__in=HOLDING, place=1, vacancy__status=VacancyStatus.OPEN)
    if before is not None:
        steps = ProposalStep.objects.filter(proposal=OuterRef("pk"), recorded_at__lt=before)
        held = held.filter(Exists(steps))
    return set(held.values_list("vacancy_id", flat=True))


def awaited_vacancies(actor: Actor) -> set[UUID]:
    """Return the open vacancies that have a candidate, in whichever place: they do not expire."""
    held = Proposal.objects.filter(status__in=HOLDING, vacancy__status=VacancyStatus.OPEN)
    return set(held.values_list("vacancy_id", flat=True))


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A vacancy's line for one woman: the places taken, and her own open proposal there."""

    places: frozenset[int]
    candidate: Proposal | None


def places_taken(vacancy_id: UUID, case_id: UUID, *, actor: Actor) -> LineSeen:
    """Return the line of a vacancy, as the operator sees it before adding a woman to it.

    Of the others, the places alone; her own proposal is journaled as listed.
    """
    found = list(proposals(actor).filter(vacancy_id=vacancy_id, status__in=OPEN_CODES))
    own = next((one for one in found if one.case_id == case_id), None)
    if own is not None:
        list_parts([case_id], Compartment.PROPOSAL, actor=actor)
    return LineSeen(frozenset(one.place for one in found if one.place), own)


def holds(actor: Actor) -> set[UUID]:
    """Return the vacancies that have a candidate, whoever asks: identifiers only, read in the
    operator's name.

    A landlord does not see who is considered for its dwelling, but must not withdraw it
    meanwhile by a file that leaves it out.
    """
    with as_steward(actor, operator_of(actor.programme_id), "holds") as operator:
        return awaited_vacancies(operator)


def running_on(vacancy_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, Proposal]:
    """Return the first running proposal of each vacancy that has one the actor may see.

    Journaled as listed.
    """
    found = list(running(actor).filter(vacancy_id__in=vacancy_ids).order_by("-place", "pk"))
    list_parts([one.case_id for one in found], Compartment.PROPOSAL, actor=actor)
    return {proposal.vacancy_id: proposal for proposal in found}


def get_proposal(reference: str, *, actor: Actor) -> Proposal:
    """Return a proposal, journaled as read.

    Raises Proposal.DoesNotExist when hidden or absent, JournalDown.
    """
    proposal = proposals(actor).get(reference=reference)
    read_parts(proposal.case_id, Compartment.PROPOSAL, actor=actor)
    return proposal


def proposals_of(case: Case, *, actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals of one case that the actor may see."""
    return proposals(actor).filter(case=case)


def steps_of(proposal: Proposal, *, actor: Actor) -> QuerySet[ProposalStep]:
    """Return the dated steps of a proposal, latest first."""
    return (
        ProposalStep.objects.filter(proposal=proposal)
        .select_related("by_organisation")
        .order_by("-recorded_at")
    )


@dataclass(frozen=True, slots=True)
class History:
    """A proposal, its dated steps (latest first), and whether its landlord has a committee."""

    proposal: Proposal
    steps: list[ProposalStep]
    committee: bool


def history_of(reference: str, *, actor: Actor) -> History:
    """Return a proposal with its steps, in one query, journaled as read.

    Raises Proposal.DoesNotExist when hidden or absent, JournalDown.
    """
    social = _social_landlords().filter(
        programme_id=OuterRef("proposal__vacancy__programme_id"),
        organisation_id=OuterRef("proposal__landlord_id"),
    )
    found: Any = (
        ProposalStep.objects.filter(
            proposal__in=proposals(actor).order_by(), proposal__reference=reference
        )
        .select_related(
            "by_organisation",
            "proposal__case__programme",
            "proposal__landlord",
            "proposal__holder",
            "proposal__vacancy__dwelling__commune",
        )
        .annotate(committee=Exists(social))
        .order_by("-recorded_at")
    )
    steps = list(found)
    if not steps:
        raise Proposal.DoesNotExist
    read_parts(steps[0].proposal.case_id, Compartment.PROPOSAL, actor=actor)
    return History(steps[0].proposal, steps, steps[0].committee)


def has_committee(proposal: Proposal) -> bool:
    """Tell whether the landlord allocates by committee: social landlords do, agencies do not."""
    return (
        _social_landlords()
        .filter(programme_id=proposal.vacancy.programme_id, organisation_id=proposal.landlord_id)
        .exists()
    )


def _social_landlords() -> QuerySet[Participation]:
    return Participation.objects.filter(role=Role.LANDLORD, active=True)


def candidacy_of(proposal: Proposal, *, actor: Actor) -> Candidacy:
    """Return what the actor may read of the candidacy, from the version that was validated.

    Journaled.
    """
    case_id = proposal.case_id
    shared, version = _shared_version(proposal, actor)
    journal.commit_reading(
        actor,
        "CANDIDACY_READ",
        case_id=case_id,
        compartments=sorted(shared),
        subject=proposal.reference,
    )
    identity = None
    if Compartment.IDENTITY in shared:
        identity = vault.open_row(Identity.objects.filter(case_id=case_id).first(), actor=actor)
    members: list[HouseholdMember] | None = None
    if Compartment.HOUSEHOLD in shared and version is not None:
        members = list(HouseholdMember.objects.filter(assessment=version).order_by("position"))
    need, resources = _need_and_resources(version, shared)
    return Candidacy(identity, members, resources, need)


def _need_and_resources(
    version: UUID | None, shared: frozenset[Compartment]
) -> tuple[HousingNeed | None, ResourcesSummary | None]:
    """Return both in one query where both are shared: the database hides what is not."""
    need = None
    if Compartment.HOUSING_NEED in shared:
        needs = HousingNeed.objects.filter(assessment=version)
        need = needs.select_related("assessment__resourcessummary").first()
    if need is not None:
        return need, part_of(need.assessment, "resourcessummary")
    if Compartment.RESOURCES_SUMMARY in shared:
        return None, ResourcesSummary.objects.filter(assessment=version).first()
    return None, None


def _shared_version(proposal: Proposal, actor: Actor) -> tuple[frozenset[Compartment], UUID | None]:
    """Return what is shared with the actor's organisation, and which version counts.

    A holder does not read the need, to which versions belong: the keeper of the file tells the
    identifier alone, whoever asks.
    """
    validated = Assessment.objects.filter(
        case_id=proposal.case_id, status=Assessment.Status.VALIDATED
    )
    latest = validated.order_by("-version").values("pk")[:1]
    shares = Share.objects.filter(
        case_id=proposal.case_id,
        organisation_id=actor.organisation_id,
        compartment__in=SHOWN,
        closed_at=None,
        reads=True,
    )
    rows = shares.annotate(version=Subquery(latest)).values_list("compartment", "version")
    with as_steward(actor, proposal.case.steward_id, "candidacy"):
        found: dict[str, UUID | None] = dict(rows)
    return frozenset(map(Compartment, found)), next(iter(found.values()), None)


def tenancies(actor: Actor) -> QuerySet[Tenancy]:
    """Return the tenancies the actor may see: the operator all, a landlord its own."""
    return Tenancy.objects.select_related("landlord", "holder", "commune").order_by(
        "-lease_signed_on", "pk"
    )

"""Reads on proposals and tenancies: each organisation sees its own only."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.cases.models import Case
from havre.engine.lifecycle import HOLDING
from havre.engine.vocabulary import ProposalStatus, Role, VacancyStatus
from havre.platform.acting import Actor
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
    """Return the proposals that still hold their vacancy and have not led to a move-in."""
    moving = [status for status in HOLDING if status is not ProposalStatus.MOVED_IN]
    return proposals(actor).filter(status__in=moving)


def held_vacancies(actor: Actor) -> set[UUID]:
    """Return the open vacancies that a running proposal holds: nobody else may be proposed them."""
    held = Proposal.objects.filter(status__in=HOLDING, vacancy__status=VacancyStatus.OPEN)
    return set(held.values_list("vacancy_id", flat=True))


def holds(actor: Actor) -> set[UUID]:
    """Return the held vacancies whoever asks: identifiers only, read in the operator's name.

    A landlord does not see who is considered for its dwelling, but must not withdraw it
    meanwhile by a file that leaves it out.
    """
    with as_steward(actor, operator_of(actor.programme_id), "holds") as operator:
        return held_vacancies(operator)


def running_on(vacancy_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, Proposal]:
    """Return the running proposal of each vacancy that has one the actor may see."""
    found = running(actor).filter(vacancy_id__in=vacancy_ids)
    return {proposal.vacancy_id: proposal for proposal in found}


def get_proposal(reference: str, *, actor: Actor) -> Proposal:
    """Return a proposal; raise Proposal.DoesNotExist when hidden or absent."""
    return proposals(actor).get(reference=reference)


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


def has_committee(proposal: Proposal) -> bool:
    """Tell whether the landlord allocates by committee: social landlords do, agencies do not."""
    return Participation.objects.filter(
        programme_id=proposal.vacancy.programme_id,
        organisation_id=proposal.landlord_id,
        role=Role.LANDLORD,
        active=True,
    ).exists()


def tenancies(actor: Actor) -> QuerySet[Tenancy]:
    """Return the tenancies the actor may see: the operator all, a landlord its own."""
    return Tenancy.objects.select_related("landlord", "holder", "commune").order_by(
        "-lease_signed_on", "pk"
    )


def tenancy_of(proposal: Proposal, *, actor: Actor) -> Tenancy | None:
    """Return the tenancy a proposal led to, if the actor may see it."""
    return tenancies(actor).filter(proposal=proposal).first()

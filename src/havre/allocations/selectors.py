"""Reads on proposals and tenancies: each organisation sees its own only."""

from __future__ import annotations

from django.db.models import QuerySet

from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.cases.models import Case
from havre.engine.lifecycle import HOLDING
from havre.engine.vocabulary import ProposalStatus
from havre.platform.acting import Actor


def proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals the actor may see, latest move first."""
    return Proposal.objects.select_related(
        "case", "landlord", "holder", "vacancy__dwelling__commune"
    ).order_by("-status_since", "pk")


def running(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals that still hold their vacancy and have not led to a move-in."""
    moving = [status for status in HOLDING if status is not ProposalStatus.MOVED_IN]
    return proposals(actor).filter(status__in=moving)


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


def tenancies(actor: Actor) -> QuerySet[Tenancy]:
    """Return the tenancies the actor may see: the operator all, a landlord its own."""
    return Tenancy.objects.select_related("landlord", "holder", "commune").order_by(
        "-lease_signed_on", "pk"
    )


def tenancy_of(proposal: Proposal, *, actor: Actor) -> Tenancy | None:
    """Return the tenancy a proposal led to, if the actor may see it."""
    return tenancies(actor).filter(proposal=proposal).first()

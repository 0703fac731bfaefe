"""Proposals and what becomes of them: decision, lease, move-in."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from havre.allocations.conditions import Condition
from havre.allocations.urgent_rows import UrgentAsk, UrgentCall
from havre.engine.committee import LEAST_EXAMINED, ExaminationException
from havre.engine.lifecycle import FIRM, HOLDING, PLACES
from havre.engine.vocabulary import CommitteeDecision, Compartment, ProposalStatus, Regime
from havre.housing.models import Vacancy
from havre.organisations.models import Organisation
from havre.platform.clock import now
from havre.platform.compartments import CaseRow, SealedRow
from havre.platform.references import ReferenceField, new_reference
from havre.programmes.models import Commune

__all__ = ["Proposal", "ProposalStep", "Tenancy", "UrgentAsk", "UrgentCall"]

HOLDING_CODES = sorted(status.value for status in HOLDING)
RUNNING_CODES = sorted({*HOLDING_CODES} - {ProposalStatus.MOVED_IN.value})
"""In the line of a vacancy, and not led to a move-in yet."""
OPEN_CODES = sorted({*HOLDING_CODES, ProposalStatus.DRAFTED.value})


class Proposal(CaseRow):
    """One case × one vacancy. Each organisation sees its own proposals only (scope: itself).

    `place` is its place in the line of the vacancy: the first holds it, the second and third wait
    and keep their chance. A proposal only prepared has none; an ended one keeps its last.
    `hold_until`: without her answer, it ends by itself after that day. `proposed_on`: the day it
    was put to her, or prepared.
    """

    compartment: ClassVar[Compartment] = Compartment.PROPOSAL
    scope_column: ClassVar[str | None] = "id"

    class DeclinedBy(models.TextChoices):
        """Who said no."""

        HER = "HER", "Elle"
        HOLDER = "HOLDER", "Le réservataire"
        LANDLORD = "LANDLORD", "Le bailleur"
        COMMITTEE = "COMMITTEE", "La commission d’attribution"
        OPERATOR = "OPERATOR", "L’opérateur"
        NOBODY = "NOBODY", "Personne"

    class Consequence(models.TextChoices):
        """What a refusal means for the search."""

        ELIGIBLE = "ELIGIBLE", "La recherche continue"
        REASSESS = "REASSESS", "Le diagnostic est à revoir"
        PARKED = "PARKED", "La recherche est en pause"

    reference = ReferenceField(max_length=12, unique=True, default=new_reference)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="+")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(
        max_length=24, choices=ProposalStatus.choices(), default=ProposalStatus.PROPOSED.value
    )
    status_since = models.DateTimeField(default=now)
    proposed_on = models.DateField()
    hold_until = models.DateField()
    place = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    moved_up_at = models.DateTimeField(null=True, blank=True)
    visit_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True)
    handed_back_on = models.DateField(null=True, blank=True)
    adjourned_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    committee_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=20, choices=CommitteeDecision.choices(), blank=True)
    decided_on = models.DateField(null=True, blank=True)
    examined = models.PositiveSmallIntegerField(null=True, blank=True)
    exception = models.CharField(
        max_length=12, blank=True, default="", db_default="", choices=ExaminationException.choices()
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    condition = models.CharField(max_length=200, blank=True, choices=Condition.choices())
    condition_until = models.DateField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    declined_by = models.CharField(max_length=10, choices=DeclinedBy.choices, blank=True)
    decline_code = models.CharField(max_length=24, blank=True)
    consequence = models.CharField(max_length=10, choices=Consequence.choices, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy"],
                condition=Q(status__in=HOLDING_CODES, place=1),
                name="one_hold_per_vacancy",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=HOLDING_CODES, place=1),
                name="one_first_place_per_case",
            ),
            models.UniqueConstraint(
                fields=["vacancy", "place"],
                condition=Q(status__in=HOLDING_CODES),
                name="one_candidate_per_place",
            ),
            models.UniqueConstraint(
                fields=["case", "vacancy"],
                condition=Q(status__in=OPEN_CODES),
                name="one_open_proposal_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(place=None) | Q(place__gte=1, place__lte=PLACES),
                name="three_places_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(status.value for status in FIRM)) | Q(place=1),
                name="firm_in_first_place",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["LEASED", "MOVED_IN"])
                | Q(decision="ATTRIBUTION")
                | Q(decision="RANKED")
                | Q(decision="CONDITIONAL")
                | Q(committee_on=None, decision=""),
                name="a_lease_only_after_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(examined__isnull=True, exception="")
                | Q(examined__isnull=False, examined__gte=LEAST_EXAMINED, exception="")
                | Q(
                    examined__isnull=False,
                    examined__gte=1,
                    examined__lt=LEAST_EXAMINED,
                    exception__in=[one.value for one in ExaminationException],
                ),
                name="under_three_an_exception",
            ),
            models.CheckConstraint(
                condition=Q(condition__in=["", *(one.value for one in Condition)]),
                name="a_condition_is_a_code",
            ),
        ]
        indexes = [
            models.Index(fields=["landlord", "status", "-status_since"], name="proposal_landlord"),
            models.Index(fields=["holder", "status", "-status_since"], name="proposal_holder"),
            models.Index(fields=["status", "-status_since"], name="proposal_status"),
            models.Index(fields=["-status_since"], name="proposal_recent"),
            models.Index(
                fields=["-status_since", "id"],
                condition=Q(status__in=RUNNING_CODES),
                name="proposal_running",
            ),
        ]

    @property
    def status_word(self) -> ProposalStatus:
        """The status as a word of the vocabulary, with its label."""
        return ProposalStatus(self.status)


class ProposalStep(CaseRow):
    """A dated step of a proposal: its own timeline. `place`: it moved to that place in the line."""

    compartment: ClassVar[Compartment] = Compartment.PROPOSAL
    scope_column: ClassVar[str | None] = "proposal_id"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=24, choices=ProposalStatus.choices())
    on = models.DateField()
    recorded_at = models.DateTimeField(default=now)
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField(null=True, blank=True)


class Tenancy(SealedRow):
    """What she signed, and where she lives now. Payload: `address`, `residence`, `dwelling`.

    `holder`: who designated her; nobody when the dwelling was handed back for this turn.
    `inventory_on`: the inventory of fixtures on entry. `moved_in_on`: the keys.
    """

    compartment: ClassVar[Compartment] = Compartment.NEW_HOME
    scope_column: ClassVar[str | None] = "proposal_id"

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="tenancy")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    regime = models.CharField(max_length=20, choices=Regime.choices())
    lease_signed_on = models.DateField()
    inventory_on = models.DateField(null=True, blank=True)
    moved_in_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(inventory_on=None) | Q(inventory_on__gte=models.F("lease_signed_on")),
                name="lease_before_inventory",
            ),
            models.CheckConstraint(
                condition=Q(moved_in_on=None) | Q(moved_in_on__gte=models.F("lease_signed_on")),
                name="lease_before_move_in",
            ),
        ]
        indexes = [models.Index(fields=["lease_signed_on"], name="tenancy_signed")]


class AllocationCommittee(models.Model):
    """A day a landlord's allocation committee (CALEOL) sits, as it entered it in its calendar.

    Candidacies go to a committee by its date (`Proposal.committee_on`): the calendar says when it
    sits, and holds nothing about them.
    """

    about_no_case: ClassVar[str] = "when a landlord's committee sits"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    landlord = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    sits_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    entered_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["landlord", "sits_on"], name="one_committee_a_day")
        ]

"""The tables that are written, with their columns in the order rows give them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import models

from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.assessments.models import (
    Assessment,
    HouseholdMember,
    HousingNeed,
    NeedCard,
    ResourcesDetail,
    ResourcesSummary,
    SafetyPlan,
)
from havre.cases.models import (
    Case,
    CaseEvent,
    HouseholdOutline,
    Identity,
    Referral,
    SafeContact,
    SafetyOutline,
)
from havre.engine.vocabulary import Compartment
from havre.housing.models import Dwelling, Vacancy
from havre.platform.models import IdentityDigest, JournalEntry, Share
from havre.sharing.models import Consent, ConsentItem


@dataclass(frozen=True)
class Table:
    """One table: `columns` are the model's own, in its order."""

    model: type[models.Model]

    @cached_property
    def name(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The model's columns, in its order."""
        return tuple(str(field.column) for field in self.model._meta.local_concrete_fields)

    @cached_property
    def compartment(self) -> str | None:
        """The compartment of a case table, None for the others."""
        found: Any = getattr(self.model, "compartment", None)
        return found.value if isinstance(found, Compartment) else None

    @cached_property
    def scope_place(self) -> int | None:
        """Where a row says its scope, if its table has one."""
        column = getattr(self.model, "scope_column", None)
        return self.columns.index(column) if self.compartment and column else None


TABLES: Final = tuple(
    Table(model)
    for model in (
        *(Dwelling, Vacancy, Case, Share, IdentityDigest),
        *(Referral, Identity, SafeContact, HouseholdOutline, SafetyOutline, Consent, ConsentItem),
        *(Assessment, HouseholdMember, ResourcesSummary, ResourcesDetail, HousingNeed),
        *(SafetyPlan, NeedCard, Proposal, ProposalStep, Tenancy, CaseEvent, JournalEntry),
    )
)
"""In an order that respects the keys from one to another."""

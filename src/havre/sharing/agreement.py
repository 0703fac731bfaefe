"""Her agreement in force, in a form that answers: may this one have this part, until when?

An agreement is given recipient by recipient; for each, part by part, for a purpose, until a date.
An organisation she names is an answer of its own: a yes covers what is opened to it by hand, a no
keeps it out whatever else she agreed to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from havre.engine.vocabulary import HOUSING_ROLES, Compartment, Role
from havre.platform.models import Share
from havre.programmes.selectors import with_role
from havre.sharing.models import ConsentItem
from havre.sharing.policy import Purpose, Recipient

Basis = Share.Basis
Covered = dict[Compartment, date]
"""The parts that are covered, each with its last day."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What she said of one recipient: yes or no, to which parts, for what, until when."""

    recipient: Recipient
    agreed: bool
    compartments: frozenset[Compartment]
    purpose: Purpose
    until: date
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """All the answers of one version of her consent."""

    answers: tuple[Answer, ...] = ()

    def keeps_out(self, organisation_id: int) -> bool:
        """Tell whether she said that this organisation is to receive nothing."""
        return any(a.organisation_id == organisation_id and not a.agreed for a in self.answers)

    def covers(self, recipients: Collection[Recipient], organisation_id: int, on: date) -> Covered:
        """Return what an organisation may have that is at once each of these recipients.

        All of them must be agreed to: one that both lets and reserves needs both answers.
        """
        if not recipients or self.keeps_out(organisation_id):
            return {}
        found = [a for a in self.answers if a.recipient in recipients and _stands(a, on)]
        if {a.recipient for a in found} != set(recipients):
            return {}
        until = min(a.until for a in found)
        return {part: until for a in found for part in a.compartments}

    def covers_by_hand(self, organisation_id: int, own: Collection[Recipient], on: date) -> Covered:
        """Return what the keeper may open by hand: what she said of this organisation by name,
        or of what it is for her (`own`: who referred her, her present landlord)."""
        covered: Covered = {}
        if self.keeps_out(organisation_id):
            return covered
        for answer in self.answers:
            named = answer.organisation_id == organisation_id
            if (named or answer.recipient in own) and _stands(answer, on):
                for part in answer.compartments:
                    covered[part] = max(answer.until, covered.get(part, answer.until))
        return covered


def _stands(answer: Answer, on: date) -> bool:
    return answer.agreed and answer.until >= on


def agreement_of(case_id: UUID) -> Agreement:
    """Return the latest version of her agreement; it may be past its date, or empty."""
    items = list(
        ConsentItem.objects.filter(case_id=case_id)
        .order_by("-consent__version")
        .values_list(
            "consent_id",
            "recipient",
            "agreed",
            "compartments",
            "purpose",
            "until",
            "organisation_id",
        )
    )
    return Agreement(
        tuple(
            Answer(
                Recipient(recipient),
                agreed,
                frozenset(Compartment(part) for part in parts),
                Purpose(purpose),
                until,
                organisation_id,
            )
            for consent_id, recipient, agreed, parts, purpose, until, organisation_id in items
            if consent_id == items[0][0]
        )
    )


class Standing:
    """As whom each organisation receives what it receives of one case."""

    def __init__(
        self, programme_id: int, *, referrer_id: int | None = None, origin_id: int | None = None
    ) -> None:
        self.programme_id = programme_id
        self.referrer_id, self.origin_id = referrer_id, origin_id

    @cached_property
    def lettors(self) -> set[int]:
        """The landlords and letting agencies of the programme."""
        found = with_role(self.programme_id, *HOUSING_ROLES)
        return set(found.values_list("pk", flat=True))

    @cached_property
    def holders(self) -> set[int]:
        """The reservation holders of the programme."""
        found = with_role(self.programme_id, Role.RESERVATION_HOLDER)
        return set(found.values_list("pk", flat=True))

    def recipients(self, basis: str, organisation_id: int) -> frozenset[Recipient]:
        """Return whom she must have agreed to; two when it both lets and holds reservations."""
        if basis == Basis.PUBLICATION:
            return frozenset({Recipient.BOARD})
        if basis == Basis.REFERRAL:
            elsewhere = organisation_id == self.origin_id and organisation_id != self.referrer_id
            return frozenset({Recipient.ORIGIN if elsewhere else Recipient.REFERRER})
        needed = {Recipient.LANDLORD} if organisation_id in self.lettors else set()
        if organisation_id in self.holders:
            needed.add(Recipient.HOLDER)
        return frozenset(needed or {Recipient.LANDLORD})

    def own(self, organisation_id: int) -> frozenset[Recipient]:
        """Return what an organisation is for her, beside any proposal."""
        own = {Recipient.REFERRER} if organisation_id == self.referrer_id else set()
        if organisation_id == self.origin_id:
            own.add(Recipient.ORIGIN)
        return frozenset(own)

    def covered(self, agreement: Agreement, basis: str, organisation_id: int, on: date) -> Covered:
        """Return what an agreement covers of an organisation's shares that stand on a basis."""
        if basis == Basis.MANUAL:
            return agreement.covers_by_hand(organisation_id, self.own(organisation_id), on)
        return agreement.covers(self.recipients(basis, organisation_id), organisation_id, on)

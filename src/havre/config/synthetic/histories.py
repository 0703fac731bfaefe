"""What is planned of a case: everything its rows say, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from havre.config.synthetic.households import Household, Need, Woman
from havre.config.synthetic.market import Offer
from havre.engine.vocabulary import (
    AdmissionRefusal,
    CommitteeDecision,
    Conclusion,
    ConsentForm,
    DangerLevel,
    Pathway,
    Stage,
)
from havre.engine.vocabulary import ProposalStatus as P
from havre.sharing.policy import Recipient


@dataclass(frozen=True, slots=True)
class Turn:
    """A dated answer: the status it leads to, and the partner that records it."""

    status: P
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ProposalPlan:
    """One proposal, from the question put to her to its end or to the keys."""

    reference: str
    offer: Offer
    turns: tuple[Turn, ...]
    committee: bool
    committee_on: date | None = None
    decision: CommitteeDecision | None = None
    rank: int | None = None
    condition: str = ""
    condition_until: date | None = None
    decline_code: str = ""
    reassess: bool = False


@dataclass(frozen=True, slots=True)
class ConsentPlan:
    """What she agreed to, how and until when."""

    form: ConsentForm
    on: date
    until: date
    witness: str
    refused: frozenset[Recipient]


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One woman's path. A moment that is None has not come."""

    number: int
    seed: int
    reference: str
    card_reference: str
    stage: Stage
    pathway: Pathway
    referrer: str
    author: str
    origin: str | None
    caseworker: str
    woman: Woman
    household: Household
    need: Need
    danger: DangerLevel
    danger_note: str
    reason: str
    place: str
    since: date
    consent: ConsentPlan
    urgency: int
    created: datetime
    sent: datetime | None = None
    entrusted: datetime | None = None
    admitted: datetime | None = None
    refused: datetime | None = None
    refusal: AdmissionRefusal | None = None
    started: datetime | None = None
    assessed: datetime | None = None
    conclusion: Conclusion = Conclusion.REHOUSING
    published: datetime | None = None
    proposals: tuple[ProposalPlan, ...] = ()

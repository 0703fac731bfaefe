"""What one case leaves in the tables, step after step, as the actions would have left it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any, Final

from havre.cases.models import CaseEvent
from havre.config.synthetic.days import end_of
from havre.config.synthetic.histories import CasePlan
from havre.config.synthetic.ledger import Ledger
from havre.config.synthetic.sealing import Seals
from havre.config.synthetic.tables import TABLES
from havre.engine.vocabulary import Role
from havre.platform.models import Share
from havre.sharing.policy import Grant, Recipient

Basis = Share.Basis
COLUMNS: Final = {table.name: table.columns for table in TABLES}
FIXED_BITS: Final = 4 << 76 | 2 << 62
RANDOM_BITS: Final = (1 << 128) - 1 & ~(0xF << 76) & ~(3 << 62)
"""A UUID's version and variant, and the rest of it (RFC 9562)."""

NAMES: Final = {table.model: table.name for table in TABLES}


@dataclass(frozen=True)
class Directory:
    """The numbers of the organisations and people, once they are written."""

    programme_id: int
    operator_slug: str
    organisations: Mapping[str, int]
    roles: Mapping[str, Role]
    people: Mapping[str, int]
    speakers: Mapping[str, int]
    board: tuple[int, ...]
    communes: int
    effort_rate_max: Decimal = Decimal("0.300")
    answer_days: int = 10
    hold_days: int = 15
    proposal_days: int = 7

    @property
    def operator(self) -> int:
        """The operator's number."""
        return self.organisations[self.operator_slug]


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: a person, the organisation in whose name, and for whom it really is."""

    user: int
    organisation: int
    behalf_of: int | None = None
    purpose: str = "web"


@dataclass
class Recorder:
    """The rows of one case so far. Its ids are drawn from the case's own seed."""

    plan: CasePlan
    directory: Directory
    rows: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {table.name: [] for table in TABLES}
    )
    ledger: Ledger = field(default_factory=Ledger)
    now: str = ""
    day: date = date.min
    steward: int = 0
    until: str | None = None
    indexed: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._bits = Random(self.plan.seed)  # noqa: S311  ids of invented rows
        self.case_id = self.new_id()
        self.seals = Seals(self.case_id)
        self.case: dict[str, Any] = {}

    def new_id(self) -> str:
        """Return a UUID of version 4, as 32 digits."""
        return f"{self._bits.getrandbits(128) & RANDOM_BITS | FIXED_BITS:032x}"

    def at(self, moment: datetime) -> None:
        """Move the clock on."""
        self.now, self.day = moment.isoformat(), moment.date()

    def put(self, model: type[Any], **values: Any) -> str:
        """Add a row of the case; return its id. What is not given is NULL."""
        name = NAMES[model]
        values.setdefault("id", self.new_id())
        values.setdefault("case_id", self.case_id)
        self.rows[name].append(tuple(values.get(column) for column in COLUMNS[name]))
        return str(values["id"])

    def put_sealed(self, model: type[Any], payload: dict[str, Any], **values: Any) -> str:
        """Add a row whose payload is sealed for it; return its id."""
        row_id = self.new_id()
        sealed = self.seals.seal(model, row_id, payload)
        return self.put(model, id=row_id, payload=sealed, **values)

    def operator(self) -> By:
        """The caseworker, for the operator."""
        return By(self.directory.people[self.plan.caseworker], self.directory.operator)

    def speaker(self, slug: str) -> By:
        """Whoever answers for a partner."""
        if slug == self.directory.operator_slug:
            return self.operator()
        return By(self.directory.speakers[slug], self.directory.organisations[slug])

    def as_steward(self, by: By, purpose: str) -> By:
        """The same person, carrying out what falls to the keeper of the file."""
        if by.organisation == self.steward:
            return by
        return By(by.user, self.steward, by.organisation, purpose)

    def journal(
        self,
        by: By,
        action: str,
        *,
        compartments: Iterable[str] = (),
        subject: str = "",
        about_case: bool = True,
    ) -> None:
        """Add a line to the journal."""
        case_id = self.case_id if about_case else None
        self.rows["platform_journalentry"].append(
            (
                *(self.new_id(), self.now, by.user, by.organisation, by.behalf_of, case_id),
                *(action, by.purpose, tuple(compartments), subject, ""),
            )
        )

    def event(self, code: CaseEvent.Code, *, on: date | None = None) -> None:
        """Add a dated fact to the thread."""
        self.rows["cases_caseevent"].append(
            (self.new_id(), self.case_id, code.value, on or self.day, self.now)
        )

    def open(
        self,
        by: By,
        organisation: int,
        grants: Iterable[Grant],
        *,
        basis: Basis,
        recipient: Recipient | None,
        scope: str | None = None,
    ) -> None:
        """Open shares, within consent; see `sharing.actions.open_shares`."""
        until = None if recipient in {None, Recipient.OPERATOR} else self.until
        opened = self.ledger.open(
            organisation, grants, basis=basis.value, at=self.now, until=until, scope=scope
        )
        subject = f"organisation:{organisation}"
        self.journal(by, "SHARES_OPENED", compartments=opened, subject=subject)

    def identity_readers(self) -> set[int]:
        """Who reads the identity, drafts apart; see `cases.identity_index`."""
        return {
            line.organisation
            for line in self.ledger.standing()
            if line.compartment == "IDENTITY" and line.reads and line.basis != Basis.DRAFT
        }

    def index(self, by: By) -> None:
        """Give a digest to whoever has come to read the identity."""
        readers = self.identity_readers()
        if readers - self.indexed:
            self.journal(by, "INDEXED", compartments=["IDENTITY"])
        self.indexed = readers

    def narrow(self, by: By, organisation: int, grants: Iterable[Grant]) -> None:
        """Narrow shares; see `sharing.actions.narrow_shares`."""
        self.ledger.narrow(organisation, grants, at=self.now)
        self.indexed &= self.identity_readers()
        self.journal(by, "SHARES_NARROWED", subject=f"organisation:{organisation}")

    def close(
        self, by: By, *, organisation: int | None = None, bases: Iterable[Basis] | None = None
    ) -> None:
        """Close shares; see `sharing.actions.close_shares`."""
        wanted = {basis.value for basis in bases} if bases is not None else None
        closed = self.ledger.close(at=self.now, organisation=organisation, bases=wanted)
        self.indexed &= self.identity_readers()
        self.journal(by, "SHARES_CLOSED", subject=f"count:{closed}")

    def consents_until(self, day: date) -> None:
        """Set until when her agreement is valid."""
        self.until = end_of(day).isoformat()

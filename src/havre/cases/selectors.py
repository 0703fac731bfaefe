"""Reads on cases. The database shows the acting organisation its own; nothing is added to that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from havre.cases.models import (
    Case,
    CaseEvent,
    HouseholdNames,
    HouseholdOutline,
    Identity,
    Referral,
    SafeContact,
    SafetyOutline,
    SafetySignal,
)
from havre.cases.referral import ReferralContent, content_of
from havre.engine.vocabulary import Compartment, Pathway, Role
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.compartments import SealedRow
from havre.platform.models import IdentityDigest, Share
from havre.sharing.models import Consent
from havre.sharing.selectors import consents_of, ending_by

SEALED_PARTS: tuple[type[SealedRow], ...] = (Identity, SafeContact, SafetyOutline, HouseholdNames)
"""What the referral seals, one row of each per case at most."""


def visible_to(actor: Actor) -> QuerySet[Case]:
    """Return the cases whose progress the actor's organisation may see, latest move first."""
    cases = Case.objects.filter(programme_id=actor.programme_id)
    if not actor.has(Role.OPERATOR):  # its few cases are found by its shares, whatever the total
        shares = Share.objects.filter(
            organisation_id=actor.organisation_id,
            compartment=Compartment.PROGRESS,
            reads=True,
            closed_at=None,
        )
        cases = cases.filter(pk__in=shares.values("case_id"))
    return cases.select_related("caseworker").order_by("-stage_since", "pk")


def not_parked(prefix: str = "") -> Q:
    """Return the condition that a search is not in pause today; `prefix`: the way to the case."""
    column = f"{prefix}parked_until"
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__lt": today()})


def get_case(reference: str, *, actor: Actor) -> Case:
    """Return one case by its reference, journaled as read.

    Raises Case.DoesNotExist when hidden or absent, JournalDown.
    """
    case = find_case(reference, actor=actor)
    read_parts(case.pk, actor=actor)
    return case


def find_case(reference: str, *, actor: Actor) -> Case:
    """Return one case as `get_case`, for a caller that journals itself what it then shows."""
    adding = Exists(adding_safety(actor).filter(case_id=OuterRef("pk")))
    case = visible_to(actor).annotate(adding=adding).get(reference=reference)
    case.adds_safety = case.adding
    return case


def adding_safety(actor: Actor) -> QuerySet[Share]:
    """Return the open shares by which the actor's organisation may add to SAFETY."""
    return Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        organisation_id=actor.organisation_id,
        compartment=Compartment.SAFETY,
        writes=True,
        closed_at=None,
        scope=None,
    )


def read_parts(case_id: UUID, *also: Compartment, actor: Actor) -> None:
    """Journal, before they are shown, the progress of a case and other parts kept in clear."""
    parts = sorted({Compartment.PROGRESS, *also})
    journal.commit_reading(actor, "READ", case_id=case_id, compartments=parts)


def list_parts(case_ids: Iterable[UUID], *also: Compartment, actor: Actor) -> None:
    """Journal, before it is shown, a list that tells the progress of these cases."""
    parts = sorted({Compartment.PROGRESS, *also})
    journal.commit_list(actor, "LISTED", case_ids=case_ids, compartments=parts)


def events_of(case: Case, *, actor: Actor) -> QuerySet[CaseEvent]:
    """Return the dated facts of a case, latest first."""
    return CaseEvent.objects.filter(case=case).order_by("-on", "-recorded_at")


@dataclass(frozen=True, slots=True)
class Signal:
    """What a shelter signalled on her safety, and whether the keeper has read it."""

    id: UUID
    organisation: str
    at: datetime
    seen_at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class FileContents:
    """The parts of a file that the actor may read; a part she may not read is None."""

    identity: vault.Payload | None
    contact: vault.Payload | None
    referral: vault.Payload | None
    safety: vault.Payload | None
    names: vault.Payload | None
    agreement: vault.Payload | None
    origin: Referral | None
    outline: HouseholdOutline | None
    consent: Consent | None
    signals: tuple[Signal, ...] = ()

    @property
    def compartments(self) -> frozenset[Compartment]:
        """The compartments these parts belong to."""
        parts = {
            Compartment.IDENTITY: self.identity,
            Compartment.CONTACT: self.contact if self.contact is not None else self.consent,
            Compartment.SHELTER_PLACE: self.referral,
            Compartment.SAFETY: self.safety if self.safety is not None else self.signals or None,
            Compartment.HOUSEHOLD: self.outline,
        }
        read = {compartment for compartment, part in parts.items() if part is not None}
        return frozenset({Compartment.PROGRESS, *read})


def open_file(case: Case, *, also: Iterable[Compartment] = (), actor: Actor) -> FileContents:
    """Return the parts of a file that the actor may read; journal its opening, naming them.

    `also`: what else of the case is shown beside them.
    """
    file = contents_of(case, actor=actor)
    read = sorted(file.compartments.union(also))
    journal.commit_reading(actor, "FILE_OPENED", case_id=case.pk, compartments=read)
    return file


def contents_of(case: Case, *, actor: Actor) -> FileContents:
    """Open, through the vault, the referral parts of a file that the actor may read."""
    consent = consents_of(case.pk, actor=actor).prefetch_related(None).first()
    return _contents(case, consent, actor)


def _contents(case: Case, consent: Consent | None, actor: Actor) -> FileContents:
    parts, signals = _sealed_parts(case)
    referral = (
        Referral.objects.filter(case=case)
        .select_related("referring_organisation", "origin_landlord")
        .first()
    )
    rows: dict[str, SealedRow | None] = {
        "identity": parts.get(Identity),
        "contact": parts.get(SafeContact),
        "referral": referral,
        "safety": parts.get(SafetyOutline),
        "names": parts.get(HouseholdNames),
        "agreement": consent,
    }
    sealed = [*(row for row in rows.values() if row is not None), *signals]
    opened = vault.open_rows(sealed, actor=actor)
    return FileContents(
        **{name: opened.get(row.pk) if row else None for name, row in rows.items()},
        origin=referral,
        outline=HouseholdOutline.objects.filter(case=case).first(),
        consent=consent,
        signals=tuple(
            Signal(one.pk, one.from_name, one.signalled_at, one.seen_at, opened[one.pk]["text"])
            for one in signals
        ),
    )


NEVER = Cast(Value(None), DateTimeField())


def _sealed_parts(
    case: Case,
) -> tuple[dict[type[SealedRow], SealedRow], list[SafetySignal]]:
    """Return the rows of SEALED_PARTS that the actor may read, and the signals, latest first.

    Still sealed, and in one query.
    """
    columns = ("part", "pk", "payload", "at", "seen", "name")
    first, *others = (
        model._default_manager.filter(case=case)
        .annotate(
            part=Value(rank, IntegerField()), at=NEVER, seen=NEVER, name=Value("", CharField())
        )
        .values(*columns)
        for rank, model in enumerate(SEALED_PARTS)
    )
    signalled = (
        SafetySignal.objects.filter(case=case)
        .annotate(
            part=Value(-1, IntegerField()),
            at=F("signalled_at"),
            seen=F("seen_at"),
            name=F("organisation__name"),
        )
        .values(*columns)
    )
    parts: dict[type[SealedRow], SealedRow] = {}
    signals = []
    for row in first.union(*others, signalled, all=True):
        sealed = {"id": row["pk"], "case_id": case.pk, "payload": row["payload"]}
        if row["part"] >= 0:
            model = SEALED_PARTS[row["part"]]
            parts[model] = model(**sealed)
        else:
            one = SafetySignal(signalled_at=row["at"], seen_at=row["seen"], **sealed)
            one.from_name = row["name"]
            signals.append(one)
    return parts, sorted(signals, key=lambda one: (one.signalled_at, one.pk), reverse=True)


def draft_content(case: Case, *, actor: Actor) -> ReferralContent:
    """Return what has been typed so far of a referral that is not sent yet.

    Her agreement is among what was typed: there is no version of it before the sending.
    """
    file = _contents(case, None, actor)
    if file.identity is None or file.origin is None or file.outline is None:
        raise Case.DoesNotExist
    return content_of(
        Pathway(case.pathway),
        identity=file.identity,
        contact=file.contact or {},
        referral=file.referral or {},
        safety=file.safety or {},
        household={
            name: getattr(file.outline, name) for name in ("children", "others", "pregnant", "pets")
        },
        names=file.names or {},
        origin_landlord_id=file.origin.origin_landlord_id,
    )


def identity_of(case: Case, *, actor: Actor) -> vault.Payload:
    """Return her identity, opened through the vault; {} when the actor may not read it."""
    return vault.open_row(Identity.objects.filter(case=case).first(), actor=actor)


def contact_of(case: Case, *, actor: Actor) -> vault.Payload:
    """Return how to reach her safely, opened through the vault; {} when none is visible."""
    return vault.open_row(SafeContact.objects.filter(case=case).first(), actor=actor)


def safety_outline_of(case: Case, *, actor: Actor) -> vault.Payload:
    """Return what the referral says of the danger, opened through the vault; {} when hidden."""
    return vault.open_row(SafetyOutline.objects.filter(case=case).first(), actor=actor)


def household_outline_of(case: Case, *, actor: Actor) -> HouseholdOutline | None:
    """Return what the referral says of the household."""
    return HouseholdOutline.objects.filter(case=case).first()


def names_listed(cases: list[Case], *also: Compartment, actor: Actor) -> dict[UUID, str]:
    """Journal a list as `list_parts` does, and return its names as `names_of` does.

    One line says both of a case, and one commit of all of them.
    """
    return _names(cases, [Compartment.PROGRESS, *also], actor)


def names_of(cases: list[Case], *, actor: Actor) -> dict[UUID, str]:
    """Return the names of the cases whose identity the actor may read, for a list on screen."""
    return _names(cases, [], actor)


def _names(cases: list[Case], listed: list[Compartment], actor: Actor) -> dict[UUID, str]:
    ids = {case.pk for case in cases}
    rows = list(Identity.objects.filter(case_id__in=ids))
    beside = vault.Beside(tuple(sorted(ids)), tuple(sorted(set(listed))))
    opened = vault.open_rows(rows, actor=actor, action="LISTED", beside=beside)
    return {
        row.case_id: f"{opened[row.pk].get('first_name', '')} "
        f"{opened[row.pk].get('last_name', '')}".strip()
        for row in rows
    }


def possible_duplicates(case: Case, *, actor: Actor) -> list[Case]:
    """Return other cases of the operator that carry the same identity; [] for anyone else."""
    if not actor.has(Role.OPERATOR):
        return []
    digests = IdentityDigest.objects.filter(
        case=case, organisation_id=actor.organisation_id
    ).values("digest")
    twins = IdentityDigest.objects.filter(
        organisation_id=actor.organisation_id, digest__in=digests
    ).exclude(case=case)
    return list(visible_to(actor).filter(pk__in=twins.values("case_id"))[:5])


def agreements_ending(day: date, *, actor: Actor) -> QuerySet[Consent]:
    """Return the agreements of the operator's running cases that end by a day; soonest first.

    Those that have ended already are among them. Read in the order of their end, so that the
    first hundred are found without reading the rest.
    """
    return (
        ending_by(day, actor=actor)
        .filter(
            case__programme_id=actor.programme_id,
            case__steward_id=actor.organisation_id,
            case__ended_on=None,
        )
        .annotate(reference=F("case__reference"))
        .select_related("case__caseworker")
    )

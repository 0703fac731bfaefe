"""Records planned cases and offers as rows: path, shares, authorised readers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from havre.cases.identity_index import digests_of
from havre.cases.models import Case
from havre.config.synthetic import steps_assessment, steps_proposal, steps_referral
from havre.config.synthetic.days import PARIS, end_of
from havre.config.synthetic.histories import CasePlan
from havre.config.synthetic.market import Offer
from havre.config.synthetic.recorder import Directory, Recorder
from havre.config.synthetic.tables import TABLES
from havre.engine.vocabulary import Located, VacancyStatus
from havre.housing.models import Dwelling, Vacancy
from havre.platform.models import IdentityDigest

Rows = dict[str, list[tuple[Any, ...]]]


def record_case(plan: CasePlan, directory: Directory, today: date) -> Recorder:
    """Record the whole path of a case, as it stands today."""
    record = Recorder(plan, directory)
    steps_referral.create(record)
    if plan.sent is None:
        steps_referral.save(record)
    else:
        steps_referral.send(record, plan.sent)
    if plan.refused:
        steps_referral.refuse(record, plan.refused)
    if plan.admitted:
        steps_referral.admit(record, plan.admitted)
    if plan.started:
        assessment = steps_assessment.assess(record, plan.started, plan.assessed)
        record_search(record, assessment)
    record.put(Case, **record.case)
    lapse(record, today)
    index_identity(record)
    return record


def index_identity(record: Recorder) -> None:
    """Let those who still read the identity find the same person again."""
    woman = record.plan.woman
    identity = {
        "last_name": woman.last_name,
        "first_name": woman.first_name,
        "birth_date": woman.birth_date.isoformat(),
        "unique_number": woman.unique_number,
    }
    for organisation in sorted(record.indexed & record.identity_readers()):
        for digest in digests_of(identity, organisation):
            record.put(IdentityDigest, organisation_id=organisation, digest=digest)


def record_search(record: Recorder, assessment_id: str) -> None:
    """Record the card and the proposals, in their order."""
    plan = record.plan
    card = None
    if plan.published:
        card = steps_assessment.publish(record, plan.published, assessment_id)
    for proposal in plan.proposals:
        vacancy_id = record_offer(
            record.rows, proposal.offer, record.directory, (record.new_id(), record.new_id())
        )
        note_offer(record, proposal.offer)
        steps_proposal.record_proposal(record, proposal, vacancy_id, card)
    if card is not None:
        steps_assessment.write_card(record, card)


def note_offer(record: Recorder, offer: Offer) -> None:
    """Journal what its landlord did with an offer."""
    record.at(offer.entered_at)
    by = record.speaker(offer.dwelling.landlord)
    record.journal(by, "VACANCY_ENTERED", subject=offer.reference, about_case=False)
    if offer.status is VacancyStatus.WITHDRAWN and offer.ended_at:
        record.at(offer.ended_at)
        record.journal(by, "VACANCY_WITHDRAWN", subject=offer.reference, about_case=False)


def record_offer(rows: Rows, offer: Offer, directory: Directory, ids: tuple[str, str]) -> str:
    """Add a dwelling and its offer to rows; return the offer's id."""
    dwelling_id, vacancy_id = ids
    rows["housing_dwelling"].append(dwelling_row(offer, directory, dwelling_id))
    rows["housing_vacancy"].append(
        row_of(
            Vacancy,
            id=vacancy_id,
            reference=offer.reference,
            programme_id=directory.programme_id,
            dwelling_id=dwelling_id,
            landlord_id=directory.organisations[offer.dwelling.landlord],
            rent=offer.rent,
            charges=offer.charges,
            regime=offer.regime.value,
            guarantee="",
            right=offer.right,
            right_detail=offer.detail,
            holder_id=directory.organisations[offer.holder] if offer.holder else None,
            available_on=offer.available_on,
            expires_on=offer.expires_on,
            status=offer.status.value,
            entered_at=offer.entered_at,
            ended_at=offer.ended_at,
        )
    )
    return vacancy_id


def dwelling_row(offer: Offer, directory: Directory, dwelling_id: str) -> tuple[Any, ...]:
    """Return the row of an offer's dwelling."""
    dwelling = offer.dwelling
    return row_of(
        Dwelling,
        id=dwelling_id,
        landlord_id=directory.organisations[dwelling.landlord],
        reference=dwelling.reference,
        residence=dwelling.residence,
        address=dwelling.address,
        postcode=dwelling.spot.postcode,
        commune_id=dwelling.spot.code,
        latitude=dwelling.spot.latitude,
        longitude=dwelling.spot.longitude,
        located_by=Located.HAND.value,
        asks=0,
        rooms=dwelling.rooms,
        typology=dwelling.typology,
        surface=dwelling.surface,
        floor=dwelling.floor,
        lift=dwelling.lift,
        accessible=dwelling.accessible,
        financing=dwelling.financing.value,
        energy=dwelling.energy,
        furnished=dwelling.furnished,
        updated_at=offer.entered_at,
    )


COLUMNS_OF = {table.model: table.columns for table in TABLES}


def row_of(model: type[Any], **values: Any) -> tuple[Any, ...]:
    """Return a row in the order of its table's columns."""
    return tuple(values.get(column) for column in COLUMNS_OF[model])


def lapse(record: Recorder, today: date) -> None:
    """Close the shares whose date has passed, as the worker does within the hour."""
    until = record.plan.consent.until
    if record.until is not None and until < today:
        morning = end_of(until) + timedelta(minutes=7)
        record.ledger.lapse(record.until, morning.astimezone(PARIS).isoformat())


def rows_of(record: Recorder) -> Rows:
    """Return the rows of a case, its shares included and each case row with who may read it."""
    rows = record.rows
    rows["platform_share"] = [
        (
            *(record.new_id(), record.case_id, line.organisation, line.compartment, line.scope),
            *(line.reads, line.writes, line.basis, line.opened_at, line.until, line.closed_at),
        )
        for line in record.ledger.lines
    ]
    known: dict[tuple[str, str | None], tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for table in TABLES:
        if table.compartment is None or not rows[table.name]:
            continue
        place = table.scope_place
        completed = []
        for row in rows[table.name]:
            wanted = (table.compartment, None if place is None else row[place])
            if wanted not in known:
                readers, writers = record.ledger.authorised(*wanted)
                known[wanted] = (tuple(readers), tuple(writers))
            completed.append((*row, *known[wanted]))
        rows[table.name] = completed
    return rows

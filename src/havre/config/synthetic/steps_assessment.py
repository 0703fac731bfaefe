"""Assessment and need card, as `havre.assessments.actions` does them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from havre.assessments import card as cards
from havre.assessments.models import (
    Assessment,
    HouseholdMember,
    HousingNeed,
    NeedCard,
    ResourcesDetail,
    ResourcesSummary,
    SafetyPlan,
)
from havre.cases.models import CaseEvent
from havre.config.synthetic.households import Near
from havre.config.synthetic.recorder import Basis, Recorder
from havre.engine.vocabulary import Compartment, Conclusion, Stage, ZoneKind
from havre.sharing import policy
from havre.sharing.policy import Recipient


def assess(record: Recorder, started: datetime, validated: datetime | None) -> str:
    """Begin the assessment, fill it, and validate it when that has been done; return its id."""
    plan = record.plan
    record.at(started)
    by = record.operator()
    record.journal(by, "ASSESSMENT_STARTED")
    row: dict[str, Any] = {
        "id": record.new_id(),
        "version": 1,
        "status": Assessment.Status.OPEN.value,
        "conclusion": "",
        "started_at": record.now,
    }
    write_household(record, row["id"])
    write_resources(record, row["id"])
    if validated is not None:
        record.at(validated)
        write_need(record, row["id"])
        write_safety(record, row["id"])
        looked_at = (Compartment.RESOURCES.value, Compartment.SAFETY.value)
        record.journal(by, "READ", compartments=looked_at)
        rehousing = plan.conclusion is Conclusion.REHOUSING
        row |= {
            "status": Assessment.Status.VALIDATED.value,
            "conclusion": plan.conclusion.value,
            "validated_at": record.now,
        }
        record.case |= {
            "stage": (Stage.SEARCH if rehousing else Stage.SHELTER_ORIENTED).value,
            "stage_since": record.now,
            "urgency": plan.urgency,
        }
        record.event(CaseEvent.Code.ASSESSED)
        record.journal(by, "ASSESSMENT_VALIDATED", subject=plan.conclusion.value)
    record.put(Assessment, **row)
    return str(row["id"])


def write_household(record: Recorder, assessment_id: str) -> None:
    """Write who will live in the dwelling."""
    for position, (relation, birth) in enumerate(record.plan.household.members):
        record.put(
            HouseholdMember,
            assessment_id=assessment_id,
            position=position,
            relation=relation.value,
            birth_date=birth,
        )
    record.journal(record.operator(), "HOUSEHOLD_SAVED")


def write_resources(record: Recorder, assessment_id: str) -> None:
    """Write the totals, and seal the detail."""
    home = record.plan.household
    record.put(
        ResourcesSummary,
        assessment_id=assessment_id,
        monthly_income=home.monthly_income,
        tax_income=home.tax_income,
        disabled=home.disabled,
    )
    detail = {
        "lines": [{"kind": kind, "amount": float(amount)} for kind, amount in home.lines],
        "debts": [{"kind": kind, "amount": float(amount)} for kind, amount in home.debts],
        "note": "",
    }
    record.put_sealed(ResourcesDetail, detail, assessment_id=assessment_id)
    record.journal(record.operator(), "RESOURCES_SAVED")


def need_fields(record: Recorder) -> dict[str, Any]:
    """Return what the need and its card say in the same words."""
    need = record.plan.need
    return {
        "rooms_min": need.rooms[0],
        "rooms_max": need.rooms[1],
        "any_commune": need.any_commune,
        "communes": need.communes,
        "accessible": need.accessible,
        "max_floor_without_lift": need.max_floor_without_lift,
        "ground_floor_ok": need.ground_floor_ok,
        "needed_by": need.needed_by,
        "regimes": need.regimes,
    }


def write_need(record: Recorder, assessment_id: str) -> None:
    """Write what she needs and accepts."""
    rights = record.plan.need.rights
    record.put(HousingNeed, assessment_id=assessment_id, rights=rights, **need_fields(record))
    record.journal(record.operator(), "NEED_SAVED")


def write_safety(record: Recorder, assessment_id: str) -> None:
    """Seal the danger, the measures and the places to avoid."""
    need = record.plan.need
    until = f"{record.day.year + 1}-{record.day:%m}-28"
    payload = {
        "level": need.danger.value,
        "evaluated_on": record.day.isoformat(),
        "evaluator": "Opérateur du dispositif",
        "measures": [{"kind": kind, "until": until} for kind in need.measures],
        "zones": [zone_payload(record, zone.kind, zone.value) for zone in need.zones],
        **near_payload(record, need.near),
    }
    record.put_sealed(SafetyPlan, payload, assessment_id=assessment_id)
    record.journal(record.operator(), "SAFETY_SAVED")


def near_payload(record: Recorder, near: Sequence[Near]) -> dict[str, Any]:
    """Return the places to be near as the safety plan keeps them, {} for none."""
    places = []
    for place in near:
        digits = record.new_id().upper()
        known = {"lat": place.latitude, "lon": place.longitude}
        places.append({"id": f"{digits[:4]}-{digits[4:8]}", "kind": place.kind.value, **known})
    return {"near": places} if places else {}


def zone_payload(record: Recorder, kind: ZoneKind, value: Any) -> dict[str, Any]:
    """Return a place to avoid as the safety plan keeps it."""
    digits = record.new_id().upper()
    zone: dict[str, Any] = {"id": f"{digits[:4]}-{digits[4:8]}", "kind": kind.value}
    if kind is ZoneKind.COMMUNE:
        return zone | {"code": value}
    if kind is ZoneKind.RADIUS:
        return zone | dict(zip(("lat", "lon", "km"), value, strict=True))
    if kind is ZoneKind.RESIDENCE:
        return zone | {"name": value}
    return zone | {"landlord": record.directory.organisations[value]}


def publish(record: Recorder, at: datetime, assessment_id: str) -> dict[str, Any]:
    """Publish the card to the board, but to whom she avoids; return it, not written yet."""
    record.at(at)
    plan, directory, by = record.plan, record.directory, record.operator()
    home, need = plan.household, plan.need
    births = [birth for _, birth in home.members[1:]]
    income = Decimal(home.monthly_income)
    wanted = HousingNeed(any_commune=need.any_commune, communes=list(need.communes))
    communes = cards.shown_communes(wanted, directory.communes)
    card = {
        "reference": plan.card_reference,
        "assessment_id": assessment_id,
        "published_at": record.now,
        "urgency": plan.urgency,
        "people": min(len(home.members), cards.PEOPLE_TOP),
        "children_bands": cards.children_bands(births, record.day),
        "income_band": cards.income_band(income),
        "rent_max": cards.rent_ceiling(income, directory.effort_rate_max),
        **need_fields(record),
        "any_commune": not communes,
        "communes": tuple(communes),
        "needed_by": need.needed_by and need.needed_by.replace(day=1),
        "regimes": tuple(sorted(need.regimes)),
    }
    record.journal(by, "READ", compartments=[Compartment.SAFETY.value])
    hidden = {directory.organisations[slug] for slug in plan.need.avoided(ZoneKind.LANDLORD)}
    hidden |= {directory.organisations[slug] for slug in (plan.referrer, plan.origin) if slug}
    hidden.add(record.steward)
    for organisation in directory.board:
        if organisation not in hidden:
            record.open(
                by,
                organisation,
                policy.BOARD_PUBLICATION,
                basis=Basis.PUBLICATION,
                recipient=Recipient.BOARD,
            )
    record.event(CaseEvent.Code.PUBLISHED)
    record.journal(by, "CARD_PUBLISHED")
    return card


def write_card(record: Recorder, card: dict[str, Any]) -> None:
    """Write the card, published or withdrawn."""
    record.put(NeedCard, **card)

"""Referral and admission, as `havre.cases.actions` does them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from havre.cases.models import (
    CaseEvent,
    HouseholdOutline,
    Identity,
    Referral,
    SafeContact,
    SafetyOutline,
)
from havre.config.synthetic.recorder import Basis, By, Recorder
from havre.engine.vocabulary import Compartment, Relation, Role, Stage
from havre.sharing import policy
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import KINDS, PURPOSE_OF, USUAL, Recipient

DEFAULT_URGENCY = 2


def create(record: Recorder) -> None:
    """The author begins a draft that only her organisation sees."""
    plan, directory = record.plan, record.directory
    record.at(plan.created)
    record.steward = directory.organisations[plan.referrer]
    record.case = {
        "id": record.case_id,
        "reference": plan.reference,
        "programme_id": directory.programme_id,
        "steward_id": record.steward,
        "pathway": plan.pathway.value,
        "stage": Stage.DRAFT.value,
        "stage_since": record.now,
        "urgency": DEFAULT_URGENCY,
        "created_at": record.now,
        "admission_refusal": "",
    }
    by = author(record)
    record.open(by, record.steward, policy.AUTHOR_DRAFTS, basis=Basis.DRAFT, recipient=None)
    record.journal(by, "REFERRAL_STARTED")


def author(record: Recorder) -> By:
    """Who refers her."""
    plan = record.plan
    user = record.directory.people[plan.author]
    return By(user, record.directory.organisations[plan.referrer])


def save(record: Recorder) -> None:
    """The form is kept as it stands."""
    write_content(record)
    record.journal(author(record), "REFERRAL_SAVED")


def write_content(record: Recorder) -> None:
    """Write what the form says; a draft lacks what comes last."""
    plan, woman, home = record.plan, record.plan.woman, record.plan.household
    sealed: dict[type[Any], dict[str, object]] = {
        Identity: {
            "last_name": woman.last_name,
            "first_name": woman.first_name,
            "birth_date": woman.birth_date.isoformat(),
            "unique_number": woman.unique_number,
        },
        SafeContact: {
            "phone": woman.phone,
            "email": "",
            "channel": woman.channel.value,
            "hours": woman.hours,
            "voicemail": woman.voicemail,
            "shared_device": woman.shared_device,
            "interpreter": woman.interpreter,
            "code_word": woman.code_word,
            "note": woman.contact_note,
        },
        SafetyOutline: {"level": plan.danger.value, "note": plan.danger_note},
    }
    for model, payload in sealed.items():
        record.put_sealed(model, payload)
    record.put(
        HouseholdOutline,
        children=home.children,
        others=sum(relation is Relation.OTHER for relation, _ in home.members),
        pregnant=home.pregnant,
        pets=home.pets,
    )
    record.put_sealed(
        Referral,
        referral_payload(record),
        referring_organisation_id=record.directory.organisations[plan.referrer],
        referred_by_id=record.directory.people[plan.author],
        origin_landlord_id=record.directory.organisations[plan.origin] if plan.origin else None,
        sent_on=plan.sent.date() if plan.sent else None,
    )


def referral_payload(record: Recorder) -> dict[str, object]:
    """Return the sealed part of the referral; a draft says neither why nor what she agreed to."""
    plan, consent = record.plan, record.plan.consent
    sent = plan.sent is not None
    return {
        "reason": plan.reason if sent else "",
        "place": plan.place,
        "since": plan.since.isoformat(),
        "consent": {
            "form": consent.form.value if sent else None,
            "on": consent.on.isoformat() if sent else "",
            "until": consent.until.isoformat() if sent else "",
            "witness": consent.witness if sent else "",
            "withheld": "",
            "withheld_why": "",
            "agreed": {r.value: r not in consent.refused for r in KINDS} if sent else {},
            "refused": {},
        },
    }


def send(record: Recorder, at: datetime) -> None:
    """The referral goes to the operator, who keeps the file from now on."""
    plan, directory = record.plan, record.directory
    record.at(at)
    write_content(record)
    record_consent(record)
    record.event(CaseEvent.Code.REFERRED)
    record.case |= {
        "stage": Stage.REFERRED.value,
        "stage_since": record.now,
        "referred_on": record.day,
    }
    open_referral_shares(record)
    record.indexed = record.identity_readers()
    record.steward = record.case["steward_id"] = directory.operator
    record.journal(author(record), "REFERRAL_SENT")
    if plan.entrusted:
        record.at(plan.entrusted)
        by = record.operator()
        record.case["caseworker_id"] = by.user
        record.journal(by, "CASE_ENTRUSTED", subject=f"user:{by.user}")


def record_consent(record: Recorder) -> None:
    """Write what she agreed to, one answer per recipient."""
    consent = record.plan.consent
    payload = {"witness": consent.witness, "withheld": []}
    consent_id = record.put_sealed(
        Consent,
        payload,
        version=1,
        form=consent.form.value,
        given_on=consent.on,
        until=consent.until,
        recorded_at=record.now,
    )
    for recipient in KINDS:
        agreed = recipient not in consent.refused
        record.put(
            ConsentItem,
            consent_id=consent_id,
            recipient=recipient.value,
            agreed=agreed,
            compartments=tuple(p.value for p in Compartment if agreed and p in USUAL[recipient]),
            purpose=PURPOSE_OF[recipient].value,
            until=consent.until,
        )
    record.consents_until(consent.until)
    record.journal(author(record), "CONSENT_RECORDED")


def open_referral_shares(record: Recorder) -> None:
    """Open what the table of shares says; the author keeps what it says, or nothing."""
    plan, directory, by = record.plan, record.directory, author(record)
    told = Recipient.REFERRER not in plan.consent.refused
    kept = policy.SHELTER_BEFORE_ADMISSION
    if directory.roles[plan.referrer] is not Role.SHELTER:
        own_tenant = plan.origin == plan.referrer
        kept = policy.grants_of(
            policy.ORIGIN_LANDLORD_COMPARTMENTS
            if own_tenant
            else policy.OTHER_REFERRER_COMPARTMENTS
        )
    opened = [(directory.operator, policy.OPERATOR_REFERRAL, Recipient.OPERATOR)]
    outside = by.organisation != directory.operator
    if told and outside:
        opened.append((by.organisation, kept, Recipient.REFERRER))
    elsewhere = plan.origin not in {None, plan.referrer, directory.operator_slug}
    if plan.origin and elsewhere and Recipient.ORIGIN not in plan.consent.refused:
        grants = policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS)
        opened.append((directory.organisations[plan.origin], grants, Recipient.ORIGIN))
    for organisation, grants, recipient in opened:
        record.open(by, organisation, grants, basis=Basis.REFERRAL, recipient=recipient)
    if outside:
        record.narrow(by, by.organisation, kept if told else ())


def admit(record: Recorder, at: datetime) -> None:
    """She counts as a situation handled; the author stops contributing."""
    record.at(at)
    by = record.operator()
    record.case |= {
        "admitted_on": record.day,
        "caseworker_id": by.user,
        "stage": Stage.ASSESSMENT.value,
        "stage_since": record.now,
    }
    for organisation in record.ledger.organisations(writing=True, but=record.steward):
        record.narrow(by, organisation, policy.SHELTER_AFTER_ADMISSION)
    record.event(CaseEvent.Code.ADMITTED)
    record.journal(by, "CASE_ADMITTED")


def refuse(record: Recorder, at: datetime) -> None:
    """The referral is not admitted; its author keeps the progress only."""
    record.at(at)
    by, reason = record.operator(), record.plan.refusal
    assert reason is not None
    record.case |= {
        "admission_refusal": reason.value,
        "stage": Stage.NOT_ADMITTED.value,
        "stage_since": record.now,
        "ended_on": record.day,
    }
    for organisation in record.ledger.organisations(but=record.steward):
        record.narrow(by, organisation, policy.grants_of(policy.OTHER_REFERRER_COMPARTMENTS))
    record.event(CaseEvent.Code.NOT_ADMITTED)
    record.journal(by, "CASE_NOT_ADMITTED", subject=reason.value)

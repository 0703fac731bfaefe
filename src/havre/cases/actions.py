"""Writes on a case: referral, admission, the thread of dated facts.

Each action runs in one transaction, checks, changes, and journals; messages leave after commit.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from havre.cases import permissions
from havre.cases.models import (
    Case,
    CaseEvent,
    HouseholdOutline,
    Identity,
    Referral,
    SafeContact,
    SafetyOutline,
)
from havre.cases.referral import IncompleteReferral, ReferralContent, missing_for_sending
from havre.engine.lifecycle import check_case_transition
from havre.engine.vocabulary import AdmissionRefusal, Compartment, Pathway, Role, Stage
from havre.platform import journal, stewardship, vault
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.compartments import SealedRow
from havre.platform.gate import fold
from havre.platform.models import IdentityDigest, Share
from havre.programmes.selectors import operator_of
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.policy import Recipient


class NotAllowed(PermissionError):
    """The actor may not take this step on this case."""


def note_event(case_id: UUID, code: CaseEvent.Code, *, on: date | None = None) -> None:
    """Add a dated fact to the thread of a case."""
    CaseEvent(case_id=case_id, code=code, on=on or today()).save(force_insert=True)


def move_case(case: Case, stage: Stage, *, ended_on: date | None = None) -> None:
    """Bring a case to another stage; raise IllegalTransition when that cannot follow."""
    check_case_transition(Stage(case.stage), stage)
    case.stage, case.stage_since, case.ended_on = stage, now(), ended_on
    case.save(update_fields=["stage", "stage_since", "ended_on"])


@transaction.atomic
def start_referral(pathway: Pathway, *, actor: Actor) -> Case:
    """Open a draft that only the author's organisation sees. Raises NotAllowed."""
    if not permissions.may_refer(actor):
        raise NotAllowed
    case = Case(
        programme_id=actor.programme_id, steward_id=actor.organisation_id, pathway=pathway
    )
    case.save(force_insert=True)
    sharing.open_shares(
        case.pk,
        actor.organisation_id,
        policy.AUTHOR_DRAFTS,
        basis=Share.Basis.DRAFT,
        recipient=None,
        actor=actor,
    )
    referral = Referral(
        case=case, referring_organisation_id=actor.organisation_id, referred_by_id=actor.user_id
    )
    for row in (
        referral,
        Identity(case=case),
        SafeContact(case=case),
        SafetyOutline(case=case),
    ):
        vault.seal(row, {})
        row.save(force_insert=True)
    HouseholdOutline(case=case).save(force_insert=True)
    journal.record(actor, "REFERRAL_STARTED", case_id=case.pk)
    return case


@transaction.atomic
def save_referral(case: Case, content: ReferralContent, *, actor: Actor) -> Case:
    """Keep the form as it stands, complete or not. Raises NotAllowed when it has been sent."""
    if not permissions.may_edit_referral(actor, case):
        raise NotAllowed
    case.pathway = content.pathway
    case.save(update_fields=["pathway"])
    payloads: dict[type[SealedRow], dict[str, object]] = {
        Identity: {
            "last_name": content.last_name,
            "first_name": content.first_name,
            "birth_date": _iso(content.birth_date),
            "unique_number": content.unique_number,
        },
        SafeContact: {
            "phone": content.phone,
            "email": content.email,
            "channel": content.channel,
            "hours": content.hours,
            "voicemail": content.voicemail,
            "shared_device": content.shared_device,
            "interpreter": content.interpreter,
            "code_word": content.code_word,
            "note": content.contact_note,
        },
        Referral: {
            "reason": content.reason,
            "place": content.place,
            "since": _iso(content.since),
            "consent": _consent_draft(content),
        },
        SafetyOutline: {"level": content.danger, "note": content.danger_note},
    }
    for model, payload in payloads.items():
        row = model.objects.get(case=case)  # type: ignore[attr-defined]
        vault.seal(row, payload)
        if isinstance(row, Referral):
            row.origin_landlord_id = content.origin_landlord_id
        row.save()
    HouseholdOutline.objects.filter(case=case).update(
        children=content.children,
        others=content.others,
        pregnant=content.pregnant,
        pets=content.pets,
    )
    journal.record(actor, "REFERRAL_SAVED", case_id=case.pk)
    return case


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _consent_draft(content: ReferralContent) -> dict[str, object]:
    return {
        "form": content.consent_form,
        "on": _iso(content.consent_on),
        "until": _iso(content.consent_until),
        "witness": content.consent_witness,
        "withheld": content.consent_withheld,
        "agreed": {recipient.value: bool(said) for recipient, said in content.agreed.items()},
    }


@transaction.atomic
def discard_referral(case: Case, *, actor: Actor) -> None:
    """Remove a draft and all that was typed in it."""
    if not permissions.may_edit_referral(actor, case):
        raise NotAllowed
    journal.record(actor, "REFERRAL_DISCARDED", case_id=case.pk)
    stewardship.discard_draft(case.pk)
    transaction.on_commit(lambda: vault.forget(case.pk))


@transaction.atomic
def send_referral(case: Case, content: ReferralContent, *, actor: Actor) -> Case:
    """Send the referral to the operator, who keeps the file from now on.

    Opens the shares of the process: everything (but the content of medical and psychological
    support) to the operator; what the author and the landlord of origin keep. Raises
    IncompleteReferral with a sentence per missing field, BeyondConsent, NotAllowed.
    """
    if missing := missing_for_sending(content, today()):
        raise IncompleteReferral(missing)
    save_referral(case, content, actor=actor)
    assert content.consent_form and content.consent_on and content.consent_until
    sharing.record_consent(
        case.pk,
        form=content.consent_form,
        given_on=content.consent_on,
        until=content.consent_until,
        agreed=content.agreed,
        witness=content.consent_witness,
        withheld=content.consent_withheld,
        actor=actor,
    )
    operator_id = operator_of(case.programme_id)
    Referral.objects.filter(case=case).update(sent_on=today())
    note_event(case.pk, CaseEvent.Code.REFERRED)
    _index_identity(case, content, operator_id)
    check_case_transition(Stage(case.stage), Stage.REFERRED)
    case.stage, case.stage_since, case.referred_on = Stage.REFERRED, now(), today()
    case.save(update_fields=["stage", "stage_since", "referred_on"])
    _open_referral_shares(case, content, operator_id, actor=actor)
    if actor.organisation_id != operator_id:
        stewardship.hand_over(case.pk, operator_id)
        case.steward_id = operator_id
    journal.record(actor, "REFERRAL_SENT", case_id=case.pk)
    return case


def _index_identity(case: Case, content: ReferralContent, operator_id: int) -> None:
    """Let the operator, and nobody else, find the same person again."""
    birth = _iso(content.birth_date)
    digests = [
        vault.identity_digest(
            operator_id, fold(content.last_name), fold(content.first_name), birth
        )
    ]
    if content.unique_number:
        digests.append(vault.identity_digest(operator_id, "nud", content.unique_number))
    IdentityDigest.objects.bulk_create(
        [
            IdentityDigest(organisation_id=operator_id, case=case, digest=digest)
            for digest in digests
        ]
    )


def _open_referral_shares(
    case: Case, content: ReferralContent, operator_id: int, *, actor: Actor
) -> None:
    """Open what the table of shares says, then bring the author's own draft shares down to it."""
    basis, told = Share.Basis.REFERRAL, content.agreed.get(Recipient.REFERRER, False)
    kept = policy.SHELTER_BEFORE_ADMISSION
    if not actor.has(Role.SHELTER):
        kept = policy.grants_of(referrer_compartments(actor, content))
    opened = [(operator_id, policy.OPERATOR_REFERRAL, Recipient.OPERATOR)]
    if told and actor.organisation_id != operator_id:
        opened.append((actor.organisation_id, kept, Recipient.REFERRER))
    origin = content.origin_landlord_id
    if told and origin and origin not in {operator_id, actor.organisation_id}:
        grants = policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS)
        opened.append((origin, grants, Recipient.REFERRER))
    for organisation_id, grants, recipient in opened:
        sharing.open_shares(
            case.pk, organisation_id, grants, basis=basis, recipient=recipient, actor=actor
        )
    if actor.organisation_id != operator_id:  # last: the author may lose what the checks read
        sharing.narrow_shares(
            case.pk, actor.organisation_id, kept if told else (), actor=actor
        )


def referrer_compartments(actor: Actor, content: ReferralContent) -> tuple[Compartment, ...]:
    """Return what a referrer that is no shelter keeps reading once the referral is sent."""
    if content.origin_landlord_id == actor.organisation_id:
        return policy.ORIGIN_LANDLORD_COMPARTMENTS
    return policy.OTHER_REFERRER_COMPARTMENTS


@transaction.atomic
def admit_case(case: Case, *, actor: Actor, on: date | None = None) -> Case:
    """Admit a referral: from here she counts as a situation handled. Raises NotAllowed.

    The author stops contributing: it reads what it read, and may only add to SAFETY.
    """
    if not permissions.may_decide_admission(actor, case):
        raise NotAllowed
    case.admitted_on = on or today()
    case.caseworker_id = actor.user_id
    move_case(case, Stage.ASSESSMENT)
    case.save(update_fields=["admitted_on", "caseworker"])
    for organisation_id in _contributors(case):
        sharing.narrow_shares(
            case.pk, organisation_id, policy.SHELTER_AFTER_ADMISSION, actor=actor
        )
    note_event(case.pk, CaseEvent.Code.ADMITTED, on=case.admitted_on)
    journal.record(actor, "CASE_ADMITTED", case_id=case.pk)
    return case


def _contributors(case: Case) -> list[int]:
    writers = Share.objects.filter(case=case, closed_at=None, writes=True)
    others = writers.exclude(organisation_id=case.steward_id)
    return sorted(set(others.values_list("organisation_id", flat=True)))


@transaction.atomic
def refuse_admission(case: Case, reason: AdmissionRefusal, *, actor: Actor) -> Case:
    """Do not admit a referral, for a coded reason; the author keeps the progress only."""
    if not permissions.may_decide_admission(actor, case):
        raise NotAllowed
    case.admission_refusal = reason
    move_case(case, Stage.NOT_ADMITTED, ended_on=today())
    case.save(update_fields=["admission_refusal"])
    for organisation_id in _partners(case):
        sharing.narrow_shares(
            case.pk,
            organisation_id,
            policy.grants_of(policy.OTHER_REFERRER_COMPARTMENTS),
            actor=actor,
        )
    note_event(case.pk, CaseEvent.Code.NOT_ADMITTED)
    journal.record(actor, "CASE_NOT_ADMITTED", case_id=case.pk, subject=reason)
    return case


def _partners(case: Case) -> list[int]:
    shares = Share.objects.filter(case=case, closed_at=None)
    others = shares.exclude(organisation_id=case.steward_id)
    return sorted(set(others.values_list("organisation_id", flat=True)))


@transaction.atomic
def entrust_case(case: Case, user_id: int, *, actor: Actor) -> Case:
    """Entrust a case to a caseworker of the operator. Raises NotAllowed."""
    if not permissions.operates(actor, case):
        raise NotAllowed
    case.caseworker_id = user_id
    case.save(update_fields=["caseworker"])
    journal.record(actor, "CASE_ENTRUSTED", case_id=case.pk, subject=f"user:{user_id}")
    return case


CONTACT_FIELDS = frozenset(
    {
        "phone",
        "email",
        "channel",
        "hours",
        "voicemail",
        "shared_device",
        "interpreter",
        "code_word",
        "note",
    }
)


@transaction.atomic
def save_contact(case: Case, contact: dict[str, object], *, actor: Actor) -> None:
    """Replace how to reach her safely: CONTACT_FIELDS, all sealed. Raises NotAllowed."""
    if not permissions.operates(actor, case):
        raise NotAllowed
    row = SafeContact.objects.select_for_update().get(case=case)
    vault.seal(row, {name: contact[name] for name in CONTACT_FIELDS if name in contact})
    row.save()
    journal.record(
        actor, "CONTACT_SAVED", case_id=case.pk, compartments=[Compartment.CONTACT]
    )

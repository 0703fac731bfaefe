"""Writes on a case: referral, admission, the thread of dated facts.

Each action runs in one transaction, checks, changes, and journals; messages leave after commit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from havre.cases import identity_index, permissions
from havre.cases.consent_terms import ConsentTerms
from havre.cases.models import (
    Case,
    CaseEvent,
    HouseholdOutline,
    Identity,
    Referral,
    SafeContact,
    SafetyOutline,
)
from havre.cases.payloads import identity_of, payloads_of
from havre.cases.referral import (
    IncompleteReferral,
    ReferralContent,
    missing_for_sending,
    terms_of,
)
from havre.cases.referral_shares import agreed_of, author_keeps, openings
from havre.engine.lifecycle import IllegalTransition, check_case_transition
from havre.engine.vocabulary import AdmissionRefusal, Pathway, Stage
from havre.organisations.selectors import caseworkers
from havre.platform import journal, stewardship, vault
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.compartments import SealedRow
from havre.platform.models import Share
from havre.programmes.selectors import landlords, operator_of
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.models import Consent
from havre.sharing.policy import Recipient
from havre.sharing.protection_selectors import may_be_told


class NotAllowed(PermissionError):
    """The actor may not take this step on this case."""


class AlreadyDone(NotAllowed):
    """Somebody took this step, or one that excludes it, a moment before."""


def lock(case: Case, allowed: Callable[[Actor, Case], bool], actor: Actor) -> None:
    """Bring `case` to what it is now, locked until the end of the transaction.

    Raises NotAllowed; AlreadyDone when the step was allowed until somebody else took it.
    """
    if not allowed(actor, case):
        raise NotAllowed
    try:
        case.refresh_from_db(from_queryset=Case.objects.select_for_update())
    except Case.DoesNotExist as error:  # the one before us took it out of our sight
        raise AlreadyDone from error
    if not allowed(actor, case):
        raise AlreadyDone


def note_event(case_id: UUID, code: CaseEvent.Code, *, on: date | None = None) -> None:
    """Add a dated fact to the thread of a case."""
    CaseEvent(case_id=case_id, code=code, on=on or today()).save(force_insert=True)


def move_case(case: Case, stage: Stage, *, ended_on: date | None = None) -> None:
    """Bring a case to another stage.

    Raise IllegalTransition when that cannot follow, or when the case has moved meanwhile.
    """
    check_case_transition(Stage(case.stage), stage)
    since = now()
    moved = Case.objects.filter(pk=case.pk, stage=case.stage).update(
        stage=stage, stage_since=since, ended_on=ended_on
    )
    if not moved:
        raise IllegalTransition(f"{case.stage} has moved before {stage}")
    case.stage, case.stage_since, case.ended_on = stage, since, ended_on


def park_case(case: Case, until: date | None, *, actor: Actor) -> None:
    """Put her search in pause until a day included, or take it up again (None); journaled.

    Called within a step that has checked who asks.
    """
    case.parked_until = until
    case.save(update_fields=["parked_until"])
    journal.record(actor, "CASE_PARKED" if until else "CASE_RESUMED", case_id=case.pk)


@transaction.atomic
def start_referral(pathway: Pathway, *, actor: Actor, case_id: UUID | None = None) -> Case:
    """Open a draft that only the author's organisation sees.

    `case_id` is chosen before the form is shown, so that a form sent twice makes one draft.
    Raises NotAllowed; AlreadyDone the second time.
    """
    if not permissions.may_refer(actor):
        raise NotAllowed
    case = Case(
        id=case_id or uuid4(),
        programme_id=actor.programme_id,
        steward_id=actor.organisation_id,
        pathway=pathway,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDone from error
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
    """Keep the form as it stands, complete or not.

    Raises NotAllowed, AlreadyDone when it has been sent meanwhile.
    """
    lock(case, permissions.may_edit_referral, actor)
    _write_content(case, content)
    journal.record(actor, "REFERRAL_SAVED", case_id=case.pk)
    return case


def _write_content(case: Case, content: ReferralContent) -> None:
    origin_id = content.origin_landlord_id
    if origin_id and not landlords(case.programme_id).filter(pk=origin_id).exists():
        raise NotAllowed
    case.pathway = content.pathway
    case.save(update_fields=["pathway"])
    for model, payload in payloads_of(content).items():
        row = _row(model, case, payload)
        if row is None:
            continue
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


@transaction.atomic
def discard_referral(case: Case, *, actor: Actor) -> None:
    """Remove a draft and all that was typed in it. Raises NotAllowed, AlreadyDone."""
    lock(case, permissions.may_edit_referral, actor)
    journal.record(actor, "REFERRAL_DISCARDED", case_id=case.pk)
    stewardship.discard_draft(case.pk)
    transaction.on_commit(lambda: vault.forget(case.pk))


@transaction.atomic
def send_referral(case: Case, content: ReferralContent, *, actor: Actor) -> Case:
    """Send the referral to the operator, who keeps the file from now on.

    Opens the shares of the process: everything (but the content of medical and psychological
    support) to the operator; what the author and the landlord of origin keep. Raises
    IncompleteReferral with a sentence per missing field, BeyondConsent, NotAllowed; AlreadyDone
    when it was sent a moment before.
    """
    lock(case, permissions.may_edit_referral, actor)
    if missing := missing_for_sending(content, today()):
        raise IncompleteReferral(missing)
    _write_content(case, content)
    record_terms(case.pk, terms_of(content), actor=actor)
    operator_id = operator_of(case.programme_id)
    Referral.objects.filter(case=case).update(sent_on=today())
    note_event(case.pk, CaseEvent.Code.REFERRED)
    check_case_transition(Stage(case.stage), Stage.REFERRED)
    case.stage, case.stage_since, case.referred_on = Stage.REFERRED, now(), today()
    case.save(update_fields=["stage", "stage_since", "referred_on"])
    _open_referral_shares(case, content, operator_id, actor=actor)
    identity_index.write(case.pk, identity_of(content), identity_index.readers_of(case.pk))
    if actor.organisation_id != operator_id:
        stewardship.hand_over(case.pk, operator_id)
        case.steward_id = operator_id
    journal.record(actor, "REFERRAL_SENT", case_id=case.pk)
    return case


def _row(model: type[SealedRow], case: Case, payload: dict[str, object]) -> SealedRow | None:
    """Return the row of a part; None where nothing is kept of what was never given."""
    row = model._default_manager.filter(case=case).first()
    if row is None and any(payload.values()):
        row = model(case=case)
    return row


def record_terms(case_id: UUID, terms: ConsentTerms, *, actor: Actor) -> Consent:
    """Write a version of her agreement, from complete terms."""
    assert terms.form and terms.on and terms.until
    return sharing.record_consent(
        case_id,
        form=terms.form,
        given_on=terms.on,
        until=terms.until,
        answers=terms.answers(),
        witness=terms.witness,
        withheld=terms.withheld_lines,
        actor=actor,
    )


def _open_referral_shares(
    case: Case, content: ReferralContent, operator_id: int, *, actor: Actor
) -> None:
    """Open what the table of shares says, then bring the author's own draft shares down to it."""
    opened = openings(actor, content, operator_id)
    for opening in opened:
        sharing.open_shares(
            case.pk,
            opening.organisation_id,
            opening.grants,
            basis=Share.Basis.REFERRAL,
            recipient=opening.recipient,
            actor=actor,
        )
    if actor.organisation_id != operator_id:  # last: the author may lose what the checks read
        told = any(opening.organisation_id == actor.organisation_id for opening in opened)
        kept = agreed_of(content, Recipient.REFERRER, author_keeps(actor, content)) if told else ()
        sharing.narrow_shares(case.pk, actor.organisation_id, kept, actor=actor)


@transaction.atomic
def admit_case(case: Case, *, actor: Actor, on: date | None = None) -> Case:
    """Admit a referral: from here she counts as a situation handled. Raises NotAllowed.

    The author stops contributing: it reads what it read, and may only add to SAFETY. AlreadyDone
    when the decision was taken a moment before.
    """
    lock(case, permissions.may_decide_admission, actor)
    case.admitted_on = on or today()
    case.caseworker_id = actor.user_id
    move_case(case, Stage.ASSESSMENT)
    case.save(update_fields=["admitted_on", "caseworker"])
    for organisation_id in _contributors(case):
        sharing.narrow_shares(case.pk, organisation_id, policy.SHELTER_AFTER_ADMISSION, actor=actor)
    note_event(case.pk, CaseEvent.Code.ADMITTED, on=case.admitted_on)
    journal.record(actor, "CASE_ADMITTED", case_id=case.pk)
    return case


def _contributors(case: Case) -> list[int]:
    writers = Share.objects.filter(case=case, closed_at=None, writes=True)
    others = writers.exclude(organisation_id=case.steward_id)
    return sorted(set(others.values_list("organisation_id", flat=True)))


@transaction.atomic
def refuse_admission(case: Case, reason: AdmissionRefusal, *, actor: Actor) -> Case:
    """Do not admit a referral, for a coded reason; the others keep the progress only.

    Raises NotAllowed, AlreadyDone.
    """
    lock(case, permissions.may_decide_admission, actor)
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
    """Entrust a case to an active caseworker of the operator. Raises NotAllowed."""
    lock(case, permissions.operates, actor)
    known = caseworkers(actor).filter(pk=user_id).exists()
    if not known or not may_be_told(case.pk, {user_id}, actor=actor):
        raise NotAllowed
    case.caseworker_id = user_id
    case.save(update_fields=["caseworker"])
    journal.record(actor, "CASE_ENTRUSTED", case_id=case.pk, subject=f"user:{user_id}")
    return case

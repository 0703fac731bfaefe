"""Opening and closing shares, recording consent. Only the steward of a case may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import make_aware

from havre.engine.vocabulary import Compartment, ConsentForm
from havre.platform import journal, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import Grant, Recipient


class BeyondConsent(PermissionError):
    """She has not agreed to this recipient, or her agreement has ended."""


class NotTheSteward(PermissionError):
    """Only the organisation that keeps the file closes a share, and never its own."""


@contextmanager
def as_steward(actor: Actor, steward_id: int, purpose: str) -> Iterator[Actor]:
    """Carry out a consequence that falls to the keeper of the file, named as such in the journal.

    Used when a partner's answer moves the case on: she may write her answer, not the case.
    """
    if actor.organisation_id == steward_id:
        yield actor
        return
    with acting(actor.in_the_name_of(steward_id, purpose)) as steward:
        yield steward


def record_consent(
    case_id: UUID,
    *,
    form: ConsentForm,
    given_on: date,
    until: date,
    agreed: Mapping[Recipient, bool],
    witness: str,
    withheld: str,
    actor: Actor,
) -> Consent:
    """Write a new version of her consent, one answer per recipient; the latest one counts."""
    last = Consent.objects.filter(case_id=case_id).order_by("-version").first()
    consent = Consent(
        case_id=case_id,
        version=last.version + 1 if last else 1,
        form=form,
        given_on=given_on,
        until=until,
    )
    vault.seal(consent, {"witness": witness, "withheld": withheld})
    consent.save(force_insert=True)
    ConsentItem.objects.bulk_create(
        [
            ConsentItem(
                case_id=case_id,
                consent=consent,
                recipient=recipient,
                agreed=agreed.get(recipient, False),
            )
            for recipient in Recipient
        ]
    )
    journal.record(actor, "CONSENT_RECORDED", case_id=case_id)
    return consent


def check_consent(case_id: UUID, recipient: Recipient) -> Consent:
    """Return the consent in force that covers a recipient; raise BeyondConsent when none does."""
    consent = Consent.objects.filter(case_id=case_id).order_by("-version").first()
    covered = (
        consent is not None
        and consent.until >= today()
        and ConsentItem.objects.filter(consent=consent, recipient=recipient, agreed=True).exists()
    )
    if consent is None or not covered:
        raise BeyondConsent(
            f"Son accord ne couvre pas ce partage : « {recipient.label} ». "
            "Recueillez-le avant de continuer."
        )
    return consent


def open_shares(
    case_id: UUID,
    organisation_id: int,
    grants: Iterable[Grant],
    *,
    basis: Share.Basis,
    recipient: Recipient | None,
    actor: Actor,
    scope: UUID | None = None,
) -> None:
    """Open, or widen, an organisation's shares; within consent unless `recipient` is None.

    `recipient` is None for the author's own draft only: nothing leaves her organisation.
    Raises BeyondConsent before anything is opened.
    """
    until: datetime | None = None
    if recipient is not None:
        consent = check_consent(case_id, recipient)
    if recipient not in {None, Recipient.OPERATOR}:  # its keeper never loses a file by a date
        until = make_aware(datetime.combine(consent.until, time.max))
    already = {
        share.compartment: share
        for share in Share.objects.filter(
            case_id=case_id, organisation_id=organisation_id, scope=scope, closed_at=None
        )
    }
    opened: list[Share] = []
    for grant in grants:
        share = already.get(grant.compartment)
        if share is None:
            opened.append(
                Share(
                    case_id=case_id,
                    organisation_id=organisation_id,
                    compartment=grant.compartment,
                    scope=scope,
                    reads=grant.reads,
                    writes=grant.writes,
                    basis=basis,
                    opened_at=now(),
                    until=until,
                )
            )
        elif _widen(share, grant, basis, until):
            share.save(update_fields=["reads", "writes", "basis", "until"])
    Share.objects.bulk_create(opened)
    journal.record(
        actor,
        "SHARES_OPENED",
        case_id=case_id,
        compartments=[Compartment(share.compartment) for share in opened],
        subject=f"organisation:{organisation_id}",
    )


def _widen(share: Share, grant: Grant, basis: Share.Basis, until: datetime | None) -> bool:
    """Widen an open share as a grant says; tell whether that changed anything.

    Its basis stays, so that the end of a step closes only what that step opened: a landlord that
    referred her keeps its referral when its proposal falls. A draft's own shares, and those whose
    date has passed, stand for nothing any more and take the new basis.
    """
    before = (share.reads, share.writes, share.basis, share.until)
    share.reads, share.writes = share.reads or grant.reads, share.writes or grant.writes
    lapsed = share.until is not None and share.until <= now()
    if lapsed or share.basis == Share.Basis.DRAFT:
        share.basis, share.until = basis, until
    elif share.until is not None and (until is None or until > share.until):
        share.until = until
    return (share.reads, share.writes, share.basis, share.until) != before


def narrow_shares(
    case_id: UUID, organisation_id: int, grants: Iterable[Grant], *, actor: Actor
) -> None:
    """Bring an organisation's unscoped shares down to these grants; nothing is ever widened."""
    kept = {grant.compartment: grant for grant in grants}
    for share in Share.objects.filter(
        case_id=case_id, organisation_id=organisation_id, scope=None, closed_at=None
    ):
        grant = kept.get(Compartment(share.compartment))
        reads = share.reads and grant is not None and grant.reads
        writes = share.writes and grant is not None and grant.writes
        if not (reads or writes):
            share.closed_at = now()
            share.save(update_fields=["closed_at"])
        elif (share.reads, share.writes) != (reads, writes):
            share.reads, share.writes = reads, writes
            share.save(update_fields=["reads", "writes"])
    journal.record(
        actor, "SHARES_NARROWED", case_id=case_id, subject=f"organisation:{organisation_id}"
    )


def close_shares(
    case_id: UUID,
    *,
    actor: Actor,
    organisation_id: int | None = None,
    bases: Iterable[Share.Basis] | None = None,
    except_scope: UUID | None = None,
) -> int:
    """Close the open shares that match; return how many. Closing reaches the rows at once."""
    shares = Share.objects.filter(case_id=case_id, closed_at=None)
    if organisation_id is not None:
        shares = shares.filter(organisation_id=organisation_id)
    if bases is not None:
        shares = shares.filter(basis__in=list(bases))
    if except_scope is not None:
        shares = shares.filter(Q(scope=None) | ~Q(scope=except_scope))
    closed = shares.update(closed_at=now())
    journal.record(actor, "SHARES_CLOSED", case_id=case_id, subject=f"count:{closed}")
    return closed


def revoke_share(share: Share, *, actor: Actor) -> int:
    """Close one share by hand, at her request or at the operator's decision; return how many.

    Without the progress nothing else can be followed: revoking it closes all that the
    organisation holds of the case. Raises NotTheSteward.
    """
    steward_id = share.case.steward_id
    if actor.organisation_id != steward_id or share.organisation_id == steward_id:
        raise NotTheSteward
    shares = Share.objects.filter(case_id=share.case_id, closed_at=None)
    if share.compartment == Compartment.PROGRESS:
        shares = shares.filter(organisation_id=share.organisation_id)
    else:
        shares = shares.filter(pk=share.pk)
    names = sorted(set(shares.values_list("compartment", flat=True)))
    closed = shares.update(closed_at=now())
    if closed:
        journal.record(
            actor,
            "SHARE_REVOKED",
            case_id=share.case_id,
            compartments=[Compartment(name) for name in names],
            subject=f"organisation:{share.organisation_id}",
        )
    return closed


def close_lapsed_shares(*, actor: Actor) -> int:
    """Close the shares whose date has passed; return how many. Run by the worker, per operator.

    They already open nothing: this only writes down that they have ended.
    """
    lapsed = Share.objects.filter(closed_at=None, until__lte=now())
    closed = lapsed.update(closed_at=now())
    if closed:
        journal.record(actor, "SHARES_LAPSED", subject=f"count:{closed}")
    return closed

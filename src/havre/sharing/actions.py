"""Opening and closing shares, recording consent. Only the steward of a case may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from havre.engine.vocabulary import Compartment, ConsentForm
from havre.platform import journal, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing.agreement import Answer, Covered, Standing, agreement_of
from havre.sharing.following import last_moment, tell_access_changed
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import Grant, Recipient
from havre.sharing.protection_selectors import recused_organisations


class BeyondConsent(PermissionError):
    """She has not agreed to this recipient, or her agreement has ended."""


class KeptFrom(BeyondConsent):
    """The organisation must not know of the case; the sentence does not say so."""


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
    answers: Sequence[Answer],
    witness: str,
    withheld: Sequence[Mapping[str, str]],
    actor: Actor,
) -> Consent:
    """Write a new version of her consent, one answer per recipient; the latest one counts.

    `withheld`: what she does not want passed on, each with `what` and `why`; sealed.
    """
    last = Consent.objects.filter(case_id=case_id).order_by("-version").first()
    consent = Consent(
        case_id=case_id,
        version=last.version + 1 if last else 1,
        form=form,
        given_on=given_on,
        until=until,
    )
    vault.seal(consent, {"witness": witness, "withheld": [dict(one) for one in withheld]})
    consent.save(force_insert=True)
    ConsentItem.objects.bulk_create(
        [
            ConsentItem(
                case_id=case_id,
                consent=consent,
                recipient=answer.recipient,
                organisation_id=answer.organisation_id,
                agreed=answer.agreed,
                compartments=[part.value for part in Compartment if part in answer.compartments],
                purpose=answer.purpose,
                until=answer.until,
            )
            for answer in answers
        ]
    )
    journal.record(actor, "CONSENT_RECORDED", case_id=case_id)
    return consent


def check_consent(
    case_id: UUID,
    recipient: Recipient,
    *,
    organisation_id: int = 0,
    also: frozenset[Recipient] = frozenset(),
    compartments: Iterable[Compartment] = (),
) -> Covered:
    """Return what her agreement lets a recipient have today, with the last day of each part.

    `also`: what else that organisation is in this step; all must be agreed to. Raises
    BeyondConsent when she has not agreed to it, or does not want this organisation, or refuses
    one of the compartments, or when her agreement is past its date.
    """
    covered = agreement_of(case_id).covers({recipient} | also, organisation_id, today())
    if not covered:
        raise BeyondConsent(
            f"Son accord ne couvre pas ce partage : « {recipient.label} ». "
            "Recueillez-le avant de continuer."
        )
    if refused := [part for part in compartments if part not in covered]:
        raise BeyondConsent(beyond(refused))
    return covered


def beyond(parts: Iterable[Compartment]) -> str:
    """Say which parts she has not agreed to pass on."""
    names = ", ".join(f"« {part.label} »" for part in parts)
    return f"Son accord ne couvre pas : {names}. Recueillez-le avant de continuer."


def agreed_grants(
    case_id: UUID,
    organisation_id: int,
    grants: Iterable[Grant],
    *,
    basis: Share.Basis,
    recipient: Recipient,
    actor: Actor,
) -> tuple[Grant, ...]:
    """Return, of what a step would open, what she agreed to. Raises BeyondConsent on a plain no."""
    also = _also(actor, basis, organisation_id)
    covered = check_consent(case_id, recipient, organisation_id=organisation_id, also=also)
    return tuple(grant for grant in grants if grant.compartment in covered)


def _also(actor: Actor, basis: Share.Basis, organisation_id: int) -> frozenset[Recipient]:
    """One that both lets and holds reservations is both, at whichever step it receives her file."""
    if basis not in {Share.Basis.PROPOSAL, Share.Basis.ACCEPTANCE}:
        return frozenset()
    return Standing(actor.programme_id).recipients(basis, organisation_id)


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

    Each share ends with her agreement to that part. `recipient` is None for the author's own
    draft only: nothing leaves her organisation. Raises BeyondConsent, before anything is opened,
    when one of the parts is not agreed to (see `agreed_grants`); KeptFrom when it is recused.
    """
    grants = list(grants)
    if recipient is not None and organisation_id in recused_organisations(case_id):
        raise KeptFrom(
            "Cette situation ne peut pas être transmise à cet organisme. Choisissez-en un autre."
        )
    ends = _ends(case_id, organisation_id, grants, basis, recipient, actor)
    already = {
        share.compartment: share
        for share in Share.objects.filter(
            case_id=case_id, organisation_id=organisation_id, scope=scope, closed_at=None
        )
    }
    opened: list[Share] = []
    for grant in grants:
        share = already.get(grant.compartment)
        until = ends.get(grant.compartment)
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


def _ends(
    case_id: UUID,
    organisation_id: int,
    grants: Iterable[Grant],
    basis: Share.Basis,
    recipient: Recipient | None,
    actor: Actor,
) -> dict[Compartment, datetime]:
    """Return when each share ends, none where nothing ends it. Raises BeyondConsent."""
    if recipient is None:
        return {}
    covered = check_consent(
        case_id,
        recipient,
        organisation_id=organisation_id,
        also=_also(actor, basis, organisation_id),
        compartments=[grant.compartment for grant in grants],
    )
    if recipient is Recipient.OPERATOR:  # its keeper never loses a file by a date
        return {}
    return {part: last_moment(day) for part, day in covered.items()}


GIVES_WAY = {Share.Basis.DRAFT, Share.Basis.MANUAL, Share.Basis.BREAK_GLASS}


def _widen(share: Share, grant: Grant, basis: Share.Basis, until: datetime | None) -> bool:
    """Widen an open share as a grant says; tell whether that changed anything.

    Its basis stays, so that the end of a step closes only what that step opened: a landlord that
    referred her keeps its referral when its proposal falls; its end then stays too, which is the
    end of her agreement to that basis. A draft's own shares, those opened by hand, an exceptional
    access, and those whose date has passed, take the new basis.
    """
    before = (share.reads, share.writes, share.basis, share.until)
    share.reads, share.writes = share.reads or grant.reads, share.writes or grant.writes
    lapsed = share.until is not None and share.until <= now()
    if lapsed or share.basis in GIVES_WAY:
        share.basis, share.until = basis, until
    elif share.basis == basis and share.until is not None:
        share.until = until if until is None else max(share.until, until)
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
    only_scope: UUID | None = None,
) -> int:
    """Close the open shares that match; return how many. Closing reaches the rows at once."""
    shares = Share.objects.filter(case_id=case_id, closed_at=None)
    if organisation_id is not None:
        shares = shares.filter(organisation_id=organisation_id)
    if bases is not None:
        shares = shares.filter(basis__in=list(bases))
    if except_scope is not None:
        shares = shares.filter(Q(scope=None) | ~Q(scope=except_scope))
    if only_scope is not None:
        shares = shares.filter(scope=only_scope)
    closed = shares.update(closed_at=now())
    journal.record(actor, "SHARES_CLOSED", case_id=case_id, subject=f"count:{closed}")
    return closed


def revoke_share(share: Share, *, actor: Actor) -> int:
    """Close one share by hand, at her request or at the operator's decision; return how many.

    Without the progress nothing else can be followed: revoking it closes all that the
    organisation holds of the case. It is told that something has changed, not what. Raises
    NotTheSteward.
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
        tell_access_changed({share.case_id: [share.organisation_id]})
    return closed


def close_lapsed_shares(*, actor: Actor) -> int:
    """Close the shares whose date has passed; return how many. Run by the worker, per operator.

    They already open nothing: this writes down that they have ended, and tells the partners that
    something has changed; not the keeper, whose exceptional access said its hour.
    """
    lapsed = Share.objects.filter(closed_at=None, until__lte=now())
    ended = list(lapsed.values_list("pk", "case_id", "organisation_id"))
    closed = Share.objects.filter(pk__in=[pk for pk, _, _ in ended], closed_at=None).update(
        closed_at=now()
    )
    if closed:
        journal.record(actor, "SHARES_LAPSED", subject=f"count:{closed}")
        concerned: dict[UUID, set[int]] = {}
        for _, case_id, organisation_id in ended:
            if organisation_id != actor.organisation_id:
                concerned.setdefault(case_id, set()).add(organisation_id)
        tell_access_changed(concerned)
    return closed

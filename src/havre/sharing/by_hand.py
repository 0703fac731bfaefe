"""Shares the keeper opens by hand, within her agreement, for a reason and until a date."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from havre.engine.vocabulary import Compartment, Word
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing.actions import BeyondConsent, beyond
from havre.sharing.agreement import Covered, Standing, agreement_of
from havre.sharing.following import last_moment, tell_access_changed


class Reason(Word):
    """Why the keeper opens a share by hand; a code, so that the journal says nothing of her."""

    ASKED = "ASKED", "Elle le demande"
    SUPPORT = "SUPPORT", "Un organisme l’accompagne dans cette démarche"
    URGENT = "URGENT", "Une démarche urgente l’exige"
    CLOSED_BY_MISTAKE = "CLOSED_BY_MISTAKE", "L’accès avait été retiré par erreur"
    RENEWED = "RENEWED", "Son accord avait pris fin, elle l’a renouvelé"


class AlreadyOpen(ValueError):
    """The organisation already has all of this."""


def open_by_hand(
    case_id: UUID,
    organisation_id: int,
    parts: Collection[Compartment],
    *,
    until: date,
    reason: Reason,
    standing: Standing,
    actor: Actor,
) -> list[Compartment]:
    """Let an organisation read parts of a file until a date; return those newly opened.

    Progress comes with them: nothing can be read without it. What a step of the process has
    opened is left as it is. The organisation is told that something has changed, not what.
    Raises BeyondConsent when one part, or the date, goes beyond what she agreed to for this
    organisation; AlreadyOpen.
    """
    wanted = [part for part in Compartment if part in {*parts, Compartment.PROGRESS}]
    agreement = agreement_of(case_id)
    covered = standing.covered(agreement, Share.Basis.MANUAL, organisation_id, today())
    _check(covered, wanted, until)
    moment = now()
    held = {
        share.compartment: share
        for share in Share.objects.filter(
            case_id=case_id, organisation_id=organisation_id, scope=None, closed_at=None
        )
    }
    lapsed = [s for s in held.values() if s.until is not None and s.until <= moment]
    Share.objects.filter(pk__in=[share.pk for share in lapsed]).update(closed_at=moment)
    open_now = {share.compartment for share in held.values()} - {s.compartment for s in lapsed}
    opened = [part for part in wanted if part not in open_now]
    if not opened:
        raise AlreadyOpen
    Share.objects.bulk_create(
        [
            Share(
                case_id=case_id,
                organisation_id=organisation_id,
                compartment=part,
                basis=Share.Basis.MANUAL,
                opened_at=moment,
                until=last_moment(until),
            )
            for part in opened
        ]
    )
    journal.record(
        actor,
        "SHARES_OPENED_BY_HAND",
        case_id=case_id,
        compartments=opened,
        subject=f"organisation:{organisation_id} {reason}",
    )
    tell_access_changed({case_id: [organisation_id]})
    return opened


def _check(covered: Covered, wanted: Collection[Compartment], until: date) -> None:
    if refused := [part for part in wanted if part not in covered]:
        raise BeyondConsent(beyond(refused))
    last = min(covered[part] for part in wanted)
    if until > last:
        raise BeyondConsent(f"Son accord prend fin le {last:%d/%m/%Y} : pas au-delà.")

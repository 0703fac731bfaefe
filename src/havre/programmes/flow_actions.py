"""Writes on reservation rights by flow: what each landlord owes each holder in a year."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from havre.engine.vocabulary import HOUSING_ROLES, Role
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.programmes.actions import lock_programme
from havre.programmes.models import FlowTarget
from havre.programmes.selectors import with_role


@transaction.atomic
def save_flow_target(
    year: int,
    landlord_id: int,
    holder_id: int,
    target: int | None,
    *,
    agreed_on: date,
    actor: Actor,
) -> None:
    """Write what a landlord owes a holder in a year, from the agreement of a day; None removes it.

    Raises NotAllowed, ValidationError; Organisation.DoesNotExist for who lets, or holds rights,
    in another programme.
    """
    programme = lock_programme(actor)
    landlord = with_role(programme.pk, *HOUSING_ROLES).get(pk=landlord_id)
    holder = with_role(programme.pk, Role.RESERVATION_HOLDER).get(pk=holder_id)
    wanted = {"programme": programme, "year": year, "landlord": landlord, "holder": holder}
    row = FlowTarget.objects.filter(**wanted).first()
    before = row.target if row else None
    if target is None:
        if row is None:
            return
        row.delete()
    else:
        row = row or FlowTarget(**wanted)
        if (row.target, row.agreed_on) == (target, agreed_on):
            return
        row.target, row.agreed_on = target, agreed_on
        row.edited_by_id, row.edited_at = actor.user_id, now()
        row.full_clean()
        row.save()
    said = f"{year} organisation:{landlord.pk} organisation:{holder.pk} {before}→{target}"
    journal.record(actor, "FLOW_TARGET_CHANGED", subject=said)

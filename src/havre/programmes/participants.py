"""Writes on who takes part in a programme: organisations, their roles, their first coordinator."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from havre.engine.vocabulary import Role, Seat
from havre.organisations import actions as people
from havre.organisations.models import Invitation, Organisation
from havre.organisations.selectors import coordinators
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.references import new_reference
from havre.programmes.actions import NotAllowed, lock_programme
from havre.programmes.models import Participation, Programme, ReservationRight
from havre.programmes.selectors import participant

GRANTED = tuple(role for role in Role if role is not Role.OPERATOR)
"""Roles the operator gives. Its own is not among them: a programme has one operator."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is written of an organisation."""

    name: str
    city: str = ""
    phone: str = ""


class NameTaken(Exception):
    """Another organisation of the programme has this name."""


class HoldsRights(Exception):
    """The organisation still holds reservation rights."""


class TakesPartElsewhere(Exception):
    """Another programme relies on this organisation too."""


class OperatorStays(Exception):
    """The operator's own access to its programme is not closed from inside."""


class HasCoordinator(Exception):
    """The organisation has its own coordinator: she invites its people."""


@transaction.atomic
def add_participant(
    presentation: Presentation, roles: Collection[Role], *, actor: Actor
) -> Organisation:
    """Bring a new organisation into the programme.

    Its address is drawn at random: a name there could tell what the pages are about.
    Raises NotAllowed, NameTaken.
    """
    programme = lock_programme(actor)
    _check_name(programme, presentation.name)
    organisation = Organisation.objects.create(
        slug=new_reference().lower(),
        name=presentation.name,
        city=presentation.city,
        phone=presentation.phone,
    )
    _set_roles(programme, organisation, roles)
    journal.record(actor, "PARTICIPANT_ADDED", subject=f"organisation:{organisation.pk}")
    return organisation


@transaction.atomic
def change_participant(
    slug: str, presentation: Presentation, roles: Collection[Role], *, actor: Actor
) -> Organisation:
    """Correct an organisation's presentation and roles.

    Raises NotAllowed, NameTaken, HoldsRights, TakesPartElsewhere, Organisation.DoesNotExist.
    """
    programme = lock_programme(actor)
    organisation = participant(actor, slug)
    written = Presentation(organisation.name, organisation.city, organisation.phone)
    if written != presentation:
        if _elsewhere(programme, organisation):
            raise TakesPartElsewhere
        _check_name(programme, presentation.name, but=organisation)
        organisation.name, organisation.city = presentation.name, presentation.city
        organisation.phone = presentation.phone
        organisation.save(update_fields=["name", "city", "phone"])
    if Role.RESERVATION_HOLDER not in roles and _holds_rights(programme, organisation):
        raise HoldsRights
    _set_roles(programme, organisation, roles)
    journal.record(actor, "PARTICIPANT_CHANGED", subject=f"organisation:{organisation.pk}")
    return organisation


@transaction.atomic
def set_participant_active(slug: str, active: bool, *, actor: Actor) -> Organisation:
    """Close or reopen the access of a whole organisation, at once.

    Raises NotAllowed, OperatorStays, HoldsRights, TakesPartElsewhere, Organisation.DoesNotExist.
    """
    programme = lock_programme(actor)
    organisation = participant(actor, slug)
    if organisation.active == active:
        return organisation
    if organisation.pk == actor.organisation_id:
        raise OperatorStays
    if _elsewhere(programme, organisation):
        raise TakesPartElsewhere
    if not active and _holds_rights(programme, organisation):
        raise HoldsRights
    organisation.active = active
    organisation.save(update_fields=["active"])
    action = "PARTICIPANT_REOPENED" if active else "PARTICIPANT_CLOSED"
    journal.record(actor, action, subject=f"organisation:{organisation.pk}")
    return organisation


@transaction.atomic
def invite_coordinator(
    slug: str, email: str, *, actor: Actor, address: people.Address
) -> Invitation:
    """Invite the first coordinator of an organisation, or one when it has none left.

    Raises NotAllowed, HasCoordinator, Organisation.DoesNotExist, and what
    `organisations.actions.issue_invitation` raises.
    """
    organisation = _without_coordinator(slug, actor)
    return people.issue_invitation(
        organisation, email, Seat.COORDINATOR, actor=actor, address=address
    )


@transaction.atomic
def resend_to_coordinator(
    slug: str, invitation_id: int, *, actor: Actor, address: people.Address
) -> bool:
    """Send a fresh link; raises as `invite_coordinator`, and InvitationClosed."""
    organisation = _without_coordinator(slug, actor)
    return people.renew_invitation(organisation, invitation_id, actor=actor, address=address)


@transaction.atomic
def withdraw_from_coordinator(slug: str, invitation_id: int, *, actor: Actor) -> None:
    """Close the invitation; raises as `invite_coordinator`, and InvitationClosed."""
    people.cancel_invitation(_without_coordinator(slug, actor), invitation_id, actor=actor)


def _without_coordinator(slug: str, actor: Actor) -> Organisation:
    lock_programme(actor)
    found = participant(actor, slug)
    organisation = Organisation.objects.select_for_update().get(pk=found.pk)
    if not organisation.active:
        raise NotAllowed
    if coordinators(organisation.pk).exists():
        raise HasCoordinator
    return organisation


def _check_name(programme: Programme, name: str, *, but: Organisation | None = None) -> None:
    namesakes = Organisation.objects.filter(participations__programme=programme, name__iexact=name)
    if but is not None:
        namesakes = namesakes.exclude(pk=but.pk)
    if namesakes.exists():
        raise NameTaken


def _set_roles(programme: Programme, organisation: Organisation, roles: Collection[Role]) -> None:
    rows = {row.role: row for row in organisation.participations.filter(programme=programme)}
    for role in GRANTED:
        wanted, row = role in roles, rows.get(role)
        if row is None and wanted:
            Participation.objects.create(programme=programme, organisation=organisation, role=role)
        elif row is not None and row.active != wanted:
            row.active = wanted
            row.save(update_fields=["active"])


def _elsewhere(programme: Programme, organisation: Organisation) -> bool:
    return organisation.participations.exclude(programme=programme).exists()


def _holds_rights(programme: Programme, organisation: Organisation) -> bool:
    return ReservationRight.objects.filter(programme=programme, holder=organisation).exists()

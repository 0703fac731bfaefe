"""Who takes part: added, corrected, closed; and who invites its first coordinator."""

from __future__ import annotations

from datetime import date

import pytest

from havre.engine.vocabulary import Role
from havre.organisations import actions as people
from havre.organisations.models import Invitation, Membership, Organisation
from havre.organisations.selectors import memberships_of
from havre.platform.acting import acting
from havre.programmes import participants, selectors
from havre.programmes.actions import NotAllowed
from havre.programmes.models import Participation, Programme
from havre.programmes.participants import Presentation
from havre.programmes.selectors import actor_of
from tests.worker import deliver_all
from tests.world import World

NEW = Presentation("Foyer des Saules", "Olivet", "02 38 00 00 00")


def address(token: str) -> str:
    """Stands in for the web's address of an invitation."""
    return f"https://havre.exemple/invitation/{token}"


def roles_of(organisation: Organisation) -> set[str]:
    """Return the active roles of an organisation."""
    return set(organisation.participations.filter(active=True).values_list("role", flat=True))


def test_an_organisation_joins_under_a_random_address(world: World) -> None:
    with acting(world.operator):
        added = participants.add_participant(
            NEW, {Role.SHELTER, Role.REFERRER}, actor=world.operator
        )
        with pytest.raises(participants.NameTaken):
            participants.add_participant(
                Presentation("FOYER des saules"), {Role.SHELTER}, actor=world.operator
            )
    assert (added.name, added.city, added.phone) == ("Foyer des Saules", "Olivet", "02 38 00 00 00")
    assert "saules" not in added.slug and len(added.slug) == 9
    assert roles_of(added) == {"SHELTER", "REFERRER"}


def test_the_operator_role_is_never_given(world: World) -> None:
    with acting(world.operator):
        added = participants.add_participant(NEW, set(Role), actor=world.operator)
    assert "OPERATOR" not in roles_of(added)
    assert len(roles_of(added)) == 7


def test_roles_and_presentation_change(world: World) -> None:
    with acting(world.operator):
        changed = participants.change_participant(
            "shelter", NEW, {Role.REFERRER}, actor=world.operator
        )
        with pytest.raises(participants.NameTaken):
            participants.change_participant("landlord", NEW, {Role.LANDLORD}, actor=world.operator)
        participants.change_participant(
            "operator", Presentation("Org operator"), {Role.SHELTER}, actor=world.operator
        )
    assert changed.name == "Foyer des Saules"
    assert roles_of(changed) == {"REFERRER"}
    assert roles_of(world.organisations["operator"]) == {"OPERATOR", "SHELTER"}


def test_a_holder_of_rights_neither_loses_its_role_nor_its_access(world: World) -> None:
    with acting(world.operator):
        with pytest.raises(participants.HoldsRights):
            participants.change_participant(
                "holder", Presentation("Org holder"), {Role.FUNDER}, actor=world.operator
            )
        with pytest.raises(participants.HoldsRights):
            participants.set_participant_active("holder", False, actor=world.operator)


def test_closing_an_organisation_shuts_its_people_out_and_reopening_lets_them_in(
    world: World,
) -> None:
    with acting(world.operator):
        participants.set_participant_active("shelter", False, actor=world.operator)
        assert not memberships_of(world.users["shelter"]).exists()
        participants.set_participant_active("shelter", True, actor=world.operator)
        assert memberships_of(world.users["shelter"]).count() == 1
        with pytest.raises(participants.OperatorStays):
            participants.set_participant_active("operator", False, actor=world.operator)


def test_an_organisation_of_another_programme_is_out_of_reach(world: World) -> None:
    elsewhere = Programme.objects.create(
        slug="ailleurs", name="Ailleurs", territory="Ailleurs", starts_on=date(2025, 1, 1)
    )
    stranger = Organisation.objects.create(slug="stranger", name="Inconnu")
    Participation.objects.create(programme=elsewhere, organisation=stranger, role="SHELTER")
    shared = world.organisations["shelter"]
    Participation.objects.create(programme=elsewhere, organisation=shared, role="SHELTER")
    with acting(world.operator):
        with pytest.raises(Organisation.DoesNotExist):
            selectors.participant(world.operator, "stranger")
        with pytest.raises(participants.TakesPartElsewhere):
            participants.change_participant("shelter", NEW, {Role.SHELTER}, actor=world.operator)
        with pytest.raises(participants.TakesPartElsewhere):
            participants.set_participant_active("shelter", False, actor=world.operator)


@pytest.mark.parametrize("name", ["shelter", "landlord", "holder", "funder"])
def test_only_the_operator_brings_organisations_in(world: World, name: str) -> None:
    actor = world.actors[name]
    with acting(actor):
        for refused in (
            lambda: participants.add_participant(NEW, {Role.SHELTER}, actor=actor),
            lambda: participants.change_participant("agency", NEW, {Role.SHELTER}, actor=actor),
            lambda: participants.set_participant_active("agency", False, actor=actor),
            lambda: participants.invite_coordinator(
                "agency", "x@exemple.test", actor=actor, address=address
            ),
        ):
            with pytest.raises(NotAllowed):
                refused()


def test_the_operator_invites_a_coordinator_only_where_there_is_none(world: World) -> None:
    with acting(world.operator):
        with pytest.raises(participants.HasCoordinator):
            participants.invite_coordinator(
                "shelter", "intruse@exemple.test", actor=world.operator, address=address
            )
        added = participants.add_participant(NEW, {Role.SHELTER}, actor=world.operator)
        invitation = participants.invite_coordinator(
            added.slug, "premiere@exemple.test", actor=world.operator, address=address
        )
        assert not participants.resend_to_coordinator(
            added.slug, invitation.pk, actor=world.operator, address=address
        )
    token = deliver_all()[-1].body.split("/invitation/")[1].split()[0]
    membership = people.accept_as_new(token, "Alix", "Ganivelle", "galets-blancs-du-quai-9")
    first = actor_of(membership)
    assert (first.seat, first.roles) == ("COORDINATOR", frozenset({Role.SHELTER}))
    with acting(world.operator), pytest.raises(participants.HasCoordinator):
        participants.withdraw_from_coordinator(added.slug, invitation.pk, actor=world.operator)


def test_an_organisation_whose_coordinators_have_all_left_can_be_helped(world: World) -> None:
    Membership.objects.filter(organisation=world.organisations["shelter"]).update(active=False)
    with acting(world.operator):
        participants.invite_coordinator(
            "shelter", "shelter@exemple.test", actor=world.operator, address=address
        )
        invitation = Invitation.objects.get()
        participants.withdraw_from_coordinator("shelter", invitation.pk, actor=world.operator)
        with pytest.raises(people.InvitationClosed):
            participants.withdraw_from_coordinator("shelter", invitation.pk, actor=world.operator)

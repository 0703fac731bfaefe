"""Invitations, seats and access: who may, what is kept, what a second time does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from havre.engine.vocabulary import Seat
from havre.organisations import actions, selectors
from havre.organisations.models import Invitation, Membership, Organisation, User
from havre.platform import clock
from havre.platform.acting import acting
from havre.platform.clock import now
from havre.programmes.selectors import actor_of
from tests.worker import deliver_all
from tests.world import World, add_person

PASSWORD = "galets-blancs-du-quai-9"


def address(token: str) -> str:
    """Stands in for the web's address of an invitation."""
    return f"https://havre.exemple/invitation/{token}"


def journal() -> list[tuple[str, int | None, str]]:
    """Return the journal's lines, oldest first."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT action, organisation_id, subject FROM platform_journalentry ORDER BY at"
        )
        return cursor.fetchall()


def invited(world: World, email: str = "nouvelle@exemple.test", seat: Seat = Seat.MEMBER) -> str:
    """Invite to the shelter; return the token sent."""
    sent: list[str] = []

    def keep(token: str) -> str:
        sent.append(token)
        return address(token)

    with acting(world.shelter):
        actions.invite(email, seat, actor=world.shelter, address=keep)
    return sent[0]


def test_an_invitation_keeps_only_the_digest_and_sends_a_neutral_message(world: World) -> None:
    token = invited(world, "Nouvelle@Exemple.TEST")
    invitation = Invitation.objects.get()
    assert invitation.email == "nouvelle@exemple.test"
    assert invitation.seat == "MEMBER"
    assert invitation.invited_by_id == world.users["shelter"].pk
    assert len(token) == 64
    assert invitation.token_digest == selectors.token_digest(token) != token
    assert timedelta(days=6, hours=23) < invitation.expires_at - now() <= timedelta(days=7)
    sent = deliver_all()
    assert [message.subject for message in sent] == ["Votre accès"]
    assert sent[0].to == ["nouvelle@exemple.test"]
    assert address(token) in sent[0].body
    assert "Org shelter" not in sent[0].body
    assert journal() == [
        ("PERSON_INVITED", world.shelter.organisation_id, f"invitation:{invitation.pk}")
    ]


def test_who_is_there_or_already_invited_is_not_invited_again(world: World) -> None:
    invited(world)
    with acting(world.shelter):
        with pytest.raises(actions.AlreadyInvited):
            actions.invite(
                "NOUVELLE@exemple.test", Seat.MEMBER, actor=world.shelter, address=address
            )
        with pytest.raises(actions.AlreadyMember):
            actions.invite(
                "shelter@exemple.test", Seat.MEMBER, actor=world.shelter, address=address
            )
    assert Invitation.objects.count() == 1
    assert len(deliver_all()) == 1


def test_an_expired_invitation_gives_way_to_a_new_one(world: World) -> None:
    invited(world)
    with clock.at(now() + timedelta(days=8)):
        invited(world)
        assert selectors.waiting_invitations(world.shelter.organisation_id).count() == 1
    assert Invitation.objects.count() == 2


def test_an_organisation_has_at_most_fifty_invitations_waiting(world: World) -> None:
    Invitation.objects.bulk_create(
        Invitation(
            organisation_id=world.shelter.organisation_id,
            email=f"p{n}@exemple.test",
            token_digest=f"{n:064}",
            invited_by_id=world.shelter.user_id,
            expires_at=now() + timedelta(days=7),
        )
        for n in range(50)
    )
    with acting(world.shelter), pytest.raises(actions.TooManyInvitations):
        actions.invite("x@exemple.test", Seat.MEMBER, actor=world.shelter, address=address)


def test_only_a_coordinator_of_this_moment_invites(world: World) -> None:
    member = add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    actor = actor_of(member.memberships.select_related("organisation").get())
    with acting(actor), pytest.raises(actions.NotAllowed):
        actions.invite("x@exemple.test", Seat.MEMBER, actor=actor, address=address)
    Membership.objects.filter(user_id=world.shelter.user_id).update(active=False)
    with acting(world.shelter), pytest.raises(actions.NotAllowed):
        actions.invite("x@exemple.test", Seat.MEMBER, actor=world.shelter, address=address)
    assert not Invitation.objects.exists()


def test_sending_again_changes_the_link_and_a_second_click_does_nothing(world: World) -> None:
    first = invited(world)
    invitation = Invitation.objects.get()
    tokens: list[str] = []

    def keep(token: str) -> str:
        tokens.append(token)
        return address(token)

    with acting(world.shelter):
        assert not actions.resend_invitation(invitation.pk, actor=world.shelter, address=keep)
    with clock.at(now() + timedelta(days=9)), acting(world.shelter):
        assert selectors.open_invitation(first) is None
        assert actions.resend_invitation(invitation.pk, actor=world.shelter, address=keep)
        assert selectors.open_invitation(first) is None
        assert selectors.open_invitation(tokens[0]) == invitation
    assert len(deliver_all()) == 2


def test_a_withdrawn_invitation_opens_nothing_and_stays_withdrawn(world: World) -> None:
    token = invited(world)
    invitation = Invitation.objects.get()
    with acting(world.shelter):
        actions.withdraw_invitation(invitation.pk, actor=world.shelter)
        with pytest.raises(actions.InvitationClosed):
            actions.withdraw_invitation(invitation.pk, actor=world.shelter)
        with pytest.raises(actions.InvitationClosed):
            actions.resend_invitation(invitation.pk, actor=world.shelter, address=address)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_as_new(token, "Lou", "Vermandel", PASSWORD)
    assert User.objects.filter(email="nouvelle@exemple.test").count() == 0


def test_another_organisation_finds_no_invitation(world: World) -> None:
    invited(world)
    invitation = Invitation.objects.get()
    with acting(world.landlord):
        with pytest.raises(Invitation.DoesNotExist):
            actions.withdraw_invitation(invitation.pk, actor=world.landlord)
        with pytest.raises(Invitation.DoesNotExist):
            actions.resend_invitation(invitation.pk, actor=world.landlord, address=address)


def test_accepting_opens_an_account_with_its_seat_once(world: World) -> None:
    token = invited(world, seat=Seat.COORDINATOR)
    membership = actions.accept_as_new(token, "Lou", "Vermandel", PASSWORD)
    assert membership.organisation_id == world.shelter.organisation_id
    assert (membership.seat, membership.active) == ("COORDINATOR", True)
    assert membership.user.full_name == "Lou Vermandel"
    assert membership.user.check_password(PASSWORD)
    assert Invitation.objects.get().accepted_at is not None
    assert journal()[-1][:2] == ("INVITATION_ACCEPTED", world.shelter.organisation_id)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_as_new(token, "Lou", "Vermandel", PASSWORD)


def test_after_seven_days_or_in_a_closed_organisation_a_link_opens_nothing(world: World) -> None:
    token = invited(world)
    with clock.at(now() + timedelta(days=7, minutes=1)):
        assert selectors.open_invitation(token) is None
    Organisation.objects.filter(pk=world.shelter.organisation_id).update(active=False)
    assert selectors.open_invitation(token) is None


def test_an_existing_account_joins_and_nobody_else_does(world: World) -> None:
    token = invited(world, "landlord@exemple.test")
    with pytest.raises(actions.AccountExists):
        actions.accept_as_new(token, "Lou", "Vermandel", PASSWORD)
    with pytest.raises(actions.InvitationClosed):
        actions.accept_as(token, world.users["holder"])
    actions.accept_as(token, world.users["landlord"])
    names = [m.organisation.name for m in selectors.memberships_of(world.users["landlord"])]
    assert names == ["Org landlord", "Org shelter"]
    assert not world.users["landlord"].check_password(PASSWORD)


def test_closing_an_access_also_closes_what_could_open_it_again(world: World) -> None:
    person = add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    membership = person.memberships.get()
    Invitation.objects.create(
        organisation_id=world.shelter.organisation_id,
        email="membre@exemple.test",
        token_digest="0" * 64,
        invited_by_id=world.shelter.user_id,
        expires_at=now() + timedelta(days=7),
    )
    with acting(world.shelter):
        actions.close_access(membership.pk, actor=world.shelter)
        actions.close_access(membership.pk, actor=world.shelter)
    assert not selectors.memberships_of(person).exists()
    assert Invitation.objects.get().withdrawn_at is not None
    with acting(world.shelter):
        actions.reopen_access(membership.pk, actor=world.shelter)
    assert selectors.memberships_of(person).get() == membership
    lines = [(action, subject) for action, _, subject in journal()]
    assert lines == [
        ("ACCESS_CLOSED", f"user:{person.pk}"),
        ("ACCESS_REOPENED", f"user:{person.pk}"),
    ]


def test_nobody_changes_her_own_access_or_another_organisation_s(world: World) -> None:
    own = Membership.objects.get(user_id=world.shelter.user_id)
    other = Membership.objects.get(user_id=world.landlord.user_id)
    with acting(world.shelter):
        for change in (actions.close_access, actions.reopen_access):
            with pytest.raises(actions.OwnAccess):
                change(own.pk, actor=world.shelter)
            with pytest.raises(Membership.DoesNotExist):
                change(other.pk, actor=world.shelter)
        with pytest.raises(actions.OwnAccess):
            actions.change_seat(own.pk, Seat.MEMBER, actor=world.shelter)
    assert Membership.objects.filter(active=True).count() == 10


def test_of_two_coordinators_who_close_each_other_one_remains(world: World) -> None:
    second = add_person(world.organisations["shelter"], "seconde@exemple.test")
    their = second.memberships.select_related("organisation").get()
    seconde = actor_of(their)
    own = Membership.objects.get(user_id=world.shelter.user_id)
    with acting(world.shelter):
        actions.close_access(their.pk, actor=world.shelter)
    with acting(seconde), pytest.raises(actions.NotAllowed):
        actions.close_access(own.pk, actor=seconde)
    assert selectors.coordinator_ids(world.shelter.organisation_id) == {world.shelter.user_id}


def test_a_seat_is_changed_and_journaled_once(world: World) -> None:
    person = add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    membership = person.memberships.get()
    with acting(world.shelter):
        for _ in range(2):
            actions.change_seat(membership.pk, Seat.COORDINATOR, actor=world.shelter)
    membership.refresh_from_db()
    assert membership.seat == "COORDINATOR"
    assert [line[0] for line in journal()] == ["SEAT_CHANGED"]

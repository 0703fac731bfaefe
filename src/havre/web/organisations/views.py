"""The people of an organisation: invitations, seats, access."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.organisations import actions, selectors
from havre.organisations.models import Invitation, Membership
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.web.accounts import recently_authenticated
from havre.web.organisations.addresses import invitation_address
from havre.web.organisations.forms import EmailOnlyForm, InvitationForm, SeatForm
from havre.web.organisations.paging import page_of
from havre.web.shell.requests import MemberRequest

INVITATION_REFUSALS: dict[type[Exception], str] = {
    actions.AlreadyMember: "Cette personne a déjà accès à l’organisme.",
    actions.AlreadyInvited: "Une invitation est déjà partie à cette adresse : vous pouvez la "
    "renvoyer ou la retirer.",
    actions.TooManyInvitations: "Trop d’invitations attendent une réponse : retirez celles qui "
    "ne servent plus.",
}
ON_ITS_WAY = "L’invitation part à l’instant. Elle est valable sept jours."


def add_refusal(form: EmailOnlyForm, refusal: Exception) -> None:
    """Say at the address's field why no invitation was sent."""
    form.add_error("email", INVITATION_REFUSALS[type(refusal)])


def check_coordinator(actor: Actor) -> None:
    """Raise NotAllowed for whoever does not coordinate her organisation."""
    if not selectors.may_manage_people(actor):
        raise actions.NotAllowed


def with_state(invitations: list[Invitation]) -> list[tuple[Invitation, bool]]:
    """Pair each invitation with whether it has expired."""
    moment = now()
    return [(invitation, invitation.expires_at <= moment) for invitation in invitations]


@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """List the colleagues, and the invitations nobody has answered."""
    check_coordinator(request.actor)
    page = page_of(selectors.colleagues(request.actor), request)
    waiting = selectors.waiting_invitations(request.actor.organisation_id)[: actions.MAX_WAITING]
    return render(
        request,
        "organisations/people.html",
        {"page": page, "invitations": with_state(list(waiting))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest) -> HttpResponse:
    """Invite somebody to the organisation."""
    check_coordinator(request.actor)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(
                form.cleaned_data["email"],
                form.chosen(),
                actor=request.actor,
                address=invitation_address,
            )
        except tuple(INVITATION_REFUSALS) as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, ON_ITS_WAY)
            return redirect("people")
    return render(request, "organisations/invite.html", {"form": form})


@require_POST
def resend(request: MemberRequest, invitation_id: int) -> HttpResponse:
    """Send a fresh link."""
    try:
        sent = actions.resend_invitation(
            invitation_id, actor=request.actor, address=invitation_address
        )
    except actions.InvitationClosed:
        messages.info(request, "Cette invitation est close.")
    else:
        tell_resent(request, sent)
    return redirect("people")


def tell_resent(request: MemberRequest, sent: bool) -> None:
    """Say whether a fresh link left."""
    if sent:
        messages.success(request, f"{ON_ITS_WAY} Le lien précédent ne fonctionne plus.")
    else:
        messages.info(request, "L’invitation vient déjà de partir. Attendez une minute.")


@require_POST
def withdraw(request: MemberRequest, invitation_id: int) -> HttpResponse:
    """Close an invitation."""
    try:
        actions.withdraw_invitation(invitation_id, actor=request.actor)
    except actions.InvitationClosed:
        messages.info(request, "Cette invitation est close.")
    else:
        messages.success(request, "L’invitation est retirée : son lien ne fonctionne plus.")
    return redirect("people")


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Show a colleague, and change her seat."""
    check_coordinator(request.actor)
    membership = selectors.colleague(request.actor, membership_id)
    form = SeatForm(request.POST or None, initial={"seat": membership.seat})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_seat(membership_id, form.chosen(), actor=request.actor)
        except actions.OwnAccess:
            tell_own_access(request)
        else:
            messages.success(request, "La fonction est enregistrée.")
        return redirect("people")
    return render(
        request,
        "organisations/person.html",
        {"membership": membership, "form": form, "herself": is_herself(request, membership)},
    )


def is_herself(request: MemberRequest, membership: Membership) -> bool:
    """Tell whether the person shown is the one looking."""
    return membership.user_id == request.actor.user_id


def tell_own_access(request: MemberRequest) -> None:
    """Say why nothing changed."""
    messages.info(
        request, "Votre propre accès ne se change pas ici : demandez à une autre coordination."
    )


@recently_authenticated
@require_POST
def reset_second_factor(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Let a colleague who has lost her telephone and her codes add another second factor."""
    try:
        actions.reset_second_factor(membership_id, actor=request.actor)
    except actions.OwnAccess:
        tell_own_access(request)
    else:
        messages.success(
            request, "C’est fait : un nouveau code lui sera demandé à sa prochaine connexion."
        )
    return redirect("people")


@require_POST
def access(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Close or reopen a colleague's access."""
    try:
        if request.POST.get("active") == "1":
            actions.reopen_access(membership_id, actor=request.actor)
            done = "L’accès est rouvert."
        else:
            actions.close_access(membership_id, actor=request.actor)
            done = "L’accès est fermé. La personne ne peut plus rien ouvrir dès maintenant."
    except actions.OwnAccess:
        tell_own_access(request)
    else:
        messages.success(request, done)
    return redirect("people")

"""The organisations of a programme, as its operator brings them in."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.engine.vocabulary import Role
from havre.organisations import actions as people
from havre.organisations import selectors as people_selectors
from havre.organisations.models import Organisation
from havre.platform.acting import Actor
from havre.programmes import participants, permissions, selectors
from havre.programmes.actions import NotAllowed
from havre.web.organisations.addresses import invitation_address
from havre.web.organisations.forms import EmailOnlyForm, NewOrganisationForm, OrganisationForm
from havre.web.organisations.paging import page_of
from havre.web.organisations.views import (
    INVITATION_REFUSALS,
    ON_ITS_WAY,
    add_refusal,
    tell_resent,
    with_state,
)
from havre.web.shell.requests import MemberRequest

REFUSALS: dict[type[Exception], str] = {
    participants.NameTaken: "Un organisme du dispositif porte déjà ce nom.",
    participants.HoldsRights: "Cet organisme tient encore des contingents : confiez-les d’abord à "
    "un autre, dans « Contingents ».",
    participants.TakesPartElsewhere: "Cet organisme participe aussi à un autre dispositif : son "
    "nom et son accès ne se changent pas d’ici.",
    participants.OperatorStays: "L’accès de l’opérateur ne se ferme pas d’ici.",
    participants.HasCoordinator: "Cet organisme a sa coordination : c’est elle qui invite.",
    people.InvitationClosed: "Cette invitation est close.",
}


def check_reader(actor: Actor) -> None:
    """Raise NotAllowed for whoever does not work for the operator."""
    if not permissions.may_read_settings(actor):
        raise NotAllowed


def check_editor(actor: Actor) -> None:
    """Raise NotAllowed for whoever does not coordinate the operator."""
    if not permissions.may_change_settings(actor):
        raise NotAllowed


def role_labels(organisation: Organisation) -> list[str]:
    """Return the labels of an organisation's roles, in the vocabulary's order."""
    taken = {row.role for row in organisation.taken}  # type: ignore[attr-defined]
    return [role.label for role in Role if role in taken]


@require_safe
def organisations(request: MemberRequest) -> HttpResponse:
    """List who takes part."""
    check_reader(request.actor)
    page = page_of(selectors.participating(request.actor), request)
    return render(
        request,
        "organisations/organisations.html",
        {
            "page": page,
            "rows": [(row, role_labels(row)) for row in page.rows],
            "editable": permissions.may_change_settings(request.actor),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Bring an organisation in, and invite its first coordinator."""
    check_editor(request.actor)
    form = NewOrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = participants.add_participant(
                form.presentation(), form.chosen_roles(), actor=request.actor
            )
        except participants.NameTaken:
            form.add_error("name", REFUSALS[participants.NameTaken])
        else:
            messages.success(request, "L’organisme fait partie du dispositif.")
            if form.cleaned_data["email"]:
                participants.invite_coordinator(
                    organisation.slug,
                    form.cleaned_data["email"],
                    actor=request.actor,
                    address=invitation_address,
                )
                messages.success(request, ON_ITS_WAY)
            return redirect("organisation", slug=organisation.slug)
    return render(request, "organisations/organisation_add.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: MemberRequest, slug: str) -> HttpResponse:
    """Show an organisation; invite its coordinator while it has none."""
    check_reader(request.actor)
    if request.method == "POST":
        check_editor(request.actor)
    shown = selectors.participant(request.actor, slug)
    form = EmailOnlyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            participants.invite_coordinator(
                slug, form.cleaned_data["email"], actor=request.actor, address=invitation_address
            )
        except tuple(INVITATION_REFUSALS) as refusal:
            add_refusal(form, refusal)
        except participants.HasCoordinator:
            messages.info(request, REFUSALS[participants.HasCoordinator])
            return redirect("organisation", slug=slug)
        else:
            messages.success(request, ON_ITS_WAY)
            return redirect("organisation", slug=slug)
    coordinators = list(people_selectors.coordinators(shown.pk)[:10])
    waiting = [] if coordinators else people_selectors.waiting_invitations(shown.pk)[:10]
    return render(
        request,
        "organisations/organisation.html",
        {
            "shown": shown,
            "roles": role_labels(shown),
            "coordinators": coordinators,
            "invitations": with_state(list(waiting)),
            "form": form,
            "editable": permissions.may_change_settings(request.actor),
            "ours": shown.pk == request.actor.organisation_id,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Correct an organisation's name, city, telephone and roles."""
    check_editor(request.actor)
    shown = selectors.participant(request.actor, slug)
    taken = [row.role for row in shown.taken]  # type: ignore[attr-defined]
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.initial_of(shown, taken))
    if Role.OPERATOR in taken:
        form.fields["roles"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            participants.change_participant(
                slug, form.presentation(), form.chosen_roles(), actor=request.actor
            )
        except participants.HoldsRights as refusal:
            form.add_error("roles", REFUSALS[type(refusal)])
        except (participants.NameTaken, participants.TakesPartElsewhere) as refusal:
            form.add_error("name", REFUSALS[type(refusal)])
        else:
            messages.success(request, "L’organisme est enregistré.")
            return redirect("organisation", slug=slug)
    return render(request, "organisations/organisation_edit.html", {"form": form, "slug": slug})


def _do(request: MemberRequest, slug: str, step: Callable[[], str]) -> HttpResponse:
    """Take a step, or say why not; back to the organisation."""
    try:
        done = step()
    except tuple(REFUSALS) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
    else:
        messages.success(request, done)
    return redirect("organisation", slug=slug)


@require_POST
def access(request: MemberRequest, slug: str) -> HttpResponse:
    """Close or reopen the access of a whole organisation."""
    active = request.POST.get("active") == "1"

    def step() -> str:
        participants.set_participant_active(slug, active, actor=request.actor)
        return "L’accès est rouvert." if active else "L’accès de l’organisme est fermé."

    return _do(request, slug, step)


@require_POST
def withdraw(request: MemberRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Close the invitation of a first coordinator."""

    def step() -> str:
        participants.withdraw_from_coordinator(slug, invitation_id, actor=request.actor)
        return "L’invitation est retirée : son lien ne fonctionne plus."

    return _do(request, slug, step)


@require_POST
def resend(request: MemberRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Send a first coordinator a fresh link."""
    try:
        sent = participants.resend_to_coordinator(
            slug, invitation_id, actor=request.actor, address=invitation_address
        )
    except (participants.HasCoordinator, people.InvitationClosed) as refusal:
        messages.info(request, REFUSALS[type(refusal)])
    else:
        tell_resent(request, sent)
    return redirect("organisation", slug=slug)

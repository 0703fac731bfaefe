"""« Accès protégé »: who must not know of a case, who alone may, exceptional access."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.cases import exceptional_access as exceptional
from havre.cases import permissions, recusals, restrictions, selectors
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ExceptionalGround
from havre.organisations.selectors import caseworkers
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.programmes.selectors import participants_people, with_any_role
from havre.sharing import protection_selectors as kept
from havre.sharing.models import ExceptionalAccess, Restriction
from havre.web.access.forms import ExceptionalForm, NameForm, RecusalForm, ReserveForm
from havre.web.access.reservations import lines_of
from havre.web.accounts import recently_authenticated
from havre.web.shell.requests import MemberRequest

DONE = "C’est déjà fait."


@require_safe
def show(request: MemberRequest, reference: str) -> HttpResponse:
    """The three protections of a case, as far as this reader may know of them."""
    actor = request.actor
    case = selectors.get_case(reference, actor=actor)
    in_force = kept.restrictions_in_force(case.pk, actor=actor)
    own = (one for one in in_force if one.organisation_id == actor.organisation_id)
    restriction = next(own, None)
    may_recuse = recusals.may_recuse(actor, case)
    accesses = accesses_of(case, actor)
    context = {
        "case": case,
        "back_url": reverse("case", args=[reference]),
        "keeps": permissions.keeps(actor, case),
        "may_recuse": may_recuse,
        "recusals": list(kept.recusals_of(case.pk, actor=actor)) if may_recuse else [],
        "asked": lines_of(case, in_force, actor) if may_recuse else [],
        "may_reserve": restrictions.may_reserve(actor, restriction),
        "named": named_people(restriction, actor),
        "may_ask": exceptional.may_ask(actor, case),
        "accesses": accesses,
        "waiting": any(line["may_confirm"] for line in accesses),
    }
    return render(request, "access/access.html", context)


def named_people(restriction: Restriction | None, actor: Actor) -> list[str]:
    """Return the names of those to whom the actor's organisation reserves the case."""
    if restriction is None:
        return []
    return [str(user) for user in caseworkers(actor).filter(pk__in=restriction.named)]


def accesses_of(case: Case, actor: Actor) -> list[dict[str, Any]]:
    """Return the exceptional accesses: when, which part, on which ground; why, to the keeper."""
    found = list(kept.exceptional_of(case.pk, actor=actor))
    sealed = kept.reasons_of(found)
    opened = vault.open_rows(list(sealed.values()), actor=actor)
    lines = []
    for access in found:
        waiting = access.confirmed is None and access.expires_at > now()
        own = access.organisation_id == actor.organisation_id
        reason = sealed.get(access.pk)
        lines.append(
            {
                "access": access,
                "part": Compartment(access.opens).label,
                "ground": ExceptionalGround(access.ground).label,
                "state": state_of(access),
                "open": bool(access.confirmed and access.until and access.until > now()),
                "may_confirm": own and waiting and access.asked_by_id != actor.user_id,
                "may_refuse": own and waiting,
                "own": own,
                "reason": opened[reason.pk].get("reason", "") if reason else "",
            }
        )
    return lines


def state_of(access: ExceptionalAccess) -> tuple[str, str]:
    """Return the tone and the words for where a request stands."""
    if access.confirmed is None:
        waits = access.expires_at > now()
        return ("warning", "À confirmer") if waits else ("neutral", "Sans réponse, terminé")
    if not access.confirmed:
        return "neutral", "Refusé"
    running = access.until is not None and access.until > now()
    return ("danger", "Ouvert") if running else ("neutral", "Terminé")


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: MemberRequest, reference: str) -> HttpResponse:
    """Keep the case from a person or an organisation."""
    actor = request.actor
    case = selectors.get_case(reference, actor=actor)
    if not recusals.may_recuse(actor, case):
        raise NotAllowed
    form = RecusalForm(
        request.POST if request.method == "POST" else None,
        people=participants_people(case.programme_id),
        organisations=with_any_role(case.programme_id).exclude(pk=case.steward_id),
    )
    if request.method == "POST" and form.is_valid():
        person, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
        try:
            if person:
                recusals.recuse_person(case, person.pk, reason, actor=actor)
            else:
                chosen = form.cleaned_data["organisation"]
                recusals.recuse_organisation(case, chosen.pk, reason, actor=actor)
        except AlreadyDone:
            messages.info(request, DONE)
            return redirect("case-access", reference)
        except recusals.WouldLockOut as refusal:
            form.add_error("person" if person else "organisation", str(refusal))
        else:
            messages.success(
                request,
                "La situation n’existe plus pour la personne écartée."
                if person
                else "La situation n’existe plus pour cet organisme.",
            )
            return redirect(*after(case, actor, gone=bool(person) and person.pk == actor.user_id))
    context = {"case": case, "form": form, "back_url": reverse("case-access", args=[reference])}
    return render(request, "access/recuse.html", context)


def after(case: Case, actor: Actor, *, gone: bool) -> tuple[str, ...]:
    """Return where to go next: the list, when she has shut the door behind herself."""
    return ("cases",) if gone else ("case-access", case.reference)


@recently_authenticated
@require_POST
def lift(request: MemberRequest, reference: str, recusal_id: UUID) -> HttpResponse:
    """Let a person or an organisation know of the case again."""
    case = selectors.get_case(reference, actor=request.actor)
    try:
        recusals.lift_recusal(case, recusal_id, actor=request.actor)
    except AlreadyDone:
        messages.info(request, DONE)
    else:
        messages.success(request, "C’est levé. Les accès fermés restent fermés.")
    return redirect("case-access", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def reserve(request: MemberRequest, reference: str) -> HttpResponse:
    """Reserve the case to some people of one's organisation."""
    actor = request.actor
    case = selectors.get_case(reference, actor=actor)
    restriction = kept.restriction_of(case.pk, actor=actor)
    if not restrictions.may_reserve(actor, restriction):
        raise NotAllowed
    named = restriction.named if restriction else [actor.user_id]
    posted = request.POST if request.method == "POST" else None
    form = ReserveForm(posted, people=caseworkers(actor), named=named)
    if request.method == "POST" and form.is_valid():
        chosen = {user.pk for user in form.cleaned_data["people"]}
        try:
            restrictions.reserve_case(case, chosen, actor=actor)
        except recusals.WouldLockOut as refusal:
            form.add_error("people", str(refusal))
        except AlreadyDone:
            messages.info(request, "Quelqu’un vient de le faire. Vérifiez qui est nommé.")
            return redirect("case-access", reference)
        else:
            messages.success(request, "Seules les personnes nommées voient cette situation.")
            return redirect(*after(case, actor, gone=actor.user_id not in chosen))
    context = {"case": case, "form": form, "back_url": reverse("case-access", args=[reference])}
    return render(request, "access/reserve.html", context)


@require_POST
def unreserve(request: MemberRequest, reference: str) -> HttpResponse:
    """Let all of one's organisation see the case again."""
    case = selectors.get_case(reference, actor=request.actor)
    try:
        restrictions.open_to_colleagues(case, actor=request.actor)
    except AlreadyDone:
        messages.info(request, DONE)
    else:
        messages.success(request, "Toute votre équipe voit de nouveau cette situation.")
    return redirect("case-access", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: MemberRequest, restriction_id: UUID) -> HttpResponse:
    """Name somebody where nobody is left; the case itself is not told."""
    actor = request.actor
    if restriction_id not in restrictions.orphaned(actor):
        raise Restriction.DoesNotExist
    posted = request.POST if request.method == "POST" else None
    form = NameForm(posted, people=caseworkers(actor))
    if request.method == "POST" and form.is_valid():
        try:
            restrictions.name_person(restriction_id, form.cleaned_data["person"].pk, actor=actor)
        except recusals.WouldLockOut as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, "La personne nommée voit maintenant la situation.")
            return redirect("home")
    context = {"form": form, "back_url": reverse("home")}
    return render(request, "access/name.html", context)


@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask for a part of the file beyond her agreement."""
    actor = request.actor
    case = selectors.get_case(reference, actor=actor)
    if not exceptional.may_ask(actor, case):
        raise NotAllowed
    posted = request.POST if request.method == "POST" else None
    form = ExceptionalForm(posted, openable=exceptional.openable(case, actor=actor))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        part, ground = Compartment(data["opens"]), ExceptionalGround(data["ground"])
        try:
            exceptional.ask(case, part, ground, data["reason"], actor=actor)
        except (AlreadyDone, exceptional.OpenAlready):
            messages.info(request, "Cette demande attend déjà une réponse, ou n’est plus utile.")
        else:
            messages.success(request, "Demande faite. Une autre personne doit la confirmer.")
        return redirect("case-access", reference)
    context = {"case": case, "form": form, "back_url": reverse("case-access", args=[reference])}
    return render(request, "access/ask.html", context)


@recently_authenticated
@require_POST
def answer(request: MemberRequest, reference: str, access_id: UUID) -> HttpResponse:
    """Confirm, refuse or end an exceptional access."""
    actor = request.actor
    selectors.get_case(reference, actor=actor)
    said = request.POST.get("answer", "")
    try:
        if said == "confirm":
            exceptional.confirm(access_id, actor=actor)
            messages.success(request, "L’accès est ouvert pour une heure.")
        elif said == "close":
            exceptional.close(access_id, actor=actor)
            messages.success(request, "L’accès est refermé.")
        else:
            exceptional.refuse(access_id, actor=actor)
            messages.success(request, "La demande est refusée.")
    except exceptional.SamePerson:
        text = "Ces deux comptes semblent être ceux d’une même personne : une autre doit confirmer."
        messages.error(request, text)
    except exceptional.NeedsAnother:
        messages.error(request, "Une autre personne doit confirmer votre demande.")
    except AlreadyDone:
        messages.info(request, "Cette demande a déjà sa réponse, ou a attendu plus d’une heure.")
    return redirect("case-access", reference)

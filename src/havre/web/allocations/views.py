"""Pages of proposals: the list, one proposal, its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.allocations import actions, selectors
from havre.allocations.models import Proposal
from havre.allocations.rules import deadline_of, hold_of, path_of
from havre.cases import selectors as cases
from havre.engine.lifecycle import ENDED, IllegalTransition
from havre.engine.vocabulary import Compartment, ProposalStatus, Role, Stage
from havre.housing import selectors as housing
from havre.platform.acting import Actor
from havre.reporting.flow import may_read_flow
from havre.sharing.actions import BeyondConsent
from havre.sharing.policy import Recipient as SharedWith
from havre.sharing.selectors import refused_parts
from havre.web.allocations import moves, presenting, returning
from havre.web.allocations.listing import chosen_status, filtered, page_of, status_choices
from havre.web.allocations.step_form import StepForm
from havre.web.desk import question
from havre.web.shell.requests import MemberRequest

ALREADY = "Cette étape est déjà enregistrée. Voici où en est la proposition."
CONSENT_FOR_PARTNER = (
    "L’accord de la personne doit d’abord être renouvelé. L’opérateur s’en charge : "
    "prévenez-le, puis recommencez."
)

WAYS: Mapping[str, tuple[Callable[..., Proposal], str]] = {
    "": (actions.propose, "Le logement est réservé pour elle. Recueillez sa réponse."),
    "file": (actions.join_line, "Elle est inscrite. Recueillez sa réponse."),
    "preparer": (actions.prepare, "La proposition est préparée. Vous seul la voyez."),
}
"""How a dwelling is proposed, by what the button says: at once, in line, or only prepared."""


@require_safe
def proposals(request: MemberRequest) -> HttpResponse:
    """The proposals the actor may see, the running ones first."""
    status = chosen_status(request)
    page = page_of(filtered(request.actor, status), request, etat=status)
    shown = [proposal.case for proposal in page.rows]
    names = cases.names_listed(shown, Compartment.PROPOSAL, actor=request.actor)
    context = {
        "lines": presenting.lines_of(page.rows, names, request.actor),
        "page": page,
        "choices": status_choices(),
        "status": status,
        "operates": request.actor.has(Role.OPERATOR),
        "reads_flow": may_read_flow(request.actor),
    }
    return render(request, "allocations/proposals.html", context)


@require_safe
def proposal(request: MemberRequest, reference: str) -> HttpResponse:
    """One proposal: where it stands, and what the actor may do now."""
    return _page(request, reference)


def _page(request: MemberRequest, reference: str, bound: StepForm | None = None) -> HttpResponse:
    actor = request.actor
    history = selectors.history_of(reference, actor=actor)
    found, steps, committee = history.proposal, history.steps, history.committee
    over = found.status_word in ENDED
    reached = next((one for one in steps if one.status != found.status), None) if over else None
    operates = actor.has(Role.OPERATOR)
    context = {
        "proposal": found,
        "title": presenting.title_of(found),
        "tone": presenting.tone_of(found.status_word),
        "deadline": deadline_of(found),
        "hold": hold_of(found),
        "place": presenting.place_of(found),
        "marks": path_of(
            found, ProposalStatus(reached.status if reached else found.status), committee=committee
        ),
        "offer": moves.offer(found, committee=committee, actor=actor, bound=bound),
        "facts": presenting.dwelling_facts(found),
        "decision": presenting.decision_facts(found),
        "ended": presenting.end_sentence(found),
        "reassess": _to_reassess(found) if operates else False,
        "timeline": presenting.timeline_of(steps),
        "operates": operates,
        "came_from": returning.asked(request),
    }
    if operates:
        context["kept_back"] = kept_back(found, request.actor)
        context["name"] = cases.names_of([found.case], actor=actor).get(found.case_id, "")
    else:
        context["candidacy"] = presenting.candidacy_facts(
            selectors.candidacy_of(found, actor=actor)
        )
    return render(request, "allocations/proposal.html", context)


def kept_back(found: Proposal, actor: Actor) -> list[str]:
    """Return what she keeps from the next recipient of her candidacy, before it is sent."""
    if found.status != ProposalStatus.ACCEPTED:
        return []
    recipient = SharedWith.HOLDER if found.holder_id else SharedWith.LANDLORD
    to = found.holder_id or found.landlord_id
    missing = refused_parts(found.case_id, recipient, to, actor=actor)
    return [part.label for part in missing if part is not Compartment.NEW_HOME]


def _to_reassess(found: Proposal) -> bool:
    reassess = found.consequence == Proposal.Consequence.REASSESS
    return reassess and found.case.stage == Stage.SEARCH


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: MemberRequest, reference: str, code: str) -> HttpResponse:
    """Take one step; a form with an error is shown again as typed, a second sending is harmless."""
    try:
        found = selectors.get_proposal(reference, actor=request.actor)
    except Proposal.DoesNotExist:
        if request.session.get(returning.JUST_ENDED) == reference:  # sent twice: out of sight
            messages.info(request, "Votre réponse est déjà enregistrée.")
            return redirect(returning.after(request, "proposals"))
        raise
    committee = selectors.has_committee(found)
    kinds = moves.forms_for(found, committee=committee, actor=request.actor)
    kind = next((kind for kind in kinds if kind.code == code), None)
    if request.method != "POST":
        return redirect("proposal", reference=reference)
    if kind is None:
        messages.info(request, ALREADY)
        return redirect(returning.after(request, "proposal", reference))
    form = kind(request.POST)
    if not form.is_valid() or not _applied(request, form, found):
        if returning.asked(request) == returning.THANKS:
            return question.page(request, reference, form)
        return _page(request, reference, form)
    return _after(request, reference)


def _applied(request: MemberRequest, form: StepForm, found: Proposal) -> bool:
    """Take the step; tell whether the person is done, the errors written on the form if not."""
    try:
        form.apply(found, request.actor)
    except actions.Refusal as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except BeyondConsent as error:
        own = request.actor.has(Role.OPERATOR)
        form.add_error(None, str(error) if own else CONSENT_FOR_PARTNER)
    except IllegalTransition:
        messages.info(request, ALREADY)
        return True
    else:
        messages.success(request, form.done)
        return True
    return False


def _after(request: MemberRequest, reference: str) -> HttpResponse:
    """Return to the list it was answered from, else to the proposal while the actor sees it."""
    if selectors.proposals(request.actor).filter(reference=reference).exists():
        return redirect(returning.after(request, "proposal", reference))
    request.session[returning.JUST_ENDED] = reference
    return redirect(returning.after(request, "proposals"))


@require_POST
def propose(request: MemberRequest, case_reference: str, vacancy_reference: str) -> HttpResponse:
    """Propose a dwelling to her, from the page of compatible dwellings."""
    case = cases.get_case(case_reference, actor=request.actor)
    vacancy = housing.get_vacancy(vacancy_reference, actor=request.actor)
    how, done = WAYS.get(request.POST.get("comment", ""), WAYS[""])
    try:
        made = how(case, vacancy, actor=request.actor)
    except actions.AlreadyProposed:
        messages.info(request, "Une proposition est déjà en cours pour cette situation.")
        running = selectors.running(request.actor).filter(case=case).first()
        if running is not None:
            return redirect("proposal", reference=running.reference)
    except actions.Unsafe as error:
        messages.error(request, str(error))
    except actions.Refusal as error:
        messages.warning(request, str(error))
    except (actions.NotAllowed, IllegalTransition):
        if not request.actor.has(Role.OPERATOR):
            raise PermissionError from None
        messages.info(
            request,
            "Un logement ne peut être proposé que pendant la recherche, avec un diagnostic validé.",
        )
    else:
        messages.success(request, done)
        return redirect("proposal", reference=made.reference)
    return redirect(_compatible_url(case_reference))


def _compatible_url(case_reference: str) -> str:
    try:
        return reverse("compatible", args=[case_reference])
    except NoReverseMatch:
        return reverse("cases")

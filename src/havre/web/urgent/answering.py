"""What an organisation asked sees and answers; the operator answers for it what it was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from havre.allocations import urgent_calls as actions
from havre.allocations import urgent_selectors as selectors
from havre.allocations.refusals import Refusal
from havre.assessments.selectors import list_cards
from havre.cases.selectors import list_parts
from havre.engine.vocabulary import BOARD_ROLES, Role, UrgentAnswer, UrgentRefusal
from havre.housing.permissions import enters_vacancies
from havre.platform.acting import Actor
from havre.programmes.selectors import commune_names
from havre.web.board.presenting import ShownCard
from havre.web.shell.requests import MemberRequest
from havre.web.urgent.forms import OfferForm, RefusalForm
from havre.web.urgent.presenting import dwelling_of, left, state_of

DONE: Mapping[UrgentAnswer, str] = {
    UrgentAnswer.YES: "Merci. L’opérateur le lui propose, puis revient vers vous.",
    UrgentAnswer.NO: "Votre réponse est enregistrée.",
    UrgentAnswer.TIME: "C’est noté. Répondez dès que vous savez, avant la fin de l’appel.",
}


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """The operator's running calls; for those asked, their own lines."""
    actor = request.actor
    if actor.has(Role.OPERATOR):
        calls = list(selectors.running_calls(actor)[: selectors.LISTED])
        list_parts([one.case_id for one in calls], actor=actor)
        lines = [{"call": one, "left": left(one.due_at)} for one in calls]
        return render(request, "urgent/calls.html", {"lines": lines})
    if not actor.has(*BOARD_ROLES):
        raise PermissionError
    asks = list(selectors.own_asks(actor)[: selectors.LISTED])
    shown = selectors.with_cards(asks)
    list_cards([card for _, card in shown], actor=actor)
    names = commune_names() if shown else {}
    rows = [_row(ask, ShownCard.of(card, names)) for ask, card in shown]
    return render(request, "urgent/asks.html", {"rows": rows})


def _row(ask: Any, card: ShownCard) -> dict[str, Any]:
    tone, words = state_of(ask)
    return {
        "ask": ask,
        "card": card,
        "tone": tone,
        "words": words,
        "over": ask.over(),
        "left": left(ask.due_at),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, ask_id: UUID) -> HttpResponse:
    """The card, and three ways to answer; a form with an error comes back as typed."""
    asked = selectors.get_asked(ask_id, actor=request.actor)
    offers = [*asked.fitting, *asked.others]
    said = request.POST.get("answer", "")
    bound: forms.Form | None = None
    if request.method == "POST" and said in set(UrgentAnswer):
        word = UrgentAnswer(said)
        bound = _form_of(word, request, offers)
        if _answered(request, asked.ask, word, bound):
            return _back(request, asked)
    return render(request, "urgent/ask.html", _context(asked, bound, said, request.actor))


def _form_of(word: UrgentAnswer, request: MemberRequest, offers: list[Any]) -> forms.Form:
    if word is UrgentAnswer.YES:
        return OfferForm(request.POST, offers=offers)
    return RefusalForm(request.POST) if word is UrgentAnswer.NO else forms.Form(request.POST)


def _answered(request: MemberRequest, ask: Any, word: UrgentAnswer, form: forms.Form) -> bool:
    """Write the answer; tell whether the person is done, the errors on the form if not."""
    if not form.is_valid():
        return False
    said = form.cleaned_data.get("refusal")
    try:
        late = actions.answer(
            ask,
            word,
            refusal=UrgentRefusal(said) if said else None,
            vacancy=form.chosen() if isinstance(form, OfferForm) else None,
            actor=request.actor,
        )
    except actions.CallOver as error:
        messages.info(request, str(error))
    except Refusal as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    else:
        messages.success(request, actions.LATE if late else DONE[word])
    return True


def _back(request: MemberRequest, asked: selectors.Asked) -> HttpResponse:
    if asked.ask.organisation_id == request.actor.organisation_id:
        return redirect("urgent-ask", asked.ask.pk)
    return redirect("case-urgent", selectors.case_of(asked.ask, actor=request.actor))


def _context(
    asked: selectors.Asked, bound: forms.Form | None, said: str, actor: Actor
) -> dict[str, Any]:
    ask = asked.ask
    tone, words = state_of(ask)
    own = ask.organisation_id == actor.organisation_id
    others = asked.others if asked.fitting else [*asked.fitting, *asked.others]
    offer = bound if isinstance(bound, OfferForm) else OfferForm(offers=others)
    return {
        "ask": ask,
        "card": ShownCard.of(asked.card, commune_names()),
        "tone": tone,
        "words": words,
        "over": ask.over(),
        "left": left(ask.due_at),
        "own": own,
        "decided": ask.answer in {"YES", "NO"},
        "dwelling": dwelling_of(ask.vacancy) if ask.vacancy else "",
        "fitting": [(one, dwelling_of(one)) for one in asked.fitting],
        "others": offer if offer.offers else None,
        "refusal": bound if isinstance(bound, RefusalForm) else RefusalForm(),
        "said": said,
        "answers": actions.may_answer(actor, ask),
        "enters": own and enters_vacancies(actor),
        "back_url": "" if own else selectors.case_of(ask, actor=actor),
    }

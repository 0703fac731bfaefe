"""The shared board: need cards, the most urgent and oldest first, bounded pages, no totals."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from havre.assessments import selectors
from havre.assessments.models import NeedCard
from havre.engine.vocabulary import BOARD_ROLES, Role
from havre.matching.offers import own_offers
from havre.platform.acting import Actor
from havre.programmes.selectors import commune_names
from havre.web.board.forms import BoardFilters
from havre.web.board.presenting import ShownCard
from havre.web.shell.requests import MemberRequest

PAGE = 25
LAST_PAGE = 400
OFFERS_SHOWN = 3
OFFERS_ON_CARD = 6


def readable(actor: Actor) -> None:
    """The board is the operator's, the landlords', the agencies' and the holders'."""
    if not actor.has(Role.OPERATOR, *BOARD_ROLES):
        raise PermissionError


@require_GET
def board(request: MemberRequest) -> HttpResponse:
    """The cards the actor may see."""
    readable(request.actor)
    names = commune_names()
    filters = BoardFilters(request.GET or None, communes=names)
    chosen = filters.chosen()
    number = _page_number(request.GET.get("page", ""))
    start = (number - 1) * PAGE
    found = list(selectors.board(request.actor, **chosen)[start : start + PAGE + 1])
    selectors.list_cards(found[:PAGE], actor=request.actor)
    context = {
        "filters": filters,
        "filtered": bool(chosen),
        "cards": _rows(found[:PAGE], names, request.actor),
        "page": {
            "previous_url": _page_url(request, number - 1) if number > 1 else "",
            "next_url": _page_url(request, number + 1) if len(found) > PAGE else "",
        },
        "offers": request.actor.has(*BOARD_ROLES),
        "actions": _plan() if request.actor.has(Role.OPERATOR) else (),
    }
    return render(request, "board/board.html", context)


def _plan() -> tuple[dict[str, object], ...]:
    """Where the operator sees all cards and offers at once."""
    return ({"label": "Plan de la commission", "url": reverse("plan"), "secondary": True},)


def _rows(
    cards: Sequence[NeedCard], names: dict[str, str], actor: Actor
) -> list[dict[str, object]]:
    compares = bool(cards) and actor.has(*BOARD_ROLES)
    offers = own_offers(cards, OFFERS_SHOWN + 1, actor=actor) if compares else {}
    return [
        {
            "card": ShownCard.of(card, names),
            "offers": offers.get(card.pk, [])[:OFFERS_SHOWN],
            "more": len(offers.get(card.pk, [])) > OFFERS_SHOWN,
        }
        for card in cards
    ]


def _page_number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() else 1


def _page_url(request: MemberRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"


@require_GET
def card(request: MemberRequest, reference: str) -> HttpResponse:
    """One card, with the actor's own offers that answer it."""
    actor = request.actor
    readable(actor)
    found = selectors.get_card(reference, actor=actor)
    compares = actor.has(*BOARD_ROLES)
    offers = own_offers([found], OFFERS_ON_CARD + 1, actor=actor)[found.pk] if compares else []
    context = {
        "card": ShownCard.of(found, commune_names()),
        "offers": offers[:OFFERS_ON_CARD],
        "more": len(offers) > OFFERS_ON_CARD,
        "compares": compares,
        "case_reference": selectors.case_reference_of(found, actor=actor),
    }
    return render(request, "board/card.html", context)

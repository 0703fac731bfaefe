"""The page a person opens every morning."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from havre.engine.vocabulary import HOUSING_ROLES, REFERRING_ROLES, Role
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.web.home.tasks import last_moves, tasks_for
from havre.web.shell.requests import MemberRequest


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The most useful place to go when nothing waits, and the action at the top of the page."""

    sentence: str
    label: str
    url: str


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """What waits for this person today."""
    tasks = tasks_for(request.actor)
    context = {
        "tasks": tasks,
        "moves": last_moves(request.actor),
        "suggestion": suggestion_for(request.actor),
        "actions": actions_for(request.actor) if tasks else [],
        "today": today(),
    }
    return render(request, "home/home.html", context)


def suggestion_for(actor: Actor) -> Suggestion:
    """Return what to offer when nothing waits."""
    if actor.has(Role.OPERATOR):
        sentence = "Profitez-en pour revoir les situations en recherche de logement."
        return Suggestion(sentence, "Voir les situations", reverse("cases"))
    if actor.has(*HOUSING_ROLES):
        sentence = "Une offre tenue à jour trouve plus vite quelqu’un."
        return Suggestion(sentence, "Voir vos offres", reverse("vacancies"))
    if actor.has(Role.RESERVATION_HOLDER):
        sentence = "Les fiches besoin disent, sans aucun nom, quels logements sont recherchés."
        return Suggestion(sentence, "Voir les fiches besoin", reverse("board"))
    if actor.has(Role.SHELTER, Role.REFERRER):
        sentence = "Vous pouvez orienter une personne dès qu’elle vous donne son accord."
        return Suggestion(sentence, "Orienter une personne", reverse("referral-new"))
    if actor.has(Role.FUNDER):
        sentence = "Les indicateurs des trimestres clos sont à votre disposition."
        return Suggestion(sentence, "Voir les indicateurs", reverse("indicators"))
    sentence = "Les demandes d’accompagnement qui vous seront adressées apparaîtront ici."
    return Suggestion(sentence, "Lire l’aide", reverse("help"))


def actions_for(actor: Actor) -> list[dict[str, object]]:
    """Return the one action this person starts most often."""
    if actor.has(*HOUSING_ROLES) and not actor.has(Role.OPERATOR):
        add = _action("Ajouter une offre", "vacancy-enter")
        return [_action("Ouvrir le bureau", "desk", "check"), add]
    if actor.has(*REFERRING_ROLES):
        return [_action("Orienter une personne", "referral-new")]
    return []


def _action(label: str, page: str, icon: str = "plus") -> dict[str, object]:
    """Secondary: what waits comes first."""
    return {"label": label, "url": reverse(page), "icon": icon, "secondary": True}

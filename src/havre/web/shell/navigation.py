"""The places each role may go, in the order of its day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from havre.cases.searching import may_search
from havre.coordination.permissions import takes_part
from havre.engine.vocabulary import BOARD_ROLES, HOUSING_ROLES, Role
from havre.organisations.selectors import may_manage_people
from havre.platform.acting import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation bar."""

    label: str
    url: str
    active: bool
    count: int = 0


def places_for(actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield (label, url name) of the places the actor's roles open."""
    yield "Accueil", "home"
    if actor.has(*HOUSING_ROLES):
        yield "Bureau", "desk"
    if may_search(actor):
        yield "Situations", "cases"
    if actor.has(Role.OPERATOR, *BOARD_ROLES):
        yield "Fiches besoin", "board"
    if actor.has(Role.OPERATOR, Role.RESERVATION_HOLDER, *HOUSING_ROLES):
        yield "Offres", "vacancies"
        yield "Propositions", "proposals"
    if takes_part(actor):
        yield "Réunions", "meetings"
    if actor.has(Role.OPERATOR, Role.FUNDER):
        yield "Indicateurs", "indicators"
    if actor.has(Role.OPERATOR):
        yield "Dispositif", "programme"
    if may_manage_people(actor):
        yield "Équipe", "people"


def navigation(actor: Actor, path: str) -> list[Place]:
    """Return the navigation of an actor, the present place marked."""
    places = [(label, reverse(name)) for label, name in places_for(actor)]
    home = reverse("home")
    above = (url for _, url in places if path.startswith(url) and (url != home or path == home))
    best = max(above, key=len, default="")
    return [Place(label, url, url == best) for label, url in places]

"""The pages measured: each role's own, with the objects it would open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.test import Client
from django.urls import reverse

from havre.allocations.selectors import proposals
from havre.assessments.selectors import board
from havre.cases.selectors import visible_to
from havre.config import synthetic
from havre.engine.vocabulary import Stage
from havre.housing.selectors import open_vacancies
from havre.organisations.models import User
from havre.organisations.selectors import memberships_of
from havre.platform.acting import Actor, acting
from havre.programmes.selectors import actor_of
from havre.web.accounts.proof import record_proof
from havre.web.shell.navigation import places_for


class Counter:
    """Counts the statements that go through every connection."""

    def __init__(self) -> None:
        self.number = 0
        for alias in ("default", "vault"):
            connections[alias].execute_wrappers.append(self)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count one statement, transaction control left out, and run it."""
        self.number += not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        return execute(sql, params, many, context)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one role sees it."""

    label: str
    path: str
    client: Client
    counter: Counter

    def queries(self) -> int:
        """Return the statements counted so far."""
        return self.counter.number


def visits_of() -> list[Visit]:
    """Return the pages of every demonstration account, in a fixed order."""
    counter = Counter()
    return [
        Visit(f"{account.role.lower()} · {label}", path, client, counter)
        for account in synthetic.ACCOUNTS
        for client, actor in [signed_in(account.email)]
        for label, path in paths_of(actor)
    ]


def signed_in(email: str) -> tuple[Client, Actor]:
    """Return a new session of one account, both factors proved, and in whose name it acts."""
    user = User.objects.get(email=email)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    record_proof(session, second_factor=True)
    session.save()
    return client, actor_of(memberships_of(user)[0])


def paths_of(actor: Actor) -> Iterator[tuple[str, str]]:
    """Yield (label, path) for the navigation of one account and one object of each kind."""
    for _, name in places_for(actor):
        yield name, reverse(name)
    with acting(actor):
        yield from list(_objects(actor))


def _objects(actor: Actor) -> Iterator[tuple[str, str]]:
    reachable = {name for _, name in places_for(actor)}
    if "cases" in reachable:
        searching = visible_to(actor).filter(stage__in=[Stage.SEARCH, Stage.HOUSED]).first()
        if searching is not None:
            yield "case", reverse("case", args=[searching.reference])
    if "board" in reachable and (card := board(actor).first()):
        yield "card", reverse("card", args=[card.reference])
    if "vacancies" in reachable and (vacancy := open_vacancies(actor).first()):
        yield "vacancy", reverse("vacancy", args=[vacancy.reference])
    if "proposals" in reachable and (proposal := proposals(actor).first()):
        yield "proposal", reverse("proposal", args=[proposal.reference])

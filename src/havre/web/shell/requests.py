"""A request whose person, organisation and programme are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from havre.organisations.models import Membership, User
from havre.platform.acting import Actor

if TYPE_CHECKING:

    class MemberRequest(HttpRequest):
        """What every view that is not `open_to_all` receives."""

        actor: Actor
        actors: list[Actor]
        memberships: list[Membership]
        user: User
else:
    MemberRequest = HttpRequest

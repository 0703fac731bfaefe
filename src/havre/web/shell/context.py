"""What every page needs: the organisation acting, and the places she may go."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from havre.organisations.models import Membership, Organisation
from havre.platform.acting import Actor
from havre.web.shell.navigation import Place, navigation


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame around a page."""

    organisation: str
    navigation: list[Place]
    other_organisations: list[Organisation]
    switch_url: str
    help_url: str


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the frame for a signed-in member, nothing for anybody else."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    memberships: list[Membership] = request.memberships  # type: ignore[attr-defined]
    return {
        "actor": actor,
        "tiles": {"url": settings.HAVRE_TILES, "credit": settings.HAVRE_TILES_CREDIT}
        if settings.HAVRE_TILES
        else None,
        "shell": Shell(
            organisation=actor.name,
            navigation=navigation(actor, request.path),
            other_organisations=[
                m.organisation for m in memberships if m.organisation_id != actor.organisation_id
            ],
            switch_url=reverse("switch-organisation"),
            help_url=reverse("help"),
        ),
    }

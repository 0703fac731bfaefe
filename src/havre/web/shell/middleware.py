"""Around every request: whose name the database is read in, and the headers of every answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse

from havre.engine.vocabulary import Role, Seat
from havre.organisations.models import User
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.gate import Held
from havre.platform.journal import JournalDown, reached_from
from havre.platform.vault import VaultTrouble
from havre.programmes.selectors import actors_of
from havre.web.accounts.proof import SECOND_FACTOR, ask_unless_recent
from havre.web.shell.errors import unrecorded, vault_trouble

Answer = Callable[[HttpRequest], HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")
SESSION_ORGANISATION = "organisation"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'"
)


def policy() -> str:
    """Return the policy of pages: pictures of the installation's tile server, if it has one."""
    if not settings.HAVRE_TILES:
        return POLICY
    parts = urlsplit(settings.HAVRE_TILES)
    return POLICY.replace("img-src 'self'", f"img-src 'self' {parts.scheme}://{parts.netloc}")


HEADERS = {
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "browsing-topics=(), interest-cohort=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
"""On every answer, refusals and files included; a value that a view has set stays."""


class ResponseHeaders:
    """No copy of a page stays anywhere, and a page loads nothing from another site."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the headers set."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy())  # a document has its own
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response


class ActingOrganisation:
    """Run each signed-in page in one transaction, in the name of the organisation chosen.

    Default deny: a view is reached by signed-in members only, unless it carries `open_to_all`
    (sign-in pages, invitations, the neutral page). Whoever has proved only a password reaches
    nothing but the pages that add a second factor.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on: the work is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Call the view in the name of the organisation, or refuse."""
        if getattr(view, "open_to_all", False):
            return None
        refusal = place(request, view) if request.user.is_authenticated else to_sign_in(request)
        if refusal is not None:
            return refusal
        if getattr(view, "own_account", False):  # about herself: in nobody's name
            return cast("HttpResponseBase", view(request, *args, **kwargs))
        return in_the_name(request, view, args, kwargs)


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send to the sign-in page; what a session just ended was sending is kept for its person."""
    from havre.web.accounts.kept import keep

    keep(request)
    match = request.resolver_match
    if match is not None and match.url_name == "mail-link":  # a message was followed: go on after
        return redirect_to_login(request.path)
    return redirect("account_login")


def place(request: HttpRequest, view: Callable[..., Any]) -> HttpResponseBase | None:
    """Find the actor of a signed-in person; return where she goes instead, or None."""
    actor = choose_actor(request)
    works = actor is not None and bool(actor.programme_id)
    protected = bool(request.session.get(SECOND_FACTOR)) or only_reads(request)
    if not works and not getattr(view, "own_account", False):
        return redirect("no-organisation")
    if not protected and not getattr(view, "enrols", False):
        return redirect("account_protect")
    if works and protected:
        request.actor = actor  # type: ignore[attr-defined]
    return ask_unless_recent(request) if getattr(view, "needs_proof", False) else None


def in_the_name(
    request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
) -> HttpResponseBase:
    """Run a view in one transaction, in the name of the actor's organisation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.seat is Seat.READER and not (
        request.method in SAFE or getattr(view, "changes_nothing", False)
    ):
        raise PermissionDenied
    try:
        with reached_from(request.META.get("REMOTE_ADDR", "")), acting(actor):
            try:
                response: HttpResponse = view(request, *args, **kwargs)
            except Held as held:  # said, and kept even where the view's own change was undone
                held.keep()
                context = {"reason": str(held)}
                return render(request, "outgoing/held.html", context, status=409)
            if isinstance(response, TemplateResponse):
                response.render()
            return response
    except JournalDown:
        return unrecorded(request)
    except VaultTrouble as trouble:
        return vault_trouble(request, trouble)
    except ObjectDoesNotExist as error:  # hidden and absent alike
        note_refusal(request, actor, kwargs)
        raise Http404 from error
    except PermissionError as error:
        note_refusal(request, actor, kwargs)
        if kwargs:  # the address names something: whoever may not have it finds nothing
            raise Http404 from error
        raise PermissionDenied from error


def note_refusal(request: HttpRequest, actor: Actor, kwargs: Any) -> None:
    """Write down that she asked for what she may not have, or what is not: nothing tells which.

    The reference is the one in the address, whoever it belongs to.
    """
    if kwargs:
        with suppress(JournalDown), reached_from(request.META.get("REMOTE_ADDR", "")):
            journal.commit_reading(actor, "PAGE_REFUSED", subject=str(kwargs.get("reference", "")))


def choose_actor(request: HttpRequest) -> Actor | None:
    """Return the actor for the organisation kept in the session, else for the first one."""
    assert isinstance(request.user, User)
    found = actors_of(request.user)
    request.memberships = [membership for membership, _ in found]  # type: ignore[attr-defined]
    request.actors = [actor for _, actor in found]  # type: ignore[attr-defined]
    wanted = request.session.get(SESSION_ORGANISATION)
    actors = [actor for _, actor in found]
    chosen = next((actor for actor in actors if actor.organisation_id == wanted), None)
    return chosen or next(iter(actors), None)


def only_reads(request: HttpRequest) -> bool:
    """Tell whether all she ever does is read a landlord's offers: a password is enough for that."""
    actors: list[Actor] = request.actors  # type: ignore[attr-defined]
    return bool(actors) and all(a.seat is Seat.READER and a.has(Role.LANDLORD) for a in actors)


def open_to_all(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Mark a view that needs no signed-in member."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def own_account(
    *, enrols: bool = False
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Mark a view about one's own account: it needs no organisation, and runs in none's name.

    With `enrols`, it is open to someone who has not yet added her second factor.
    """

    def mark(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        view.own_account = True  # type: ignore[attr-defined]
        view.enrols = enrols  # type: ignore[attr-defined]
        return view

    return mark

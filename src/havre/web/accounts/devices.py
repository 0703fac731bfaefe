"""The device a request comes from: in words, and whether it is known to an account.

A device that has signed in keeps a signed mark for 180 days. It opens nothing: it only keeps the
failures of others, elsewhere, from making this device wait.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from havre.organisations import throttling

COOKIE = "appareil"
AGE = 180 * 24 * 3600
MOST = 5
"""Accounts one device may be known to: a shared office computer."""
SALT = "havre.device"
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
SYSTEMS = (
    ("iPhone", "un iPhone"),
    ("iPad", "un iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "un Mac"),
    ("Linux", "Linux"),
)


def client_address(request: HttpRequest) -> str:
    """Return the address a request comes from; the server has resolved its trusted proxies."""
    return str(request.META.get("REMOTE_ADDR", ""))


def in_words(request: HttpRequest) -> str:
    """Say which browser and system a request comes from: « Firefox sur Windows »."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if not browser and "Safari/" in agent:
        browser = "Safari"
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser or 'Navigateur'} sur {system}" if system else browser or "Appareil inconnu"


def mark_of(email: str) -> str:
    """Return what stands for an account in the mark: says nothing to whoever reads it."""
    key = f"device:{settings.SECRET_KEY}".encode()
    return hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()[:24]


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {}
    return dict(found) if isinstance(found, dict) else {}


def known_device(request: HttpRequest, email: str) -> str | None:
    """Return the device's own number for this account, None when it never signed in to it."""
    return _marks(request).get(mark_of(email))


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Let the device carry the mark of an account that has just signed in."""
    marks = _marks(request)
    mine = marks.pop(mark_of(email), None) or secrets.token_hex(12)
    kept = dict(list(marks.items())[-(MOST - 1) :]) | {mark_of(email): mine}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def counted(request: HttpRequest, email: str, kind: str = "account") -> list[throttling.Place]:
    """Return what a try to sign in to an account, from this device, is counted against."""
    email = email.strip().lower()
    return throttling.places(
        email, client_address(request), known_device(request, email), kind=kind
    )


def waiting_sentence(refusal: throttling.TooManyTries) -> str:
    """Say how long to wait."""
    minutes = refusal.minutes
    return f"Trop d’essais. Attendez {minutes} minute{'s' if minutes > 1 else ''}, puis réessayez."

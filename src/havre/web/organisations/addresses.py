"""Full addresses of Havre, for what is written in a message."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def public_address(path: str) -> str:
    """Return the full address of a path, on the installation's own public name.

    The name comes from the settings, never from the request: a forged one cannot enter a mail.
    """
    return f"{str(settings.HAVRE_PUBLIC_URL).rstrip('/')}{path}"


def invitation_address(token: str) -> str:
    """Return the full address of the page that opens an invitation."""
    return public_address(reverse("invitation", args=[token]))

"""Sign-in by django-allauth: no public registration, and its mail passes the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from havre.platform import gate
from havre.web.accounts.proof import record_proof
from havre.web.organisations.addresses import public_address

if TYPE_CHECKING:
    Base = object
else:
    Base = DefaultAccountAdapter


class AccountAdapter(Base):
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by herself."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session; she has just proved who she is."""
        super().login(request, user)  # type: ignore[misc]
        record_proof(request.session)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's messages through the gate; those Havre has no text for do not leave."""
        template = template_prefix.rsplit("/", 1)[-1]
        if template in gate.SUBJECTS:
            path = urlsplit(str(context.get("password_reset_url", ""))).path
            gate.send(template, email, {"link": public_address(path)})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to work once the password has changed."""
        return reverse("home")

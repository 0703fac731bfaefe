"""Sign-in by django-allauth: no public registration, and its mail passes the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from havre.organisations import factors, sessions, throttling
from havre.organisations.models import User
from havre.platform import gate
from havre.web.accounts import agent, devices
from havre.web.accounts.proof import SECOND_FACTOR, record_proof
from havre.web.accounts.second_factor import CodeStage
from havre.web.organisations.addresses import public_address

if TYPE_CHECKING:
    Base = object
    FactorBase = object
else:
    Base = DefaultAccountAdapter
    FactorBase = DefaultMFAAdapter


CODE_STAGE = "allauth.mfa.stages.AuthenticateStage"


class AccountAdapter(Base):
    """Accounts are made by invitation only; failures are counted by Havre."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers by herself."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a password, counted beforehand; an unknown account is counted all the same."""
        counted = devices.counted(request, str(credentials.get("email", "")))
        try:
            throttling.begin_try(counted)
        except throttling.TooManyTries as refusal:
            raise ValidationError(devices.waiting_sentence(refusal)) from refusal
        user: AbstractBaseUser | None = super().authenticate(  # type: ignore[misc]
            request, **credentials
        )
        if user is not None:
            throttling.succeed(counted)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting to `authenticate`."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Open the session; she has just proved who she is, here or at her own provider."""
        proved = get_authentication_records(request, user)
        super().login(request, user)  # type: ignore[misc]
        sessions.begin(request.session, devices.in_words(request))
        strong = any(r["method"] == "mfa" or r.get("second_factor") for r in proved)
        request.session[SECOND_FACTOR] = agent.link(request, user) or strong
        if any(r.get("fresh", True) for r in proved):
            record_proof(request.session)

    def get_login_stages(self) -> list[str]:
        """Ask for the code with our own rule: not after a second factor at her provider."""
        stages: list[str] = super().get_login_stages()  # type: ignore[misc]
        ours = f"{CodeStage.__module__}.{CodeStage.__qualname__}"
        return [
            ours if stage == "allauth.mfa.stages.AuthenticateStage" else stage for stage in stages
        ]

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Go on, and let the device be known to this account."""
        response: HttpResponse = super().post_login(request, user, **more)  # type: ignore[misc]
        devices.remember(request, response, user.email)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send allauth's messages through the gate; those Havre has no text for do not leave."""
        template = template_prefix.rsplit("/", 1)[-1]
        if template in gate.SUBJECTS:
            path = urlsplit(str(context.get("password_reset_url", ""))).path
            gate.send(template, email, {"link": public_address(path)})

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Go home, or back to what a session that ended was doing."""
        return reverse("account_resume" if "kept" in request.session else "home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to work once the password has changed."""
        return reverse("home")


class FactorAdapter(FactorBase):
    """The second factor: secrets sealed, names that say nothing."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return factors.unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return "Havre"

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail: she sees her factors on her own page."""

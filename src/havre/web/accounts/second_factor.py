"""The code asked at sign-in, and the guided choice of a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from havre.organisations import factors, throttling
from havre.organisations.models import User
from havre.web.accounts import devices
from havre.web.shell.middleware import open_to_all

WRONG = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."


def check_code(request: HttpRequest, user: User, code: str) -> Authenticator | None:
    """Check a code, counted beforehand; raise ValidationError when she has to wait."""
    counted = devices.counted(request, user.email, "code")
    try:
        throttling.begin_try(counted)
    except throttling.TooManyTries as refusal:
        raise ValidationError(devices.waiting_sentence(refusal)) from refusal
    found = factors.check_code(user, code)
    if found is not None:
        throttling.succeed(counted)
    return found


class CodeForm(forms.Form):
    """A code of the application, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code-input",
                "data-focus": True,
            }
        ),
        error_messages={"required": "Indiquez le code."},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.factor: Authenticator | None = None

    def clean_code(self) -> str:
        """Check the code."""
        code = str(self.cleaned_data["code"])
        self.factor = check_code(context.request, self.user, code)
        if self.factor is None:
            raise ValidationError(WRONG)
        return code

    def save(self) -> None:
        """Note in the session that the second factor was proved."""
        post_authentication(context.request, self.factor)


class CodeStage(AuthenticateStage):  # type: ignore[misc]
    """The code page, unless her own provider has just checked a second factor of hers."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        elsewhere = bool(records) and bool(records[-1].get("second_factor"))
        return not elsewhere and bool(super()._should_handle(request))


class CodeView(AuthenticateView):  # type: ignore[misc]
    """Ask for the second factor of an account protected by one."""

    template_name = "account/code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the account has, and the code of an account made for trying Havre."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        kinds = {factor.type for factor in factors.factors_of(user)}
        found["application"] = Authenticator.Type.TOTP in kinds
        found["passkey"] = Authenticator.Type.WEBAUTHN in kinds
        shown = factors.demonstration_code(user)
        if shown and not found["form"].is_bound:
            found["form"].initial["code"] = shown
            found["demonstration"] = True
        return found


code = open_to_all(CodeView.as_view())

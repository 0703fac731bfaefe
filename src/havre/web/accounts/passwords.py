"""Forgotten and changed passwords: django-allauth's pages, counted in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import views as allauth
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from havre.platform.limits import Limit, wait_after
from havre.web.accounts.devices import client_address
from havre.web.shell.errors import too_many
from havre.web.shell.middleware import open_to_all, own_account

MINUTE = timedelta(minutes=1)
FROM_ADDRESS = Limit("reset-from", 20, MINUTE)
TO_ACCOUNT = Limit("reset-to", 5, MINUTE)
"""Counted for unknown addresses as for real ones."""
LINKS = Limit("reset-link", 20, MINUTE)
CHANGES = Limit("password", 5, MINUTE)


class Reset(allauth.PasswordResetView):  # type: ignore[misc]
    """Ask for a link."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Send it, unless too many were asked for, from here or for this account."""
        email = str(form.cleaned_data["email"]).strip().lower()
        counted = [(FROM_ADDRESS, client_address(self.request)), (TO_ACCOUNT, email)]
        for limit, who in counted:
            if seconds := wait_after(limit, who):
                return too_many(self.request, seconds)
        response: HttpResponse = super().form_valid(form)
        return response


class Choose(allauth.PasswordResetFromKeyView):  # type: ignore[misc]
    """Follow the link."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, unless too many links were tried from here."""
        if seconds := wait_after(LINKS, client_address(request)):
            return too_many(request, seconds)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class Change(allauth.PasswordChangeView):  # type: ignore[misc]
    """Change one's own."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change it, unless the present one was tried too often."""
        if seconds := wait_after(CHANGES, f"user/{request.user.pk}"):
            return too_many(request, seconds)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


reset = open_to_all(Reset.as_view())
choose = open_to_all(Choose.as_view())
change = own_account()(Change.as_view())

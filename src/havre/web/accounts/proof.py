"""Who signed in proves again that it is she, before an act that weighs more than a page.

Nothing typed is kept anywhere meanwhile: the page that asks carries what was sent in hidden fields
of its own form, posted to the same address; the view then receives it as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any, Protocol

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from havre.organisations import factors, throttling
from havre.organisations.models import User
from havre.platform.clock import now
from havre.web.accounts import devices

View = Callable[..., HttpResponseBase]
RECENT = timedelta(minutes=5)
PROVED_AT = "proved_at"
SECOND_FACTOR = "second_factor"
PROOF, ASKED = "_preuve", "_demande"
OWN_FIELDS = {PROOF, ASKED, "csrfmiddlewaretoken"}
WRONG = "Ce n’est pas le bon mot de passe, ni le code du moment."
CODE_LENGTHS = (6, 8)


class Session(Protocol):
    """What is used of a session."""

    def __setitem__(self, key: str, value: Any) -> None: ...


def record_proof(session: Session, *, second_factor: bool | None = None) -> None:
    """Note in a session that its owner has just proved who she is."""
    session[PROVED_AT] = now().timestamp()
    if second_factor is not None:
        session[SECOND_FACTOR] = second_factor


def is_recent(request: HttpRequest) -> bool:
    """Tell whether she proved who she is within the last five minutes."""
    proved = request.session.get(PROVED_AT)
    return isinstance(proved, float) and now().timestamp() - proved < RECENT.total_seconds()


def recently_authenticated(view: View) -> View:
    """Ask for the password again before a view, unless it was given in the last five minutes.

    The middleware asks, before the transaction begins; called any other way, the view refuses.
    A chosen file cannot be carried along: guard the page that asks for it as well.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_recent(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.needs_proof = True  # type: ignore[attr-defined]
    return guarded


class ProofForm(forms.Form):
    """The password once more, or a code of the second factor."""

    def __init__(self, data: Mapping[str, Any] | None, *, request: HttpRequest) -> None:
        super().__init__(data)
        assert isinstance(request.user, User)
        self.request, self.user = request, request.user
        self.fields[PROOF] = forms.CharField(
            label="Mot de passe, ou code de votre application",
            max_length=128,
            strip=False,
            widget=forms.PasswordInput(
                attrs={"autocomplete": "current-password", "data-focus": True}
            ),
            error_messages={"required": "Indiquez votre mot de passe ou un code."},
        )

    def clean(self) -> dict[str, Any]:
        """Check what was given, counted beforehand."""
        data = super().clean() or {}
        given = data.get(PROOF)
        if not given:
            return data
        counted = devices.counted(self.request, self.user.email, "code")
        try:
            throttling.begin_try(counted)
        except throttling.TooManyTries as refusal:
            self.add_error(PROOF, devices.waiting_sentence(refusal))
            return data
        if self.proves(given):
            throttling.succeed(counted)
        else:
            self.add_error(PROOF, WRONG)
        return data

    def proves(self, given: str) -> bool:
        """Tell whether this is her password, or a code that has not served."""
        digits = "".join(given.split())
        if digits.isdecimal() and len(digits) in CODE_LENGTHS:
            return factors.check_code(self.user, digits) is not None
        return self.user.check_password(given)


def ask_unless_recent(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for a proof, or None when the view may run.

    Once proved, a page asked for is asked for again, and what was sent goes on to its view.
    """
    proving = request.method == "POST" and PROOF in request.POST
    if not proving and is_recent(request):
        return None
    form = ProofForm(request.POST if proving else None, request=request)
    asked = str(request.POST.get(ASKED, "POST")) if proving else str(request.method)
    if proving and form.is_valid():
        record_proof(request.session)
        if asked != "POST":
            return redirect(request.get_full_path())
        request.POST = sent_by(request)
        return None
    carried = [(name, value) for name, values in sent_by(request).lists() for value in values]
    return render(
        request,
        "account/proof.html",
        {"form": form, "carried": carried, "asked": asked, "files": bool(request.FILES)},
    )


def sent_by(request: HttpRequest) -> Any:
    """Return what the page itself sent, without the fields of the proof."""
    sent = request.POST.copy()
    for name in OWN_FIELDS:
        sent.pop(name, None)
    return sent

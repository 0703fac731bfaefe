"""What a shelter signals on her safety after admission, and the keeper's word that it was read."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from havre.cases import selectors, signals
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.web.cases.fields import text
from havre.web.shell.requests import MemberRequest

SENT = "C’est transmis à l’opérateur. Vous ne le relirez pas ici."


class SignalForm(forms.Form):
    """A fact and its date; the number under which it is kept once, however often it is sent."""

    use_required_attribute = False
    signal = forms.UUIDField(widget=forms.HiddenInput)
    said = text(
        "Ce que vous signalez",
        signals.LONGEST,
        lines=5,
        help_text="Des faits, avec leur date.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"signal": uuid4()})
        self.fields["said"].required = True
        self.fields["said"].error_messages["required"] = "Écrivez ce que vous signalez."


@require_http_methods(["GET", "HEAD", "POST"])
def signal(request: MemberRequest, reference: str) -> HttpResponse:
    """Add a short note to her safety."""
    actor = request.actor
    case = selectors.get_case(reference, actor=actor)
    if not signals.may_signal(actor, case):
        raise NotAllowed
    form = SignalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            signals.signal_safety(case, data["said"], signal_id=data["signal"], actor=actor)
        except AlreadyDone:
            messages.info(request, "C’était déjà transmis.")
        else:
            messages.success(request, SENT)
        return redirect("case", reference)
    context = {"case": case, "form": form, "back_url": reverse("case", args=[reference])}
    return render(request, "cases/signal.html", context)


@require_POST
def seen(request: MemberRequest, reference: str, signal_id: UUID) -> HttpResponse:
    """Say that a signal was read."""
    case = selectors.get_case(reference, actor=request.actor)
    try:
        signals.note_seen(case, signal_id, actor=request.actor)
    except AlreadyDone:
        messages.info(request, "C’est déjà noté comme lu.")
    else:
        messages.success(request, "C’est noté comme lu.")
    return redirect("case", reference)

"""What she was sending when her session ended by its time: given back once she signs in again.

Kept in the new, anonymous session of the same browser, sealed, for the person whose session it was
and for nobody else; dropped once it has been shown, or after fifteen minutes with the session.
"""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from havre.organisations import factors
from havre.web.accounts.proof import sent_by
from havre.web.accounts.protection import person
from havre.web.shell.middleware import own_account

KEPT = "kept"
LONGEST = 200_000
"""Characters; a longer form is not kept."""


def keep(request: HttpRequest) -> None:
    """Keep the page asked for, or what was sent, if the session has just ended by its time."""
    ended_for = getattr(request.session, "ended_for", None)
    if ended_for is None or request.method not in {"GET", "POST"}:
        return
    sent = list(sent_by(request).lists()) if request.method == "POST" else None
    text = json.dumps({"user": ended_for, "path": request.get_full_path(), "sent": sent})
    if len(text) > LONGEST:
        return
    request.session[KEPT] = factors.seal(text)
    messages.info(
        request,
        "Votre session s’est fermée après un temps sans activité. Connectez-vous pour reprendre"
        + (" ce que vous aviez saisi." if sent else " où vous étiez."),
    )


@own_account()
@require_safe
def resume(request: HttpRequest) -> HttpResponse:
    """Go back to the page, or show what was sent and let her send it again."""
    sealed = request.session.pop(KEPT, None)
    kept = json.loads(factors.unseal(sealed)) if sealed else None
    if kept is None or kept["user"] != person(request).pk:
        return redirect("home")
    if kept["sent"] is None:
        return redirect(kept["path"])
    carried = [(name, value) for name, values in kept["sent"] for value in values]
    return render(request, "account/resume.html", {"carried": carried, "path": kept["path"]})

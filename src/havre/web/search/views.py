"""Finding a situation again: asked by POST, shown once, kept nowhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from havre.cases.searching import (
    IdentityQuery,
    NotAllowed,
    QuotaReached,
    SearchReason,
    may_search,
    search_identity,
)
from havre.cases.selectors import list_parts
from havre.engine.vocabulary import Compartment
from havre.web.cases import fields
from havre.web.cases.presentation import badge_of
from havre.web.shell.requests import MemberRequest


class SearchForm(forms.Form):
    """Names and birth date, or a numéro unique; and why."""

    last_name = fields.text("Nom", 120)
    first_name = fields.text("Prénom", 120)
    birth_date = fields.day("Née le")
    unique_number = fields.text("Ou numéro unique de demande", 40)
    reason = forms.ChoiceField(
        label="Pourquoi vous la cherchez",
        choices=SearchReason.choices(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites pourquoi vous la cherchez.",
            "invalid_choice": "Choisissez une des raisons proposées.",
        },
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("last_name", "first_name", "birth_date", "unique_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        """Ask for a whole identity, one way or the other."""
        cleaned = super().clean() or {}
        if "birth_date" in cleaned and not self.errors.keys() & {"last_name", "first_name"}:
            query = self.query()
            if not (query.by_name or query.by_number):
                self._ask_for_the_rest(query)
        return cleaned

    def _ask_for_the_rest(self, query: IdentityQuery) -> None:
        missing = {
            "last_name": ("Écrivez son nom.", query.last_name.strip()),
            "first_name": ("Écrivez son prénom.", query.first_name.strip()),
            "birth_date": ("Indiquez sa date de naissance.", query.birth_date),
        }
        for name, (sentence, given) in missing.items():
            if not given:
                self.add_error(name, sentence)

    def query(self) -> IdentityQuery:
        """Return what is searched."""
        data = self.cleaned_data
        return IdentityQuery(
            last_name=data.get("last_name", ""),
            first_name=data.get("first_name", ""),
            birth_date=data.get("birth_date"),
            unique_number=data.get("unique_number", ""),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: MemberRequest) -> HttpResponse:
    """Show the form; the answer replaces it, without what was typed."""
    if not may_search(request.actor):
        raise NotAllowed
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        reason = SearchReason(form.cleaned_data["reason"])
        context["form"] = SearchForm()
        try:
            found = search_identity(form.query(), reason, actor=request.actor)
        except QuotaReached:
            context["spent"] = True
        else:
            list_parts([case.pk for case in found], Compartment.IDENTITY, actor=request.actor)
            context["answered"] = True
            context["lines"] = [{"case": case, "badge": badge_of(case)} for case in found]
    return render(request, "search/search.html", context)

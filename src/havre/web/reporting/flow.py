"""« Droits de réservation »: what each landlord owes each holder, and what a holder designates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.allocations.designations import MOST, designations
from havre.engine.vocabulary import HOUSING_ROLES, Role
from havre.organisations.models import Organisation
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes import flow_actions
from havre.programmes.permissions import may_change_settings
from havre.programmes.selectors import flow_targets, with_role
from havre.reporting.figures import SMALL
from havre.reporting.flow import FlowLine, flow_of
from havre.web.organisations.participants import check_editor
from havre.web.programmes.fields import FigureField
from havre.web.shell.requests import MemberRequest
from havre.web.templatetags.havre import short_date

FIRST_YEAR = 2023
OWN_LINE = "Ligne du bailleur"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table in words; `edit_url` where the reader may change the target."""

    landlord: str
    holder: str
    target: str
    agreed: str
    reached: str
    remaining: str
    edit_url: str


class FlowTargetForm(forms.Form):
    """What a landlord owes a holder in a year; an empty figure removes it."""

    landlord = forms.TypedChoiceField(
        label="Bailleur", coerce=int, error_messages={"required": "Choisissez un bailleur."}
    )
    holder = forms.TypedChoiceField(
        label="Réservataire", coerce=int, error_messages={"required": "Choisissez un réservataire."}
    )
    target = FigureField(
        label="Objectif, en baux signés dans l’année",
        low=1,
        high=2000,
        required=False,
        help_text="Laissez vide pour retirer cet objectif.",
    )
    agreed_on = forms.DateField(
        label="Convenu le",
        help_text="La date de la convention, ou de son avenant.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Indiquez la date de la convention.",
            "invalid": "Écrivez une date, par exemple 23/11/2026.",
        },
    )

    def __init__(
        self,
        *args: Any,
        landlords: Iterable[Organisation],
        holders: Iterable[Organisation],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, organisations in (("landlord", landlords), ("holder", holders)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Choisissez"), *((one.pk, one.name) for one in organisations)]

    def clean_agreed_on(self) -> date:
        """An agreement that exists."""
        day: date = self.cleaned_data["agreed_on"]
        if not date(2000, 1, 1) <= day <= today():
            raise forms.ValidationError("Cette date ne peut pas être dans le futur.")
        return day


def year_asked(request: MemberRequest) -> int:
    """Return the year asked for, the present one unless it can be one of the rights."""
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else 0
    return year if FIRST_YEAR <= year <= today().year + 1 else today().year


@require_safe
def rights(request: MemberRequest) -> HttpResponse:
    """Show a year of reservation rights, and a holder its designations."""
    actor, year = request.actor, year_asked(request)
    flow = flow_of(actor, year)
    edits = may_change_settings(actor)
    holds = actor.has(Role.RESERVATION_HOLDER)
    context = {
        "flow": flow,
        "rows": [row_of(line, year, edits=edits) for line in flow.lines],
        "years": range(today().year + 1, FIRST_YEAR - 1, -1),
        "edits": edits,
        "lead": lead_for(actor),
        "small": SMALL,
        "holds": holds,
        "most": MOST,
        "designations": designations(actor) if holds else [],
    }
    return render(request, "reporting/flow.html", context)


def lead_for(actor: Actor) -> str:
    """Return whose rights the page shows."""
    if actor.has(Role.OPERATOR):
        return "Ce que chaque bailleur doit à chaque réservataire, et où il en est."
    if actor.has(*HOUSING_ROLES):
        return "Ce que vous devez à chaque réservataire, et où vous en êtes."
    return "Ce que chaque bailleur vous doit, et vos désignations en cours."


def row_of(line: FlowLine, year: int, *, edits: bool) -> Row:
    """Return a line in words."""
    edit = ""
    if edits and line.holder_id:
        address = reverse("flow-target", args=[year])
        edit = f"{address}?bailleur={line.landlord_id}&reservataire={line.holder_id}"
    return Row(
        landlord=line.landlord,
        holder=line.holder or OWN_LINE,
        target=_figure(line.target),
        agreed=f"convenu le {short_date(line.agreed_on)}" if line.agreed_on else "",
        reached=f"moins de {SMALL}" if line.reached is None else str(line.reached),
        remaining=_figure(line.remaining),
        edit_url=edit,
    )


def _figure(number: int | None) -> str:
    return "–" if number is None else str(number)


def asked_pair(request: MemberRequest, year: int) -> dict[str, object]:
    """Return what the form shows: the pair asked for, with its present target."""
    pair = (request.GET.get("bailleur", ""), request.GET.get("reservataire", ""))
    for row in flow_targets(request.actor.programme_id, year):
        if pair == (str(row.landlord_id), str(row.holder_id)):
            said = {"target": row.target, "agreed_on": row.agreed_on}
            return {"landlord": row.landlord_id, "holder": row.holder_id, **said}
    return {"landlord": pair[0], "holder": pair[1]}


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: MemberRequest, year: int) -> HttpResponse:
    """Write what a landlord owes a holder in a year."""
    check_editor(request.actor)
    if not FIRST_YEAR <= year <= today().year + 1:
        raise Organisation.DoesNotExist
    programme_id = request.actor.programme_id
    landlords = list(with_role(programme_id, *HOUSING_ROLES))
    holders = list(with_role(programme_id, Role.RESERVATION_HOLDER))
    initial = asked_pair(request, year)
    form = FlowTargetForm(
        request.POST or None, initial=initial, landlords=landlords, holders=holders
    )
    back = f"{reverse('flow-rights')}?annee={year}"
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        flow_actions.save_flow_target(
            year,
            data["landlord"],
            data["holder"],
            data["target"],
            agreed_on=data["agreed_on"],
            actor=request.actor,
        )
        messages.success(request, "L’objectif est enregistré.")
        return redirect(back)
    context = {"form": form, "year": year, "back": back, "possible": landlords and holders}
    return render(request, "reporting/flow_target.html", context)

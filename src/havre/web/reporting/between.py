"""The balance between landlords, for a year."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havre.engine.vocabulary import Role
from havre.reporting import between, selectors
from havre.reporting.between import Balance
from havre.web.reporting.tables import shown as figure
from havre.web.shell.requests import MemberRequest
from havre.web.templatetags.havre import number


@require_safe
def balance(request: MemberRequest) -> HttpResponse:
    """All landlords for the operator; one's own line, once the year is over, for a landlord."""
    actor = request.actor
    if not between.may_read_between(actor):
        raise selectors.NotEntitled
    known = between.years(actor)
    asked = request.GET.get("annee", "")
    year = int(asked) if asked in map(str, known) else next(iter(known), 0)
    lines = between.balances(actor, year) if year else []
    context = {
        "years": known,
        "year": year,
        "lines": [shown(line) for line in lines],
        "operates": actor.has(Role.OPERATOR),
    }
    return render(request, "reporting/between.html", context)


def shown(line: Balance) -> dict[str, str]:
    """Return a line as it is read: « < 5 » where it is masked."""
    counts = ("offered", "accepted", "housed", "given", "received")
    rate = line.per_thousand()
    said = {name: figure(getattr(line, name)) for name in counts}
    return said | {
        "name": line.organisation,
        "stock": "Non importé" if line.stock is None else number(line.stock),
        "rate": "–" if rate is None else number(rate, 1),
    }

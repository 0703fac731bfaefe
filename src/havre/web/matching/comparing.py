"""Up to four compatible dwellings side by side, criterion by criterion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from havre.allocations.selectors import held_vacancies
from havre.cases.models import Case
from havre.engine.vocabulary import Stage
from havre.housing.selectors import vacancies_by_reference
from havre.matching.selectors import Compatibility
from havre.web.matching.presenting import Suited, rows_of
from havre.web.matching.subject import compared
from havre.web.shell.requests import MemberRequest
from havre.web.templatetags.havre import euros, long_date, percent, surface

MOST = 4
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion, and what it is for each dwelling; `best` marks those that do best."""

    label: str
    cells: list[tuple[str, bool]]


@require_GET
@compared
def side_by_side(request: MemberRequest, case: Case, found: Compatibility) -> HttpResponse:
    """Compare the dwellings ticked on the list, the best first."""
    asked = list(dict.fromkeys(request.GET.getlist("offre")))
    ranks = {m.vacancy.ref: rank for rank, m in enumerate(found.result.compatible, start=1)}
    known = sorted((ref for ref in asked if ref in ranks), key=ranks.__getitem__)
    if len(known) < len(asked):
        messages.info(request, "Un logement coché ne convient plus : il n’est pas comparé.")
    if len(known) < FEWEST:
        messages.info(request, "Cochez au moins deux logements à comparer.")
        return redirect("compatible", case.reference)
    if len(known) > MOST:
        messages.info(request, "Quatre logements au plus : les quatre mieux classés sont comparés.")
    matches = [found.result.compatible[ranks[ref] - 1] for ref in known[:MOST]]
    held: set[object] = {*held_vacancies(request.actor)}
    vacancies = vacancies_by_reference((m.vacancy.ref for m in matches), actor=request.actor)
    rows = rows_of(matches, vacancies, ranks=ranks, held=held, need=found.need)
    context = {
        "case": case,
        "rows": rows,
        "names": [f"N° {row.rank}, {row.vacancy.dwelling.typology}" for row in rows],
        "lines": lines_of(rows),
        "no_benefit": not all(m.apl_known for m in matches),
        "may_propose": case.stage == Stage.SEARCH and not case.parked and request.actor.writes,
    }
    return render(request, "matching/compare.html", context)


def lines_of(rows: Sequence[Suited]) -> list[Line]:
    """Return the criteria, the figures that weigh most first; one that none has is left out."""
    lines = [
        _line("Loyer net", rows, lambda r: euros(r.figures["net_rent"]), _least("net_rent")),
        _line("Taux d’effort", rows, _effort, _least("effort_rate")),
        _line("Reste par jour", rows, lambda r: euros(r.figures["left_per_day"]), _most_left),
        _line("Loyer et charges", rows, _rent),
        _line("Bailleur", rows, lambda r: r.vacancy.landlord.name),
        _line("Commune", rows, lambda r: r.vacancy.dwelling.commune.name),
        _line("Surface", rows, _surface, _largest),
        _line("Étage", rows, _floor),
        _line("Disponible le", rows, lambda r: long_date(r.vacancy.available_on), _soonest),
        _line("Occupation", rows, lambda r: r.vacancy.get_regime_display()),
        _line("Distances", rows, _distances),
        _line("À vérifier", rows, _to_look),
    ]
    return [line for line in lines if any(text for text, _ in line.cells)]


def _line(
    label: str,
    rows: Sequence[Suited],
    say: Callable[[Suited], str],
    rank: Callable[[Suited], float | None] = lambda row: None,
) -> Line:
    """Say a criterion for each dwelling; the least `rank` does best, unless all are equal."""
    values = [rank(row) for row in rows]
    known = [value for value in values if value is not None]
    best = min(known) if known and len(set(known)) > 1 else None
    return Line(
        label,
        [(say(row), best is not None and v == best) for row, v in zip(rows, values, strict=True)],
    )


def _least(name: str) -> Callable[[Suited], float | None]:
    def rank(row: Suited) -> float | None:
        value = row.figures.get(name)
        return float(value) if isinstance(value, int | float) else None

    return rank


def _most_left(row: Suited) -> float | None:
    value = _least("left_per_day")(row)
    return None if value is None else -value


def _largest(row: Suited) -> float | None:
    area = row.vacancy.dwelling.surface
    return None if area is None else -float(area)


def _soonest(row: Suited) -> float | None:
    return float(row.vacancy.available_on.toordinal())


def _effort(row: Suited) -> str:
    rate = row.figures.get("effort_rate")
    return percent(rate) if isinstance(rate, int | float) else "Sans ressources"


def _rent(row: Suited) -> str:
    return f"{euros(row.vacancy.rent)} + {euros(row.vacancy.charges)}"


def _surface(row: Suited) -> str:
    return surface(row.vacancy.dwelling.surface) or "Inconnue"


def _floor(row: Suited) -> str:
    dwelling = row.vacancy.dwelling
    if dwelling.floor is None:
        return "Inconnu"
    where = "Rez-de-chaussée" if dwelling.floor == 0 else f"Étage {dwelling.floor}"
    return f"{where}, ascenseur" if dwelling.lift else where


def _distances(row: Suited) -> str:
    return " · ".join(row.distances) if row.located else "Emplacement inconnu"


def _to_look(row: Suited) -> str:
    return " ".join(row.remarks)

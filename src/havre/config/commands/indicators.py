"""`havre indicators`: the indicators of a period, exact, each with its definition."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from havre.reporting.definitions import INDICATORS
from havre.reporting.figures import Figures


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--from", dest="start", required=True, metavar="AAAA-MM-JJ", type=day)
    parser.add_argument("--to", dest="end", required=True, metavar="AAAA-MM-JJ", type=day)
    parser.add_argument("--programme", metavar="NOM", help="identifiant du dispositif")
    parser.add_argument("--json", action="store_true", help="pour un programme")


def day(text: str) -> date:
    """Read a date as written on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"« {text} » n’est pas une date : écrivez AAAA-MM-JJ."
        ) from None


def run(arguments: argparse.Namespace) -> int:
    """Count in the operator's name and print; 1 with one sentence when that cannot be."""
    from havre.platform.acting import acting
    from havre.programmes.models import Programme
    from havre.programmes.selectors import operators
    from havre.reporting import selectors

    slugs = dict(Programme.objects.values_list("pk", "slug"))
    actors = {slugs[actor.programme_id]: actor for actor in operators(purpose="indicators")}
    if arguments.programme is None and len(actors) == 1:
        [arguments.programme] = actors
    if arguments.programme not in actors:
        known = ", ".join(sorted(actors)) or "aucun"
        print(f"Précisez le dispositif avec --programme (connus : {known}).", file=sys.stderr)
        return 1
    if arguments.start > arguments.end:
        print("La date de fin précède la date de début.", file=sys.stderr)
        return 1
    with acting(actors[arguments.programme]) as actor:
        figures = selectors.figures(actor, arguments.start, arguments.end)
    if arguments.json:
        print(json.dumps(as_json(arguments.programme, figures), ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_text(figures)))
    return 0


def lines_of(figures: Figures) -> Mapping[str, Mapping[str, int | None]]:
    """Return {indicator: {what is counted: number}}, in the order they are read."""
    return {
        "I1": {
            "Situations traitées": figures.handled,
            **{f"  {p.label}": number for p, number in figures.handled_by_pathway.items()},
            "File active": figures.active,
        },
        "I2": {
            "Relogements": figures.rehoused,
            **_under("Bailleur", figures.by_landlord),
            **_under("Réservataire", figures.by_holder),
            **_under("Commune", figures.by_commune),
        },
        "I3": {
            "Chez un autre bailleur que le bailleur de référence": figures.between_landlords,
            "Chez le bailleur de référence": figures.same_landlord,
            "Sans bailleur de référence": figures.no_reference,
        },
    }


def _under(title: str, counts: Mapping[str, int]) -> dict[str, int]:
    return {f"  {title} : {name}": number for name, number in counts.items()}


def as_text(figures: Figures) -> Iterator[str]:
    """Yield a table a person reads."""
    lines = lines_of(figures)
    width = max(len(label) for counts in lines.values() for label in counts)
    yield f"Indicateurs du {figures.start:%d/%m/%Y} au {figures.end:%d/%m/%Y}, compris."
    for indicator in INDICATORS:
        yield f"\n{indicator.code}  {indicator.label}"
        yield f"    {indicator.definition}"
        for label, number in lines[indicator.code].items():
            yield f"    {label.ljust(width)}  {number:>6}"


def as_json(programme: str, figures: Figures) -> dict[str, Any]:
    """Return what a program reads: stable keys, the definitions beside the figures."""
    counts: dict[str, dict[str, Any]] = {
        "I1": {
            "handled": figures.handled,
            "by_pathway": {p.value: n for p, n in figures.handled_by_pathway.items()},
            "active": figures.active,
        },
        "I2": {
            "rehoused": figures.rehoused,
            "by_landlord": dict(figures.by_landlord),
            "by_holder": dict(figures.by_holder),
            "by_commune": dict(figures.by_commune),
        },
        "I3": {
            "between_landlords": figures.between_landlords,
            "same_landlord": figures.same_landlord,
            "no_reference": figures.no_reference,
        },
    }
    return {
        "programme": programme,
        "from": figures.start.isoformat(),
        "to": figures.end.isoformat(),
        "indicators": [
            {
                "code": indicator.code,
                "label": indicator.label,
                "definition": indicator.definition,
                "figures": counts[indicator.code],
            }
            for indicator in INDICATORS
        ],
    }

"""`havre purge`: lets go of what is kept no longer; `--dry-run` only lists it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from havre.platform.acting import Actor


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--dry-run", action="store_true", help="liste sans rien effacer")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """List or erase, programme by programme, in each operator's name; references only."""
    from havre.programmes.selectors import operators
    from havre.retention.actions import purge_journal

    report: dict[str, Any] = {}
    for actor in operators(purpose="retention"):
        report[str(actor.programme_id)] = listed(actor) if arguments.dry_run else erased(actor)
    if not arguments.dry_run:
        purge_journal(operators(purpose="retention"))
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print("\n".join(as_text(report)) or "Rien à effacer.")
    return 0


def listed(actor: Actor) -> dict[str, list[str]]:
    """Return what is over now, by kind; nothing is changed."""
    from havre.platform.acting import acting
    from havre.retention import selectors
    from havre.retention.actions import authors
    from havre.retention.rules import Kind

    found: dict[str, list[str]] = {}
    for keeper in [actor, *authors(actor)]:
        with acting(keeper):
            for one in selectors.due_cases(keeper, within=0):
                if not one.held:
                    found.setdefault(one.kind.value, []).append(one.case.reference)
    with acting(actor):
        accounts = [f"compte {user.pk}" for user in selectors.due_accounts(actor)]
        imports = [str(run.pk) for run in selectors.due_imports(actor)]
        plans = [run.reference for run in selectors.due_plans(actor)]
    found |= {
        Kind.ACCOUNTS.value: accounts,
        Kind.IMPORTS.value: imports,
        Kind.PLANS.value: plans,
    }
    return {kind: things for kind, things in found.items() if things}


def erased(actor: Actor) -> dict[str, int]:
    """Erase what is over; return how many of each kind."""
    from havre.retention.actions import purge

    return {kind.value: number for kind, number in purge(actor).items()}


def as_text(report: dict[str, Any]) -> list[str]:
    """Return one line per kind, as a person reads it."""
    from havre.retention.rules import Kind

    return [
        f"{Kind(kind).label} : {', '.join(things) if isinstance(things, list) else things}"
        for found in report.values()
        for kind, things in found.items()
    ]

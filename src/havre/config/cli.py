"""The `havre` command. Each subcommand is a module of `havre.config.commands`.

A command exits non-zero with one clear sentence on error, never a traceback for a person's
mistake.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from havre.config.logs import quiet_hook

COMMANDS = {
    "demo": "essayer Havre avec un territoire fictif",
    "serve": "servir Havre",
    "worker": "exécuter les tâches de fond",
    "vault": "tenir le coffre : les clés, et elles seules",
    "migrate": "mettre la base de données à jour",
    "database": "préparer les rôles de la base de données",
    "keys": "tenir le trousseau de clés",
    "journal": "vérifier le journal",
    "import": "importer un fichier de bailleur",
    "match": "dire quels logements conviennent à qui, d’un fichier",
    "plan": "faire le meilleur plan : quel logement pour qui",
    "indicators": "calculer les indicateurs",
    "bench": "mesurer les pages",
    "purge": "effacer ce qui n’est plus conservé",
    "check": "vérifier l’installation",
}

PROCESSES = {
    **{name: name for name in ("worker", "vault", "keys", "journal")},
    "purge": "worker",
}
"""The commands whose settings are not those of a serving process."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line; subcommands configure theirs when chosen."""
    main_parser = argparse.ArgumentParser(prog="havre", description="Havre.")
    main_parser.add_argument("--version", action="version", version="havre 0.1.0")
    chosen = main_parser.add_subparsers(dest="command", metavar="COMMANDE", required=True)
    for name, help_text in COMMANDS.items():
        chosen.add_parser(name, help=help_text, description=help_text.capitalize() + ".")
    return main_parser


def load(name: str) -> Any:
    """Import the module of a subcommand."""
    module = f"{name}_" if name == "import" else name
    return importlib.import_module(f"havre.config.commands.{module}")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    if argv is None:  # a process of its own: what nothing catches is written without its values
        sys.excepthook = quiet_hook
    arguments = list(sys.argv[1:] if argv is None else argv)
    root = parser()
    name = next((a for a in arguments if not a.startswith("-")), None)
    if name not in COMMANDS:
        root.parse_args(arguments)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.config.settings")
    process = PROCESSES.get(name)
    if process:
        os.environ["HAVRE_PROCESS"] = process
    if name == "demo" and "--prepare" not in arguments:  # the keys are in another process
        os.environ["HAVRE_VAULT"] = "beside"
    own = argparse.ArgumentParser(
        prog=f"havre {name}", description=f"{COMMANDS[name].capitalize()}."
    )
    return run(name, own, arguments[arguments.index(name) + 1 :])


def run(name: str, own: argparse.ArgumentParser, rest: Sequence[str]) -> int:
    """Set Django up, reach the database, and run; turn known refusals into one sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import ProgrammingError
    from psycopg.errors import UndefinedTable

    try:
        import django

        django.setup()
        module: Any = load(name)
        module.configure(own)
        parsed = own.parse_args(rest)
        from havre.config.installation import database_at_hand

        if getattr(module, "NEEDS_DATABASE", True):
            with database_at_hand():
                return int(module.run(parsed))
        return int(module.run(parsed))
    except ImproperlyConfigured as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        print("La base de données n’est pas à jour : lancez « havre migrate ».", file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read us has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130

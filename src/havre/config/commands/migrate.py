"""`havre migrate`: structure, row security and reference data, as the owner of the database."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from havre.config.installation import migrate


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--verbose", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Bring the database up to date."""
    if "owner" not in settings.DATABASES:
        print("HAVRE_OWNER_DATABASE_URL must name the owner of the database.", file=sys.stderr)
        return 1
    migrate(verbosity=1 if arguments.verbose else 0)
    print("La base de données est à jour.")
    return 0

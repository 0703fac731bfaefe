"""`havre keys new`: makes the master keyset, encrypted by a passphrase."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings

from havre.platform.keys import write_keyset

NEEDS_DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("action", choices=["new"])


def run(arguments: argparse.Namespace) -> int:
    """Make the keyset; never overwrite one: without it nothing sealed can be read again."""
    path = settings.HAVRE_KEYSET_PATH
    if path.exists():
        print(f"Le trousseau {path.name} existe déjà.", file=sys.stderr)
        return 1
    if not settings.HAVRE_KEYSET_PASSPHRASE:
        print("HAVRE_KEYSET_PASSPHRASE must be set.", file=sys.stderr)
        return 1
    write_keyset(path, settings.HAVRE_KEYSET_PASSPHRASE)
    print("Trousseau créé. Sauvegardez-le à part de la base de données.")
    return 0

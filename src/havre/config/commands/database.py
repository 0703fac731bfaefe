"""`havre database`: makes the roles and the database on a PostgreSQL server, once."""

from __future__ import annotations

import argparse
import sys

import psycopg

from havre.platform.roles import make_database, prepare_roles

NEEDS_DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("superuser_url", help="postgresql:// address of a superuser")
    parser.add_argument("--name", default="havre")


def run(arguments: argparse.Namespace) -> int:
    """Make the four roles (without passwords: set them after) and the database."""
    try:
        prepare_roles(arguments.superuser_url)
        made = make_database(arguments.superuser_url, arguments.name)
    except psycopg.Error as error:
        print(f"PostgreSQL: {type(error).__name__}", file=sys.stderr)
        return 1
    print("Rôles prêts : havre_owner, havre_web, havre_jobs, havre_vault.")
    print(f"Base « {arguments.name} » {'créée' if made else 'déjà présente'}.")
    return 0

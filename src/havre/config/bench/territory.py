"""The territories measured: one database per size, beside the installation's own."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from havre.config import synthetic
from havre.config.installation import migrate, repoint_connections
from havre.platform.embedded import EmbeddedServer
from havre.platform.roles import make_database

DAY = date(2026, 11, 20)
"""A fixed day, so that two runs measure the same territory."""


def database_name(size: int) -> str:
    """Return the name of the database of a size."""
    return f"havre_bench_{size}"


def prepare(size: int, vacancies: int = 150) -> None:
    """Make the territory of `size` cases unless it is there already."""
    server = EmbeddedServer(settings.HAVRE_HOME)
    make_database(server.superuser_url(), database_name(size))
    repoint_connections(database_name(size))
    migrate()
    if not synthetic.exists():
        synthetic.build(
            seed=45, today=DAY, cases=size, vacancies=vacancies, progress=lambda line: None
        )

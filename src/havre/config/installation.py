"""Brings one installation up: embedded server, roles, structure, row security, reference data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from havre.platform import rls, vault
from havre.platform.embedded import DATABASE, EmbeddedServer
from havre.platform.roles import dangerous_powers, make_database, prepare_roles
from havre.programmes import reference_data


def start_embedded() -> EmbeddedServer:
    """Start or join the embedded server of HAVRE_HOME; make its roles and database at first."""
    server = EmbeddedServer(settings.HAVRE_HOME)
    first = not server.exists()
    server.start()
    repoint_connections(DATABASE)
    if first:
        server.tune()
        server.stop()
        server.start()
        repoint_connections(DATABASE)
    prepare_roles(server.superuser_url())
    make_database(server.superuser_url(), DATABASE)
    return server


def repoint_connections(database: str) -> None:
    """Give the connections the running server's address: its socket is known once it runs."""
    from django.db import connections

    from havre.config.environment import database_settings
    from havre.platform.embedded import role_urls

    for alias, url in role_urls(settings.HAVRE_HOME, database).items():
        if alias not in settings.DATABASES:  # the vault's, when it is another process
            continue
        parts = database_settings(url)
        connections[alias].close()
        connections[alias].settings_dict.update(parts)


def migrate(*, verbosity: int = 0) -> None:
    """Bring the structure, the row security and the reference data up to date, as the owner."""
    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    rls.synchronise("owner")
    reference_data.load("owner")


@contextmanager
def database_at_hand() -> Iterator[None]:
    """Reach the database for the time of a command, starting the embedded server if it is used."""
    if settings.HAVRE_EMBEDDED:
        server = start_embedded()
        try:
            yield
        finally:
            server.stop()
    else:
        yield


def refuse_dangerous_role() -> None:
    """Refuse to serve as superuser, owner, or a role that passes row security or may become one.

    The vault's connection is looked at too; and a production process that serves must not even
    hold the owner's address.
    """
    from django.db import connections

    for alias, variable in (
        ("default", "DATABASE_URL"),
        ("vault", "HAVRE_VAULT_DATABASE_URL"),
    ):
        if alias not in connections.settings:
            continue
        with connections[alias].cursor() as cursor:
            powers = dangerous_powers(cursor)
        if powers:
            raise ImproperlyConfigured(
                f"{variable} names a role with too much power ({', '.join(powers)}): "
                "serve as havre_web, work as havre_jobs, open as havre_vault."
            )
    if settings.HAVRE_PRODUCTION and "owner" in connections.settings:
        raise ImproperlyConfigured(
            "HAVRE_OWNER_DATABASE_URL is for « havre migrate » only: unset it to serve."
        )


def require_vault() -> None:
    """Refuse to start without the vault, or when its keys do not open what is stored."""
    try:
        vault.ready()
    except vault.KeyTrouble:
        raise ImproperlyConfigured(
            "The vault's keyset does not open its key store: see « havre keys verify »."
        ) from None
    except vault.VaultTrouble:
        raise ImproperlyConfigured(
            f"No vault answers at {settings.HAVRE_VAULT_SOCKET}: start « havre vault » first."
        ) from None

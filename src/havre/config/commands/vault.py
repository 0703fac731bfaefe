"""`havre vault`: the process that alone holds the keys, on a socket for those who may ask."""

from __future__ import annotations

import argparse
import grp
import logging
import pwd
import signal
import threading

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from havre.config.commands.worker import end_with
from havre.config.environment import drop_secrets
from havre.config.hardening import close_to_others
from havre.config.installation import refuse_dangerous_role
from havre.platform.vault.custody import custody, put_down
from havre.platform.vault.server import Door, Server
from havre.platform.vault.service import Service

log = logging.getLogger("havre.vault")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--beside", type=int, metavar="PID", help="finir avec ce processus")
    parser.add_argument("--quiet", action="store_true", help="ne dire que les erreurs")
    parser.add_argument(
        "--user", action="append", default=[], help="autre compte qui peut demander"
    )
    parser.add_argument("--group", help="groupe du système qui peut joindre la prise")


def run(arguments: argparse.Namespace) -> int:
    """Answer until told to stop; refuse to start when the keys do not open what is stored."""
    close_to_others()
    refuse_dangerous_role()
    held = custody()
    drop_secrets()
    if held.replayed:
        log.warning("vault_replayed keys=%d", held.replayed)
    server = Server(door(arguments), Service())
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda number, frame: server.stop())
    if arguments.beside:
        threading.Thread(target=end_with, args=(arguments.beside,), daemon=True).start()
    threading.Thread(target=move_first_keys, daemon=True).start()
    server.run(listening=lambda: say(arguments.quiet))
    put_down()
    return 0


def door(arguments: argparse.Namespace) -> Door:
    """Return where to answer, and to whom; raise ImproperlyConfigured for an unknown name."""
    path = settings.HAVRE_VAULT_PLACE
    try:
        users = frozenset(pwd.getpwnam(name).pw_uid for name in arguments.user)
        group = grp.getgrnam(arguments.group).gr_gid if arguments.group else None
    except KeyError as error:
        raise ImproperlyConfigured(f"Unknown to the system: {error.args[0]}") from None
    return Door(path, users, group)


def move_first_keys() -> None:
    """Move the keys of release 0.1.0 out of the database while answering."""
    from django.db import connections

    try:
        if moved := custody().legacy.move_all():
            log.info("vault_moved keys=%d", moved)
    except Exception as error:  # tried again at the next start; asked-for keys move by themselves
        log.error("vault_move kind=%s", type(error).__name__)
    finally:
        connections.close_all()


def say(quiet: bool) -> None:
    """Tell whoever started it that it may be asked."""
    if not quiet:
        print("Le coffre répond.", flush=True)

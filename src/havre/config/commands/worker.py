"""`havre worker`: runs what must not wait for a person: mail, offers and holds that end."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
import time
from typing import cast

from havre.config.hardening import no_core_dumps
from havre.config.installation import refuse_dangerous_role, require_vault

GRACE_SECONDS = 2.0
"""After this, a long job is told to stop; it does so by itself."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help="faire ce qui attend, puis s’arrêter")
    parser.add_argument("--beside", type=int, metavar="PID", help="finir avec ce processus")
    parser.add_argument("--quiet", action="store_true", help="ne dire que les erreurs")


def run(arguments: argparse.Namespace) -> int:
    """Run jobs until interrupted, as the jobs role."""
    no_core_dumps()
    refuse_dangerous_role()
    require_vault()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    if arguments.beside:
        threading.Thread(target=end_with, args=(arguments.beside,), daemon=True).start()
    if arguments.quiet:
        logging.getLogger("procrastinate").setLevel(logging.ERROR)
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(
            wait=not arguments.once,
            install_signal_handlers=True,
            shutdown_graceful_timeout=GRACE_SECONDS,
        )
    return 0


def end_with(parent: int) -> None:
    """End this worker when the process it runs beside has gone, even killed."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)

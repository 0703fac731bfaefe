"""Runs `havre vault` as the process it is, on the database of the present test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests.environment import role_address


class VaultProcess:
    """One vault, listening at a place."""

    def __init__(self, place: Path, **environment: str) -> None:
        database = str(connections["vault"].settings_dict["NAME"])
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "havre.config", "vault"],
            env=os.environ
            | {
                "HAVRE_VAULT_SOCKET": str(place),
                "HAVRE_VAULT_DATABASE_URL": role_address("havre_vault", database),
                "HAVRE_ACTING_SECRET": settings.HAVRE_ACTING_SECRET,
            }
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ready(self) -> VaultProcess:
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        assert said == "Le coffre répond.\n", self.process.stderr
        return self

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it; return its status and what it said on the error stream."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said

"""A real clamd for the tests, with a signature of its own: nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIGNATURES = Path(__file__).resolve().parents[1] / "tests" / "samples" / "havre.ndb"
CONFIGURATION = """\
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
StreamMaxLength 25M
Foreground yes
"""
SECONDS = 60


def program() -> str:
    """Return clamd; installs Debian's when run as root and it is missing."""
    found = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")
    if found:
        return found
    if os.geteuid() != 0:
        sys.exit("Il manque clamd : apt-get install clamav-daemon (ou lancez en root).")
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "clamav-daemon"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return shutil.which("clamd", path="/usr/sbin:/usr/bin") or sys.exit("clamd est introuvable.")


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Run clamd under `folder` for the time of the block; yield what the tests need to know."""
    clamd = program()
    signatures = folder / "signatures"
    signatures.mkdir(parents=True)
    shutil.copy(SIGNATURES, signatures)
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder))
    daemon = subprocess.Popen(
        [clamd, "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(folder / "clamd.sock")
        yield {"HAVRE_TEST_CLAMD": str(folder / "clamd.sock")}
    finally:
        daemon.terminate()
        daemon.wait(20)


def wait_for(path: Path) -> None:
    """Wait until something answers on a socket; end the run when nothing does."""
    for _ in range(SECONDS * 5):
        with socket.socket(socket.AF_UNIX) as probe:
            if path.exists() and probe.connect_ex(str(path)) == 0:
                return
        time.sleep(0.2)
    sys.exit("clamd ne répond pas.")

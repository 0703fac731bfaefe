"""A real OpenID Connect provider for the tests, from its package, on this machine's own address."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "services" / "openid"
CLIENT, SECRET = "havre", "secret-of-the-tests"
HAVRE = "http://127.0.0.1:8000"
SECONDS = 30


def node() -> str:
    """Return the folder of Node: the system's when it is recent, else the project's own."""
    found = shutil.which("node")
    recent = "process.exit(+(process.versions.node.split('.')[0] < 20))"
    if found and shutil.which("npm") and subprocess.call([found, "-e", recent]) == 0:
        return str(Path(found).parent)
    uv = str(ROOT / ".tools" / "uv" / "bin" / "uv")
    sync = [uv, "sync", "--frozen", "--quiet", "--inexact", "--group", "node"]
    subprocess.run(sync, check=True, cwd=ROOT)
    return str(Path(sys.executable).parent)


def install(environment: dict[str, str]) -> None:
    """Install the provider by its lock file, unless it is the one already there."""
    lock, done = FOLDER / "package-lock.json", FOLDER / "node_modules" / ".installed"
    if done.exists() and done.read_text() == lock.read_text():
        return
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, check=True, cwd=FOLDER, env=environment)
    done.write_text(lock.read_text())


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """Run the provider for the time of the block; yield what the tests need."""
    environment = os.environ | {"NODE_ENV": "test"}
    environment["PATH"] = f"{node()}{os.pathsep}{environment['PATH']}"
    install(environment)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    back, after = f"{HAVRE}/connexion/agent/retour", f"{HAVRE}/connexion"
    daemon = subprocess.Popen(
        ["node", "provider.mjs", str(port), CLIENT, SECRET, back, after],
        cwd=FOLDER,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    issuer = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{issuer}/.well-known/openid-configuration")
        yield {"HAVRE_TEST_OPENID": f"{CLIENT} {SECRET} {issuer}"}
    finally:
        daemon.terminate()
        daemon.wait(20)


def wait_for(address: str) -> None:
    """Wait until the provider answers; end the run when it does not."""
    for _ in range(SECONDS * 5):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310  our own http address
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("Le fournisseur OpenID ne répond pas.")

"""A real S3 server for the tests: SeaweedFS, from its package, on this machine's own addresses."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEY, SECRET, BUCKET = "havre", "secret-of-the-tests", "documents"
SECONDS = 60


def program() -> str:
    """Return SeaweedFS; installs the project's group `services` when it is missing."""
    found = Path(sys.executable).parent / "weed"
    if not found.exists():
        uv = str(ROOT / ".tools" / "uv" / "bin" / "uv")
        command = [uv, "sync", "--frozen", "--quiet", "--inexact", "--group", "services"]
        subprocess.run(command, check=True, cwd=ROOT)
    return str(found)


def free_ports(number: int) -> list[int]:
    """Return ports nothing listens on, nor on the port 10,000 above (the server's own use)."""
    found: list[int] = []
    for port in range(21_000, 31_000, 7):
        if all(_free(one) for one in (port, port + 10_000)):
            found.append(port)
        if len(found) == number:
            return found
    sys.exit("Aucun port libre.")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Run the server under `folder` for the time of the block; yield what the tests need."""
    weed = program()
    folder.mkdir(parents=True, exist_ok=True)
    who = {"accessKey": KEY, "secretKey": SECRET}
    rights = ["Admin", "Read", "Write", "List"]
    identities = folder / "identities.json"
    identities.write_text(
        json.dumps({"identities": [{"name": KEY, "credentials": [who], "actions": rights}]})
    )
    master, volume, filer, s3 = free_ports(4)
    daemon = subprocess.Popen(
        [
            weed,
            "-logtostderr=false",
            f"-logdir={folder}",
            "server",
            f"-dir={folder}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            f"-master.port={master}",
            "-master.volumeSizeLimitMB=64",
            f"-volume.port={volume}",
            "-volume.max=200",  # each bucket of a test takes several
            "-filer",
            f"-filer.port={filer}",
            "-s3",
            f"-s3.port={s3}",
            f"-s3.config={identities}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(s3)
        yield {"HAVRE_TEST_S3": f"http://{KEY}:{SECRET}@127.0.0.1:{s3}/{BUCKET}"}
    finally:
        daemon.terminate()
        try:
            daemon.wait(20)
        except subprocess.TimeoutExpired:
            daemon.kill()
            daemon.wait(5)


def wait_for(port: int) -> None:
    """Wait until the server answers; end the run when it does not."""
    for _ in range(SECONDS * 2):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)
            return
        except urllib.error.HTTPError:  # it answers, to refuse: that is enough
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("Le serveur S3 ne répond pas.")

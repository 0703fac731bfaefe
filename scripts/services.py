"""Run the tests against outside parts: PostgreSQL (15 or newer), clamd, S3, an OpenID provider.

Installs what is missing when run as root; starts a throw-away cluster of its own on a socket,
trusted locally, never listening on the network; stops and removes everything after.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import service_clamd
import service_openid
import service_s3

VERSIONS = (15, 16, 17, 18)
TOGETHER = ("-n", "3", "--dist", "loadgroup")


def binaries() -> Path | None:
    """Return the folder of the oldest supported PostgreSQL installed."""
    folders = [Path(f"/usr/lib/postgresql/{version}/bin") for version in VERSIONS]
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def install() -> None:
    """Install Debian's PostgreSQL, or say what to install."""
    if os.geteuid() != 0:
        sys.exit("Il manque PostgreSQL : apt-get install postgresql pgbouncer (ou lancez en root).")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql", "pgbouncer"],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )


def main() -> int:
    """Start the cluster, run the tests, stop the cluster."""
    if binaries() is None or shutil.which("pgbouncer", path="/usr/bin:/usr/sbin") is None:
        install()
    found = binaries()
    if found is None:
        sys.exit("PostgreSQL 15 ou plus récent est introuvable.")
    folder = Path(tempfile.mkdtemp(prefix="havre-pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)

    try:
        run(
            str(found / "initdb"),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=100"
        run(
            str(found / "pg_ctl"),
            "-D",
            str(data),
            "-o",
            options,
            "-w",
            "-l",
            str(folder / "log"),
            "start",
        )
        address = f"postgresql://postgres@/postgres?host={folder}"
        version = subprocess.check_output([str(found / "postgres"), "--version"], text=True)
        print(version.strip(), flush=True)
        with ExitStack() as parts:
            told = {"DATABASE_URL": address}
            told |= parts.enter_context(service_clamd.running(folder / "clamd"))
            told |= parts.enter_context(service_s3.running(folder / "s3"))
            told |= parts.enter_context(service_openid.running())
            return subprocess.call(
                [sys.executable, "-m", "pytest", *TOGETHER, "-m", "not browser", *sys.argv[1:]],
                env=os.environ | told,
            )
    finally:
        subprocess.run(
            [str(found / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"],
            user=user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

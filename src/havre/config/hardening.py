"""What a process that may hold secrets refuses to the system: core dumps, and being looked into."""

from __future__ import annotations

import ctypes
import resource
from contextlib import suppress

PR_SET_DUMPABLE = 4


def no_core_dumps() -> None:
    """Never write the memory of this process, or of those it starts, to a file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close_to_others() -> None:
    """No core dump; and other processes of the same user may read neither memory nor environment.

    Linux only (prctl(2), PR_SET_DUMPABLE); elsewhere the first half stands.
    """
    no_core_dumps()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)

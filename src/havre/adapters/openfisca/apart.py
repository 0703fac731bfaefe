"""OpenFisca in a process apart: the worker stays light, and ends when it is asked to.

What goes there and comes back passes by pipes: nothing is written, and nothing is said of an error
but that there was one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from havre.adapters.bounded import ROOT
from havre.adapters.openfisca.wire import estimates_from, situations_to
from havre.engine.benefits import Estimate, Situation

SECONDS: Final = 300.0
"""Beyond this, something is wrong: a batch takes a tenth of it on a slow machine."""

GLANCE: Final = 0.2
"""Seconds between two looks at whether to stop."""

BOOT: Final = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); "
    "runpy.run_module('havre.adapters.openfisca.child', run_name='__main__')"
)


class NotEstimated(Exception):
    """The estimate was stopped, took too long, or failed; it can be asked for again."""


def estimate_apart(
    situations: Sequence[Situation], zones: Sequence[str], *, stop: Callable[[], bool]
) -> list[Estimate]:
    """Return one estimate per situation, in order; nothing is started for none.

    `stop` is asked several times a second. Raises NotEstimated.
    """
    if not situations:
        return []
    asked = json.dumps({"situations": situations_to(situations), "zones": list(zones)})
    child = subprocess.Popen(
        [sys.executable, "-I", "-B", "-W", "ignore", "-c", BOOT, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
    try:
        answer = _answer(child, asked.encode(), stop)
    finally:
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        child.wait()
    if child.returncode != 0:
        raise NotEstimated("failed")
    return estimates_from(json.loads(answer))


def _answer(child: subprocess.Popen[bytes], asked: bytes, stop: Callable[[], bool]) -> bytes:
    until = time.monotonic() + SECONDS
    given: bytes | None = asked  # once: the rest of it goes on its way by itself
    while True:
        try:
            return child.communicate(given, timeout=GLANCE)[0]
        except subprocess.TimeoutExpired:
            given = None
            if stop() or time.monotonic() > until:
                raise NotEstimated("stopped") from None

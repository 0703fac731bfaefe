"""Running a reader of unknown files in a process apart, bounded in memory, time and reach.

Isolated (-I): nothing of ours is within its reach, not even our secrets (its environment is
empty). See decision 13.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parents[2]
"""The folder from which a module of ours is imported in the child, whatever is installed."""

_BOOT = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]); "
    "runpy.run_module(sys.argv[2], run_name='__main__')"
)
CHUNK = 1 << 16


class OutOfBounds(Exception):
    """The child asked for more memory or time than it is given, or was ended by a signal."""


class Broken(Exception):
    """The child ended with an error of its own."""


def run_script(script: Path, arguments: Iterable[object], data: bytes, *, seconds: int) -> bytes:
    """Run a script on `data` and return what it wrote; raise OutOfBounds or Broken."""
    command = [sys.executable, "-I", str(script), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, env={})
    except subprocess.TimeoutExpired:
        raise OutOfBounds from None
    if done.returncode < 0:
        raise OutOfBounds
    if done.returncode > 0:
        raise Broken
    return done.stdout


@contextmanager
def running(module: str, data: Iterable[bytes], *, seconds: int) -> Iterator[BinaryIO]:
    """Run a module of ours: it takes all of `data`, then its output is read piece by piece.

    Nothing is kept here beyond a piece. The child is ended when the block is left, and after
    `seconds` in any case; a child that ends early reads as an output that stops.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", _BOOT, str(ROOT), module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )
    assert child.stdin and child.stdout
    timer = threading.Timer(seconds, child.kill)
    timer.start()
    try:
        with suppress(BrokenPipeError):
            for piece in data:
                child.stdin.write(piece)
            child.stdin.close()
        yield child.stdout  # type: ignore[misc]
    finally:
        timer.cancel()
        child.kill()
        with suppress(BrokenPipeError):
            child.stdin.close()
        child.stdout.close()
        child.wait()

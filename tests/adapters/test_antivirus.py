"""clamd: what it says, what is made of its silence; and a real one."""

from __future__ import annotations

import io
import os
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from havre.adapters.antivirus import Clamd
from havre.documents.scanning import Verdict

HARMFUL = b"harmless-string-of-the-tests-of-havre"


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Callable[[bytes], tuple[Clamd, list[bytes]]]]:
    """A clamd that reads one file by the protocol and gives the answer it is told to."""
    listeners: list[socket.socket] = []

    def make(answer: bytes) -> tuple[Clamd, list[bytes]]:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(tmp_path / "clamd.sock"))
        listener.listen()
        listeners.append(listener)
        received: list[bytes] = []

        def serve() -> None:
            line, _ = listener.accept()
            with line, line.makefile("rb") as source:
                assert source.read(10) == b"zINSTREAM\0"
                while size := struct.unpack("!L", source.read(4))[0]:
                    received.append(source.read(size))
                line.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        return Clamd(str(tmp_path / "clamd.sock"), seconds=2), received

    yield make
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"stream: OK\0", Verdict.CLEAN),
        (b"stream: Win.Test FOUND\0", Verdict.INFECTED),
        (b"INSTREAM size limit exceeded. ERROR\0", Verdict.UNKNOWN),
        (b"stream: OK FOUND OK\0", Verdict.UNKNOWN),
        (b"", Verdict.UNKNOWN),
    ],
)
def test_what_it_says(
    answering: Callable[[bytes], tuple[Clamd, list[bytes]]], answer: bytes, verdict: Verdict
) -> None:
    clamd, received = answering(answer)
    assert clamd.scan([b"a" * 100_000, b"", b"b"]) is verdict
    assert b"".join(received) == b"a" * 100_000 + b"b"


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:9"])
def test_nobody_there_is_asked_again_later(address: str) -> None:
    assert Clamd(address, seconds=1).scan([b"a"]) is Verdict.UNKNOWN


@pytest.mark.services
def test_a_real_clamd() -> None:
    clamd = Clamd(os.environ["HAVRE_TEST_CLAMD"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", HARMFUL * 3)
    assert clamd.scan([b"bonjour"]) is Verdict.CLEAN
    assert clamd.scan([b"x" * 70_000 + HARMFUL[:9], HARMFUL[9:]]) is Verdict.INFECTED
    assert clamd.scan([packed.getvalue()]) is Verdict.INFECTED
    assert clamd.scan([b"x" * 27_000_000]) is Verdict.UNKNOWN  # over its own limit

"""clamd, by its INSTREAM command: HAVRE_CLAMD=/run/clamav/clamd.ctl, or host:port.

The one library that is kept is under the GPL, version 2 alone, which Havre's licence cannot take.
"""

from __future__ import annotations

import logging
import socket
import struct
from collections.abc import Iterable

from django.conf import settings

from havre.documents.scanning import Verdict

log = logging.getLogger("havre.antivirus")
SECONDS = 30
_PIECE = 1 << 16
_LONGEST_ANSWER = 4096


class Clamd:
    """Asks a running clamd about one file at a time."""

    def __init__(self, address: str | None = None, *, seconds: float = SECONDS) -> None:
        self.address = address or settings.HAVRE_CLAMD
        self.seconds = seconds

    def scan(self, content: Iterable[bytes]) -> Verdict:
        """Send the content; anything but a plain answer is UNKNOWN, to be asked again."""
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                for piece in content:
                    for at in range(0, len(piece), _PIECE):
                        part = piece[at : at + _PIECE]
                        line.sendall(struct.pack("!L", len(part)) + part)
                line.sendall(struct.pack("!L", 0))
                return _verdict(_answer(line))
        except OSError as error:
            log.warning("antivirus_silent reason=%s", type(error).__name__)
            return Verdict.UNKNOWN

    def _connected(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self.seconds)
            try:
                line.connect(self.address)
            except OSError:
                line.close()
                raise
            return line
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.seconds)


def _answer(line: socket.socket) -> bytes:
    told = b""
    while len(told) < _LONGEST_ANSWER and not told.endswith(b"\0"):
        piece = line.recv(_LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    return told.strip(b"\0\n ")


def _verdict(told: bytes) -> Verdict:
    if told == b"stream: OK":
        return Verdict.CLEAN
    if told.startswith(b"stream: ") and told.endswith(b" FOUND"):
        return Verdict.INFECTED
    log.warning("antivirus_unclear")
    return Verdict.UNKNOWN

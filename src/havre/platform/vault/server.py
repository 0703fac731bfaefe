"""The vault's process: a Unix socket for those who may ask, a few threads that answer.

A new vault puts its socket in the place of the old one in one step; the old one then finishes what
it has and ends. On SIGTERM it takes its socket away, answers whoever is already connected, and
ends; those who ask meanwhile ask again.
"""

from __future__ import annotations

import logging
import os
import queue
import select
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import close_old_connections, connections

from havre.platform.vault import wire
from havre.platform.vault.answering import answer
from havre.platform.vault.client import near
from havre.platform.vault.service import Service

log = logging.getLogger("havre.vault")
WORKERS = 8
QUESTION_SECONDS = 10.0
WATCH = 0.2
BACKLOG = 128


@dataclass(frozen=True)
class Door:
    """Where the vault answers, and to which users of the system besides its own."""

    path: Path
    users: frozenset[int] = frozenset()
    group: int | None = None

    def listen(self) -> socket.socket:
        """Return a listening socket, put in place of any other in one step."""
        folder = self.path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700 if self.group is None else 0o710)
        fresh = self.path.with_name(f".{os.getpid()}.sock")
        fresh.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            with near(fresh) as address:
                listener.bind(address)
        finally:
            os.umask(before)
        if self.group is not None:
            for place in (folder, fresh):
                os.chown(place, -1, self.group)
            fresh.chmod(0o660)
        listener.listen(BACKLOG)
        fresh.rename(self.path)
        return listener

    def admits(self, connection: socket.socket) -> bool:
        """Tell whether the process at the other end belongs to someone who may ask."""
        raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        _, user, _ = struct.unpack("3i", raw)
        return user == os.geteuid() or user in self.users


class Server:
    """Listens at a door until told to stop, or until another vault has taken its place."""

    def __init__(self, door: Door, service: Service) -> None:
        self._door = door
        self._service = service
        self._stop = threading.Event()
        self._waiting: queue.Queue[socket.socket | None] = queue.Queue()

    def stop(self) -> None:
        """End once those already connected have their answer."""
        self._stop.set()

    def run(self, *, listening: Callable[[], None] = lambda: None) -> None:
        """Answer until stopped; `listening` is called once the socket is in its place."""
        listener = self._door.listen()
        listening()
        mine = os.stat(self._door.path).st_ino
        workers = [threading.Thread(target=self._work) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        try:
            while not self._stop.is_set() and self._in_place(mine):
                if select.select([listener], [], [], WATCH)[0]:
                    self._waiting.put(listener.accept()[0])
        finally:
            if self._in_place(mine):
                self._door.path.unlink(missing_ok=True)
            self._drain(listener)
            listener.close()
            for _ in workers:
                self._waiting.put(None)
            for worker in workers:
                worker.join()

    def _in_place(self, mine: int) -> bool:
        try:
            return os.stat(self._door.path).st_ino == mine
        except OSError:
            return False

    def _drain(self, listener: socket.socket) -> None:
        listener.setblocking(False)
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                connection.setblocking(True)
                self._waiting.put(connection)

    def _work(self) -> None:
        while (connection := self._waiting.get()) is not None:
            close_old_connections()
            try:
                with connection:
                    self._answer(connection)
            except (OSError, wire.BadFrame):
                pass  # whoever asked has gone, or does not speak the protocol
            except Exception as error:
                log.error("vault_worker kind=%s", type(error).__name__)
        connections.close_all()

    def _answer(self, connection: socket.socket) -> None:
        if not self._door.admits(connection):
            log.warning("vault_stranger")
            return
        connection.settimeout(QUESTION_SECONDS)
        wire.send(connection, answer(self._service, wire.receive(connection)))

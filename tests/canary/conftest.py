"""What a sweep watches: every log line as it is really written, a store, no limit of hurry."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponseBase

from havre.platform.embedded import data_folder
from tests.documents.stores import store

__all__ = ["store"]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch, store: object) -> None:
    monkeypatch.setattr("havre.web.shell.limits.wait_after", lambda limit, who: 0)


@dataclass
class Trail:
    """What is left behind, by where it was found."""

    logged: io.StringIO
    answers: list[tuple[str, str]] = field(default_factory=list)
    server_log_from: int = 0

    def keep(self, where: str, answer: HttpResponseBase) -> None:
        """Keep what an answer leaves outside its page: its status line and headers."""
        headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
        cookies = "\n".join(str(morsel) for morsel in answer.cookies.values())
        self.answers.append((where, f"{headers}\n{cookies}"))

    @property
    def server_log(self) -> bytes:
        """What the database server wrote in its log during this test."""
        path = data_folder(Path(settings.HAVRE_HOME)) / "log"
        if os.environ["HAVRE_TEST_SUPERUSER_URL"]:  # another server: its settings are looked at
            return b""
        return path.read_bytes()[self.server_log_from :]


@pytest.fixture
def trail() -> Iterator[Trail]:
    """Listen to every logger from INFO on, through the handler of the settings itself."""
    root = logging.getLogger()
    handler = next(one for one in root.handlers if type(one) is logging.StreamHandler)
    made = Trail(io.StringIO())
    made.server_log_from = len(made.server_log)
    before = handler.setStream(made.logged)
    loggers = [root, *map(logging.getLogger, list(root.manager.loggerDict))]
    levels = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.INFO)
    yield made
    for one, level in levels:
        one.setLevel(level)
    handler.setStream(before)

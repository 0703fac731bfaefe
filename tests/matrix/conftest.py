"""The walks ask for more pages in a minute than a person may; limits have tests of their own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("havre.web.shell.limits.wait_after", lambda limit, who: 0)

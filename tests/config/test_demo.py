"""`havre demo` as a person meets it: prepared, served, interrupted, found again, reset."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "havre.config"]


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A data folder of its own, with a short path: PostgreSQL's socket lives in it."""
    folder = Path(tempfile.mkdtemp(prefix="havre-demo-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def environment(home: Path) -> dict[str, str]:
    names = ("DATABASE_URL", "HAVRE_ENV", "HAVRE_TEST_HOME")
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"HAVRE_HOME": str(home)}


def havre(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


class Demo:
    """A running demonstration."""

    def __init__(self, home: Path, port: int) -> None:
        self.process = subprocess.Popen(
            [*COMMAND, "demo", "--port", str(port)],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said = ""
        assert self.process.stdout is not None
        while "Ctrl-C" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.said)
        assert found, self.said
        self.port = int(found.group(1))

    def first_page(self) -> str:
        address = f"http://127.0.0.1:{self.port}/connexion"
        for _ in range(100):
            try:
                with urllib.request.urlopen(address, timeout=5) as response:
                    return response.read().decode()
            except OSError:
                time.sleep(0.05)
        raise AssertionError("no page")

    def end(self, number: int) -> int:
        os.killpg(self.process.pid, number)
        status = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status

    def interrupt(self) -> int:
        return self.end(signal.SIGINT)


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgres_runs(home: Path) -> bool:
    pid_file = home / "postgresql" / "postmaster.pid"
    return pid_file.exists()


@pytest.fixture(scope="module")
def prepared(home: Path) -> Path:
    done = havre(home, "demo", "--prepare", "--cases", "12", "--vacancies", "20")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("Havre est prêt.")
    return home


@pytest.mark.xdist_group("demo")
def test_prepare_builds_all_and_exits(prepared: Path) -> None:
    assert not postgres_runs(prepared)
    accounts = json.loads(havre(prepared, "demo", "--accounts", "--json").stdout)
    assert len({account["role"] for account in accounts}) >= 8
    assert (prepared / "secrets" / "keyset.json").stat().st_mode & 0o077 == 0


@pytest.mark.xdist_group("demo")
def test_the_journal_of_the_territory_is_sealed_and_verified(prepared: Path) -> None:
    """The generator writes past the case tables' triggers; its journal is sealed like any other."""
    before = verified(prepared)
    assert before["faults"] == []
    assert before["lines"] + before["waiting"] > 100
    sealed = havre(prepared, "journal", "seal")
    assert sealed.stdout.strip() == f"Lignes scellées : {before['waiting']}."
    after = verified(prepared)
    assert (after["faults"], after["lines"]) == ([], before["lines"] + before["waiting"])
    assert after["waiting"] == 0


def verified(home: Path) -> dict[str, Any]:
    """What `havre journal verify` finds."""
    done = havre(home, "journal", "verify", "--json")
    assert done.returncode == 0, done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.xdist_group("demo")
def test_served_interrupted_and_found_again(prepared: Path) -> None:
    port = free()
    demo = Demo(prepared, port)
    try:
        assert demo.port == port
        assert "Se connecter" in demo.first_page()
        busy = Demo(prepared, port)  # a second copy, on the same data: another port, one sentence
        try:
            assert f"Le port {port} est déjà pris" in busy.said
            assert busy.port != port
            assert "Se connecter" in busy.first_page()
            refused = havre(prepared, "demo", "--reset")
            assert refused.returncode == 1
            assert "arrêtez-le d’abord" in refused.stderr
        finally:
            assert busy.interrupt() == 0
        assert "Se connecter" in demo.first_page()  # the first one still has its database
    finally:
        assert demo.interrupt() == 0
    assert not postgres_runs(prepared)
    again = havre(prepared, "indicators", "--from", "2020-01-01", "--to", "2035-01-01", "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)


@pytest.mark.xdist_group("demo")
def test_killed_and_started_again(prepared: Path) -> None:
    demo = Demo(prepared, free())
    demo.first_page()
    demo.end(signal.SIGKILL)
    again = Demo(prepared, free())
    assert "Se connecter" in again.first_page()
    assert again.interrupt() == 0


@pytest.mark.xdist_group("demo")
def test_the_installation_is_as_declared(prepared: Path) -> None:
    checked = havre(prepared, "check")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.strip() == "La base de données est dans l’état déclaré."


@pytest.mark.xdist_group("demo")
def test_reset_starts_over(prepared: Path) -> None:
    done = havre(prepared, "demo", "--reset")
    assert done.returncode == 0, done.stderr
    assert not (prepared / "postgresql").exists()
    assert not (prepared / "secrets" / "keyset.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [["demo", "--cases", "beaucoup"], ["rien"], ["import", "vacancies", "--landlord"], []],
)
def test_a_wrong_command_line_exits_with_2(home: Path, arguments: list[str]) -> None:
    done = havre(home, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_production_refuses_in_one_sentence(home: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "serve"],
        env=environment(home) | {"HAVRE_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "HAVRE_SECRET_KEY must be set" in done.stderr

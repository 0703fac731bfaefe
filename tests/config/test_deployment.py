"""`havre check --deploy`: each point holds in production and fails when its setting is wrong."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

import pytest

from havre.config import deployment
from havre.config.commands import check

PRODUCTION = {
    "HAVRE_ENV": "production",
    "HAVRE_SECRET_KEY": "s" * 50,
    "HAVRE_ACTING_SECRET": "a" * 32,
    "DATABASE_URL": "postgresql://havre_web@db/havre",
    "HAVRE_MAIL_URL": "smtp://mail.invalid:587",
    "HAVRE_URL": "https://havre.exemple.test",
    "HAVRE_HOSTS": "havre.exemple.test",
    "HAVRE_TRUSTED_PROXIES": "1",
}
POINTS = (
    "import json, django; django.setup();"
    "from havre.config.deployment import points;"
    "print(json.dumps({p.name: p.holds for p in points()}))"
)


def looked_at(tmp_path: object, **changes: str) -> dict[str, bool]:
    """The points of a process with this environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HAVRE_", "DATABASE_"))}
    environment = kept | PRODUCTION | {"HAVRE_HOME": str(tmp_path)} | changes
    environment["DJANGO_SETTINGS_MODULE"] = "havre.config.settings"
    answer = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", POINTS],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, bool] = json.loads(answer.stdout)
    return found


def test_production_holds_every_point(tmp_path: object) -> None:
    found = looked_at(tmp_path)
    assert len(found) == 21
    assert [name for name, holds in found.items() if not holds] == []


@pytest.mark.parametrize(
    ("change", "point"),
    [
        ({"HAVRE_HOSTS": "*"}, "hosts"),
        ({"HAVRE_HOSTS": ".exemple.test"}, "hosts"),
        ({"HAVRE_URL": "http://havre.exemple.test"}, "url"),
        ({"HAVRE_TRUSTED_PROXIES": "0"}, "proxy"),
        ({"HAVRE_OWNER_DATABASE_URL": "postgresql://havre_owner@db/havre"}, "owner"),
        ({"HAVRE_ACTING_SECRET": "s" * 50}, "secrets"),
    ],
)
def test_a_wrong_setting_fails_its_point(
    tmp_path: object, change: dict[str, str], point: str
) -> None:
    found = looked_at(tmp_path, **change)
    assert [name for name, holds in found.items() if not holds] == [point]


def test_trying_havre_out_is_not_a_deployment() -> None:
    missing = {point.name for point in deployment.points() if not point.holds}
    assert {"production", "https", "hsts", "cookies_secure", "cookies_host"} <= missing
    assert {"csp", "frames", "referrer", "permissions", "isolation", "rates"}.isdisjoint(missing)


def test_the_command_says_each_point(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(argparse.Namespace(json=True, deploy=True)) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["differences"] == []
    assert {line["name"] for line in said["deployment"]} == {p.name for p in deployment.points()}
    assert check.run(argparse.Namespace(json=False, deploy=True)) == 1
    assert "NON  https : tout passe par HTTPS." in capsys.readouterr().out
    assert check.run(argparse.Namespace(json=False, deploy=False)) == 0

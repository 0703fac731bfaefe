"""A line of the log says what failed and where, never what was typed or read."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from havre.config.logs import DiscreetFormatter, outline, quiet_hook

FORMATTER = DiscreetFormatter("%(name)s %(message)s")


def record(name: str, message: str, *values: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord(name, logging.ERROR, "x.py", 1, message, values, None)
    made.__dict__.update(more)
    return made


def failed(word: str) -> BaseException:
    try:
        try:
            raise ValueError(f"inner {word}")
        except ValueError as error:
            raise RuntimeError(f"outer {word}") from error
    except RuntimeError as error:
        return error


def test_an_exception_leaves_its_kinds_and_places_only() -> None:
    error = failed("Zyntharel")
    made = record("havre.web", "page_failed")
    made.exc_info = (type(error), error, error.__traceback__)
    made.exc_text = "written by another handler: Zyntharel"
    line = FORMATTER.format(made)
    assert "builtins.RuntimeError" in line and "builtins.ValueError" in line
    assert "test_logs.py" in line and " failed" in line
    assert "Zyntharel" not in line


def test_a_request_leaves_the_name_of_its_screen() -> None:
    request = RequestFactory().get("/invitation/secretsecret")
    request.resolver_match = resolve("/invitation/" + "a" * 64)
    made = record("django.request", "%s: %s", "Not Found", request.path, request=request)
    made.status_code = 404
    assert FORMATTER.format(made) == (
        "django.request request screen=invitation method=GET status=404"
    )


def test_other_parts_keep_their_sentence_without_its_values() -> None:
    assert FORMATTER.format(record("waitress", "Task %s failed", "Zyntharel")) == (
        "waitress Task %s failed"
    )
    assert FORMATTER.format(record("havre.gate", "mail_failed id=%s", 3)) == (
        "havre.gate mail_failed id=3"
    )


def test_what_nothing_caught_is_written_in_the_same_way(
    capsys: pytest.CaptureFixture[str],
) -> None:
    error = failed("Zyntharel")
    quiet_hook(type(error), error, error.__traceback__)
    quiet_hook(KeyboardInterrupt, KeyboardInterrupt("Zyntharel"), None)
    said = capsys.readouterr().err
    assert said == outline(error) + "\n"
    assert "Zyntharel" not in said


def test_the_settings_use_it() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "havre.config.logs.DiscreetFormatter"

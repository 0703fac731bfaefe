"""The code base tests itself: sizes, layers that import-linter cannot see, templates, texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.platform.gate import refusal_of

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "havre"
TEMPLATES = SOURCE / "web" / "templates"
FILE_MAX = 500
FUNCTION_MAX = 40


def sources() -> Iterator[Path]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def templates() -> list[Path]:
    return sorted(path for path in TEMPLATES.rglob("*") if path.is_file())


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring left out."""
    first = node.body[0]
    documented = ast.get_docstring(node) is not None
    start = node.body[1].lineno if documented and len(node.body) > 1 else first.lineno
    assert node.end_lineno is not None
    return node.end_lineno - start + 1


def test_files_are_short() -> None:
    long = {name_of(p): n for p in sources() if (n := len(p.read_text().splitlines())) > FILE_MAX}
    assert long == {}


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{node.name} {body_lines(node)}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and body_lines(node) > FUNCTION_MAX
    ]
    assert long == []


def test_public_functions_are_documented() -> None:
    bare = [
        f"{name_of(path)}:{node.name}"
        for path in sources()
        if "web" not in path.parts
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert bare == []


def test_there_is_no_drawer() -> None:
    drawers = {"utils", "helpers", "misc", "common", "enums"}
    assert [name_of(p) for p in SOURCE.rglob("*") if p.stem in drawers] == []


def test_views_touch_no_manager() -> None:
    """Pages read through selectors and write through actions: a manager in `web` is a short cut."""
    found = [
        f"{name_of(path)}:{number}"
        for path in sources()
        if "web" in path.parts
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"\b[A-Z]\w+\.(objects(?!\.none)|_default_manager)\b", line)
    ]
    assert found == []


def test_every_template_is_used() -> None:
    texts = "\n".join(
        path.read_text() for path in [*sources(), *templates()] if path.suffix != ".pyc"
    )
    reached_by_name = {
        "403.html",
        "404.html",
        "429.html",
        "500.html",
    }  # asked for by Django, allauth
    library = ("account/", "django/")  # asked for by django-allauth and Django's forms
    unused = [
        name
        for path in templates()
        if (name := str(path.relative_to(TEMPLATES))) not in reached_by_name
        and not name.startswith((*library, "mail/", "help/"))
        and f'"{name}"' not in texts
        and not (f'"{path.stem}"' in texts and f"{path.parent.name}/{{" in texts)  # by slug
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline style", r"\sstyle\s*="),
        ("inline handler", r"\son[a-z]+\s*=\s*[\"']"),
        ("inline script", r"<script(?![^>]*\bsrc=)(?![^>]*application/json)"),
        ("another site", r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//"),
        ("unescaped text", r"(?<!help_text)\|\s*safe\b|autoescape off"),
    ],
)
def test_templates_have_no(what: str, pattern: str) -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group(0)}"
        for path in templates()
        if path.suffix == ".html"
        for match in re.finditer(pattern, path.read_text())
    ]
    assert found == []


def test_titles_are_neutral() -> None:
    titles = [
        (str(path.relative_to(TEMPLATES)), match.group(1))
        for path in templates()
        for match in re.finditer(
            r"(?:<title>|{% block title %})(.*?)(?:</title>|{% endblock)", path.read_text(), re.S
        )
    ]
    assert len(titles) > 10
    assert [title for title in titles if refusal_of(title[1])] == []


def test_mail_is_neutral() -> None:
    mails = [path for path in templates() if "mail" in path.parts or "email" in path.parts]
    assert len(mails) >= 3
    assert [path.name for path in mails if refusal_of(path.read_text())] == []


def test_addresses_are_neutral() -> None:
    from django.urls import get_resolver

    def walk(patterns: object, prefix: str = "") -> Iterator[str]:
        for entry in patterns:  # type: ignore[attr-defined]
            path = prefix + str(entry.pattern)
            yield path
            yield from walk(getattr(entry, "url_patterns", ()), path)

    addresses = list(walk(get_resolver().url_patterns))
    assert len(addresses) > 30
    assert [address for address in addresses if refusal_of(address)] == []


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    found = [name_of(path) for path in sources() if marks.search(path.read_text())]
    assert found == []


def asked_at_import(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that run when a module is read: decorators and defaults too."""
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.Lambda)
        for part in (function.body if isinstance(function.body, list) else [function.body])
        for node in ast.walk(part)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node not in inside:
            yield node


def test_no_test_keeps_the_day_it_was_read_on() -> None:
    """A run may see midnight pass: today is asked for when a test runs, never before."""
    kept = [
        f"{name_of(path)}:{call.lineno}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for call in asked_at_import(ast.parse(path.read_text()))
        if ast.unparse(call.func).split(".")[-1] in {"today", "now", "localdate"}
    ]
    assert kept == []

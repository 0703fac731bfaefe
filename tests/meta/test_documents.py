"""What is written beside the code: links lead somewhere, lists are whole, nothing is said twice."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
ENVIRONMENT = ROOT / "src" / "havre" / "config" / "environment.py"
NOT_FOR_OPERATORS = {"HAVRE_PROCESS", "HAVRE_DEBUG", "HAVRE_VAULT"}
"""Set by the commands themselves, or refused in production."""


def anchor(heading: str) -> str:
    """Return the address of a heading, as GitHub writes it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {anchor(heading) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, place = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (place and place not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_no_page_keeps_the_marks_of_a_conflict() -> None:
    marks = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)
    assert [page.name for page in PAGES if marks.search(page.read_text(encoding="utf-8"))] == []


def test_no_table_is_cut_in_two() -> None:
    cut = re.compile(r"^\|.*\|\n\n\|(?!.*\|\n\|[ :-]*-)", re.MULTILINE)
    assert [page.name for page in PAGES if cut.search(page.read_text(encoding="utf-8"))] == []


def test_decisions_are_numbered_once_and_listed() -> None:
    files = sorted(path.name for path in (DOCS / "decisions").glob("[0-9]*.md"))
    numbers = [int(name[:4]) for name in files]
    assert [number for number, times in Counter(numbers).items() if times > 1] == []
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^(\d+)\. \[(.+)\]\((.+)\)$", index, re.MULTILINE)
    assert [file for _, _, file in listed] == files
    assert [int(number) for number, _, _ in listed] == numbers


def test_every_variable_is_in_the_operations_page() -> None:
    read = set(re.findall(r"[\"'](HAVRE_[A-Z0-9_]+|DATABASE_URL)[\"']", ENVIRONMENT.read_text()))
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    table = set(re.findall(r"`(HAVRE_[A-Z0-9_]+|DATABASE_URL)(?:=\w+)?`", page))
    assert read - NOT_FOR_OPERATORS - table == set()


def test_every_command_is_in_the_operations_page_or_the_readme() -> None:
    from havre.config.cli import COMMANDS

    said = "".join((ROOT / name).read_text() for name in ("README.md", "docs/operations.md"))
    assert [
        name for name in COMMANDS if f"`{name}`" not in said and f"havre {name}" not in said
    ] == []


def test_the_glossary_says_each_word_once() -> None:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    words = [line.split("|")[1].strip().lower() for line in lines if line.startswith("| ")][1:]
    assert [word for word, times in Counter(words).items() if times > 1] == []


def test_every_attack_is_listed_once() -> None:
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    tried = re.findall(r"^\| ([^|]+) \|", page, re.MULTILINE)
    attacks = [one for one in tried if one not in {"attack", "---"}]
    assert len(attacks) >= 12
    assert [one for one, times in Counter(attacks).items() if times > 1] == []

"""Every code under which something of a case is read is a reading, or is said here why not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from havre.platform.journal import READINGS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "havre"
BY_PLACE = {"commit_reading", "commit_list"}
NOT_READ_BY_A_PERSON = {
    "GATE_READ": "the gate looks for protected words; nobody is shown them",
    "DOCUMENT_SCANNED": "the scanner looks for what is harmful; nobody is shown it",
    "DEPARTURE_SENT": "what is sent to whom may read it; its own line says so",
    "INDEXED": "made findable as it is written; « Qui a consulté » shows it all the same",
}
OF_NO_COMPARTMENT = {
    "INDICATORS_COUNTED": "counts of no one case",
    "PAGE_REFUSED": "an address, and nothing behind it",
    "INDICATOR_CASES_LISTED": "references behind a figure",
}


def codes(tree: ast.Module) -> Iterator[ast.expr]:
    """The code given to each call that opens, reads or lists."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in BY_PLACE and len(call.args) > 1:
            yield call.args[1]
        elif name != "add_argument":
            yield from (given.value for given in call.keywords if given.arg == "action")


def test_every_reading_is_in_the_list() -> None:
    found: dict[str, str] = {}
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        named = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for code in codes(tree):
            word = code.value if isinstance(code, ast.Constant) else named.get(ast.unparse(code))
            if isinstance(word, str):
                found[word] = str(path)
    known = {*READINGS, *NOT_READ_BY_A_PERSON, *OF_NO_COMPARTMENT}
    assert found.keys() - known == set(), found
    assert known - found.keys() == set(), "a code that nothing writes"

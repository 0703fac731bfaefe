"""The candidate file in words: what is there, what is missing, who brings it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from havre.allocations.candidate_file import CandidateFile
from havre.engine.candidate_file import ItemState, Line
from havre.web.templatetags.havre import long_date

S = ItemState
TONES: Mapping[S, str] = {
    S.PRESENT: "success",
    S.CHECK: "warning",
    S.RENEW: "warning",
    S.WAITING: "info",
    S.OUTDATED: "danger",
    S.MISSING: "danger",
    S.UNSEEN: "neutral",
}
TO_BRING = frozenset({S.CHECK, S.RENEW, S.OUTDATED, S.MISSING})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list on screen."""

    label: str
    state: str
    tone: str
    note: str
    bringer: str


@dataclass(frozen=True, slots=True)
class FileList:
    """What the page shows of a candidate file."""

    summary: str
    tone: str
    rows: list[Row]
    unseen: bool


def list_of(found: CandidateFile) -> FileList:
    """Return the candidate file as the page shows it."""
    waited = sum(line.state in TO_BRING and line.item.required for line in found.lines)
    return FileList(
        summary=_summary(found, waited),
        tone="success" if found.complete else "warning" if waited else "info",
        rows=[_row(line) for line in found.lines],
        unseen=found.unseen,
    )


def _summary(found: CandidateFile, waited: int) -> str:
    if found.complete:
        return "Dossier complet"
    if not waited:
        return "Rien à apporter pour ce que vous lisez"
    return f"{waited} pièce{'s' if waited > 1 else ''} à apporter ou à vérifier"


def _row(line: Line) -> Row:
    waits = line.state in TO_BRING
    optional = not line.item.required and line.state is S.MISSING
    return Row(
        label=line.item.label,
        state="Si sa situation le demande" if optional else line.state.label,
        tone="neutral" if optional else TONES[line.state],
        note=" ".join(part for part in (_counted(line), line.why, _until(line)) if part),
        bringer=line.bringer.label if waits else "",
    )


def _counted(line: Line) -> str:
    return f"{line.count} sur {line.needed}." if line.needed > 1 else ""


def _until(line: Line) -> str:
    if line.until is None or line.state is S.OUTDATED:
        return ""
    words = "À renouveler avant le" if line.state is S.RENEW else "Jusqu’au"
    return f"{words} {long_date(line.until)}."

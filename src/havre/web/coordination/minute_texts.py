"""What the minutes say on paper: the same words for the PDF and for the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from havre.coordination.minutes import Minutes
from havre.coordination.models import Topic
from havre.web.coordination.presenting import DecisionRow, decision_row
from havre.web.templatetags.havre import clock_time, long_date

HEADINGS = ("Point", "Décision", "Qui", "Pour le")


def sheet_of(found: Minutes) -> dict[str, Any]:
    """Return the sheet of validated minutes: cases by their cards, nothing else of them."""
    meeting = found.meeting
    when = f"{long_date(meeting.starts_at)}, {clock_time(meeting.starts_at)}"
    facts = [
        ("Date", when),
        ("Validé le", long_date(meeting.validated_at)),
        ("Prochaine date", long_date(found.next_on) if found.next_on else "À fixer"),
    ]
    present = [
        " : ".join([one.organisation.name, *([", ".join(one.people)] if one.people else [])])
        for one in found.present
    ]
    excused = [one.name for one in found.excused]
    return {
        "title": f"Compte rendu du {long_date(meeting.starts_at)}",
        "reference": f"Commission inter-bailleurs, réunion {meeting.reference}",
        "facts": [{"label": label, "value": value} for label, value in facts],
        "people": [
            {"title": "Présents", "names": present},
            *([{"title": "Excusés", "names": excused}] if excused else []),
        ],
        "headings": list(HEADINGS),
        "parts": [
            {
                "title": "Besoins",
                "rows": [_cells(decision_row(one)) for one in found.lines],
                "none": "Aucune décision sur un besoin.",
            },
            {
                "title": "Autres points",
                "rows": [_cells(_without_place(one)) for one in found.topics],
                "none": "Aucune autre décision.",
            },
        ],
        "closing": (
            "Chaque besoin est désigné par la référence de sa fiche, sans nom. "
            "Ce document n’est pas à transmettre."
        ),
    }


def _without_place(topic: Topic) -> DecisionRow:
    """An offer by its reference: a commune named beside needs is for the gate to hold."""
    row = decision_row(topic)
    if (vacancy := topic.vacancy) is None:
        return row
    title = f"Offre {vacancy.reference}, {vacancy.dwelling.typology}, {vacancy.landlord.name}"
    return replace(row, title=title)


def _cells(row: DecisionRow) -> list[str]:
    return [
        f"{row.title}, {_lower(row.point)}",
        row.text,
        row.who or "–",
        long_date(row.due) or "–",
    ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]

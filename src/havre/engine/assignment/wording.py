"""A plan's answer as a person reads it, in French, on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Row = Mapping[str, Any]
CRITERIA: Final = {
    "URGENCY": "plus urgente",
    "SCORE": "logement mieux adapté",
    "WAITING": "attente plus longue",
    "REFERENCES": "égalité, départagée par les références",
    "LANDLORD_CAP": "plafond du bailleur atteint",
    "FIXED": "paire forcée",
}
NAMED = 3


def plan_lines(answer: Row) -> Iterator[str]:
    """Yield the table of a plan."""
    housed = ", ".join(f"urgence {rank} : {n}" for rank, n in answer["housed"].items())
    yield f"Relogées : {housed}. Adéquation totale : {_decimal(answer['total_score'])}."
    yield "Optimal : vérifié à part." if answer["proof"]["verified"] else "Non vérifié."
    if answer["assignments"]:
        yield ""
        yield f"{'Besoin':<16}{'Logement':<16}{'Adéquation':>10}   À défaut"
    for row in answer["assignments"]:
        second = row["runner_up"] or "rien de libre"
        yield f"{row['need']:<16}{row['vacancy']:<16}{_decimal(row['score']):>10}   {second}"
    if answer["left_out"]:
        yield "\nSans logement"
    for row in answer["left_out"]:
        yield f"{row['need']:<16}{_why(row)}"
    for row in answer.get("fair_share", ()):
        yield f"Part de {row['landlord']} : {row['met']} sur {row['floor']}"
    if answer["lacking"]:
        yield "\nUn seul de ces logements en relogerait une de plus"
    for row in answer["lacking"]:
        kind = f"T{row['rooms']}{' accessible' if row['accessible'] else ''}"
        yield f"{kind} à {row['commune']} : urgence {row['houses_urgency']}"
    if "choices" in answer:
        yield f"\nCe que changent les choix : {change_sentence(answer['choices'])}"


def _why(row: Row) -> str:
    if "by" not in row:
        return "aucun logement compatible"
    names = ", ".join(row["by"][:NAMED]) + (" …" if len(row["by"]) > NAMED else "")
    return f"{names or 'personne'} ({', '.join(CRITERIA[one] for one in row['criteria'])})"


def _decimal(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def change_sentence(change: Row) -> str:
    """Return « urgence 2 : −1 ; adéquation +0,10 ; N-1 : V-1 → V-2 »."""
    parts = [f"urgence {rank} : {_sign(n)}{abs(n)}" for rank, n in change["housed"].items() if n]
    if change["score"]:
        parts.append(f"adéquation {_sign(change['score'])}{_decimal(abs(change['score']))}")
    parts += [
        f"{move['need']} : {move['from'] or 'rien'} → {move['to'] or 'rien'}"
        for move in change["moves"]
    ]
    return " ; ".join(parts) + "." if parts else "rien."


def _sign(number: float) -> str:
    return "+" if number > 0 else "−"


def pair_lines(row: Row) -> Iterator[str]:
    """Yield what the plan says of one pair."""
    yield f"{row['need']} et {row['vacancy']}"
    if row["score"] is None:
        yield "Ce logement ne lui convient pas : voir « havre match --explain »."
        return
    yield f"Adéquation : {_decimal(row['score'])}"
    if row["in_plan"]:
        yield "Le plan le lui donne."
        yield f"Si elle refuse : {change_sentence(row['if_she_declines'])}"
        return
    yield f"Le plan lui donne : {row['her_vacancy'] or 'rien'}"
    yield f"Ce logement va à : {row['held_by'] or 'personne'}"
    if "criterion" in row:
        yield f"Pourquoi pas elle : {CRITERIA[row['criterion']]}"
    yield f"Si on le force : {change_sentence(row['if_forced'])}"

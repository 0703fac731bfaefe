"""The figures and steps of an import in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sized
from dataclasses import dataclass
from typing import cast

STEPS = ("Fichier", "Colonnes", "Vérification", "Import")


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure."""

    value: int
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and whether it is done."""

    label: str
    state: str


def steps_of(current: str, *, stock: bool = False) -> list[Step]:
    """Return the steps of an import; an RPLS extract has official columns, nothing to choose."""
    here = STEPS.index(current)
    steps = []
    for rank, label in enumerate(STEPS):
        state = "done" if rank < here else "current" if rank == here else "todo"
        steps.append(Step(label, "skipped" if stock and label == "Colonnes" else state))
    return steps


def stats_of(told: Mapping[str, object]) -> list[Stat]:
    """Return the figures of an import, those that are zero and say nothing left out."""
    stock = told["kind"] == "stock"

    def how_many(key: str) -> int:
        found = told[key]
        return found if isinstance(found, int) else len(cast("Sized", found))

    accepted = how_many("accepted")
    stats = [
        Stat(accepted, _plural(accepted, "Ligne acceptée", "Lignes acceptées")),
        Stat(how_many("created"), "Ajoutés au parc" if stock else "Nouvelles offres"),
    ]
    optional = (
        ("reopened", "De nouveau disponibles", ""),
        ("updated", "Mises à jour", ""),
        ("unchanged", "Inchangées", "Rien à écrire"),
        ("let", "Non rouvertes", "Louées dans le dispositif depuis peu"),
        ("rejected", "Rejetées", "À corriger dans votre fichier"),
        ("warnings", "Avertissements", "À vérifier"),
        ("duplicates", "Doublons", "La première ligne est retenue"),
        ("withdrawn", "Retirées", "Absentes du fichier"),
    )
    stats += [Stat(how_many(key), label, note) for key, label, note in optional if how_many(key)]
    return stats


def _plural(number: int, one: str, many: str) -> str:
    return one if number < 2 else many

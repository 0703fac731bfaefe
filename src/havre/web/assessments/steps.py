"""The steps of an assessment, in order, and where one is among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A short page. `part` is what it must save; "" when nothing in it is compulsory."""

    slug: str
    label: str
    sentence: str
    part: str = ""


STEPS = (
    Step("menage", "Ménage", "Qui vivra dans le logement", "household"),
    Step("ressources", "Ressources", "De quoi elle dispose chaque mois", "resources"),
    Step("besoin", "Besoin", "Où, combien de pièces, à quelles conditions", "need"),
    Step("securite", "Sécurité", "Danger, protections, zones à éviter", "safety"),
    Step("contact", "Contact sûr", "Comment la joindre sans la mettre en danger"),
    Step("conclusion", "Conclusion", "L’orientation et l’urgence, puis la validation"),
)
BY_SLUG = {step.slug: step for step in STEPS}
SLUG_OF_PART = {step.part: step.slug for step in STEPS if step.part}


def stepper(current: str, present: Collection[str]) -> list[dict[str, str]]:
    """Return what parts/stepper.html shows."""
    return [
        {
            "label": step.label,
            "state": "current"
            if step.slug == current
            else ("done" if step.part in present else "todo"),
        }
        for step in STEPS
    ]


def following(slug: str) -> str:
    """Return the slug of the step after this one; the last one follows itself."""
    slugs = [step.slug for step in STEPS]
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def next_to_do(present: Collection[str]) -> str:
    """Return the slug of the first step whose part is missing, else the conclusion."""
    return next((s.slug for s in STEPS if s.part and s.part not in present), "conclusion")

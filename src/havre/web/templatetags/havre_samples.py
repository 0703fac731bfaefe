"""Invented data for the style guide, which is shown in development and tests only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms, template

register = template.Library()

COMMUNES = (
    ("45234", "Orléans", 47.9025, 1.909, 116_000),
    ("45232", "Olivet", 47.8631, 1.901, 22_500),
    ("45147", "Fleury-les-Aubrais", 47.932, 1.921, 21_000),
    ("45284", "Saint-Jean-de-Braye", 47.913, 1.972, 21_500),
    ("45285", "Saint-Jean-de-la-Ruelle", 47.913, 1.873, 16_400),
    ("45302", "Saran", 47.951, 1.876, 16_500),
    ("45075", "La Chapelle-Saint-Mesmin", 47.89, 1.834, 10_300),
    ("45169", "Ingré", 47.921, 1.825, 9_500),
    ("45089", "Chécy", 47.894, 2.024, 9_000),
    ("45286", "Saint-Jean-le-Blanc", 47.893, 1.917, 8_900),
    ("45274", "Saint-Denis-en-Val", 47.873, 1.964, 7_600),
    ("45298", "Saint-Pryvé-Saint-Mesmin", 47.882, 1.869, 5_900),
    ("45235", "Ormes", 47.943, 1.818, 4_200),
    ("45272", "Saint-Cyr-en-Val", 47.832, 1.968, 3_300),
    ("45308", "Semoy", 47.933, 1.954, 3_200),
    ("45282", "Saint-Hilaire-Saint-Mesmin", 47.868, 1.833, 3_000),
    ("45194", "Mardié", 47.887, 2.06, 2_800),
    ("45034", "Boigny-sur-Bionne", 47.93, 2.013, 2_200),
    ("45197", "Marigny-les-Usages", 47.959, 2.014, 1_800),
    ("45072", "Chanteau", 47.965, 1.972, 1_500),
    ("45043", "Bou", 47.874, 2.049, 950),
    ("45100", "Combleux", 47.895, 1.987, 500),
)
NEIGHBOURS = {
    "45234": ["45232", "45147", "45284", "45285", "45286", "45298", "45302", "45274"],
    "45169": ["45285", "45075", "45235"],
    "45302": ["45147", "45235", "45285"],
    "45284": ["45308", "45100", "45034", "45089"],
    "45089": ["45194", "45043", "45100", "45034"],
    "45298": ["45282", "45232", "45286"],
}


ICONS = (
    "home",
    "file",
    "people",
    "user",
    "house",
    "building",
    "key",
    "calendar",
    "clock",
    "check",
    "cross",
    "minus",
    "warning",
    "info",
    "arrow-left",
    "arrow-right",
    "chevron",
    "chevron-down",
    "plus",
    "search",
    "filter",
    "upload",
    "download",
    "map",
    "pin",
    "chart",
    "settings",
    "exit",
    "eye",
    "lock",
    "mail",
    "phone",
    "share",
    "print",
    "edit",
    "chat",
    "menu",
    "mark",
)


class SampleForm(forms.Form):
    """One field of each kind, two of them with an error."""

    label = forms.CharField(label="Nom de la résidence", help_text="Tel qu’il figure sur le bail.")
    surface = forms.DecimalField(label="Surface habitable, en mètres carrés")
    available_on = forms.DateField(
        label="Disponible à partir du", widget=forms.DateInput(attrs={"type": "date"})
    )
    commune = forms.ChoiceField(
        label="Commune",
        choices=[("", "Choisissez une commune"), ("45234", "Orléans"), ("45232", "Olivet")],
    )
    lift = forms.ChoiceField(
        label="Ascenseur",
        choices=[("yes", "Oui"), ("no", "Non"), ("unknown", "Je ne sais pas")],
        widget=forms.RadioSelect,
    )
    outside = forms.MultipleChoiceField(
        label="Espaces extérieurs",
        required=False,
        choices=[("balcony", "Balcon"), ("garden", "Jardin"), ("terrace", "Terrasse")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
    )
    note = forms.CharField(
        label="Précisions",
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    plan = forms.FileField(label="Plan du logement", required=False, help_text="PDF ou image.")
    sure = forms.BooleanField(label="J’ai vérifié le loyer et les charges")


def _communes() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "name": name,
            "lat": lat,
            "lon": lon,
            "population": population,
            "neighbours": NEIGHBOURS.get(code, [])
            + [other for other, codes in NEIGHBOURS.items() if code in codes],
        }
        for code, name, lat, lon, population in COMMUNES
    ]


@register.simple_tag
def samples() -> dict[str, Any]:
    """Give everything the style guide shows."""
    return {
        "actions": [
            {"label": "Exporter", "url": "#", "icon": "download", "secondary": True},
            {"label": "Ajouter une offre", "url": "#", "icon": "plus"},
        ],
        "tasks": [
            {
                "sentence": "Deux réponses à donner avant la commission",
                "url": "#",
                "count": 2,
                "tone": "danger",
                "due": "Échéance aujourd’hui",
            },
            {
                "sentence": "Une visite à confirmer",
                "url": "#",
                "count": 1,
                "tone": "warning",
                "due": date(2026, 11, 26),
            },
            {"sentence": "Offres dont le loyer manque", "url": "#", "count": 4, "tone": "info"},
            {"sentence": "Relire le compte rendu de la dernière réunion", "url": "#"},
        ],
        "steps": [
            {"label": "Orientation", "state": "done"},
            {"label": "Diagnostic", "state": "done"},
            {"label": "Recherche", "state": "current"},
            {"label": "Proposition", "state": "todo"},
            {"label": "Bail", "state": "todo"},
            {"label": "Suivi", "state": "skipped"},
        ],
        "facts": [
            {"label": "Référence", "value": "K7M-4QX"},
            {"label": "Loyer", "value": "512,00 €", "note": "Charges : 98,00 € par mois"},
            {"label": "Surface", "value": "61 m²"},
            {"label": "Étage", "value": None},
        ],
        "timeline": [
            {
                "when": date(2026, 11, 22),
                "title": "Offre retenue",
                "who": "Bailleur des Rives",
                "tone": "success",
                "detail": "Visite prévue le 26 novembre à 14 h.",
            },
            {"when": date(2026, 11, 18), "title": "Pièce manquante signalée", "tone": "warning"},
            {"when": date(2026, 11, 3), "title": "Fiche publiée", "tone": "info"},
            {"when": date(2026, 10, 28), "title": "Dossier ouvert"},
        ],
        "checks": [
            {
                "outcome": "pass",
                "label": "Le loyer est supportable",
                "detail": "Loyer 512 € + charges 98 €, aide estimée 437 € : reste 173 €, "
                "soit un taux d’effort de 17 % pour un maximum de 30 %.",
            },
            {"outcome": "pass", "label": "La surface suffit", "detail": "61 m² pour 3 personnes."},
            {"outcome": "look", "label": "L’étage n’est pas renseigné"},
            {"outcome": "fail", "label": "Le logement est libre trop tard"},
        ],
        "stats": [
            {
                "value": 24,
                "label": "Situations traitées",
                "note": "Objectif de l’année : 30",
                "target": 30,
                "reached": 24,
            },
            {"value": 11, "label": "Relogements", "note": "dont 6 entre bailleurs"},
            {"value": "< 5", "label": "Attentes de plus de six mois"},
        ],
        "rows": [
            {
                "name": "T3, 61 m²",
                "place": "Olivet",
                "rent": Decimal("512"),
                "free": date(2026, 12, 1),
                "label": "Publiée",
                "tone": "success",
            },
            {
                "name": "T2, 44 m²",
                "place": "Saran",
                "rent": Decimal("398.5"),
                "free": date(2026, 12, 15),
                "label": "À compléter",
                "tone": "warning",
            },
            {
                "name": "T4, 83 m²",
                "place": "Orléans",
                "rent": Decimal("1034.5"),
                "free": date(2027, 1, 4),
                "label": "Retirée",
                "tone": "neutral",
            },
        ],
        "page": {"previous_url": "#", "next_url": "#"},
        "form": SampleForm(),
        "wrong_form": SampleForm(
            {"wrong-surface": "-", "wrong-note": "Troisième étage."}, prefix="wrong"
        ),
        "communes": _communes(),
        "zones": [{"lat": 47.945, "lon": 1.95, "km": 1.5, "label": "Zone enregistrée"}],
        "icons": ICONS,
    }

"""The last two steps: how to reach her safely, and the conclusion."""

from __future__ import annotations

from django import forms

from havre.engine.vocabulary import Conclusion
from havre.web.assessments.forms.fields import text

URGENCIES = [("1", "Très urgente"), ("2", "Urgente"), ("3", "Peut attendre")]
CHANNELS = [
    ("", "Non précisé"),
    ("PHONE", "Appel"),
    ("SMS", "SMS"),
    ("EMAIL", "Courriel"),
    ("SHELTER", "Par la structure qui l’accueille"),
]


class ContactForm(forms.Form):
    """How to reach her without putting her in danger."""

    phone = text("Téléphone", 30, widget=forms.TextInput(attrs={"type": "tel"}))
    email = forms.EmailField(
        label="Courriel",
        max_length=120,
        required=False,
        error_messages={"invalid": "Cette adresse n’est pas complète."},
    )
    channel = forms.ChoiceField(label="Moyen préféré", required=False)
    hours = text("Quand l’appeler", 120, help_text="Par exemple : le matin, jours d’école.")
    voicemail = forms.BooleanField(label="On peut laisser un message vocal", required=False)
    shared_device = forms.BooleanField(
        label="Son téléphone ou sa boîte a été partagé avec l’auteur",
        required=False,
        help_text="Rien ne lui sera alors envoyé.",
    )
    interpreter = text("Langue de l’interprète", 60)
    code_word = text("Mot convenu", 60, help_text="Pour vérifier que c’est bien elle.")
    note = text("Précisions", 500, widget=forms.Textarea(attrs={"rows": 3}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = str(self.initial.get("channel") or "")
        known = CHANNELS if chosen in dict(CHANNELS) else [*CHANNELS, (chosen, chosen)]
        self.fields["channel"].choices = known  # type: ignore[attr-defined]


class ConclusionForm(forms.Form):
    """What the assessment concludes, and how urgent it is."""

    conclusion = forms.ChoiceField(
        label="Orientation",
        choices=Conclusion.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez l’orientation."},
    )
    urgency = forms.ChoiceField(
        label="Urgence",
        choices=URGENCIES,
        widget=forms.RadioSelect,
        help_text="Elle figure sur la fiche besoin et décide de l’ordre des propositions.",
        error_messages={"required": "Choisissez l’urgence."},
    )

"""Form fields of the case pages: French sentences for every error, bounded lengths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from havre.engine.vocabulary import Compartment
from havre.sharing.policy import KINDS, Recipient, refusable

DAY_WRITTEN = "Écrivez la date ainsi : 22/11/2026."
FIRST_YEAR = 1900
LAST_YEAR = 2100


def plausible_day(day: date) -> None:
    """Refuse a date that only a slip of the finger can explain."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError("Vérifiez l’année.")


def text(label: str, length: int, *, lines: int = 0, **options: Any) -> forms.CharField:
    """Return an optional text field; `lines` makes it a text area."""
    errors = {"max_length": f"Ce texte est trop long : {length} caractères au plus."}
    if lines:
        options["widget"] = forms.Textarea(attrs={"rows": lines})
    options.setdefault("error_messages", errors)
    return forms.CharField(label=label, max_length=length, required=False, **options)


def day(label: str, **options: Any) -> forms.DateField:
    """Return an optional date field with the browser's calendar."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[plausible_day],
        error_messages={"invalid": DAY_WRITTEN},
        **options,
    )


def few(label: str, most: int, **options: Any) -> forms.IntegerField:
    """Return an optional small number, 0 when left empty."""
    sentence = f"Indiquez un nombre de 0 à {most}."
    return forms.IntegerField(
        label=label,
        required=False,
        validators=[MinValueValidator(0, sentence), MaxValueValidator(most, sentence)],
        widget=forms.NumberInput(attrs={"min": 0, "max": most, "inputmode": "numeric"}),
        error_messages={"invalid": sentence},
        **options,
    )


def choice(label: str, choices: Sequence[tuple[str, str]], **options: Any) -> forms.ChoiceField:
    """Return an optional choice."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={"invalid_choice": "Choisissez une des réponses proposées."},
        **options,
    )


def tick(label: str, **options: Any) -> forms.BooleanField:
    """Return a box to tick."""
    return forms.BooleanField(label=label, required=False, **options)


class DraftableForm(forms.Form):
    """Demands nothing by itself: says which fields its action will demand, in `needed`."""

    use_required_attribute = False
    needed: ClassVar[frozenset[str]] = frozenset()

    def full_clean(self) -> None:
        """Check what was typed; then mark what is needed, for the eye only."""
        super().full_clean()
        self.mark_needed()

    def mark_needed(self) -> None:
        """Say « obligatoire » beside the fields that are needed."""
        for name in self.needed:
            self.fields[name].required = True

    def limit(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these choices only."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def show_missing(self, missing: Mapping[str, str]) -> None:
        """Put each sentence at its field."""
        for name, sentence in missing.items():
            self.add_error(name if name in self.fields else None, sentence)


def agreements(recipients: Sequence[Recipient]) -> forms.MultipleChoiceField:
    """Return one box per recipient, in the words that are read to her."""
    return forms.MultipleChoiceField(
        label="Elle accepte de partager sa situation avec",
        help_text="Lisez-lui chaque ligne. Ce qui n’est pas coché n’est pas partagé.",
        required=False,
        choices=[(recipient.value, recipient.label) for recipient in recipients],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les lignes proposées."},
    )


def agreed_in(chosen: Sequence[str]) -> dict[Recipient, bool]:
    """Return one answer per recipient: what is not ticked is a no."""
    return {recipient: recipient.value in chosen for recipient in KINDS}


SHORT: Mapping[Recipient, str] = {
    Recipient.REFERRER: "La structure qui vous oriente",
    Recipient.ORIGIN: "Le bailleur dont vous êtes locataire",
    Recipient.LANDLORD: "Le bailleur d’un logement accepté",
    Recipient.HOLDER: "Le réservataire d’un logement accepté",
}
"""Those from whom one part can be kept, in few words."""


def refusals() -> forms.MultipleChoiceField:
    """Return one box per part that she may keep from a recipient she agrees to."""
    return forms.MultipleChoiceField(
        label="Ce qu’elle ne veut pas leur transmettre",
        help_text="Cochez seulement ce qu’elle refuse. Sans coche, tout ce qu’il leur faut passe.",
        required=False,
        choices=refusal_choices(tuple(SHORT)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les lignes proposées."},
    )


def refusal_choices(recipients: Sequence[Recipient]) -> list[tuple[str, str]]:
    """Return (code, sentence) of each refusal that can be made to these recipients."""
    return [
        (f"{recipient.value}:{part.value}", f"{SHORT[recipient]} : {part.label}")
        for recipient in recipients
        if recipient in SHORT
        for part in refusable(recipient)
    ]


def refused_in(chosen: Sequence[str]) -> dict[Recipient, frozenset[Compartment]]:
    """Return the parts refused to each recipient."""
    found: dict[Recipient, set[Compartment]] = {}
    for code in chosen:
        recipient, _, part = code.partition(":")
        found.setdefault(Recipient(recipient), set()).add(Compartment(part))
    return {recipient: frozenset(parts) for recipient, parts in found.items()}


def refused_codes(refused: Mapping[Recipient, frozenset[Compartment]]) -> list[str]:
    """Return refusals as the boxes name them."""
    return [
        f"{recipient.value}:{part.value}" for recipient in refused for part in refused[recipient]
    ]

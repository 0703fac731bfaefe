"""Adding a document, and saying why one is removed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from havre.adapters.files.reading import clean, refuse_too_large
from havre.documents.content import MAX_BYTES, CleanFile, RefusedFile
from havre.documents.models import TABLE_OF
from havre.engine.vocabulary import (
    DOCUMENT_COMPARTMENTS,
    Compartment,
    DocumentKind,
    DocumentRemoval,
)
from havre.platform.clock import today

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,.docx,.odt"
CHOOSE_KIND = "Choisissez le type de document."


def kinds_for(compartments: Iterable[Compartment]) -> list[tuple[str, Any]]:
    """Return the kinds one may add, grouped by the part of the file they go to."""
    allowed = set(compartments)
    return [("", "Choisissez")] + [
        (
            compartment.label,
            [
                (kind.value, kind.label)
                for kind in DocumentKind
                if DOCUMENT_COMPARTMENTS[kind] is compartment
            ],
        )
        for compartment in TABLE_OF
        if compartment in allowed
    ]


class DocumentForm(forms.Form):
    """A file, what it is, and a word to tell it from another."""

    document = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Type de document",
        error_messages={"required": CHOOSE_KIND, "invalid_choice": CHOOSE_KIND},
    )
    file = forms.FileField(
        label="Fichier ou photo",
        allow_empty_file=True,
        max_length=250,
        help_text=f"PDF, photo (JPEG, PNG, HEIC), Word ou LibreOffice, {MAX_BYTES // 1024**2} Mo "
        "au plus. Le lieu, la date et l’appareil d’une photo sont effacés.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={
            "required": "Choisissez un fichier, ou prenez une photo.",
            "max_length": "Le nom de ce fichier est trop long : raccourcissez-le.",
        },
    )
    dated_on = forms.DateField(
        label="Date du document",
        required=False,
        help_text="Celle qui est écrite dessus. Elle dit si la pièce est encore à jour : avis "
        "d’imposition, ressources, CAF, hébergement, ordonnance, numéro unique.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Écrivez une date, par exemple 23/11/2026."},
    )
    note = forms.CharField(
        label="Précision",
        max_length=200,
        required=False,
        help_text="Par exemple « septembre 2026 ».",
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, compartments: Iterable[Compartment]
    ) -> None:
        super().__init__(data, files, initial={"document": uuid4()})
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = kinds_for(compartments)

    def clean_dated_on(self) -> date | None:
        """The date of a paper that exists already."""
        day: date | None = self.cleaned_data["dated_on"]
        if day and not date(1990, 1, 1) <= day <= today():
            raise forms.ValidationError("Cette date ne peut pas être celle du document.")
        return day

    def clean_file(self) -> CleanFile:
        """Read the file, within bounds; why it is not taken is said at the field."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            refuse_too_large(sent.size or 0)
            self.file_name = sent.name or ""
            return clean(sent.read(), self.file_name)
        except RefusedFile as refused:
            raise forms.ValidationError(str(refused)) from refused

    def identifier(self) -> UUID:
        """Return the identifier chosen when the form was shown."""
        found: UUID = self.cleaned_data["document"]
        return found


class ReplacementForm(DocumentForm):
    """A newer file in the place of a document of the same kind."""

    kind = None  # type: ignore[assignment]

    def __init__(self, data: Any = None, files: Any = None) -> None:
        forms.Form.__init__(self, data, files, initial={"document": uuid4()})


class RemovalForm(forms.Form):
    """Why a document is removed."""

    reason = forms.ChoiceField(
        label="Motif",
        choices=[
            (reason.value, reason.label)
            for reason in DocumentRemoval
            if reason is not DocumentRemoval.REPLACED
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un motif.",
            "invalid_choice": "Choisissez un des motifs proposés.",
        },
    )

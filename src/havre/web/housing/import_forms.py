"""A file to import, and the field of each of its columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape

from havre.adapters.spreadsheets import UnreadableFile, read_table
from havre.adapters.spreadsheets.limits import MAX_BYTES
from havre.engine.vocabulary import Word
from havre.housing.importing.columns import HeaderGuess, heading_key
from havre.housing.importing.fields import VacancyField
from havre.housing.importing.table import Table, shown
from havre.housing.permissions import sees_all_vacancies
from havre.platform.acting import Actor
from havre.web.housing.forms import landlord_choices

ACCEPTED = ".xlsx,.xls,.ods,.csv,.txt"
LONGEST_EXAMPLE = 60


class ImportForm(forms.Form):
    """A landlord's file."""

    file = forms.FileField(
        label="Fichier",
        allow_empty_file=True,
        help_text="Excel (xlsx, xls), LibreOffice (ods) ou CSV, 10 Mo au plus. Vos titres de "
        "colonnes conviennent tels quels ; un extrait RPLS est reconnu de lui-même.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.table = Table("", ())
        if sees_all_vacancies(actor):
            chosen = landlord_choices(actor, "Choisissez un bailleur")
            self.fields = {
                "landlord": forms.ChoiceField(label="Bailleur", choices=chosen),
                **self.fields,
            }

    def clean_file(self) -> bytes:
        """Read the file; why it cannot be read is said at the field."""
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MAX_BYTES:  # refused by its size, before any of it is read
            raise forms.ValidationError(
                f"Ce fichier dépasse {MAX_BYTES // 1024**2} Mo. Gardez les seules colonnes utiles."
            )
        content: bytes = sent.read()
        try:
            self.table = read_table(content)
        except UnreadableFile as bad:
            raise forms.ValidationError(str(bad)) from bad
        return content

    def landlord_id(self) -> int:
        """Return whose file it is."""
        chosen = self.cleaned_data.get("landlord")
        return int(chosen) if chosen else self.actor.organisation_id


class ColumnsForm(forms.Form):
    """For each heading of the file, the field it holds."""

    def __init__(
        self,
        *args: Any,
        header: HeaderGuess[Any],
        table: Table,
        kinds: type[Word] = VacancyField,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.headings: dict[str, str] = {}
        self.kinds = kinds
        choices = [("", "Ne pas lire"), *kinds.choices()]
        seen: set[str] = set()
        for index, heading in enumerate(header.headings):
            key = heading_key(heading)
            if not key or key in seen:
                continue
            seen.add(key)
            found = header.mapping.get(index)
            name = f"column_{index}"
            self.headings[name] = heading
            example = example_of(table, header.line, index)
            self.fields[name] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=found.value if found else "",
                help_text=f"Par exemple : {example}" if example else "Colonne vide",
            )

    def clean(self) -> dict[str, Any]:
        """A field is chosen once."""
        given = super().clean() or {}
        first: dict[str, str] = {}
        for name, heading in self.headings.items():
            chosen = given.get(name, "")
            if chosen and chosen in first:
                label = self.kinds(chosen).label
                self.add_error(
                    name, f"« {label} » est déjà la colonne « {first[chosen]} ». Gardez-en une."
                )
            first.setdefault(chosen, heading)
        return given

    def chosen(self) -> Mapping[str, str]:
        """Return {heading: field}, "" for a column that is not read."""
        return {heading: self.cleaned_data[name] for name, heading in self.headings.items()}


def example_of(table: Table, header_line: int, index: int) -> str:
    """Return the first thing written under a heading, escaped for a help text."""
    for row in table.rows[header_line : header_line + 20]:
        if index < len(row) and (text := shown(row[index])):
            return str(escape(text[:LONGEST_EXAMPLE]))
    return ""

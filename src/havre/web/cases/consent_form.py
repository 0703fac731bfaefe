"""The form of a new version of her agreement: short questions, and what she keeps on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from havre.cases.consent_terms import ConsentTerms, Named, Withheld, withheld_of
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ConsentForm, Pathway
from havre.organisations.models import Organisation
from havre.platform.clock import today
from havre.platform.vault import Payload
from havre.sharing.models import Consent
from havre.sharing.policy import BY_HAND, KINDS, Purpose, Recipient, refusable
from havre.web.cases import fields as f

NAMED_ROWS = 3
"""As many organisations as she may name on one page; those named before come first."""
WITHHELD_ROWS = 3
YES, NO = "oui", "non"


def recipients_for(case: Case) -> list[Recipient]:
    """Return whom she is asked about: a landlord of origin exists for a tenant only."""
    tenant = case.pathway == Pathway.TENANT
    return [one for one in KINDS if tenant or one is not Recipient.ORIGIN]


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient: its box, and what she may keep from it."""

    box: BoundField
    parts: BoundField | None
    until: BoundField | None
    unfolded: bool


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One organisation she names."""

    unfolded: bool
    organisation: BoundField
    said: BoundField
    parts: BoundField
    purpose: BoundField
    until: BoundField


class AgreementForm(f.DraftableForm):
    """A new version of her agreement; `after` is the version before the person's eyes."""

    needed = frozenset({"form", "on", "until"})

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    agreed = f.agreements(KINDS)
    form = f.choice(
        "Comment elle a donné son accord", ConsentForm.choices(), widget=forms.RadioSelect
    )
    witness = f.text("Devant qui, si l’accord est oral", 120)
    on = f.day("Date de son accord")
    until = f.day("Accord valable jusqu’au")

    def __init__(
        self,
        data: Any = None,
        *,
        case: Case,
        organisations: Sequence[Organisation],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.recipients = recipients_for(case)
        self.limit("agreed", [(one.value, one.label) for one in self.recipients])
        for one in self.recipients:
            if refusable(one):
                self.fields[f"refused_{one}"] = _parts("Elle refuse de transmettre", refusable(one))
            if one is not Recipient.OPERATOR:
                self.fields[f"until_{one}"] = f.day("Jusqu’au, si c’est moins longtemps")
        for row in range(WITHHELD_ROWS):
            suffix = str(row + 1) if row else ""
            self.fields[f"withheld{suffix}"] = f.text("Ce qu’elle ne veut pas voir transmis", 1000)
            self.fields[f"why{suffix}"] = f.text("Pourquoi, si elle veut le dire", 500)
        listed = [("", "Aucun"), *((str(one.pk), one.name) for one in organisations)]
        for row in range(NAMED_ROWS):
            self._add_named(row, listed)
        if not self.is_bound:
            self.mark_needed()

    def _add_named(self, row: int, organisations: list[tuple[str, str]]) -> None:
        name = f"named{row}"
        self.fields[f"{name}_organisation"] = f.choice("Organisme", organisations)
        self.fields[f"{name}_said"] = f.choice(
            "Sa réponse",
            [(YES, "Elle accepte"), (NO, "Elle refuse : cet organisme ne doit rien recevoir")],
            widget=forms.RadioSelect,
        )
        self.fields[f"{name}_parts"] = _parts("Elle accepte de lui transmettre", BY_HAND)
        self.fields[f"{name}_purpose"] = f.choice(
            "Pour quoi faire",
            [
                (Purpose.SUPPORT.value, Purpose.SUPPORT.label),
                (Purpose.FOLLOW.value, Purpose.FOLLOW.label),
                (Purpose.HOUSING.value, Purpose.HOUSING.label),
            ],
        )
        self.fields[f"{name}_until"] = f.day("Jusqu’au, si c’est moins longtemps")

    def clean(self) -> dict[str, Any]:
        """Name an organisation once, and say what she answered."""
        data = super().clean() or {}
        seen: set[str] = set()
        for row in range(NAMED_ROWS):
            chosen = data.get(f"named{row}_organisation")
            if not chosen:
                continue
            if chosen in seen:
                self.add_error(f"named{row}_organisation", "Cet organisme est déjà nommé.")
            if not data.get(f"named{row}_said"):
                self.add_error(f"named{row}_said", "Indiquez si elle accepte ou refuse.")
            seen.add(chosen)
        return data

    def show_missing(self, missing: Mapping[str, str]) -> None:
        """Put each sentence at its field; an organisation is numbered by the rows filled in."""
        filled = [r for r in range(NAMED_ROWS) if self.cleaned_data.get(f"named{r}_organisation")]
        places = {f"named{rank}_": f"named{row}_" for rank, row in enumerate(filled)}
        super().show_missing(
            {places.get(name[:7], name[:7]) + name[7:]: said for name, said in missing.items()}
        )

    def lines(self) -> Iterator[Line]:
        """Yield one line per recipient, in the order they are read to her."""
        boxes = {str(box.data["value"]): box for box in self["agreed"]}
        for one in self.recipients:
            parts, until = f"refused_{one}", f"until_{one}"
            own = [self[name] for name in (parts, until) if name in self.fields]
            yield Line(
                box=boxes[one.value],  # type: ignore[arg-type]
                parts=self[parts] if parts in self.fields else None,
                until=self[until] if until in self.fields else None,
                unfolded=any(field.value() or field.errors for field in own),
            )

    def named_lines(self) -> Iterator[NamedLine]:
        """Yield the organisations she may name."""
        for row in range(NAMED_ROWS):
            fields = [
                self[f"named{row}_{part}"]
                for part in ("organisation", "said", "parts", "purpose", "until")
            ]
            shown = bool(fields[0].value()) or any(field.errors for field in fields)
            yield NamedLine(shown, *fields)

    def withheld_lines(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield what she withholds, with its reason."""
        for row in range(WITHHELD_ROWS):
            suffix = str(row + 1) if row else ""
            yield self[f"withheld{suffix}"], self[f"why{suffix}"]

    def rest(self) -> list[BoundField]:
        """Return how and until when she agreed."""
        return [self[name] for name in ("form", "witness", "on", "until")]

    def terms(self) -> ConsentTerms:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return ConsentTerms(
            form=ConsentForm(data["form"]) if data["form"] else None,
            on=data["on"],
            until=data["until"],
            witness=data["witness"],
            withheld=self._withheld(),
            agreed=f.agreed_in(data["agreed"]),
            refused={
                one: _compartments(data[f"refused_{one}"])
                for one in self.recipients
                if data.get(f"refused_{one}")
            },
            sooner={
                one: data[f"until_{one}"] for one in self.recipients if data.get(f"until_{one}")
            },
            named=self._named(),
        )

    def _withheld(self) -> list[Withheld]:
        pairs = (("withheld", "why"), ("withheld2", "why2"), ("withheld3", "why3"))
        typed = (Withheld(self.cleaned_data[a], self.cleaned_data[b]) for a, b in pairs)
        return [one for one in typed if one]

    def _named(self) -> list[Named]:
        data, found = self.cleaned_data, []
        for row in range(NAMED_ROWS):
            name = f"named{row}"
            if data.get(f"{name}_organisation"):
                purpose = data[f"{name}_purpose"]
                found.append(
                    Named(
                        organisation_id=int(data[f"{name}_organisation"]),
                        agreed=data[f"{name}_said"] == YES,
                        compartments=_compartments(data[f"{name}_parts"]),
                        purpose=Purpose(purpose) if purpose else Purpose.SUPPORT,
                        until=data[f"{name}_until"],
                    )
                )
        return found


def _parts(label: str, parts: Sequence[Compartment]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(part.value, part.label) for part in parts],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les lignes proposées."},
    )


def _compartments(codes: Sequence[str]) -> frozenset[Compartment]:
    return frozenset(Compartment(code) for code in codes)


def initial_of(last: Consent | None, payload: Payload) -> dict[str, Any]:
    """Return the form's first values: what she said last time, asked for a year more."""
    until = today() + timedelta(days=365)
    if last is None:
        return {"after": 0, "until": until}
    values: dict[str, Any] = {"after": last.version, "until": until, "agreed": []}
    named = 0
    for item in last.items.all():
        recipient = Recipient(item.recipient)
        if recipient is Recipient.NAMED:
            values |= {
                f"named{named}_organisation": str(item.organisation_id),
                f"named{named}_said": YES if item.agreed else NO,
                f"named{named}_parts": item.compartments,
                f"named{named}_purpose": item.purpose,
            }
            named += 1
        elif item.agreed:
            values["agreed"].append(recipient.value)
            kept = set(refusable(recipient)) - {Compartment(part) for part in item.compartments}
            values[f"refused_{recipient}"] = [
                part.value for part in refusable(recipient) if part in kept
            ]
    for row, one in enumerate(withheld_of(payload)[:WITHHELD_ROWS]):
        suffix = str(row + 1) if row else ""
        values |= {f"withheld{suffix}": one.what, f"why{suffix}": one.why}
    return values

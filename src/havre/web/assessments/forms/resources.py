"""Resources: totals for the committee, and a detail that stays sealed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from havre.assessments.details import DebtKind, ResourceKind
from havre.assessments.models import ResourcesSummary
from havre.platform.vault import Payload
from havre.web.assessments.forms.fields import EurosField, text
from havre.web.templatetags.havre import euros


class ResourcesForm(forms.Form):
    """Monthly income, tax income, and where they come from."""

    monthly_income = EurosField(
        label="Ressources mensuelles du ménage",
        required=False,
        help_text="Toutes ressources comprises, sans les aides au logement. "
        "Laissez vide pour reprendre le total du détail.",
    )
    tax_income = forms.IntegerField(
        label="Revenu fiscal de référence",
        min_value=0,
        max_value=999_999,
        help_text="Le sien, seule, si une preuve permet de le compter seul. "
        "Il décide du plafond de ressources.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages={
            "required": "Indiquez le revenu fiscal de référence ; 0 s’il est nul.",
            "invalid": "Donnez un nombre entier d’euros, par exemple 11800.",
            "min_value": "Le revenu fiscal ne peut pas être négatif.",
            "max_value": "Ce revenu fiscal est trop élevé pour être juste.",
        },
    )
    disabled = forms.BooleanField(
        label="Une personne du ménage a la carte mobilité inclusion « invalidité »",
        required=False,
        help_text="Elle change la catégorie du plafond de ressources.",
    )
    note = text("Précisions", 1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ResourceKind:
            self.fields[f"line_{kind}"] = EurosField(label=kind.label, required=False)
        for debt in DebtKind:
            self.fields[f"debt_{debt}"] = EurosField(label=debt.label, required=False)

    @property
    def lines(self) -> list[BoundField]:
        """The fields of the monthly detail."""
        return [self[f"line_{kind}"] for kind in ResourceKind]

    @property
    def debts(self) -> list[BoundField]:
        """The fields of what she owes."""
        return [self[f"debt_{kind}"] for kind in DebtKind]

    def clean(self) -> dict[str, Any]:
        """Hold the total against the detail: the detail never exceeds it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        detail = sum((data.get(f"line_{k}") or Decimal(0) for k in ResourceKind), Decimal(0))
        total = data.get("monthly_income")
        if "monthly_income" in self.errors:
            return data
        if total is None:
            if any(data.get(f"line_{k}") is not None for k in ResourceKind):
                data["monthly_income"] = detail
            else:
                message = (
                    "Indiquez les ressources mensuelles, ou leur détail ; 0 si elle n’en a pas."
                )
                self.add_error("monthly_income", message)
        elif detail > total:
            self.add_error(
                "monthly_income",
                f"Le détail donne {euros(detail)}, plus que le total. Corrigez l’un ou l’autre.",
            )
        return data

    def summary(self) -> dict[str, Any]:
        """The fields of ResourcesSummary."""
        return {
            name: self.cleaned_data[name] for name in ("monthly_income", "tax_income", "disabled")
        }

    def detail(self) -> dict[str, Any]:
        """The payload to seal."""
        return {
            "lines": self._amounts("line", ResourceKind),
            "debts": self._amounts("debt", DebtKind),
            "note": self.cleaned_data["note"],
        }

    def _amounts(self, prefix: str, kinds: type[ResourceKind | DebtKind]) -> list[dict[str, Any]]:
        typed = {str(kind): self.cleaned_data.get(f"{prefix}_{kind}") for kind in kinds}
        return [{"kind": k, "amount": float(amount)} for k, amount in typed.items() if amount]


def first_resources(summary: ResourcesSummary | None, detail: Payload) -> dict[str, Any]:
    """Return what the form begins with."""
    initial: dict[str, Any] = {"note": detail.get("note", "")}
    if summary is not None:
        initial |= {
            name: getattr(summary, name) for name in ("monthly_income", "tax_income", "disabled")
        }
    for prefix, key in (("line", "lines"), ("debt", "debts")):
        for row in detail.get(key, []):
            initial[f"{prefix}_{row['kind']}"] = Decimal(str(row["amount"])).quantize(
                Decimal("0.01")
            )
    return initial

"""Forms: who must not know, who alone may, and what is asked beyond her agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from havre.engine.vocabulary import Compartment, ExceptionalGround
from havre.organisations.models import Organisation, User

REASON_MAX = 600


class People(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of people, by their names."""

    def label_from_instance(self, obj: User) -> str:
        """Return the name shown on screen."""
        return str(obj)


class SeveralPeople(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """A choice of several people, by their names."""

    def label_from_instance(self, obj: User) -> str:
        """Return the name shown on screen."""
        return str(obj)


def reason_field(help_text: str) -> forms.CharField:
    """Return the field of a reason that will be sealed."""
    return forms.CharField(
        label="Pourquoi",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=REASON_MAX,
        help_text=help_text,
        error_messages={"required": "Écrivez pourquoi, en une phrase."},
    )


class RecusalForm(forms.Form):
    """A person or an organisation from whom the case is kept: one of the two."""

    person = People(
        label="Une personne",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne en particulier",
    )
    organisation = forms.ModelChoiceField(
        label="Ou tout un organisme",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Aucun organisme",
    )
    reason = reason_field("Vous seuls, qui tenez cette situation, pouvez le lire.")

    def __init__(self, data: Any = None, *, people: Any, organisations: Any) -> None:
        super().__init__(data)
        for name, found in (("person", people), ("organisation", organisations)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = found

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("person")) == bool(data.get("organisation")):
            self.add_error("person", "Choisissez une personne, ou un organisme.")
        return data


class ReserveForm(forms.Form):
    """The only people of one's organisation who see the case."""

    people = SeveralPeople(
        label="Personnes qui peuvent voir cette situation",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Nommez au moins une personne."},
    )

    def __init__(self, data: Any = None, *, people: Any, named: Iterable[int]) -> None:
        super().__init__(data, initial={"people": list(named)})
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people


class AskForm(forms.Form):
    """Which partner is asked to reserve the case, and whether it waits outside meanwhile."""

    organisation = forms.ModelChoiceField(
        label="Organisme",
        queryset=Organisation.objects.none(),
        empty_label="Choisissez un organisme",
        error_messages={
            "required": "Choisissez un organisme.",
            "invalid_choice": "Choisissez un des organismes proposés.",
        },
    )
    suspend = forms.BooleanField(
        label="Suspendre son accès jusqu’à sa réponse",
        required=False,
        help_text="Personne chez lui ne voit la situation, celle ou celui qui répond non plus : "
        "dites-lui par téléphone de laquelle il s’agit.",
    )

    def __init__(self, data: Any = None, *, organisations: Any) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations


class NameForm(forms.Form):
    """Who takes over where nobody is left."""

    person = People(
        label="Personne qui prend la suite",
        queryset=User.objects.none(),
        empty_label="Choisissez une personne",
        error_messages={"required": "Choisissez une personne."},
    )

    def __init__(self, data: Any = None, *, people: Any) -> None:
        super().__init__(data)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class ExceptionalForm(forms.Form):
    """What is asked, on which ground, and why."""

    opens = forms.ChoiceField(
        label="Partie du dossier", error_messages={"required": "Choisissez une partie du dossier."}
    )
    ground = forms.ChoiceField(
        label="Fondement",
        choices=ExceptionalGround.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un fondement."},
    )
    reason = reason_field("La personne qui confirmera le lira. Il n’est pas montré aux autres.")

    def __init__(self, data: Any = None, *, openable: Iterable[Compartment]) -> None:
        super().__init__(data)
        field = self.fields["opens"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choisissez"), *((c.value, c.label) for c in openable)]

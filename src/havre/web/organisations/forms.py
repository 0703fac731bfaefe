"""Forms about people and organisations."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from havre.engine.vocabulary import Role, Seat
from havre.organisations.models import Organisation, User
from havre.programmes.participants import GRANTED, Presentation

SEAT_HELP = (
    "La coordination travaille sur les situations et gère les accès. La gestion des comptes gère "
    "les accès et ne voit aucune situation. La lecture ne modifie rien."
)


class EmailOnlyForm(forms.Form):
    """An address to invite."""

    email = forms.EmailField(
        label="Adresse électronique professionnelle",
        help_text="Une adresse personnelle à chacun : pas de boîte partagée.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class SeatForm(forms.Form):
    """What a person does in the organisation."""

    seat = forms.ChoiceField(
        label="Fonction",
        choices=Seat.choices,
        widget=forms.RadioSelect,
        help_text=SEAT_HELP,
        initial=Seat.MEMBER.value,
    )

    def chosen(self) -> Seat:
        """Return the seat of a valid form."""
        return Seat(self.cleaned_data["seat"])


class InvitationForm(EmailOnlyForm, SeatForm):
    """Whom to invite, and for which seat."""

    field_order = ["email", "seat"]


class OrganisationForm(forms.Form):
    """An organisation and its roles, as the operator writes them."""

    name = forms.CharField(label="Nom", max_length=160)
    city = forms.CharField(label="Ville", max_length=120, required=False)
    phone = forms.CharField(
        label="Téléphone",
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    roles = forms.MultipleChoiceField(
        label="Rôles dans le dispositif",
        choices=[(role.value, role.label) for role in GRANTED],
        widget=forms.CheckboxSelectMultiple,
        help_text="Ce que l’organisme voit et peut faire en dépend.",
        error_messages={"required": "Choisissez au moins un rôle."},
    )

    @classmethod
    def initial_of(cls, organisation: Organisation, roles: Collection[str]) -> dict[str, object]:
        """Return what the form shows of an organisation."""
        return {
            "name": organisation.name,
            "city": organisation.city,
            "phone": organisation.phone,
            "roles": list(roles),
        }

    def presentation(self) -> Presentation:
        """Return what a valid form says of the organisation."""
        data = self.cleaned_data
        return Presentation(data["name"], data["city"], data["phone"])

    def chosen_roles(self) -> set[Role]:
        """Return the roles of a valid form."""
        return {Role(role) for role in self.cleaned_data["roles"]}


class NewOrganisationForm(OrganisationForm):
    """A new organisation, with the first person to invite."""

    email = forms.EmailField(
        label="Adresse de la première personne à inviter",
        required=False,
        help_text="Elle coordonnera l’organisme et invitera ses collègues. "
        "Vous pourrez aussi l’inviter plus tard.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class AcceptanceForm(forms.Form):
    """Names and password of somebody who opens her account."""

    first_name = forms.CharField(
        label="Prénom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nom",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=128,
        strip=False,
        help_text="Quatre mots sans rapport entre eux font un bon mot de passe.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Le même mot de passe, une seconde fois",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, the person's names and her address."""
        data = super().clean() or {}
        password, again = data.get("password"), data.get("again")
        if password and again and password != again:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes.")
        if password:
            person = User(
                email=self.email,
                first_name=data.get("first_name", ""),
                last_name=data.get("last_name", ""),
            )
            try:
                password_validation.validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return data

"""The referral form: six short sections, savable at any moment, checked when it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from havre.cases.referral import Channel, ReferralContent
from havre.cases.rules import plain_unique_number, unusual_unique_number
from havre.engine.vocabulary import HOUSING_ROLES, ConsentForm, DangerLevel, Pathway, Role
from havre.organisations.models import Organisation
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.selectors import landlords
from havre.sharing.policy import KINDS, Recipient
from havre.web.cases import fields as f

CONSENT_DAYS = 365
NEEDED = frozenset(
    {
        "last_name",
        "first_name",
        "birth_date",
        "reason",
        "pathway",
        "consent_form",
        "consent_on",
        "consent_until",
        "agreed",
    }
)
"""Marked as needed on screen; only sending demands them."""

SECTIONS = (
    (
        "femme",
        "Qui elle est",
        "",
        ("last_name", "first_name", "birth_date", "unique_number"),
    ),
    (
        "contact",
        "Comment la joindre sans risque",
        "Indiquez seulement ce qui est sûr. Rien n’est envoyé sur un appareil partagé.",
        (
            "channel",
            "hours",
            "phone",
            "email",
            "voicemail",
            "shared_device",
            "interpreter",
            "code_word",
            "contact_note",
        ),
    ),
    (
        "menage",
        "Son ménage",
        "Les personnes qui vivront dans le logement avec elle.",
        ("children", "others", "pregnant", "pets", "children_names"),
    ),
    (
        "lieu",
        "Où elle est, et pourquoi",
        "",
        ("pathway", "origin_landlord", "place", "since", "reason", "danger", "danger_note"),
    ),
    (
        "taire",
        "Ce qu’aucun courrier ne doit dire",
        "Facultatif. Havre retient tout envoi qui l’écrirait à qui ne doit pas le lire.",
        ("perpetrator", "perpetrator_places", "former_addresses"),
    ),
    (
        "accord",
        "Son accord",
        "Rien ne part sans lui. Elle peut revenir dessus à tout moment.",
        (
            "agreed",
            "refused",
            "consent_form",
            "consent_witness",
            "consent_on",
            "consent_until",
            "consent_withheld",
            "consent_withheld_why",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the form, as shown."""

    anchor: str
    title: str
    lead: str
    fields: list[BoundField]


def pathways_of(actor: Actor) -> list[Pathway]:
    """Return the publics an organisation may refer."""
    if actor.has(Role.OPERATOR, Role.REFERRER):
        return [Pathway.SHELTERED, Pathway.TENANT, Pathway.NON_TENANT]
    found = [Pathway.SHELTERED] if actor.has(Role.SHELTER) else []
    found.append(Pathway.TENANT)
    return found + ([Pathway.NON_TENANT] if actor.has(*HOUSING_ROLES) else [])


def refers_own_tenants(actor: Actor) -> bool:
    """A landlord refers its own tenants only: it never names another as the landlord of origin."""
    return actor.has(*HOUSING_ROLES) and not actor.has(Role.OPERATOR)


class ReferralForm(f.DraftableForm):
    """All of `ReferralContent`, field by field."""

    needed = NEEDED

    last_name = f.text("Nom", 80)
    first_name = f.text("Prénom", 80)
    birth_date = f.day("Date de naissance")
    unique_number = f.text(
        "Numéro unique de demande de logement social",
        30,
        help_text="Dix-huit caractères, si elle a déjà une demande.",
    )
    channel = f.choice("Moyen préféré", [("", "Non précisé"), *Channel.choices()])
    phone = f.text(
        "Téléphone",
        30,
        help_text="Ou un autre moyen sûr : il en faut au moins un.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        max_length=120,
        error_messages={
            "invalid": "Cette adresse n’est pas complète.",
            "max_length": "Cette adresse est trop longue.",
        },
    )
    hours = f.text("Heures sûres", 120, help_text="Par exemple : le matin, jours d’école.")
    voicemail = f.tick("On peut laisser un message vocal")
    shared_device = f.tick("Son téléphone ou sa messagerie est partagé, ou l’a été")
    interpreter = f.text("Langue, si un interprète est nécessaire", 60)
    code_word = f.text(
        "Mot convenu", 60, help_text="Le mot qu’elle attend pour savoir que c’est bien vous."
    )
    contact_note = f.text("Autre moyen sûr, ou précisions", 500, lines=3)
    children = f.few("Enfants", 15)
    others = f.few("Autres personnes", 10)
    pregnant = f.tick("Elle est enceinte")
    pets = f.tick("Elle a un animal")
    children_names = f.text(
        "Prénom et nom des enfants",
        300,
        lines=2,
        help_text="Un par ligne. Aucun courrier ne les citera à qui ne doit pas les lire.",
    )
    pathway = forms.ChoiceField(
        label="Sa situation de logement",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez sa situation de logement.",
            "invalid_choice": "Choisissez une des réponses proposées.",
        },
    )
    origin_landlord = forms.ModelChoiceField(
        label="Son bailleur actuel",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Choisissez un bailleur",
        error_messages={"invalid_choice": "Choisissez un des bailleurs proposés."},
    )
    place = f.text("Où elle se trouve aujourd’hui", 300, lines=2)
    since = f.day("Depuis le")
    reason = f.text("Pourquoi vous l’orientez", 2000, lines=4)
    danger = f.choice("Niveau de danger évalué", [("", "Non évalué"), *DangerLevel.choices()])
    danger_note = f.text("Ce qu’il faut savoir pour sa sécurité", 1000, lines=3)
    perpetrator = f.text(
        "Prénom et nom de la personne qu’elle fuit",
        200,
        lines=2,
        help_text="Une personne par ligne.",
    )
    perpetrator_places = f.text(
        "Où cette personne travaille ou se tient",
        400,
        lines=2,
        help_text="Un lieu ou une adresse par ligne.",
    )
    former_addresses = f.text("Ses anciennes adresses", 400, lines=2, help_text="Une par ligne.")
    agreed = f.agreements(KINDS)
    refused = f.refusals()
    consent_form = f.choice(
        "Comment elle a donné son accord", ConsentForm.choices(), widget=forms.RadioSelect
    )
    consent_witness = f.text("Devant qui, si l’accord est oral", 120)
    consent_on = f.day("Date de son accord")
    consent_until = f.day("Accord valable jusqu’au", help_text="Un an, sauf si elle préfère moins.")
    consent_withheld = f.text("Ce qu’elle ne veut pas voir transmis", 1000, lines=3)
    consent_withheld_why = f.text("Pourquoi, si elle veut le dire", 500, lines=2)

    def __init__(self, data: Any = None, *, actor: Actor, content: ReferralContent) -> None:
        super().__init__(data, initial=initial_of(content))
        self.actor = actor
        self.limit("pathway", [(word.value, word.label) for word in pathways_of(actor)])
        if refers_own_tenants(actor):  # its referral covers it twice: as author, as landlord
            del self.fields["origin_landlord"]
            told = [word for word in KINDS if word is not Recipient.ORIGIN]
            self.limit("agreed", [(word.value, word.label) for word in told])
            self.limit("refused", f.refusal_choices(told))
        else:
            field = self.fields["origin_landlord"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = landlords(actor.programme_id)
        if not self.is_bound:
            self.mark_needed()

    def clean_unique_number(self) -> str:
        """Keep the number without spaces; its usual form is never demanded."""
        return plain_unique_number(self.cleaned_data["unique_number"])

    def clean_birth_date(self) -> Any:
        """Refuse a birth in the future."""
        return self._past("birth_date")

    def clean_since(self) -> Any:
        """Refuse an arrival in the future."""
        return self._past("since")

    def _past(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if value and value > today():
            raise forms.ValidationError("Cette date est dans le futur : vérifiez-la.")
        return value

    @property
    def keeps_some(self) -> bool:
        """Whether she refuses a part to someone: the boxes are then shown at once."""
        return bool(self["refused"].value())

    @property
    def unusual_number(self) -> bool:
        """Whether the numéro unique, as it stands, deserves a second look."""
        return unusual_unique_number(str(self["unique_number"].value() or ""))

    def sections(self) -> Iterator[Section]:
        """Yield the parts in order, with their fields."""
        for anchor, title, lead, names in SECTIONS:
            shown = [self[name] for name in names if name in self.fields]
            yield Section(anchor, title, lead, shown)

    def content(self) -> ReferralContent:
        """Return what was typed, once it is valid; every value may still be missing."""
        data = dict(self.cleaned_data)
        pathway = Pathway(data["pathway"])
        origin = data.pop("origin_landlord", None)
        origin_id = origin.pk if origin else None
        if refers_own_tenants(self.actor):
            origin_id = self.actor.organisation_id
        data |= {
            "pathway": pathway,
            "children": data["children"] or 0,
            "others": data["others"] or 0,
            "danger": DangerLevel(data["danger"]) if data["danger"] else None,
            "consent_form": ConsentForm(data["consent_form"]) if data["consent_form"] else None,
            "agreed": f.agreed_in(data["agreed"]),
            "refused": f.refused_in(data["refused"]),
            "origin_landlord_id": origin_id if pathway is Pathway.TENANT else None,
        }
        return ReferralContent(**data)


def initial_of(content: ReferralContent) -> dict[str, Any]:
    """Return a draft as the form's first values; an agreement lasts a year unless she says less."""
    values = asdict(content)
    values["agreed"] = [word.value for word, said in content.agreed.items() if said]
    values["refused"] = f.refused_codes(content.refused)
    values["origin_landlord"] = values.pop("origin_landlord_id")
    values["consent_until"] = content.consent_until or today() + timedelta(days=CONSENT_DAYS)
    return values

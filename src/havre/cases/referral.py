"""What a referral form carries, and what is missing before it can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from havre.engine.vocabulary import ConsentForm, DangerLevel, Pathway
from havre.sharing.policy import Recipient


@dataclass(frozen=True, slots=True)
class ReferralContent:
    """The whole form, as typed so far: every value may be missing while it is a draft."""

    pathway: Pathway
    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    unique_number: str = ""
    phone: str = ""
    email: str = ""
    channel: str = ""
    hours: str = ""
    voicemail: bool = False
    shared_device: bool = False
    interpreter: str = ""
    code_word: str = ""
    contact_note: str = ""
    children: int = 0
    others: int = 0
    pregnant: bool = False
    pets: bool = False
    reason: str = ""
    place: str = ""
    since: date | None = None
    danger: DangerLevel | None = None
    danger_note: str = ""
    origin_landlord_id: int | None = None
    consent_form: ConsentForm | None = None
    consent_on: date | None = None
    consent_until: date | None = None
    consent_witness: str = ""
    consent_withheld: str = ""
    agreed: Mapping[Recipient, bool] = field(default_factory=dict)


class IncompleteReferral(ValueError):
    """The referral cannot be sent yet; `missing` maps field names to French sentences."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        super().__init__("incomplete")
        self.missing = dict(missing)


def missing_for_sending(content: ReferralContent, today: date) -> dict[str, str]:
    """Return {field: sentence} of what must still be given, {} when the referral can be sent."""
    missing: dict[str, str] = {}
    if not content.last_name:
        missing["last_name"] = "Indiquez son nom."
    if not content.first_name:
        missing["first_name"] = "Indiquez son prénom."
    if content.birth_date is None:
        missing["birth_date"] = "Indiquez sa date de naissance."
    if not (content.phone or content.email or content.contact_note):
        missing["phone"] = "Indiquez au moins un moyen sûr de la joindre."
    if not content.reason:
        missing["reason"] = "Dites en quelques mots pourquoi vous l’orientez."
    if content.pathway is Pathway.TENANT and content.origin_landlord_id is None:
        missing["origin_landlord"] = "Indiquez le bailleur dont elle est locataire."
    missing |= _missing_consent(content, today)
    return missing


def _missing_consent(content: ReferralContent, today: date) -> dict[str, str]:
    missing: dict[str, str] = {}
    if content.consent_form is None:
        missing["consent_form"] = "Dites comment son accord a été donné."
    if content.consent_form is ConsentForm.ORAL_WITNESS and not content.consent_witness:
        missing["consent_witness"] = "Indiquez le professionnel devant qui l’accord a été donné."
    if content.consent_on is None:
        missing["consent_on"] = "Indiquez la date de son accord."
    elif content.consent_on > today:
        missing["consent_on"] = "La date de son accord ne peut pas être dans le futur."
    if content.consent_until is None:
        missing["consent_until"] = "Indiquez jusqu’à quand son accord est valable."
    elif content.consent_until <= today:
        missing["consent_until"] = "Son accord doit être valable après aujourd’hui."
    if not content.agreed.get(Recipient.OPERATOR):
        missing["agreed"] = "Sans son accord pour l’opérateur, l’orientation ne peut pas être envoyée."
    return missing

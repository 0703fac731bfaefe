"""What a referral form carries, and what is missing before it can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from havre.cases.consent_terms import ConsentTerms, Withheld, missing_consent
from havre.engine.vocabulary import Compartment, ConsentForm, DangerLevel, Pathway, Word
from havre.sharing.policy import Recipient


class Channel(Word):
    """How she wants to be reached."""

    PHONE = "PHONE", "Par un appel"
    SMS = "SMS", "Par un message écrit (SMS)"
    EMAIL = "EMAIL", "Par courriel"
    SHELTER = "SHELTER", "Par la structure qui l’accompagne"


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
    children_names: str = ""
    reason: str = ""
    place: str = ""
    since: date | None = None
    danger: DangerLevel | None = None
    danger_note: str = ""
    perpetrator: str = ""
    perpetrator_places: str = ""
    former_addresses: str = ""
    origin_landlord_id: int | None = None
    consent_form: ConsentForm | None = None
    consent_on: date | None = None
    consent_until: date | None = None
    consent_witness: str = ""
    consent_withheld: str = ""
    consent_withheld_why: str = ""
    agreed: Mapping[Recipient, bool] = field(default_factory=dict)
    refused: Mapping[Recipient, frozenset[Compartment]] = field(default_factory=dict)


def content_of(
    pathway: Pathway,
    *,
    identity: Mapping[str, Any],
    contact: Mapping[str, Any],
    referral: Mapping[str, Any],
    safety: Mapping[str, Any],
    household: Mapping[str, Any],
    names: Mapping[str, Any],
    origin_landlord_id: int | None,
) -> ReferralContent:
    """Return the form again from what was sealed of it; an empty payload gives an empty part."""
    consent = referral.get("consent") or {}
    return ReferralContent(
        pathway=pathway,
        birth_date=_day(identity.get("birth_date")),
        last_name=_text(identity, "last_name"),
        first_name=_text(identity, "first_name"),
        unique_number=_text(identity, "unique_number"),
        phone=_text(contact, "phone"),
        email=_text(contact, "email"),
        channel=_text(contact, "channel"),
        hours=_text(contact, "hours"),
        interpreter=_text(contact, "interpreter"),
        code_word=_text(contact, "code_word"),
        voicemail=bool(contact.get("voicemail")),
        shared_device=bool(contact.get("shared_device")),
        contact_note=_text(contact, "note"),
        **household,
        children_names=_text(names, "children"),
        reason=_text(referral, "reason"),
        place=_text(referral, "place"),
        since=_day(referral.get("since")),
        danger=DangerLevel(safety["level"]) if safety.get("level") else None,
        danger_note=_text(safety, "note"),
        perpetrator=_text(safety, "perpetrator"),
        perpetrator_places=_text(safety, "perpetrator_places"),
        former_addresses=_text(safety, "former_addresses"),
        origin_landlord_id=origin_landlord_id,
        consent_form=ConsentForm(consent["form"]) if consent.get("form") else None,
        consent_on=_day(consent.get("on")),
        consent_until=_day(consent.get("until")),
        consent_witness=_text(consent, "witness"),
        consent_withheld=_text(consent, "withheld"),
        consent_withheld_why=_text(consent, "withheld_why"),
        agreed={Recipient(code): bool(said) for code, said in consent.get("agreed", {}).items()},
        refused={
            Recipient(code): frozenset(Compartment(part) for part in parts)
            for code, parts in consent.get("refused", {}).items()
        },
    )


def _text(payload: Mapping[str, Any], name: str) -> str:
    return str(payload.get(name) or "")


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None


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
    missing |= missing_consent(terms_of(content), today, prefix="consent_")
    if not content.agreed.get(Recipient.OPERATOR):
        missing["agreed"] = (
            "Sans son accord pour l’opérateur, l’orientation ne peut pas être envoyée."
        )
    return missing


def terms_of(content: ReferralContent) -> ConsentTerms:
    """Return what the form says of her agreement."""
    withheld = Withheld(content.consent_withheld, content.consent_withheld_why)
    return ConsentTerms(
        content.consent_form,
        content.consent_on,
        content.consent_until,
        content.consent_witness,
        (withheld,) if withheld else (),
        content.agreed,
        content.refused,
    )

"""What is sealed of each part of a referral, from the whole form."""

from __future__ import annotations

from datetime import date

from havre.cases.models import HouseholdNames, Identity, Referral, SafeContact, SafetyOutline
from havre.cases.referral import ReferralContent
from havre.cases.rules import plain_unique_number
from havre.platform.compartments import SealedRow


def payloads_of(content: ReferralContent) -> dict[type[SealedRow], dict[str, object]]:
    """Return what is sealed of a referral, by part; what was never asked before, where given."""
    safety = {
        "perpetrator": content.perpetrator,
        "perpetrator_places": content.perpetrator_places,
        "former_addresses": content.former_addresses,
    }
    return {
        Identity: identity_of(content),
        SafeContact: {
            "phone": content.phone,
            "email": content.email,
            "channel": content.channel,
            "hours": content.hours,
            "voicemail": content.voicemail,
            "shared_device": content.shared_device,
            "interpreter": content.interpreter,
            "code_word": content.code_word,
            "note": content.contact_note,
        },
        Referral: {
            "reason": content.reason,
            "place": content.place,
            "since": _iso(content.since),
            "consent": _consent_draft(content),
        },
        SafetyOutline: {
            "level": content.danger,
            "note": content.danger_note,
            **{name: said for name, said in safety.items() if said},
        },
        HouseholdNames: {"children": content.children_names},
    }


def identity_of(content: ReferralContent) -> dict[str, object]:
    """Return what is sealed of who she is."""
    return {
        "last_name": content.last_name,
        "first_name": content.first_name,
        "birth_date": _iso(content.birth_date),
        "unique_number": plain_unique_number(content.unique_number),
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _consent_draft(content: ReferralContent) -> dict[str, object]:
    return {
        "form": content.consent_form,
        "on": _iso(content.consent_on),
        "until": _iso(content.consent_until),
        "witness": content.consent_witness,
        "withheld": content.consent_withheld,
        "withheld_why": content.consent_withheld_why,
        "agreed": {recipient.value: bool(said) for recipient, said in content.agreed.items()},
        "refused": {
            recipient.value: sorted(parts) for recipient, parts in content.refused.items() if parts
        },
    }

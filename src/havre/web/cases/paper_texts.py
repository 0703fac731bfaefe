"""What the papers say, in French, from her agreement and the open accesses; never who she is.

The receipt and the sheet may be found: nothing on them says what Havre is for, nor names a place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ConsentForm
from havre.platform.models import Share
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import USUAL, Purpose, Recipient, refusable
from havre.web.cases.consent_form import recipients_for
from havre.web.templatetags.havre import long_date

Data = dict[str, Any]
ONE_BY_ONE: Mapping[Recipient, str] = {
    Recipient.OPERATOR: "L’équipe qui vous accompagne peut lire votre dossier.",
    Recipient.REFERRER: "La structure qui vous a orientée peut savoir où vous en êtes.",
    Recipient.ORIGIN: "Votre bailleur actuel peut savoir où vous en êtes.",
    Recipient.BOARD: "Les bailleurs peuvent lire une fiche. Votre nom n’y est pas.",
    Recipient.LANDLORD: "Le bailleur d’un logement que vous acceptez peut étudier votre demande.",
    Recipient.HOLDER: "Celui qui réserve ce logement peut étudier votre demande.",
}


def _parts(codes: Sequence[str]) -> str:
    return ", ".join(Compartment(code).label for code in codes)


def _items(consent: Consent | None, case: Case) -> list[tuple[str, ConsentItem | None, Recipient]]:
    items = list(consent.items.all()) if consent else []
    said = {item.recipient: item for item in items}
    lines = [(one.label, said.get(one.value), one) for one in recipients_for(case)]
    named = [(item.organisation.name, item, Recipient.NAMED) for item in items if item.organisation]
    return [*lines, *named]


def consent_form(case: Case, consent: Consent | None) -> Data:
    """The form she reads or is read, and signs; blank boxes where nothing is recorded yet."""
    answers = []
    for label, item, recipient in _items(consent, case):
        usual = [part.value for part in USUAL[recipient]]
        agreed = item is not None and item.agreed
        parts = item.compartments if item is not None and agreed else usual
        purpose = Purpose(item.purpose).label if item is not None else ""
        refused = [p.value for p in refusable(recipient) if agreed and p.value not in parts]
        said = "☐ Oui   ☐ Non" if item is None else ("Oui" if agreed else "Non")
        until = f"jusqu’au {long_date(item.until)}" if item is not None and agreed else ""
        kept = f" Sauf : {_parts(refused)}." if refused else ""
        answers.append(
            {
                "who": label,
                "said": said,
                "until": until,
                "parts": f"Parties du dossier : {_parts(parts)}.{kept}"
                if agreed or not item
                else "",
                "purpose": f"Pour : {purpose[0].lower()}{purpose[1:]}."
                if purpose and agreed
                else "",
            }
        )
    witness = consent is not None and consent.form == ConsentForm.ORAL_WITNESS
    return {**_around(case), "answers": answers, "witness": witness}


def _around(case: Case) -> Data:
    """What the form says around her answers."""
    return {
        "title": "Mon accord pour partager mon dossier",
        "reference": f"Dossier {case.reference}",
        "intro": [
            "Ce papier dit avec qui votre dossier peut être partagé, quelles parties, et jusqu’à "
            "quand. Rien d’autre n’est partagé.",
        ],
        "said_title": "Ce que j’accepte",
        "rights_title": "Mes droits",
        "rights": [
            "Je peux refuser une ligne, ou une partie, sans donner de raison.",
            "Je peux changer d’avis à tout moment : l’accès est fermé aussitôt.",
            "Je peux demander qui a lu mon dossier, et quand.",
            "Refuser n’enlève rien à l’aide que je reçois.",
        ],
        "sign_title": "Signature",
        "sign_date": "Date",
        "sign_her": "Ma signature",
        "sign_witness": "Accord donné à l’oral devant (nom)",
        "sign_role": "Signature du professionnel",
    }


def plain_form(case: Case, consent: Consent | None) -> Data:
    """The same in plain language: short sentences, one idea each."""
    yes, no = [], []
    for label, item, recipient in _items(consent, case):
        sentence = ONE_BY_ONE.get(recipient, f"{label} peut lire une partie de votre dossier.")
        if item is None or item.agreed:
            yes.append(sentence)
        else:
            no.append(
                sentence.replace(" peuvent ", " ne peuvent pas ").replace(" peut ", " ne peut pas ")
            )
    until = long_date(consent.until) if consent else ""
    parts = [
        ("Votre dossier", ["Votre dossier parle de vous.", "Vous décidez qui peut le lire."]),
        ("Vous dites oui" if consent else "On vous demande", yes),
        ("Vous dites non", no),
        (
            "Combien de temps",
            [f"Votre accord dure jusqu’au {until}.", "Après, on vous redemande."]
            if consent
            else ["On choisit la date avec vous."],
        ),
        (
            "Vous pouvez changer d’avis",
            [
                "Vous pouvez dire non.",
                "Vous pouvez dire non plus tard.",
                "Vous n’avez pas à dire pourquoi.",
                "On continue à vous aider.",
            ],
        ),
        (
            "Vous pouvez demander",
            ["Vous pouvez demander qui lit votre dossier.", "On vous donne la liste."],
        ),
    ]
    return {
        "title": "Qui peut lire votre dossier ?",
        "parts": [{"title": title, "sentences": said} for title, said in parts if said],
    }


def receipt(case: Case, consent: Consent | None, today: date) -> Data:
    """What she takes away: neither her name, nor a place, nor what it is about."""
    facts = [("Référence", case.reference), ("Remis le", long_date(today))]
    if consent is not None:
        facts.append(("Valable jusqu’au", long_date(consent.until)))
    return {
        "title": "Reçu",
        "facts": [{"label": label, "value": value} for label, value in facts],
        "sentences": [
            "Ce reçu confirme votre réponse. Donnez cette référence pour la retrouver.",
            "Vous pouvez changer votre réponse à tout moment.",
        ],
    }


def share_sheet(case: Case, shares: Sequence[Share], today: date) -> Data:
    """Who may read what, by organisation; those who read a card without a name come last."""
    holders: dict[str, list[list[str]]] = {}
    board: list[str] = []
    keeper = ""
    for share in shares:
        name = share.organisation.name
        if share.organisation_id == case.steward_id:
            keeper = name
        elif share.basis == Share.Basis.PUBLICATION:
            board.append(name)
        else:
            holders.setdefault(name, []).append(_row(share))
    first = [{"name": keeper, "note": "Tient votre dossier et le lit.", "lines": []}]
    others = [{"name": name, "note": "", "lines": rows} for name, rows in holders.items()]
    last = [{"name": "Lisent une fiche sans votre nom", "note": ", ".join(board), "lines": []}]
    return {
        "title": "Qui voit quoi",
        "reference": f"Dossier {case.reference}, le {long_date(today)}",
        "intro": ["Voici qui peut lire votre dossier, quelles parties, et jusqu’à quand."],
        "columns": ["Partie", "Pourquoi", "Peut", "Depuis le", "Jusqu’au"],
        "holders": [*first, *others, *(last if board else [])],
        "closing": [
            "Vous pouvez demander de retirer un accès à tout moment. L’effet est immédiat."
        ],
    }


def _row(share: Share) -> list[str]:
    rights = "Lire et compléter" if share.writes else "Lire"
    return [
        Compartment(share.compartment).label,
        str(share.get_basis_display()),
        rights if share.reads else "Compléter",
        long_date(share.opened_at),
        long_date(share.until) if share.until else "Fin du suivi",
    ]

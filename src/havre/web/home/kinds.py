"""The kinds of task of the home page: their sentences, pages and icons, by urgency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from havre.engine.vocabulary import ProposalStatus, Stage

P = ProposalStatus


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of task: its sentence for one and for several, its page, its icon."""

    one: str
    many: str
    page: str
    filters: Mapping[str, str]
    only_page: str
    icon: str = "file"
    tone: str = ""
    """How pressing it is, whatever its date."""


def _proposal(one: str, many: str, status: P, icon: str = "key") -> Kind:
    return Kind(one, many, "proposals", {"etat": status.value}, "proposal", icon)


def _case(one: str, many: str, stage: Stage, only_page: str = "case", icon: str = "file") -> Kind:
    return Kind(one, many, "cases", {"stage": stage.value}, only_page, icon)


KINDS: Mapping[str, Kind] = {
    "urgent": Kind(
        "appel urgent attend votre réponse",
        "appels urgents attendent votre réponse",
        "urgent",
        {},
        "urgent-ask",
        "clock",
        "danger",
    ),
    "urgent_over": Kind(
        "appel urgent arrive à son terme : prolongez ou clôturez",
        "appels urgents arrivent à leur terme : prolongez ou clôturez",
        "urgent",
        {},
        "case-urgent",
        "clock",
        "danger",
    ),
    "urgent_yes": Kind(
        "logement est offert en réponse à un appel urgent",
        "logements sont offerts en réponse à un appel urgent",
        "urgent",
        {},
        "case-urgent",
        "house",
        "danger",
    ),
    "exceptional": Kind(
        "accès exceptionnel attend votre confirmation",
        "accès exceptionnels attendent votre confirmation",
        "cases",
        {},
        "case-access",
        "lock",
    ),
    "signals": Kind(
        "fait signalé est à lire",
        "faits signalés sont à lire",
        "cases",
        {},
        "case",
        "warning",
    ),
    "held": Kind(
        "envoi est retenu", "envois sont retenus", "outgoing", {}, "outgoing-held", "lock"
    ),
    "moved_up": Kind(
        "candidate passe en première place : prévenez-la",
        "candidates passent en première place : prévenez-les",
        "proposals",
        {},
        "proposal",
        "people",
    ),
    "answers": _proposal(
        "proposition attend sa réponse", "propositions attendent sa réponse", P.PROPOSED, "chat"
    ),
    "acceptances": _proposal(
        "attribution attend sa réponse", "attributions attendent sa réponse", P.ALLOCATED, "chat"
    ),
    "designations": _proposal(
        "candidature attend votre désignation",
        "candidatures attendent votre désignation",
        P.WITH_HOLDER,
    ),
    "landlord": _proposal(
        "proposition attend votre réponse",
        "propositions attendent votre réponse",
        P.WITH_LANDLORD,
    ),
    "decisions": _proposal(
        "décision de commission est à enregistrer",
        "décisions de commission sont à enregistrer",
        P.COMMITTEE,
    ),
    "adjourned": _proposal(
        "commission ajournée attend une date",
        "commissions ajournées attendent une date",
        P.ADJOURNED,
        "clock",
    ),
    "conditions": _proposal(
        "attribution sous condition est à confirmer",
        "attributions sous condition sont à confirmer",
        P.CONDITIONAL,
    ),
    "ranks": _proposal(
        "attribution avec rang est à confirmer",
        "attributions avec rang sont à confirmer",
        P.RANKED,
    ),
    "referrals": _case(
        "orientation attend votre décision",
        "orientations attendent votre décision",
        Stage.REFERRED,
        icon="people",
    ),
    "transmissions": _proposal(
        "candidature est à transmettre", "candidatures sont à transmettre", P.ACCEPTED, "share"
    ),
    "prepared": _proposal(
        "proposition est préparée", "propositions sont préparées", P.DRAFTED, "edit"
    ),
    "meeting_asked": Kind(
        "décision de la commission vous attend",
        "décisions de la commission vous attendent",
        "meetings",
        {},
        "meeting-minutes",
        "people",
    ),
    "meeting_decided": Kind(
        "décision de la commission est à suivre",
        "décisions de la commission sont à suivre",
        "meetings",
        {},
        "meeting-minutes",
        "people",
    ),
    "leases": _proposal("bail est à signer", "baux sont à signer", P.CONFIRMED, "edit"),
    "keys": _proposal("remise de clés est à venir", "remises de clés sont à venir", P.LEASED),
    "consents": Kind(
        "accord prend fin ou a pris fin : redemandez-le",
        "accords prennent fin ou ont pris fin : redemandez-les",
        "consents-ending",
        {},
        "consent",
        "edit",
    ),
    "assessments": _case(
        "diagnostic est à établir", "diagnostics sont à établir", Stage.ASSESSMENT, "assessment"
    ),
    "cards": _case(
        "besoin validé n’a pas de fiche publiée",
        "besoins validés n’ont pas de fiche publiée",
        Stage.SEARCH,
        "need-card",
        "eye",
    ),
    "searches": _case(
        "situation n’a aucune proposition en cours",
        "situations n’ont aucune proposition en cours",
        Stage.SEARCH,
        "compatible",
        "search",
    ),
    "vacancies": Kind(
        "offre expire bientôt",
        "offres expirent bientôt",
        "vacancies",
        {},
        "vacancy",
        "house",
    ),
    "new_cards": Kind(
        "fiche besoin a été publiée cette semaine",
        "fiches besoin ont été publiées cette semaine",
        "board",
        {},
        "card",
        "people",
    ),
    "drafts": _case(
        "orientation est à terminer",
        "orientations sont à terminer",
        Stage.DRAFT,
        "referral",
        "edit",
    ),
}
"""In the order of urgency, among tasks that are as pressing by their date."""

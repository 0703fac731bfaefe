"""The journal's codes in French: what was done, and why."""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "READ": "Situation lue",
    "LOG_READ": "Journal consulté",
    "CARD_READ": "Fiche besoin lue",
    "COMPARED": "Besoin comparé aux offres, avec d’autres",
    "LISTED": "Situation affichée dans une liste",
    "FILE_OPENED": "Dossier ouvert",
    "CANDIDACY_READ": "Candidature lue",
    "CANDIDATE_FILE_READ": "Liste des pièces lue",
    "DOCUMENT_BUNDLED": "Document joint au dossier de candidature",
    "INDEXED": "Identité rendue retrouvable",
    "DOCUMENT_OPENED": "Document ouvert",
    "DOCUMENT_PAGE": "Page d’un document lue",
    "DOCUMENT_DOWNLOADED": "Document téléchargé",
    "DOCUMENT_RELEASED": "Document remis",
    "DEPARTURE_READ": "Envoi retenu relu",
    "IDENTITY_SEARCHED": "Recherche d’une personne",
    "SEARCH_REFUSED": "Recherche refusée",
    "QUOTA_REACHED": "Trop de lectures",
    "PAGE_REFUSED": "Page refusée",
    "JOURNAL_ATTESTED": "Journal attesté",
    "ALERT_ANSWERED": "Alerte traitée",
    "INDICATORS_COUNTED": "Indicateurs calculés",
    "INDICATOR_CASES_LISTED": "Situations d’un indicateur listées",
    "REFERRAL_STARTED": "Orientation commencée",
    "REFERRAL_SAVED": "Orientation enregistrée",
    "REFERRAL_SENT": "Orientation envoyée",
    "REFERRAL_DISCARDED": "Orientation supprimée",
    "CASE_ADMITTED": "Situation admise",
    "CASE_NOT_ADMITTED": "Situation non admise",
    "CASE_ENTRUSTED": "Situation confiée",
    "CONTACT_SAVED": "Contact sûr modifié",
    "RESERVATION_ASKED": "Réservation demandée à un partenaire",
    "RESERVATION_ANSWERED": "Demande de réservation traitée",
    "RESERVATION_TAKEN_BACK": "Demande de réservation retirée",
    "PART_CORRECTED": "Partie du dossier corrigée",
    "SAFETY_SIGNALLED": "Fait signalé sur sa sécurité",
    "SIGNAL_SEEN": "Signalement marqué comme lu",
    "CONSENT_RECORDED": "Accord enregistré",
    "CONSENT_FOLLOWED": "Partages alignés sur l’accord",
    "SHARES_OPENED": "Partages ouverts",
    "SHARES_NARROWED": "Partages réduits",
    "SHARES_CLOSED": "Partages fermés",
    "SHARE_REVOKED": "Partage retiré",
    "SHARES_LAPSED": "Partages arrivés à terme",
    "ASSESSMENT_STARTED": "Diagnostic commencé",
    "HOUSEHOLD_SAVED": "Ménage enregistré",
    "RESOURCES_SAVED": "Ressources enregistrées",
    "NEED_SAVED": "Besoin enregistré",
    "SAFETY_SAVED": "Sécurité enregistrée",
    "ASSESSMENT_VALIDATED": "Diagnostic validé",
    "BENEFITS_READ": "Ressources lues pour estimer les droits",
    "BENEFITS_ESTIMATED": "Droits estimés",
    "ASSESSMENT_REOPENED": "Diagnostic rouvert",
    "CARD_PUBLISHED": "Fiche besoin publiée",
    "CARD_WITHDRAWN": "Fiche besoin retirée",
    "PROPOSAL_MADE": "Logement proposé",
    "URGENT_OPENED": "Appel urgent ouvert",
    "URGENT_ASKED": "Organisme interrogé en urgence",
    "URGENT_ANSWERED": "Réponse à un appel urgent",
    "URGENT_REMINDED": "Appel urgent rappelé",
    "URGENT_ESCALATED": "Appel urgent à décider",
    "URGENT_PROLONGED": "Appel urgent prolongé",
    "URGENT_CLOSED": "Appel urgent terminé",
    "SHOWN_IN_MEETING": "Fiche besoin montrée en réunion",
    "AGENDA_ADDED": "Situation mise à l’ordre du jour",
    "DECIDED_IN_MEETING": "Décision de la commission inter-bailleurs",
    "DECISION_TAKEN_BACK": "Décision de la commission retirée",
    "DECISION_DONE": "Suite donnée à une décision",
    "PLANNED": "Situation comparée aux offres pour le plan",
    "PLAN_MADE": "Plan fait",
    "PLAN_FORCED": "Paire forcée dans le plan",
    "PLAN_BARRED": "Paire écartée du plan",
    "PLAN_LEFT": "Paire rendue au plan",
    "COMMITTEES_ENTERED": "Dates de commission d’attribution saisies",
    "COMMITTEE_REMOVED": "Date de commission d’attribution retirée",
}
PURPOSES: Mapping[str, str] = {
    "web": "Suivi de la situation",
    "candidacy": "Étude de la candidature",
    "proposal-sent": "Transmission de la candidature",
    "masked-aggregate": "Indicateurs sans nom",
    "job-benefits": "Estimation des droits",
    "holds": "Disponibilité d’une offre",
}
"""An action or a purpose that is not listed is a step of the process, and said so."""


def said(action: str) -> str:
    """Return what was done, in words."""
    return ACTIONS.get(action, "Étape du parcours")


def why(purpose: str) -> str:
    """Return why, in words."""
    return PURPOSES.get(purpose, "Étape du parcours")

"""Who may open each screen: declared once per address, printed in the access matrix, and tried.

A new address that is not declared here fails the build, and so does one that opens wider.
"""

from __future__ import annotations

from collections.abc import Mapping

from havre.engine.vocabulary import Word


class Audience(Word):
    """For whom a screen exists; for anyone else its address answers as if there were nothing."""

    ANYONE = "ANYONE", "Sans connexion"
    MEMBERS = "MEMBERS", "Toute personne connectée"
    OWN = "OWN", "Son propre compte ou son propre organisme seulement"
    OPERATOR = "OPERATOR", "L’opérateur"
    FUNDERS = "FUNDERS", "L’opérateur et les financeurs"
    SEARCHERS = "SEARCHERS", "Ceux qui suivent des situations"
    REFERRERS = "REFERRERS", "Ceux qui orientent, et l’opérateur"
    BOARD = "BOARD", "Bailleurs, agences, réservataires, et l’opérateur"
    HOUSING = "HOUSING", "Bailleurs, agences, et l’opérateur"
    LANDLORDS = "LANDLORDS", "Bailleurs et agences, pour ce qui est à eux"
    SITTING = "SITTING", "Bailleurs, pour leur propre commission"
    OFFER = "OFFER", "Le bailleur de l’offre, son réservataire jusqu’au bail, et l’opérateur"
    OWN_OFFER = "OWN_OFFER", "Le bailleur de l’offre et l’opérateur"
    FILE = "FILE", "Ceux qui lisent l’avancement de la situation"
    COORDINATORS = "COORDINATORS", "Qui coordonne son organisme"
    PARTNERS = "PARTNERS", "Qui coordonne un organisme autre que l’opérateur"
    WATCHERS = "WATCHERS", "Qui coordonne l’opérateur"
    KEEPER = "KEEPER", "Celui qui tient le dossier"
    CORRECTORS = (
        "CORRECTORS",
        "L’opérateur ; qui oriente, jusqu’à l’admission",
    )
    SIGNALLERS = "SIGNALLERS", "Qui a orienté et complète la sécurité, après l’admission"
    OPERATOR_FILE = "OPERATOR_FILE", "L’opérateur, pour un dossier qu’il tient"
    DOCUMENTS = "DOCUMENTS", "Ceux qui lisent ou complètent une partie du dossier"
    DOCUMENT_WRITERS = "DOCUMENT_WRITERS", "Ceux qui complètent une partie du dossier"
    CARD = "CARD", "Ceux qui lisent la fiche besoin, et l’opérateur"
    CANDIDATE = "CANDIDATE", "Le bailleur de la proposition, de sa transmission au bail"
    PROPOSAL = "PROPOSAL", "Ceux qui lisent la proposition, et l’opérateur"


A = Audience
SCREENS: Mapping[Audience, str] = {
    A.ANYONE: """
        account_login account_logout account_reset_password account_reset_password_done
        account_reset_password_from_key account_reset_password_from_key_done account_inactive
        account_signup mfa_authenticate account_agent account_agent_return account_agent_link
        invitation pause quick-exit
    """,
    A.MEMBERS: """
        home question-done cases proposals help people mails mail-preferences
        account_change_password switch-organisation
        no-organisation account_protect account_application account_passkey account_security
    """,
    A.OWN: """
        account_recovery reservation-asked account_renew account_end_session account_end_others
        account_remove_passkey account_resume account_agent_unlink
        reserved-name person person-access person-second-factor person-invite
        invitation-resend invitation-withdraw
        import-run import-columns import-confirm import-abandon import-report-csv
        import-report-xlsx mail-retry mail-link plan-run plan-need plan-choose
        committee committee-remove urgent-ask
        decisions-run decisions-columns decisions-confirm decisions-abandon
        meeting meeting-move meeting-cancel meeting-prepare meeting-add-case meeting-add-topic
        meeting-point meeting-attendance meeting-session meeting-apart meeting-validate
        meeting-minutes meeting-download meeting-settle meeting-undo meetings-calendar
    """,
    A.OPERATOR: """
        matching-board vacancy-needs programme-weights
        indicator-cases consents-ending programme programme-settings programme-watch
        programme-targets-add
        programme-targets
        programme-rights programme-right-remove programme-ceilings programme-ceilings-add
        programme-ceiling programme-communes retention retention-periods organisations
        organisation-add organisation organisation-edit organisation-access
        organisation-invitation-resend
        organisation-invitation-withdraw outgoing outgoing-held
        programme-plan plan plan-make flow-target
        meetings-settings meetings-guests meetings-tell meetings-end
    """,
    A.FUNDERS: "indicators",
    A.SEARCHERS: "case-search",
    A.REFERRERS: "referral-new",
    A.BOARD: "board vacancies flow-rights urgent meetings",
    A.HOUSING: "between vacancy-enter import-send imports",
    A.LANDLORDS: "desk",
    A.SITTING: "committees committee-dates decisions-send",
    A.OFFER: "vacancy",
    A.OWN_OFFER: "vacancy-edit vacancy-withdraw vacancy-extend",
    A.FILE: """
        case referral referral-discard case-access case-reserve case-unreserve
        case-exceptional-answer
    """,
    A.KEEPER: """
        shares share-revoke case-recuse case-recusal-lift case-log case-reserve-ask
        case-reserve-ask-end
    """,
    A.COORDINATORS: "journal",
    A.PARTNERS: "journal-attest journal-receipt",
    A.WATCHERS: "alert",
    A.CORRECTORS: "case-correct",
    A.SIGNALLERS: "case-signal",
    A.OPERATOR_FILE: """
        case-admit case-refuse case-entrust case-signal-seen consent share-open paper
        assessment assessment-start assessment-reopen assessment-version assessment-zone
        assessment-place assessment-step
        case-hold case-hold-lift case-exceptional need-card need-card-publish need-card-withdraw
        compatible compatible-excluded compatible-compare compatible-pair propose
        case-urgent case-urgent-prolong case-urgent-close
    """,
    A.DOCUMENTS: "documents document document-page document-download",
    A.DOCUMENT_WRITERS: "document-add document-replace document-remove",
    A.CARD: "card",
    A.CANDIDATE: "candidate-bundle",
    A.PROPOSAL: "proposal question proposal-step candidate-file",
}
"""The names of the addresses of each audience."""

AUDIENCE_OF: Mapping[str, Audience] = {
    name: audience for audience, names in SCREENS.items() for name in names.split()
}

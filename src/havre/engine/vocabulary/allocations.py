"""Proposals: where they stand, and why they are declined."""

from __future__ import annotations

from havre.engine.vocabulary.words import Word


class ProposalStatus(Word):
    """Where a proposal stands. Transitions: `lifecycle.PROPOSAL_TRANSITIONS`."""

    DRAFTED = "DRAFTED", "Préparée, pas encore proposée"
    PROPOSED = "PROPOSED", "Proposée, en attente de sa réponse"
    ACCEPTED = "ACCEPTED", "Acceptée par elle"
    WITH_HOLDER = "WITH_HOLDER", "En attente du réservataire"
    WITH_LANDLORD = "WITH_LANDLORD", "En attente du bailleur"
    COMMITTEE = "COMMITTEE", "Présentée en commission d’attribution"
    ADJOURNED = "ADJOURNED", "Ajournée, date à fixer"
    CONDITIONAL = "CONDITIONAL", "Attribuée sous condition suspensive"
    RANKED = "RANKED", "Attribuée avec un rang d’attente"
    ALLOCATED = "ALLOCATED", "Attribuée, en attente de sa réponse"
    CONFIRMED = "CONFIRMED", "Attribution acceptée, bail à signer"
    LEASED = "LEASED", "Bail signé"
    MOVED_IN = "MOVED_IN", "Emménagée"
    DECLINED_BY_HER = "DECLINED_BY_HER", "Déclinée par elle"
    DECLINED_BY_HOLDER = "DECLINED_BY_HOLDER", "Déclinée par le réservataire"
    DECLINED_BY_LANDLORD = "DECLINED_BY_LANDLORD", "Déclinée par le bailleur"
    NOT_ALLOCATED = "NOT_ALLOCATED", "Non attribuée par la commission"
    INADMISSIBLE = "INADMISSIBLE", "Rejetée pour irrecevabilité"
    WITHDRAWN = "WITHDRAWN", "Retirée"


class CommitteeDecision(Word):
    """The five decisions of an allocation committee (CCH, art. R441-3)."""

    ATTRIBUTION = "ATTRIBUTION", "Attribution"
    RANKED = "RANKED", "Attribution avec rang"
    CONDITIONAL = "CONDITIONAL", "Attribution sous condition suspensive"
    NON_ATTRIBUTION = "NON_ATTRIBUTION", "Non-attribution"
    INADMISSIBLE = "INADMISSIBLE", "Rejet pour irrecevabilité"


class HerDecline(Word):
    """Why she declines; a refusal costs her nothing."""

    SECURITE = "SECURITE", "Sécurité"
    PROXIMITE_AUTEUR = "PROXIMITE_AUTEUR", "Trop près de l’auteur"
    LOCALISATION = "LOCALISATION", "Localisation"
    ECOLE = "ECOLE", "École"
    TRANSPORT = "TRANSPORT", "Transport"
    TAILLE = "TAILLE", "Taille du logement"
    LOYER = "LOYER", "Loyer"
    ETAT = "ETAT", "État du logement"
    ETAGE_ACCESSIBILITE = "ETAGE_ACCESSIBILITE", "Étage ou accessibilité"
    RETOUR_DOMICILE = "RETOUR_DOMICILE", "Retour au domicile"
    SANS_REPONSE = "SANS_REPONSE", "Sans réponse"
    AUTRE = "AUTRE", "Autre raison"


class LandlordDecline(Word):
    """Why a landlord, a reservation holder or a committee says no."""

    RESSOURCES = "RESSOURCES", "Ressources"
    TAUX_EFFORT = "TAUX_EFFORT", "Taux d’effort"
    DETTE_LOCATIVE = "DETTE_LOCATIVE", "Dette locative"
    COMPOSITION = "COMPOSITION", "Composition du ménage"
    DOSSIER_INCOMPLET = "DOSSIER_INCOMPLET", "Dossier incomplet"
    BAIL_EN_COURS = "BAIL_EN_COURS", "Bail en cours"
    PROPRIETE = "PROPRIETE", "Propriétaire d’un logement"
    TITRE_SEJOUR = "TITRE_SEJOUR", "Titre de séjour"
    AUTRE = "AUTRE", "Autre motif"


class Withdrawal(Word):
    """Why a proposal is taken back, or ends by itself: nobody refused her."""

    SITUATION_CHANGEE = "SITUATION_CHANGEE", "Sa situation a changé"
    SECURITE = "SECURITE", "Sécurité"
    OFFRE_RETIREE = "OFFRE_RETIREE", "Logement retiré de l’offre"
    ERREUR = "ERREUR", "Proposée par erreur"
    SANS_REPONSE = "SANS_REPONSE", "Sans réponse"
    LOGEMENT_ATTRIBUE = "LOGEMENT_ATTRIBUE", "Logement loué à une autre candidate"
    RELOGEE_AILLEURS = "RELOGEE_AILLEURS", "Relogée ailleurs"
    EN_PAUSE = "EN_PAUSE", "Recherche en pause"
    AUTRE = "AUTRE", "Autre raison"


class Voice(Word):
    """Whose word a step of a proposal is."""

    HER = "HER", "elle"
    OPERATOR = "OPERATOR", "l’opérateur"
    HOLDER = "HOLDER", "le réservataire"
    LANDLORD = "LANDLORD", "le bailleur"

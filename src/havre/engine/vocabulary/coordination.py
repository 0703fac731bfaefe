"""Words of the commission between landlords: how often, what it looks at, what it decides."""

from __future__ import annotations

from havre.engine.vocabulary.words import Word


class Frequency(Word):
    """How often the commission meets; weekday and rank in the month are the first date's."""

    WEEKLY = "WEEKLY", "Toutes les semaines"
    FORTNIGHTLY = "FORTNIGHTLY", "Toutes les deux semaines"
    MONTHLY = "MONTHLY", "Tous les mois"
    TWO_MONTHS = "TWO_MONTHS", "Tous les deux mois"
    QUARTERLY = "QUARTERLY", "Tous les trois mois"


class MeetingStatus(Word):
    """Where a meeting stands; validated minutes never change again."""

    PLANNED = "PLANNED", "Prévue"
    CANCELLED = "CANCELLED", "Annulée"
    OPEN = "OPEN", "Compte rendu à valider"
    VALIDATED = "VALIDATED", "Compte rendu validé"


class PointKind(Word):
    """Why a point is on the agenda; what is read on a shared screen says no more than a card."""

    CHECK = "CHECK", "Décision à vérifier"
    FOLLOW = "FOLLOW", "À suivre"
    NEW = "NEW", "Nouveau besoin"
    WAITING = "WAITING", "Besoin qui attend"
    ADDED = "ADDED", "Ajoutée par l’opérateur"
    VACANCY = "VACANCY", "Offre sans besoin qui corresponde"
    PLAN = "PLAN", "Plan"
    TOPIC = "TOPIC", "Sujet"


class DecisionKind(Word):
    """What the commission decides about one point: a closed list, so that nothing is told."""

    PROPOSE = "PROPOSE", "Proposer un logement"
    ASK = "ASK", "Demander à un bailleur"
    WIDEN = "WIDEN", "Élargir la recherche"
    REASSESS = "REASSESS", "Revoir le diagnostic"
    URGENT = "URGENT", "Passer par le circuit d’urgence"
    NONE = "NONE", "Pas de décision"


class Asked(Word):
    """What a landlord is asked."""

    OFFER = "OFFER", "Une offre qui corresponde"
    RENT = "RENT", "Un loyer plus bas"
    ACCESSIBLE = "ACCESSIBLE", "Un logement accessible"
    ANSWER = "ANSWER", "Une réponse"
    VISIT = "VISIT", "Une visite"
    TERMS = "TERMS", "D’autres conditions pour une offre"

"""Who takes part: roles of organisations, seats of people."""

from __future__ import annotations

from havre.engine.vocabulary.words import Word


class Role(Word):
    """What an organisation does in a programme."""

    OPERATOR = "OPERATOR", "Opérateur"
    SHELTER = "SHELTER", "Structure de mise à l’abri"
    LANDLORD = "LANDLORD", "Bailleur social"
    LETTING_AGENCY = "LETTING_AGENCY", "Agence ou intermédiation locative"
    RESERVATION_HOLDER = "RESERVATION_HOLDER", "Réservataire"
    REFERRER = "REFERRER", "Partenaire orienteur"
    SPECIALIST = "SPECIALIST", "Intervenant spécialisé"
    FUNDER = "FUNDER", "Financeur"


HOUSING_ROLES = frozenset({Role.LANDLORD, Role.LETTING_AGENCY})
REFERRING_ROLES = frozenset({Role.SHELTER, Role.LANDLORD, Role.REFERRER, Role.OPERATOR})
BOARD_ROLES = frozenset({Role.LANDLORD, Role.LETTING_AGENCY, Role.RESERVATION_HOLDER})


class Seat(Word):
    """What a person does in her organisation."""

    COORDINATOR = "COORDINATOR", "Coordination"
    MEMBER = "MEMBER", "Membre"
    READER = "READER", "Lecture"
    ACCOUNTS = "ACCOUNTS", "Gestion des comptes"

"""Dwellings and offers: money, rights, places, and the rules of matching."""

from __future__ import annotations

from havre.engine.vocabulary.words import Word


class Financing(Word):
    """How a dwelling was financed; decides its income ceiling."""

    PLAI = "PLAI", "PLAI"
    PLUS = "PLUS", "PLUS"
    PLS = "PLS", "PLS"
    PLI = "PLI", "PLI"
    PRIVATE = "PRIVATE", "Privé"


class CeilingZone(Word):
    """Where income ceilings differ (annexes of the arrêté du 29 juillet 1987)."""

    PARIS = "PARIS", "Paris et communes limitrophes"
    ILE_DE_FRANCE = "ILE_DE_FRANCE", "Reste de l’Île-de-France"
    OTHER = "OTHER", "Autres régions"


class Regime(Word):
    """Under which kind of agreement she occupies the dwelling."""

    BAIL_DIRECT = "BAIL_DIRECT", "Bail direct"
    BAIL_GLISSANT = "BAIL_GLISSANT", "Bail glissant"
    IML = "IML", "Sous-location en intermédiation locative"
    MANDAT_GESTION = "MANDAT_GESTION", "Mandat de gestion"
    PRIVE_CONVENTIONNE = "PRIVE_CONVENTIONNE", "Privé conventionné"
    PRIVE_LIBRE = "PRIVE_LIBRE", "Privé libre"


class Guarantee(Word):
    """What stands behind the rent of an offer, where its landlord says so."""

    VISALE = "VISALE", "Visale"
    FUL = "FUL", "Garantie du FUL"
    NONE = "NONE", "Aucune garantie"


class ReservationCode(Word):
    """Who may designate candidates: the RPLS reservation codes, 4 split by authority."""

    STATE_CIVIL = "1", "État, fonctionnaires"
    STATE_PRIORITY = "2", "État, publics prioritaires"
    EMPLOYERS = "3", "Action Logement"
    LOCAL = "4", "Collectivité territoriale"
    STATE_CONVENTION = "5", "Conventions de l’État pour ses agents"
    OTHER = "6", "Autre réservataire"
    NONE = "7", "Non réservé"


class VacancyStatus(Word):
    """Whether a vacancy can be proposed."""

    OPEN = "OPEN", "Disponible"
    WITHDRAWN = "WITHDRAWN", "Retirée"
    EXPIRED = "EXPIRED", "Expirée"
    LEASED = "LEASED", "Louée"


class Located(Word):
    """How a dwelling's place came to be known."""

    HAND = "HAND", "Placé à la main"
    IMPORT = "IMPORT", "Donné par le fichier du bailleur"
    ADDRESS = "ADDRESS", "Trouvé d’après l’adresse"


class Rule(Word):
    """The hard rules of matching, in the order they are explained; safety comes first."""

    SAFETY_ZONE = "SAFETY_ZONE", "Sécurité : lieu"
    SAFETY_LANDLORD = "SAFETY_LANDLORD", "Sécurité : bailleur"
    SAFETY_RESIDENCE = "SAFETY_RESIDENCE", "Sécurité : résidence"
    COMMUNE = "COMMUNE", "Commune souhaitée"
    TYPOLOGY = "TYPOLOGY", "Nombre de pièces"
    SURFACE_MIN = "SURFACE_MIN", "Surface minimale"
    INCOME_CEILING = "INCOME_CEILING", "Plafond de ressources"
    AFFORDABILITY = "AFFORDABILITY", "Loyer supportable"
    ACCESSIBILITY = "ACCESSIBILITY", "Accessibilité"
    FLOOR = "FLOOR", "Étage"
    AVAILABILITY = "AVAILABILITY", "Date de disponibilité"
    RESERVATION_RIGHT = "RESERVATION_RIGHT", "Contingent"
    LETTING_REGIME = "LETTING_REGIME", "Régime d’occupation"


SAFETY_RULES = frozenset({Rule.SAFETY_ZONE, Rule.SAFETY_LANDLORD, Rule.SAFETY_RESIDENCE})

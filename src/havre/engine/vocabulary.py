"""The words of the field: every closed list of Havre, with its French label.

Codes are stored and exchanged; labels are shown. `docs/glossary.md` explains each word.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A closed list whose members carry their French label: `CODE = "CODE", "libellé"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Attach the label shown on screen to the stored code."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs in declaration order, as forms and database columns want them."""
        return [(member.value, member.label) for member in cls]


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


class Pathway(Word):
    """The public a situation belongs to; yearly targets are set per pathway."""

    TENANT = "TENANT", "Locataire d’un bailleur du dispositif"
    NON_TENANT = "NON_TENANT", "Orientée par un bailleur, non locataire"
    SHELTERED = "SHELTERED", "Hébergée, mise à l’abri"


class Compartment(Word):
    """A slice of a file that is shared or not, as a whole."""

    PROGRESS = "PROGRESS", "Avancement"
    IDENTITY = "IDENTITY", "Identité"
    CONTACT = "CONTACT", "Contact sûr"
    HOUSEHOLD = "HOUSEHOLD", "Ménage"
    RESOURCES_SUMMARY = "RESOURCES_SUMMARY", "Ressources (résumé)"
    RESOURCES = "RESOURCES", "Ressources (détail)"
    HOUSING_NEED = "HOUSING_NEED", "Besoin de logement"
    SAFETY = "SAFETY", "Sécurité"
    SHELTER_PLACE = "SHELTER_PLACE", "Lieu d’accueil actuel"
    NEED_CARD = "NEED_CARD", "Fiche besoin"
    PROPOSAL = "PROPOSAL", "Proposition de logement"
    NEW_HOME = "NEW_HOME", "Nouveau logement"
    SUPPORT_SOCIAL = "SUPPORT_SOCIAL", "Accompagnement social"
    SUPPORT_LEGAL = "SUPPORT_LEGAL", "Accompagnement juridique"
    SUPPORT_MEDICAL = "SUPPORT_MEDICAL", "Accompagnement médical"
    SUPPORT_PSYCHOLOGICAL = "SUPPORT_PSYCHOLOGICAL", "Accompagnement psychologique"


class ExceptionalGround(Word):
    """On what ground a compartment may be opened beyond her agreement.

    Code pénal, art. 223-6 (assistance to a person in danger) and 226-14 (cases where professional
    secrecy does not apply); code de l'action sociale et des familles, art. L.226-2-2 (secrecy
    shared between child protection professionals); an obligation set by another law or a judge.
    """

    VITAL_EMERGENCY = "VITAL_EMERGENCY", "Péril pour sa vie ou celle d’un proche (CP, art. 223-6)"
    DANGER_REPORT = "DANGER_REPORT", "Signalement d’un danger (CP, art. 226-14)"
    CHILD_PROTECTION = "CHILD_PROTECTION", "Protection d’un enfant (CASF, art. L.226-2-2)"
    LEGAL_OBLIGATION = "LEGAL_OBLIGATION", "Obligation légale ou décision d’un juge"


class Stage(Word):
    """Where a case stands. Transitions: `lifecycle.CASE_TRANSITIONS`."""

    DRAFT = "DRAFT", "Orientation en cours de saisie"
    REFERRED = "REFERRED", "Orientation reçue"
    NOT_ADMITTED = "NOT_ADMITTED", "Non admise"
    ASSESSMENT = "ASSESSMENT", "Diagnostic"
    SEARCH = "SEARCH", "Recherche de logement"
    PROPOSAL = "PROPOSAL", "Proposition en cours"
    ALLOCATED = "ALLOCATED", "Logement attribué"
    LEASED = "LEASED", "Bail signé"
    HOUSED = "HOUSED", "Relogée, suivi dans le logement"
    SHELTER_ORIENTED = "SHELTER_ORIENTED", "Orientée vers un hébergement"


class AdmissionRefusal(Word):
    """Why the operator does not admit a referral."""

    HORS_TERRITOIRE = "HORS_TERRITOIRE", "N’habite pas le territoire"
    HORS_PUBLIC = "HORS_PUBLIC", "Ne relève pas du dispositif"
    PAS_MISE_EN_SECURITE = "PAS_MISE_EN_SECURITE", "N’est pas encore mise en sécurité"
    DEJA_SUIVIE = "DEJA_SUIVIE", "Situation déjà suivie"
    SANS_CONSENTEMENT = "SANS_CONSENTEMENT", "Consentement retiré ou non recueilli"
    AUTRE = "AUTRE", "Autre motif"


class ConsentForm(Word):
    """How her agreement was given."""

    WRITTEN = "WRITTEN", "Par écrit, signé"
    ORAL_WITNESS = "ORAL_WITNESS", "À l’oral, devant un professionnel"


class Conclusion(Word):
    """What an assessment concludes."""

    REHOUSING = "REHOUSING", "Relogement"
    SHELTER = "SHELTER", "Hébergement"


class Relation(Word):
    """A household member's place in the household; the applicant comes first."""

    APPLICANT = "APPLICANT", "Demandeuse"
    CHILD = "CHILD", "Enfant"
    OTHER = "OTHER", "Autre personne"


class DangerLevel(Word):
    """Danger as evaluated by a professional; Havre stores it and never computes it."""

    NONE = "NONE", "Pas de danger identifié"
    WATCHED = "WATCHED", "À surveiller"
    HIGH = "HIGH", "Élevé"
    VERY_HIGH = "VERY_HIGH", "Très élevé"


class ZoneKind(Word):
    """How a zone to avoid is described."""

    COMMUNE = "COMMUNE", "Une commune entière"
    RADIUS = "RADIUS", "Un rayon autour d’un point"
    RESIDENCE = "RESIDENCE", "Une résidence"
    LANDLORD = "LANDLORD", "Un bailleur"


class PlaceKind(Word):
    """A place she wishes to live near. Told to no landlord: a child's school finds her."""

    SCHOOL = "SCHOOL", "École"
    WORK = "WORK", "Travail"
    FAMILY = "FAMILY", "Famille"
    HEALTH = "HEALTH", "Soins"


class Financing(Word):
    """How a dwelling was financed; decides its income ceiling."""

    PLAI = "PLAI", "PLAI"
    PLUS = "PLUS", "PLUS"
    PLS = "PLS", "PLS"
    PLI = "PLI", "PLI"
    PRIVATE = "PRIVATE", "Privé"


class ResourceKind(Word):
    """Where a monthly amount comes from; housing benefit is not among them."""

    SALAIRE = "SALAIRE", "Salaires"
    CHOMAGE = "CHOMAGE", "Allocations chômage"
    RSA = "RSA", "Revenu de solidarité active"
    PRIME_ACTIVITE = "PRIME_ACTIVITE", "Prime d’activité"
    FAMILLE = "FAMILLE", "Prestations familiales"
    ASF = "ASF", "Allocation de soutien familial"
    PENSION_ALIMENTAIRE = "PENSION_ALIMENTAIRE", "Pension alimentaire reçue"
    AAH = "AAH", "Allocation aux adultes handicapés"
    INDEMNITES = "INDEMNITES", "Indemnités journalières"
    RETRAITE = "RETRAITE", "Retraite ou pension"
    AUTRE = "AUTRE", "Autres ressources"


class Benefit(Word):
    """A benefit that is worked out again for the dwelling to come."""

    RSA = "RSA", "Revenu de solidarité active"
    PRIME_ACTIVITE = "PRIME_ACTIVITE", "Prime d’activité"
    FAMILLE = "FAMILLE", "Prestations familiales"
    ASF = "ASF", "Allocation de soutien familial"
    AAH = "AAH", "Allocation aux adultes handicapés"
    APL = "APL", "Aide au logement"


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


class ProposalStatus(Word):
    """Where a proposal stands. Transitions: `lifecycle.PROPOSAL_TRANSITIONS`."""

    PROPOSED = "PROPOSED", "Proposée, en attente de sa réponse"
    ACCEPTED = "ACCEPTED", "Acceptée par elle"
    WITH_HOLDER = "WITH_HOLDER", "En attente du réservataire"
    WITH_LANDLORD = "WITH_LANDLORD", "En attente du bailleur"
    COMMITTEE = "COMMITTEE", "Présentée en commission d’attribution"
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


class DocumentKind(Word):
    """The papers a case may hold. `DOCUMENT_COMPARTMENTS` says who sees each.

    No bank details: an account may still be a joint one, and a landlord asks for it at the lease.
    """

    PIECE_IDENTITE = "PIECE_IDENTITE", "Pièce d’identité"
    TITRE_SEJOUR = "TITRE_SEJOUR", "Titre de séjour"
    NUMERO_UNIQUE = "NUMERO_UNIQUE", "Attestation de numéro unique"
    LIVRET_FAMILLE = "LIVRET_FAMILLE", "Livret de famille"
    ACTE_NAISSANCE = "ACTE_NAISSANCE", "Acte de naissance"
    CERTIFICAT_GROSSESSE = "CERTIFICAT_GROSSESSE", "Certificat de grossesse"
    AVIS_IMPOSITION = "AVIS_IMPOSITION", "Avis d’imposition"
    FICHES_PAIE = "FICHES_PAIE", "Fiches de paie"
    ATTESTATION_CAF = "ATTESTATION_CAF", "Attestation de la CAF"
    ATTESTATION_REVENUS = "ATTESTATION_REVENUS", "Autre justificatif de revenus"
    DETTES = "DETTES", "Dettes, plan d’apurement"
    BAIL_QUITTANCES = "BAIL_QUITTANCES", "Bail ou quittances de loyer"
    ORDONNANCE_PROTECTION = "ORDONNANCE_PROTECTION", "Ordonnance de protection"
    PLAINTE = "PLAINTE", "Plainte ou main courante"
    JUGEMENT = "JUGEMENT", "Jugement"
    ATTESTATION_HEBERGEMENT = "ATTESTATION_HEBERGEMENT", "Attestation d’hébergement"
    NOTE_SOCIALE = "NOTE_SOCIALE", "Note sociale"
    AIDE_JURIDICTIONNELLE = "AIDE_JURIDICTIONNELLE", "Aide juridictionnelle"
    CERTIFICAT_MEDICAL = "CERTIFICAT_MEDICAL", "Certificat médical"
    ATTESTATION_SUIVI = "ATTESTATION_SUIVI", "Attestation de suivi psychologique"


DOCUMENT_COMPARTMENTS: Mapping[DocumentKind, Compartment] = {
    DocumentKind.PIECE_IDENTITE: Compartment.IDENTITY,
    DocumentKind.TITRE_SEJOUR: Compartment.IDENTITY,
    DocumentKind.NUMERO_UNIQUE: Compartment.IDENTITY,
    DocumentKind.LIVRET_FAMILLE: Compartment.HOUSEHOLD,
    DocumentKind.ACTE_NAISSANCE: Compartment.HOUSEHOLD,
    DocumentKind.CERTIFICAT_GROSSESSE: Compartment.HOUSEHOLD,
    DocumentKind.AVIS_IMPOSITION: Compartment.RESOURCES,
    DocumentKind.FICHES_PAIE: Compartment.RESOURCES,
    DocumentKind.ATTESTATION_CAF: Compartment.RESOURCES,
    DocumentKind.ATTESTATION_REVENUS: Compartment.RESOURCES,
    DocumentKind.DETTES: Compartment.RESOURCES,
    DocumentKind.BAIL_QUITTANCES: Compartment.HOUSING_NEED,
    DocumentKind.ORDONNANCE_PROTECTION: Compartment.SAFETY,
    DocumentKind.PLAINTE: Compartment.SAFETY,
    DocumentKind.JUGEMENT: Compartment.SAFETY,
    DocumentKind.ATTESTATION_HEBERGEMENT: Compartment.SHELTER_PLACE,
    DocumentKind.NOTE_SOCIALE: Compartment.SUPPORT_SOCIAL,
    DocumentKind.AIDE_JURIDICTIONNELLE: Compartment.SUPPORT_LEGAL,
    DocumentKind.CERTIFICAT_MEDICAL: Compartment.SUPPORT_MEDICAL,
    DocumentKind.ATTESTATION_SUIVI: Compartment.SUPPORT_PSYCHOLOGICAL,
}
"""The compartment of each paper: a judgment and an attestation of stay carry addresses."""


class DocumentState(Word):
    """Where a document stands. Only READY can be read."""

    QUARANTINE = "QUARANTINE", "En attente de l’antivirus"
    READY = "READY", "Disponible"
    INFECTED = "INFECTED", "Bloqué par l’antivirus"
    LOST = "LOST", "Fichier introuvable"
    REMOVED = "REMOVED", "Retiré"


class DocumentRemoval(Word):
    """Why a document was removed; its content is destroyed."""

    REPLACED = "REPLACED", "Remplacé par un autre"
    OUTDATED = "OUTDATED", "N’est plus à jour"
    MISTAKE = "MISTAKE", "Ajouté par erreur"
    UNREADABLE = "UNREADABLE", "Illisible"
    AT_HER_REQUEST = "AT_HER_REQUEST", "À sa demande"
    NO_LONGER_NEEDED = "NO_LONGER_NEEDED", "N’est plus utile"

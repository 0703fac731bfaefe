"""A situation: whom it is about, its compartments and stages, what its file holds."""

from __future__ import annotations

from havre.engine.vocabulary.words import Word


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

"""Papers: kinds, compartments and states."""

from __future__ import annotations

from collections.abc import Mapping

from havre.engine.vocabulary.cases import Compartment
from havre.engine.vocabulary.words import Word


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
    SAISINE_JUGE = "SAISINE_JUGE", "Saisine du juge ou attestation d’avocat"
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
    DocumentKind.SAISINE_JUGE: Compartment.SAFETY,
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


DATED_KINDS = frozenset(
    {
        DocumentKind.NUMERO_UNIQUE,
        DocumentKind.AVIS_IMPOSITION,
        DocumentKind.FICHES_PAIE,
        DocumentKind.ATTESTATION_CAF,
        DocumentKind.ATTESTATION_REVENUS,
        DocumentKind.ATTESTATION_HEBERGEMENT,
        DocumentKind.ORDONNANCE_PROTECTION,
    }
)
"""The papers that go out of date: the date written on them is asked for, and kept."""

"""Conditions of a conditional attribution: coded, so that nobody writes about her in passing."""

from __future__ import annotations

from havre.engine.vocabulary import Word


class Condition(Word):
    """What must be supplied for the attribution to become firm (CCH R441-3)."""

    IDENTITE = "IDENTITE", "Pièce d’identité ou titre de séjour"
    AVIS_IMPOSITION = "AVIS_IMPOSITION", "Avis d’imposition"
    RESSOURCES = "RESSOURCES", "Justificatifs de ressources"
    PRESTATIONS = "PRESTATIONS", "Attestation de prestations familiales"
    DOMICILE = "DOMICILE", "Attestation d’hébergement ou bail en cours"
    SITUATION = "SITUATION", "Justificatif de la situation"
    DEMANDE = "DEMANDE", "Renouvellement de la demande de logement social"
    GARANTIE = "GARANTIE", "Garantie pour le loyer"
    AUTRE = "AUTRE", "Autre pièce, précisée à l’opérateur"


def condition_label(code: str) -> str:
    """Return the French label of a condition. Raises ValueError for what is no code."""
    return Condition(code).label

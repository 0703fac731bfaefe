"""Closed lists of the assessment's sealed details: resources, debts, protection measures."""

from __future__ import annotations

from havre.engine.vocabulary import Word


class ResourceKind(Word):
    """Where a monthly amount comes from; housing benefit is not among them."""

    SALAIRE = "SALAIRE", "Salaires"
    CHOMAGE = "CHOMAGE", "Allocations chômage"
    RSA = "RSA", "Revenu de solidarité active"
    PRIME_ACTIVITE = "PRIME_ACTIVITE", "Prime d’activité"
    FAMILLE = "FAMILLE", "Prestations familiales"
    PENSION_ALIMENTAIRE = "PENSION_ALIMENTAIRE", "Pension alimentaire reçue"
    AAH = "AAH", "Allocation aux adultes handicapés"
    INDEMNITES = "INDEMNITES", "Indemnités journalières"
    RETRAITE = "RETRAITE", "Retraite ou pension"
    AUTRE = "AUTRE", "Autres ressources"


class DebtKind(Word):
    """What she owes, whoever made the debt."""

    LOYER = "LOYER", "Loyers et charges"
    ENERGIE = "ENERGIE", "Énergie et eau"
    CREDIT = "CREDIT", "Crédits"
    AUTRE = "AUTRE", "Autres dettes"


class MeasureKind(Word):
    """A protection measure: that it exists and until when, nothing of what was done."""

    OP = "OP", "Ordonnance de protection"
    OPPI = "OPPI", "Ordonnance provisoire de protection immédiate"
    INTERDICTION = "INTERDICTION", "Interdiction de contact ou de paraître"
    TGD = "TGD", "Téléphone grave danger"
    BAR = "BAR", "Bracelet anti-rapprochement"

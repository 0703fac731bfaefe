"""Closed lists of the assessment's sealed details: resources, debts, protection measures."""

from __future__ import annotations

from havre.engine.vocabulary import ResourceKind, Word

__all__ = ["DebtKind", "MeasureKind", "ResourceKind"]


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

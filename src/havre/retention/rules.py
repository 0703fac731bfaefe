"""The table of how long each kind of thing is kept: data, with the reason of each period.

Personal data are kept no longer than their purpose needs (GDPR art. 5.1.e). The periods follow the
French authority's reference documents on social support (two years after the last contact) and on
access logs (six months to one year, three at most); where these say nothing, the shortest period
that leaves the work possible. A plan can be made again a year later: not less for plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from havre.engine.vocabulary import Word


class Kind(Word):
    """What is kept."""

    DRAFT = "DRAFT", "Orientations jamais envoyées"
    NOT_ADMITTED = "NOT_ADMITTED", "Situations non admises"
    CLOSED = "CLOSED", "Situations terminées, ou sans contact après le relogement"
    DOCUMENTS = "DOCUMENTS", "Pièces jointes des situations terminées"
    JOURNAL = "JOURNAL", "Journal des accès"
    ACCOUNTS = "ACCOUNTS", "Comptes des personnes qui n’ont plus d’organisme"
    IMPORTS = "IMPORTS", "Fichiers d’offres envoyés et jamais importés"
    PLANS = "PLANS", "Plans de la commission"
    MEETINGS = "MEETINGS", "Réunions de la commission et comptes rendus"


class Ground(Word):
    """Why a file is kept beyond its time: a closed list, so that nothing is told in passing."""

    PROCEDURE = "PROCEDURE", "Une procédure est en cours"
    DEMANDE = "DEMANDE", "Elle demande que son dossier soit conservé"
    REQUISITION = "REQUISITION", "Une autorité l’a demandé"
    RECLAMATION = "RECLAMATION", "Une réclamation est en cours"


@dataclass(frozen=True, slots=True)
class Period:
    """In days: what is applied unless changed, and between which bounds it may be changed."""

    usual: int
    least: int
    most: int
    start: str
    """From when the days are counted, as read on screen."""


PERIODS: Mapping[Kind, Period] = {
    Kind.DRAFT: Period(90, 30, 180, "depuis la dernière modification"),
    Kind.NOT_ADMITTED: Period(365, 90, 730, "depuis la décision"),
    Kind.CLOSED: Period(730, 365, 730, "depuis le dernier contact"),
    Kind.DOCUMENTS: Period(180, 30, 730, "depuis le dernier contact"),
    Kind.JOURNAL: Period(365, 180, 1095, "depuis l’inscription"),
    Kind.ACCOUNTS: Period(365, 30, 730, "depuis la dernière connexion"),
    Kind.IMPORTS: Period(7, 1, 30, "depuis l’envoi"),
    Kind.PLANS: Period(730, 365, 730, "depuis que le plan a été fait"),
    Kind.MEETINGS: Period(1095, 365, 1825, "depuis la réunion"),
}
NOTICE_DAYS = 30
"""How long before its time a file stands on the operator's list."""

"""What a line of decisions is made of, and the usual French headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from havre.engine.vocabulary import Word
from havre.housing.importing.columns import HeaderGuess, Layout, find_in
from havre.housing.importing.problems import ImportProblem
from havre.housing.importing.table import Table


class DecisionField(Word):
    """A column of a file of committee decisions."""

    REFERENCE = "reference", "Référence de la proposition"
    DECISION = "decision", "Décision"
    DECIDED_ON = "decided_on", "Date de la décision"
    NOTIFIED_ON = "notified_on", "Date de notification"
    RANK = "rank", "Rang"
    CONDITION = "condition", "Condition à remplir"
    CONDITION_UNTIL = "condition_until", "À remplir avant le"
    REASON = "reason", "Motif"
    EXAMINED = "examined", "Candidats examinés"
    EXCEPTION = "exception", "Exception, si moins de trois"


_USUAL: Final[Mapping[DecisionField, str]] = {
    DecisionField.REFERENCE: "reference|ref|reference havre|ref havre|reference proposition"
    "|reference de la proposition|ref proposition|proposition|n proposition|candidature"
    "|reference candidature|reference de la candidature|dossier|n dossier|reference dossier",
    DecisionField.DECISION: "decision|avis|decision caleol|decision cal|decision de la commission"
    "|resultat|avis caleol|avis de la commission|decision commission|suite",
    DecisionField.DECIDED_ON: "date|date decision|date de la decision|date caleol|date cal"
    "|date commission|date de commission|date de la commission|seance|date de seance"
    "|commission du|decidee le|decide le",
    DecisionField.NOTIFIED_ON: "notifiee le|notifie le|date notification|date de notification"
    "|notification|date de la notification",
    DecisionField.RANK: "rang|rang attribution|rang d attribution|n rang|classement|position",
    DecisionField.CONDITION: "condition|condition suspensive|condition a remplir|piece manquante"
    "|piece attendue|reserve|sous condition de",
    DecisionField.CONDITION_UNTIL: "a remplir avant le|date condition|date limite|avant le"
    "|echeance|delai|date limite condition|date de la condition|condition avant le|jusqu au",
    DecisionField.REASON: "motif|motif refus|motif de refus|motif du refus|raison|motif decision"
    "|motif de non attribution|motif non attribution|justification",
    DecisionField.EXAMINED: "candidats examines|nombre de candidats|nb candidats|candidats"
    "|candidatures examinees|nb de candidats|nombre de candidats examines",
    DecisionField.EXCEPTION: "exception|exception si moins de trois|derogation"
    "|exception aux trois candidats",
}
DECISIONS: Final = Layout(
    "décisions de commission",
    {heading: field for field, said in _USUAL.items() for heading in said.split("|")},
    (
        (DecisionField.REFERENCE,),
        (DecisionField.DECISION,),
        (DecisionField.DECIDED_ON,),
    ),
)


def find_decisions_header(
    table: Table, profile: Mapping[str, DecisionField | None] | None = None
) -> HeaderGuess[DecisionField]:
    """Return the header of a file of decisions, under whatever title lines.

    Raises ImportProblem when no line looks like one; missing columns do not raise here.
    """
    found = find_in(table, DECISIONS, profile or {}, fewest=2)
    if found is None:
        raise ImportProblem(
            "La ligne des titres de colonnes n’a pas été trouvée dans les cinquante premières "
            "lignes. Une ligne doit porter des titres comme Référence, Décision, Date, Motif."
        )
    return found

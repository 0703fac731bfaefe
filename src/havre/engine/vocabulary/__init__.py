"""The words of the field: every closed list of Havre, with its French label.

Codes are stored and exchanged; labels are shown. `docs/glossary.md` explains each word.
"""

from havre.engine.vocabulary.allocations import (
    CommitteeDecision,
    HerDecline,
    LandlordDecline,
    ProposalStatus,
    Voice,
    Withdrawal,
)
from havre.engine.vocabulary.cases import (
    AdmissionRefusal,
    Benefit,
    Compartment,
    Conclusion,
    ConsentForm,
    DangerLevel,
    ExceptionalGround,
    Pathway,
    PlaceKind,
    Relation,
    ResourceKind,
    Stage,
    ZoneKind,
)
from havre.engine.vocabulary.coordination import (
    Asked,
    DecisionKind,
    Frequency,
    MeetingStatus,
    PointKind,
)
from havre.engine.vocabulary.documents import (
    DATED_KINDS,
    DOCUMENT_COMPARTMENTS,
    DocumentKind,
    DocumentRemoval,
    DocumentState,
)
from havre.engine.vocabulary.dwellings import (
    SAFETY_RULES,
    CeilingZone,
    Financing,
    Guarantee,
    Located,
    Regime,
    ReservationCode,
    Rule,
    VacancyStatus,
)
from havre.engine.vocabulary.people import (
    BOARD_ROLES,
    HOUSING_ROLES,
    REFERRING_ROLES,
    Role,
    Seat,
)
from havre.engine.vocabulary.urgent import (
    UrgentAnswer,
    UrgentEnd,
    UrgentProlonging,
    UrgentReason,
    UrgentRefusal,
)
from havre.engine.vocabulary.words import (
    Word,
)

__all__ = [
    "BOARD_ROLES",
    "DATED_KINDS",
    "DOCUMENT_COMPARTMENTS",
    "HOUSING_ROLES",
    "REFERRING_ROLES",
    "SAFETY_RULES",
    "AdmissionRefusal",
    "Asked",
    "Benefit",
    "CeilingZone",
    "CommitteeDecision",
    "Compartment",
    "Conclusion",
    "ConsentForm",
    "DangerLevel",
    "DecisionKind",
    "DocumentKind",
    "DocumentRemoval",
    "DocumentState",
    "ExceptionalGround",
    "Financing",
    "Frequency",
    "Guarantee",
    "HerDecline",
    "LandlordDecline",
    "Located",
    "MeetingStatus",
    "Pathway",
    "PlaceKind",
    "PointKind",
    "ProposalStatus",
    "Regime",
    "Relation",
    "ReservationCode",
    "ResourceKind",
    "Role",
    "Rule",
    "Seat",
    "Stage",
    "UrgentAnswer",
    "UrgentEnd",
    "UrgentProlonging",
    "UrgentReason",
    "UrgentRefusal",
    "VacancyStatus",
    "Voice",
    "Withdrawal",
    "Word",
    "ZoneKind",
]

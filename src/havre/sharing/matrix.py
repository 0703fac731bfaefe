"""What each party of a case may read or complete at each step: the table of shares, unfolded.

Data only. `docs/access-matrix.md` is written from it, and tests compare it with what the database,
the pages, the documents and the search really show at each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from havre.engine.vocabulary import Compartment as C
from havre.engine.vocabulary import Word
from havre.sharing import policy
from havre.sharing.policy import Grant


class Party(Word):
    """Who an organisation is to a case."""

    OPERATOR = "OPERATOR", "Opérateur"
    AUTHOR = "AUTHOR", "Structure d’accueil qui oriente"
    ORIGIN = "ORIGIN", "Bailleur d’origine"
    LANDLORD = "LANDLORD", "Bailleur de la proposition"
    HOLDER = "HOLDER", "Réservataire de la proposition"
    BOARD = "BOARD", "Autre bailleur ou agence"
    NAMED = "NAMED", "Organisme qu’elle a nommé"
    STRANGER = "STRANGER", "Tout autre organisme"


Access = Mapping[C, str]
"""For each compartment: « r » reads, « w » completes, « rw » both; nothing when absent."""
Row = dict[Party, dict[C, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to one party: `grants` are added, or all that is kept (`only`)."""

    party: Party
    grants: tuple[Grant, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A moment of the path, after another one."""

    code: str
    label: str
    after: str
    changes: tuple[Change, ...] = ()


def _keeps(party: Party, *grants: Grant) -> Change:
    return Change(party, grants, only=True)


def _gains(party: Party, *grants: Grant) -> Change:
    return Change(party, grants)


_PROGRESS = policy.grants_of(policy.OTHER_REFERRER_COMPARTMENTS)
_ORIGIN = policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS)
_PROPOSAL = (Grant(C.PROPOSAL, reads=True, writes=True),)
_HOLDER = (*policy.HOLDER_PROPOSAL, *policy.HOLDER_ACCEPTANCE, *_PROPOSAL)
_LANDLORD = (*policy.LANDLORD_PROPOSAL, *policy.LANDLORD_ACCEPTANCE, *_PROPOSAL)
_CARD = policy.BOARD_PUBLICATION

_REFUSED = C.RESOURCES_SUMMARY
BY_HAND = (C.PROGRESS, C.CONTACT)
EXCEPTIONAL = C.SUPPORT_MEDICAL
"""What the examples of the matrix open by hand, and exceptionally."""

STEPS: tuple[Step, ...] = (
    Step(
        "DRAFT",
        "Orientation en cours de saisie",
        "",
        (_gains(Party.AUTHOR, *policy.AUTHOR_DRAFTS),),
    ),
    Step(
        "REFERRED",
        "Orientation envoyée",
        "DRAFT",
        (
            _gains(Party.OPERATOR, *policy.OPERATOR_REFERRAL),
            _keeps(Party.AUTHOR, *policy.SHELTER_BEFORE_ADMISSION),
            _gains(Party.ORIGIN, *_ORIGIN),
        ),
    ),
    Step(
        "NOT_ADMITTED",
        "Non admise",
        "REFERRED",
        (_keeps(Party.AUTHOR, *_PROGRESS), _keeps(Party.ORIGIN, *_PROGRESS)),
    ),
    Step(
        "ADMITTED", "Admise", "REFERRED", (_keeps(Party.AUTHOR, *policy.SHELTER_AFTER_ADMISSION),)
    ),
    Step("ASSESSED", "Diagnostic validé", "ADMITTED"),
    Step(
        "PUBLISHED",
        "Fiche besoin publiée",
        "ASSESSED",
        (
            _gains(Party.LANDLORD, *_CARD),
            _gains(Party.HOLDER, *_CARD),
            _gains(Party.BOARD, *_CARD),
        ),
    ),
    Step("PROPOSED", "Proposition faite à la personne", "PUBLISHED"),
    Step(
        "WITH_HOLDER",
        "Elle accepte : transmise au réservataire",
        "PROPOSED",
        (_gains(Party.HOLDER, *_HOLDER),),
    ),
    Step(
        "WITH_LANDLORD",
        "Transmise au bailleur",
        "WITH_HOLDER",
        (_gains(Party.LANDLORD, *_LANDLORD),),
    ),
    Step(
        "DECLINED_BY_LANDLORD",
        "Refusée par le bailleur",
        "WITH_LANDLORD",
        (_keeps(Party.LANDLORD, *_CARD), _keeps(Party.HOLDER, *_CARD)),
    ),
    Step(
        "DECLINED_BY_HER",
        "Refusée par la personne",
        "WITH_LANDLORD",
        (_keeps(Party.LANDLORD, *_CARD), _keeps(Party.HOLDER, *_CARD)),
    ),
    Step("ALLOCATED", "Logement attribué", "WITH_LANDLORD"),
    Step(
        "LEASED",
        "Bail signé",
        "ALLOCATED",
        (
            _keeps(Party.LANDLORD, *_LANDLORD, *policy.LANDLORD_LEASE),
            _keeps(Party.HOLDER),
            _keeps(Party.BOARD),
            _keeps(Party.ORIGIN),
        ),
    ),
    Step("MOVED_IN", "Entrée dans le logement", "LEASED"),
    Step(
        "REVOKED",
        "Accès du bailleur retiré à la main",
        "WITH_LANDLORD",
        (_keeps(Party.LANDLORD),),
    ),
    Step(
        "WITHDRAWN",
        "Accord retiré",
        "WITH_LANDLORD",
        tuple(_keeps(party) for party in Party if party is not Party.OPERATOR),
    ),
    Step(
        "PART_REFUSED",
        "Elle refuse une partie au bailleur",
        "WITH_LANDLORD",
        (_keeps(Party.LANDLORD, *_CARD, *(g for g in _LANDLORD if g.compartment is not _REFUSED)),),
    ),
    Step(
        "BY_HAND",
        "Accès ouvert à la main, dans son accord",
        "ADMITTED",
        (_gains(Party.NAMED, *policy.grants_of(BY_HAND)),),
    ),
    Step(
        "EXCEPTIONAL",
        "Accès exceptionnel confirmé, pendant une heure",
        "ADMITTED",
        (_gains(Party.OPERATOR, Grant(EXCEPTIONAL)),),
    ),
    Step(
        "RECUSED",
        "Bailleur de la proposition récusé",
        "WITH_LANDLORD",
        (_keeps(Party.LANDLORD),),
    ),
    Step(
        "SUSPENDED",
        "Bailleur suspendu jusqu’à ce qu’il réserve la situation",
        "WITH_LANDLORD",
        (_keeps(Party.LANDLORD),),
    ),
    Step(
        "LAPSED",
        "Accord arrivé à son terme",
        "WITH_LANDLORD",
        tuple(_keeps(party) for party in Party if party is not Party.OPERATOR),
    ),
)
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}


def path_to(code: str) -> tuple[Step, ...]:
    """Return the steps that lead to one, the first one first. Raises KeyError when unknown."""
    step = BY_CODE[code]
    before = path_to(step.after) if step.after else ()
    return (*before, step)


def expected(code: str) -> Row:
    """Return who may do what once a step is reached: {party: {compartment: rights}}."""
    row: Row = {party: {} for party in Party}
    for step in path_to(code):
        for change in step.changes:
            held = {} if change.only else row[change.party]
            row[change.party] = _widened(held, change.grants)
    return row


def _widened(held: Access, grants: Iterable[Grant]) -> dict[C, str]:
    rights = dict(held)
    for grant in grants:
        has = set(rights.get(grant.compartment, ""))
        has |= {"r"} if grant.reads else set()
        has |= {"w"} if grant.writes else set()
        rights[grant.compartment] = "".join(letter for letter in "rw" if letter in has)
    return {compartment: right for compartment, right in rights.items() if right}


def cells() -> Iterator[tuple[Step, Party, C, str]]:
    """Yield every cell: the rights of a party on a compartment at a step; empty: none."""
    for step in STEPS:
        row = expected(step.code)
        for party in Party:
            for compartment in C:
                yield step, party, compartment, row[party].get(compartment, "")

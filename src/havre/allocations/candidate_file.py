"""The candidate file of a case, as the reader may know it: the engine's list over its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from havre.assessments.card import age_on
from havre.assessments.models import Assessment, HouseholdMember
from havre.cases.models import Case
from havre.documents.permissions import Rights, rights_on
from havre.documents.selectors import Listed, documents_of
from havre.engine.candidate_file import (
    Bringer,
    Household,
    Line,
    Paper,
    both_proofs,
    is_complete,
    judge,
)
from havre.engine.vocabulary import DOCUMENT_COMPARTMENTS, Compartment, Pathway, Role
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import today

ADULT = 18


@dataclass(frozen=True, slots=True)
class CandidateFile:
    """The list for one reader. `lines`: what she may know of; `unseen`: whether more is asked.

    The two proofs are flags of their own, None for whoever may not know of the papers behind them.
    """

    lines: list[Line]
    unseen: bool
    complete: bool
    motive_proven: bool | None
    income_alone: bool | None


def candidate_file(case: Case, *, actor: Actor) -> CandidateFile:
    """Return the candidate file of a case the actor sees, journaled as read. Raises JournalDown."""
    rights = rights_on(case, actor)
    return file_of(case, documents_of(case, actor=actor), rights, actor=actor)


def file_of(
    case: Case, documents: Iterable[Listed], rights: Rights, *, actor: Actor
) -> CandidateFile:
    """Return the candidate file from documents already listed, journaled. Raises JournalDown.

    Landlords and holders are told nothing of what protects her, even that it is asked: what they
    do not read is left out of their list, and said in one sentence; they ask the operator for it.
    """
    journal.commit_reading(
        actor,
        "CANDIDATE_FILE_READ",
        case_id=case.pk,
        compartments=sorted({Compartment.PROGRESS, *rights.reads}),
    )
    papers = [Paper(one.kind, one.state, one.dated_on) for one in documents]
    household = _household(case) if Compartment.HOUSEHOLD in rights.reads else Household()
    return shown_to(case, papers, rights, household, actor=actor)


def shown_to(
    case: Case, papers: Iterable[Paper], rights: Rights, household: Household, *, actor: Actor
) -> CandidateFile:
    """Return the list for one reader, from what she may read; its caller journals it."""
    seen = [kind for kind, part in DOCUMENT_COMPARTMENTS.items() if part in rights.reads]
    lines = judge(Pathway(case.pathway), household, papers, on=today(), seen=seen)
    concerned = {k for k, part in DOCUMENT_COMPARTMENTS.items() if part in rights.writes} | {*seen}
    shown = [line for line in lines if line.item.kinds & concerned]
    if not actor.has(Role.OPERATOR, Role.SHELTER, Role.REFERRER):
        shown = [replace(line, bringer=Bringer.OPERATOR) for line in shown]
    proven = both_proofs(lines) if _knows_proofs(rights, actor) else (None, None)
    return CandidateFile(
        lines=shown,
        unseen=len(shown) < len(lines),
        complete=len(shown) == len(lines) and is_complete(lines),
        motive_proven=proven[0],
        income_alone=proven[1],
    )


def _knows_proofs(rights: Rights, actor: Actor) -> bool:
    return Compartment.SAFETY in rights.reads and actor.has(Role.OPERATOR, Role.SHELTER)


def _household(case: Case) -> Household:
    """Return how many adults and children the last validated assessment lists, one query."""
    rows = (
        HouseholdMember.objects.filter(
            case_id=case.pk, assessment__status=Assessment.Status.VALIDATED
        )
        .order_by("-assessment__version", "position")
        .values_list("assessment__version", "birth_date")
    )
    return counted(list(rows))


def counted(found: Sequence[tuple[int, date]]) -> Household:
    """Return the household of (version, birth date) rows, the latest version first."""
    if not found:
        return Household()
    grown = Counter(
        age_on(birth, today()) >= ADULT for version, birth in found if version == found[0][0]
    )
    return Household(adults=max(1, grown[True]), children=grown[False])

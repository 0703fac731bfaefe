"""The candidate files of one committee, read together: as many queries as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from havre.allocations.candidate_file import CandidateFile, counted, shown_to
from havre.assessments.models import Assessment, HouseholdMember
from havre.cases.models import Case
from havre.documents.models import TABLE_OF
from havre.documents.permissions import NO_RIGHTS, Rights
from havre.documents.selectors import union_of
from havre.engine.candidate_file import Household, Paper
from havre.engine.vocabulary import Compartment, DocumentKind, DocumentState
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share


def files_of(cases: Sequence[Case], *, actor: Actor) -> dict[UUID, CandidateFile]:
    """Return the candidate file of each of these cases, as `candidate_file` does; journaled.

    Raises JournalDown.
    """
    ids = {case.pk for case in cases}
    if not ids:
        return {}
    rights = _rights(ids, actor)
    for reads in {one.reads for one in rights.values()}:
        told = [pk for pk, one in rights.items() if one.reads == reads]
        parts = sorted({Compartment.PROGRESS, *reads})
        journal.commit_list(actor, "CANDIDATE_FILE_READ", case_ids=told, compartments=parts)
    papers, households = _papers(ids), _households(ids)
    return {
        case.pk: shown_to(
            case,
            papers[case.pk],
            rights[case.pk],
            households.get(case.pk, Household())
            if Compartment.HOUSEHOLD in rights[case.pk].reads
            else Household(),
            actor=actor,
        )
        for case in cases
    }


def _rights(ids: set[UUID], actor: Actor) -> dict[UUID, Rights]:
    shares = Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        case_id__in=ids,
        organisation_id=actor.organisation_id,
        compartment__in=[compartment.value for compartment in TABLE_OF],
        closed_at=None,
        scope=None,
    ).values_list("case_id", "compartment", "reads", "writes")
    reads: defaultdict[UUID, set[Compartment]] = defaultdict(set)
    writes: defaultdict[UUID, set[Compartment]] = defaultdict(set)
    for case_id, name, may_read, may_write in shares:
        reads[case_id] |= {Compartment(name)} if may_read else set()
        writes[case_id] |= {Compartment(name)} if may_write else set()
    return {
        pk: Rights(frozenset(reads[pk]), frozenset(writes[pk])) if pk in reads else NO_RIGHTS
        for pk in ids
    }


def _papers(ids: set[UUID]) -> defaultdict[UUID, list[Paper]]:
    found: defaultdict[UUID, list[Paper]] = defaultdict(list)
    for row in union_of(case_id__in=ids, fields=("case_id", "kind", "state", "dated_on")):
        paper = Paper(DocumentKind(row["kind"]), DocumentState(row["state"]), row["dated_on"])
        found[row["case_id"]].append(paper)
    return found


def _households(ids: set[UUID]) -> dict[UUID, Household]:
    rows = (
        HouseholdMember.objects.filter(
            case_id__in=ids, assessment__status=Assessment.Status.VALIDATED
        )
        .order_by("-assessment__version", "position")
        .values_list("case_id", "assessment__version", "birth_date")
    )
    found: defaultdict[UUID, list[tuple[int, date]]] = defaultdict(list)
    for case_id, version, birth in rows:
        found[case_id].append((version, birth))
    return {case_id: counted(lines) for case_id, lines in found.items()}

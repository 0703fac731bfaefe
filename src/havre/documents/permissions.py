"""Who may read and add documents: whoever holds the share of their compartment, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from havre.cases.models import Case
from havre.documents.models import TABLE_OF
from havre.engine.vocabulary import Compartment, Stage
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share


@dataclass(frozen=True, slots=True)
class Rights:
    """The compartments whose documents an organisation may read, and those it may add to."""

    reads: frozenset[Compartment]
    writes: frozenset[Compartment]

    @property
    def any(self) -> bool:
        """Tell whether the documents of this case are a page for this reader."""
        return bool(self.reads or self.writes)


NO_RIGHTS = Rights(frozenset(), frozenset())


def rights_on(case: Case, actor: Actor) -> Rights:
    """Return what the acting organisation may do with the documents of a case, in one query.

    A draft has none yet: its author may still discard it whole.
    """
    if case.stage == Stage.DRAFT:
        return NO_RIGHTS
    shares = Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        case_id=case.pk,
        organisation_id=actor.organisation_id,
        compartment__in=[compartment.value for compartment in TABLE_OF],
        closed_at=None,
        scope=None,
    ).values_list("compartment", "reads", "writes")
    rows = [(Compartment(name), reads, writes) for name, reads, writes in shares]
    return Rights(
        reads=frozenset(one for one, reads, _ in rows if reads),
        writes=frozenset(one for one, _, writes in rows if writes),
    )

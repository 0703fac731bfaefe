"""Her rights in the dwelling to come, and the APL of any rent: asked of an estimator, then kept.

A job does it in the name of the operator that keeps the case, from the validated version in force:
when it is validated, when the rules change, and once a month. Gathering and keeping are two
transactions: the estimator, slow, works between them and sees no database.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from havre.assessments.models import AplCurves, Assessment, BenefitEstimate, HouseholdMember
from havre.assessments.selectors import part_of
from havre.engine.benefits import APL_ZONES, Estimate, Situation
from havre.engine.matching import AplCurve, Member
from havre.engine.vocabulary import Benefit, ResourceKind, Stage
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.gate.queue import enqueue
from havre.programmes.selectors import communes

log = logging.getLogger("havre.benefits")

JOB: Final = "estimate_benefits"
LOOKING: Final = (Stage.SEARCH, Stage.PROPOSAL, Stage.ALLOCATED)
"""Stages at which what a dwelling would cost her is still asked."""

BATCH: Final = 200
"""Cases opened together: their content stays in memory no longer than needed."""

UNTOLD: Final = 0.5
"""Euros: a total above its lines by more than this has a part whose nature is not told."""

Gathered = dict[UUID, Situation | None]
"""What waits, by version; None where the figures make no sense."""


def ask() -> None:
    """Have what waits estimated, once the present transaction has committed."""
    enqueue(JOB, lock=JOB)


def waiting(actor: Actor, rules: str, day: dt.date) -> QuerySet[Assessment]:
    """Return the versions in force whose estimate is missing, of another month or other rules."""
    later = Assessment.objects.filter(
        case=OuterRef("case"), version__gt=OuterRef("version"), status=Assessment.Status.VALIDATED
    )
    known = Q(aplcurves__rules=rules, aplcurves__month=day.replace(day=1))
    found = Assessment.objects.filter(
        Q(aplcurves=None) | ~known,
        ~Exists(later),
        status=Assessment.Status.VALIDATED,
        case__programme_id=actor.programme_id,
        case__steward_id=actor.organisation_id,
        case__stage__in=LOOKING,
    )
    return found.order_by("validated_at", "pk")


def gather(rules: str, day: dt.date, *, actor: Actor) -> Gathered:
    """Return what waits, at most a batch, opened through the vault."""
    parts = ("resourcessummary", "resourcesdetail")
    found = list(waiting(actor, rules, day).select_related(*parts)[:BATCH])
    members: dict[UUID, list[Member]] = {}
    for row in HouseholdMember.objects.filter(assessment__in=found).order_by("position"):
        members.setdefault(row.assessment_id, []).append(Member(row.birth_date))
    sealed = [row for one in found if (row := part_of(one, "resourcesdetail")) is not None]
    details = vault.open_rows(sealed, actor=actor, action="BENEFITS_READ")
    gathered: Gathered = {}
    for one in found:
        row = part_of(one, "resourcesdetail")
        detail = details[row.pk] if row is not None else {}
        gathered[one.pk] = _situation(one, members.get(one.pk, []), detail, day)
    return gathered


def _situation(
    assessment: Assessment, members: Sequence[Member], detail: vault.Payload, day: dt.date
) -> Situation | None:
    summary = part_of(assessment, "resourcessummary")
    if summary is None:
        return None
    try:
        monthly = monthly_of(float(summary.monthly_income), detail.get("lines", []))
        return Situation(tuple(members), monthly, summary.disabled, day)
    except ValueError:
        log.warning("benefits_unusable")
        return None


def monthly_of(total: float, lines: Iterable[Mapping[str, Any]]) -> dict[ResourceKind, float]:
    """Return what she receives each month by nature; what the lines do not tell is « other »."""
    monthly: defaultdict[ResourceKind, float] = defaultdict(float)
    for line in lines:
        known = line["kind"] in set(ResourceKind)
        kind = ResourceKind(line["kind"]) if known else ResourceKind.AUTRE
        monthly[kind] += float(line["amount"])
    untold = total - sum(monthly.values())
    if untold > UNTOLD:
        monthly[ResourceKind.AUTRE] += untold
    return dict(monthly)


def territory_zones() -> list[str]:
    """Return the zones of housing benefit of the territory's communes, the commonest first."""
    counted = Counter(zone for zone in communes().values_list("zone_123", flat=True))
    return [zone for zone, _ in counted.most_common() if zone in APL_ZONES] or ["2"]


@transaction.atomic
def keep(
    gathered: Gathered,
    estimates: Mapping[UUID, Estimate],
    rules: str,
    day: dt.date,
    *,
    actor: Actor,
) -> int:
    """Replace what was kept of these versions; return how many. One gone meanwhile is left out.

    A version without estimate keeps empty curves: it is not asked for again this month.
    """
    found = Assessment.objects.filter(pk__in=list(gathered)).select_related("benefitestimate")
    kept = 0
    for assessment in found.order_by("pk"):
        estimate = estimates.get(assessment.pk)
        AplCurves.objects.update_or_create(
            assessment=assessment,
            defaults={
                "case_id": assessment.case_id,
                "curves": {} if estimate is None else stored(estimate.curves),
                "rules": rules,
                "month": day.replace(day=1),
            },
        )
        situation = gathered[assessment.pk]
        if estimate is not None and situation is not None:
            _keep_rights(assessment, situation, estimate)
        journal.record(actor, "BENEFITS_ESTIMATED", case_id=assessment.case_id, subject=rules)
        kept += 1
    return kept


def _keep_rights(assessment: Assessment, situation: Situation, estimate: Estimate) -> None:
    row = part_of(assessment, "benefitestimate") or BenefitEstimate(
        case_id=assessment.case_id, assessment=assessment
    )
    rights = estimate.rights
    payload = {
        "zone": rights.zone,
        "rent": rights.rent,
        "rent_reduction": rights.rent_reduction,
        "present": {
            str(kind): round(amount, 2)
            for kind, amount in situation.monthly.items()
            if str(kind) in set(Benefit)
        },
        "new": dict(rights.amounts),
    }
    vault.seal(row, payload)
    row.save()


def stored(curves: Mapping[str, AplCurve]) -> dict[str, list[list[float]]]:
    """Return curves as they are kept."""
    return {zone: [list(point) for point in curve] for zone, curve in curves.items()}


def curves_of(assessment: Assessment) -> dict[str, AplCurve]:
    """Return the APL curves kept for a version, by zone; {} until they are, or when hidden."""
    row: AplCurves | None = part_of(assessment, "aplcurves")
    if row is None:
        return {}
    return {
        zone: tuple((float(rent), float(apl)) for rent, apl in points)
        for zone, points in row.curves.items()
    }

"""Making a kept plan again: from the frozen assessments its lines name, by today's engine.

What a run was made with is read as it was kept: settings, ceilings, offers, and what each need
then was. The rules are judged again; only the engine may have changed, and its version says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from havre.assessments.models import Assessment
from havre.assessments.selectors import versions_with_parts
from havre.engine import assignment
from havre.engine import matching as engine
from havre.engine.vocabulary import Role
from havre.matching.models import PlanLine, PlanRun
from havre.matching.needs import beside_plans, needs_from, plans_of
from havre.matching.plan_inputs import READING, judged, without
from havre.matching.plan_problem import problem_of_run
from havre.matching.selectors import NotAssessed
from havre.matching.versions import rules_version
from havre.platform import vault
from havre.platform.acting import Actor


@dataclass(frozen=True, slots=True)
class Replay:
    """The plan made again, by references, and whether it is the one that was kept.

    Situations erased since, or hidden from the actor, are in neither.
    """

    answer: Mapping[str, str]
    kept: Mapping[str, str]
    pairs_same: bool
    rules_same: bool

    @property
    def same(self) -> bool:
        """Tell whether the same pairs suit, and the same plan comes out."""
        return self.pairs_same and self.answer == self.kept


def replay(run: PlanRun, *, actor: Actor) -> Replay:
    """Make a run again. Raises PermissionError, NotAssessed."""
    if not actor.has(Role.OPERATOR) or run.programme_id != actor.programme_id:
        raise PermissionError
    lines = list(run.lines.select_related("case").order_by("case__reference"))
    found = versions_with_parts([one.assessment_id for one in lines], actor=actor)
    versions = [found[one.assessment_id] for one in lines]
    rows = [*lines, *plans_of(versions)]
    beside = beside_plans(versions)
    payloads = vault.open_rows(rows, actor=actor, action=READING, beside=beside)
    needs = _needs_then(lines, versions, payloads)
    pairs, _ = judged(needs, run.inputs)
    pairs = without(pairs, {row: payloads[one.pk]["apart"] for row, one in enumerate(lines)})
    problem = problem_of_run(
        run.inputs,
        pairs,
        references=[one.ref for one in needs],
        urgency=[one.urgency for one in needs],
        admitted=[one.admitted_on for one in needs],
    )
    plan = assignment.make_plan(problem)
    refs = problem.vacancies
    answer = {
        problem.needs[need]: refs[vacancy]
        for need, vacancy in enumerate(plan.assigned)
        if vacancy != assignment.NOWHERE
    }
    kept = {
        one.case.reference: refs[payloads[one.pk]["vacancy"]]
        for one in lines
        if payloads[one.pk]["vacancy"] is not None
    }
    flat = [list(chain.from_iterable(pairs.of(row))) for row in range(len(lines))]
    same = flat == [payloads[one.pk]["pairs"] for one in lines]
    return Replay(answer, kept, same, run.rules_version == rules_version())


def _needs_then(
    lines: list[PlanLine], versions: list[Assessment], payloads: Mapping[UUID, vault.Payload]
) -> list[engine.Need]:
    """Build each need from the version its line names, as urgent and as long awaited as then."""
    needs = []
    for line, need in zip(lines, needs_from(versions, payloads), strict=True):
        if need is None:
            raise NotAssessed
        curves = payloads[line.pk]["apl"].items()
        apl = {zone: tuple((rent, help_) for rent, help_ in curve) for zone, curve in curves}
        needs.append(replace(need, urgency=line.urgency, admitted_on=line.admitted_on, apl=apl))
    return needs

"""Making a plan and keeping it; choosing pairs by hand."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from django.conf import settings
from django.db import transaction

from havre.assessments.selectors import validated_of_searching
from havre.engine import assignment
from havre.engine.vocabulary import Role
from havre.housing.selectors import vacancies
from havre.matching.models import PlanChoice, PlanLine, PlanRun
from havre.matching.plan_inputs import READING, Inputs, read_inputs
from havre.matching.plan_problem import problem_of_run
from havre.matching.selectors import is_kept_from
from havre.matching.versions import rules_version, version_of
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.sharing.protection_selectors import recused_organisations

MOST_CASES = 500
"""Situations a page plans for at most, whatever the quota: two seconds of work to make and show."""


class NotAllowed(PermissionError):
    """Only the operator, and not a reader, makes a plan and chooses in it."""


class TooMany(ValueError):
    """More situations than a page can plan for."""


def most_cases() -> int:
    """Return how many situations a page plans for: half of what a person may open in an hour.

    Beyond, `havre plan --record` does it (see operations.md).
    """
    return min(MOST_CASES, settings.HAVRE_QUOTA_PERSON // 2)


@transaction.atomic
def make_plan(held: Collection[UUID], *, actor: Actor, most: int | None = None) -> PlanRun:
    """Make the plan of today and keep it, with all that is needed to make it again.

    `held`: offers proposed to somebody already; `most`: situations at most, those of a page when
    it is not said. Raises NotAllowed, TooMany, MissingCeiling,
    VaultTrouble.
    """
    if not (actor.has(Role.OPERATOR) and actor.writes):
        raise NotAllowed
    most = most_cases() if most is None else most
    searching = list(validated_of_searching(actor)[: most + 1])
    if len(searching) > most:
        raise TooMany  # before anything is opened, journaled or counted
    found = read_inputs(searching, held, actor=actor)
    problem = problem_of_run(
        found.inputs,
        found.pairs,
        references=[need.ref for need in found.needs],
        urgency=[need.urgency for need in found.needs],
        admitted=[need.admitted_on for need in found.needs],
    )
    plan = assignment.make_plan(problem)
    run = PlanRun.objects.create(
        programme_id=actor.programme_id,
        organisation_id=actor.organisation_id,
        made_by_id=actor.user_id or None,
        on=today(),
        rules_version=rules_version(),
        reference_version=version_of(found.inputs["ceilings"]),
        inputs=found.inputs,
    )
    PlanLine.objects.bulk_create(_lines(run, found, plan, actor))
    journal.record(actor, "PLAN_MADE", subject=run.reference)
    return run


def _lines(run: PlanRun, found: Inputs, plan: assignment.Plan, actor: Actor) -> list[PlanLine]:
    lines = []
    for row, (version, need) in enumerate(zip(found.assessments, found.needs, strict=True)):
        line = PlanLine(
            run=run,
            case_id=version.case_id,
            organisation_id=actor.organisation_id,
            assessment=version,
            urgency=need.urgency,
            admitted_on=need.admitted_on,
        )
        vault.seal(
            line,
            {
                "pairs": list(chain.from_iterable(found.pairs.of(row))),
                "kinds": list(chain.from_iterable(found.kinds.of(row))),
                "apl": {zone: [list(point) for point in curve] for zone, curve in need.apl.items()},
                "apart": sorted(found.apart.get(row, ())),
                "vacancy": _position(plan.assigned[row]),
                "runner_up": _position(plan.runner_up[row]),
            },
        )
        lines.append(line)
    return lines


def _position(vacancy: int) -> int | None:
    return int(vacancy) if vacancy != assignment.NOWHERE else None


def _check_suits(line: PlanLine, vacancy: str, actor: Actor) -> None:
    """Raise PlanLine.DoesNotExist for an offer that is not, or no longer, among her pairs."""
    refs = [row["ref"] for row in line.run.inputs["vacancies"]]
    hers = vault.open_row(line, actor=actor, action=READING)["pairs"][::2]
    if vacancy not in {refs[position] for position in hers}:
        raise PlanLine.DoesNotExist
    recused = recused_organisations(line.case_id)
    if any(is_kept_from(one, recused) for one in vacancies(actor).filter(reference=vacancy)):
        raise PlanLine.DoesNotExist


@transaction.atomic
def choose(run: PlanRun, case_id: UUID, vacancy: str, fixed: bool | None, *, actor: Actor) -> None:
    """Force a pair (`fixed` true), bar it (false), or leave it to the plan again (None).

    Forcing a pair takes back what was forced of the same case or offer. Raises NotAllowed;
    PlanLine.DoesNotExist for a case that is not in the run, an offer that does not suit her, or
    that of whoever must not know of her.
    """
    if not (actor.has(Role.OPERATOR) and actor.writes and run.programme_id == actor.programme_id):
        raise NotAllowed
    lines = PlanLine.objects.select_related("run").select_for_update(of=("self",))
    line = lines.get(run=run, case_id=case_id)
    _check_suits(line, vacancy, actor)
    choices = PlanChoice.objects.filter(run=run)
    choices.filter(case_id=line.case_id, vacancy=vacancy).delete()
    if fixed:
        choices.filter(case_id=line.case_id, fixed=True).delete()
        choices.filter(vacancy=vacancy, fixed=True).delete()
    if fixed is not None:
        PlanChoice.objects.create(
            run=run,
            case_id=line.case_id,
            organisation_id=actor.organisation_id,
            vacancy=vacancy,
            fixed=fixed,
            made_by_id=actor.user_id or None,
        )
    word = "PLAN_LEFT" if fixed is None else "PLAN_FORCED" if fixed else "PLAN_BARRED"
    journal.record(actor, word, case_id=line.case_id, subject=run.reference)

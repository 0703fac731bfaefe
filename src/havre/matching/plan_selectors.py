"""Reads of plans, for the operator: made again, from what a run keeps, for who is looking.

A line that the actor may not read is not there: the plan she sees is the best one of the
situations she may know of. What has been proposed, let or withdrawn since is left out of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from havre.cases.models import Case
from havre.engine import assignment
from havre.engine.assignment import Gain, Impossible, Plan, Problem
from havre.engine.matching.pairs import Pairs
from havre.engine.vocabulary import Compartment, Role, Stage, VacancyStatus
from havre.housing.models import Vacancy
from havre.housing.selectors import vacancies
from havre.matching.models import PlanChoice, PlanLine, PlanRun
from havre.matching.plan_inputs import pairs_of_rows, without
from havre.matching.plan_problem import problem_of_run
from havre.matching.selectors import is_kept_from
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.sharing.protection_selectors import organisations_recused_from

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SeenPlan:
    """A run as the actor sees it now.

    `lines` are the situations still looking, in the order of the plan's needs; `gone` those that
    have moved on; `offers` the run's offers by reference; `refused` a choice that contradicts
    another, left out.
    """

    run: PlanRun
    plan: Plan
    lines: tuple[PlanLine, ...]
    gone: int
    offers: Mapping[str, Vacancy]
    taken: int
    choices: tuple[PlanChoice, ...]
    refused: str
    kinds: Pairs

    def case(self, need: int) -> Case:
        """Return the case of a need of the plan."""
        return self.lines[need].case

    def offer(self, position: int) -> Vacancy:
        """Return an offer by its position in the run."""
        return self.offers[self.plan.problem.vacancies[position]]

    def gains(self) -> list[tuple[Row, Gain]]:
        """Return the kinds of dwelling that would bring something, the most first."""
        kinds = self.run.inputs["kinds"]
        found = assignment.gains(
            self.plan, self.kinds.start, self.kinds.vacancy, self.kinds.score_micro, len(kinds)
        )
        best = [(row, gain) for row, gain in zip(kinds, found, strict=True) if gain.rank]
        return sorted(best, key=lambda one: (-one[1].rank, -one[1].score_micro, one[0]["ref"]))


def runs(actor: Actor) -> QuerySet[PlanRun]:
    """Return the plans of the actor's programme, the latest first; none but for the operator."""
    if not actor.has(Role.OPERATOR):
        return PlanRun.objects.none()
    return (
        PlanRun.objects.filter(programme_id=actor.programme_id)
        .select_related("made_by")
        .order_by("-made_at")
    )


def see_plan(
    run: PlanRun, held: Collection[UUID], *, about: UUID | None = None, actor: Actor
) -> SeenPlan:
    """Return a run as it stands for the actor, one line of the journal per case it shows.

    `held`: offers proposed to somebody. `about`: the case it is read for; nothing is read, and
    PlanLine.DoesNotExist raised, when it is not, or no longer, in the plan. Raises PermissionError.
    """
    if not actor.has(Role.OPERATOR) or run.programme_id != actor.programme_id:
        raise PermissionError
    every = list(run.lines.select_related("case").order_by("case__reference"))
    lines = [one for one in every if one.case.stage == Stage.SEARCH and not one.case.parked]
    if about is not None and all(one.case_id != about for one in lines):
        raise PlanLine.DoesNotExist
    shown = tuple(one.case_id for one in every)
    beside = vault.Beside(shown, (Compartment.PROGRESS, Compartment.PROPOSAL))
    payloads = vault.open_rows(lines, actor=actor, action="LISTED", beside=beside)
    refs = [row["ref"] for row in run.inputs["vacancies"]]
    offers = {one.reference: one for one in vacancies(actor).filter(reference__in=refs)}
    free = {ref for ref, one in offers.items() if _is_free(one, held)}
    barred = _barred(lines, refs, offers, free)
    problem = problem_of_run(
        run.inputs,
        without(_rows(payloads[one.pk]["pairs"] for one in lines), barred),
        references=[one.case.reference for one in lines],
        urgency=[one.urgency for one in lines],
        admitted=[one.admitted_on for one in lines],
    )
    choices = tuple(PlanChoice.objects.filter(run=run).order_by("made_at"))
    chosen, refused = with_choices(problem, lines, choices)
    return SeenPlan(
        run=run,
        plan=assignment.make_plan(chosen),
        lines=tuple(lines),
        gone=len(every) - len(lines),
        offers=offers,
        taken=len(refs) - len(free),
        choices=choices,
        refused=refused,
        kinds=_rows(payloads[one.pk]["kinds"] for one in lines),
    )


def _is_free(offer: Vacancy, held: Collection[UUID]) -> bool:
    running = offer.status == VacancyStatus.OPEN and offer.expires_on >= today()
    return running and offer.pk not in held


def _rows(flat: Any) -> Pairs:
    """Read [position, score, position, score, …] of each need."""
    return pairs_of_rows([list(zip(one[::2], one[1::2], strict=True)) for one in flat])


def _barred(
    lines: Sequence[PlanLine],
    refs: Sequence[str],
    offers: Mapping[str, Vacancy],
    free: Collection[str],
) -> dict[int, set[int]]:
    """Offers that are gone, for everyone; and, per case, those of whoever must not know of it."""
    gone = {position for position, ref in enumerate(refs) if ref not in free}
    recused = organisations_recused_from(one.case_id for one in lines)
    return {
        need: gone
        | {
            position
            for position, ref in enumerate(refs)
            if ref in free and is_kept_from(offers[ref], recused.get(line.case_id, set()))
        }
        for need, line in enumerate(lines)
    }


def with_choices(
    problem: Problem, lines: Sequence[PlanLine], choices: Sequence[PlanChoice]
) -> tuple[Problem, str]:
    """Return the problem with the choices that still mean something, and why one does not.

    A choice about a case that has moved on, or an offer that is gone, is passed over.
    """
    row = {one.case_id: need for need, one in enumerate(lines)}
    column = {ref: position for position, ref in enumerate(problem.vacancies)}
    refused = ""
    for one in choices:
        need, vacancy = row.get(one.case_id), column.get(one.vacancy)
        if need is None or vacancy is None or problem.pair(need, vacancy) is None:
            continue
        pair = (need, vacancy)
        try:
            if one.fixed:
                problem = replace(problem, fixed=(*problem.fixed, pair))
            else:
                problem = replace(problem, forbidden=(*problem.forbidden, pair))
        except Impossible as reason:
            refused = str(reason)
    return problem, refused

"""Many people at once: one dwelling is held once, one case has one proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from havre.allocations import actions
from havre.allocations.models import Proposal
from havre.cases.models import Case
from havre.housing.models import Vacancy
from havre.platform.acting import acting
from tests import world as w
from tests.world import World

PEOPLE = 20


def at_once(jobs: list[Callable[[], object]]) -> Counter[str]:
    """Run the jobs together, each on connections of its own; count what came of them."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], object]) -> str:
        try:
            for alias in ("default", "vault"):
                connections[alias].ensure_connection()
            start.wait(timeout=30)
            job()
            return "done"
        except Exception as error:
            return type(error).__name__
        finally:
            for alias in ("default", "vault"):
                connections[alias].close()

    with ThreadPoolExecutor(max_workers=len(jobs)) as people:
        return Counter(people.map(run, jobs))


def proposing(world: World, case: Case, offer: Vacancy) -> Callable[[], Proposal]:
    """One person proposing one dwelling to one woman."""

    def propose() -> Proposal:
        with acting(world.operator):
            return actions.propose(case, offer, actor=world.operator)

    return propose


def searching(world: World, number: int) -> list[Case]:
    """Cases in search of a dwelling."""
    cases = []
    for rank in range(number):
        case = w.admitted(world, last_name=f"Nomarel{rank}")
        w.assessed(world, case)
        case.stage = "SEARCH"
        cases.append(case)
    return cases


def test_twenty_people_propose_the_same_dwelling(world: World) -> None:
    offer = w.vacancy(world)
    cases = searching(world, PEOPLE)
    outcome = at_once([proposing(world, case, offer) for case in cases])
    assert outcome == {"done": 1, "VacancyTaken": PEOPLE - 1}
    with acting(world.operator):
        assert Proposal.objects.count() == 1
        stages = Counter(Case.objects.values_list("stage", flat=True))
        assert stages == {"PROPOSAL": 1, "SEARCH": PEOPLE - 1}


def test_several_proposals_at_once_for_one_woman(world: World) -> None:
    [case] = searching(world, 1)
    offers = [w.vacancy(world, reference=f"T-{n}") for n in range(5)]
    outcome = at_once([proposing(world, case, offer) for offer in offers])
    assert outcome == {"done": 1, "AlreadyProposed": 4}


def test_her_agreement_and_its_withdrawal_at_once(world: World) -> None:
    [case] = searching(world, 1)
    proposal = w.proposed(world, case, w.vacancy(world))

    def end() -> None:
        with acting(world.operator):
            actions.withdraw(proposal, actor=world.operator)

    outcome = at_once([end, end, end])
    assert outcome == {"done": 1, "IllegalTransition": 2}

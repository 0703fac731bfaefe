"""Plans are kept with what they were made from, for the operator alone, and go with the case."""

from __future__ import annotations

import argparse
import json
from contextlib import nullcontext
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings

from havre.allocations import actions as allocations
from havre.allocations.selectors import held_vacancies
from havre.cases import recusals
from havre.cases.models import Case
from havre.config.commands import plan as command_plan
from havre.engine.assignment import NOWHERE
from havre.engine.vocabulary import Seat
from havre.housing.models import Vacancy
from havre.matching import plan_actions
from havre.matching.models import PlanChoice, PlanLine, PlanRun
from havre.matching.plan_replay import Replay, replay
from havre.matching.plan_selectors import SeenPlan, runs, see_plan
from havre.platform import vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.programmes import actions as programmes
from havre.programmes.models import IncomeCeiling
from havre.web.matching.plan_presenting import choices_of
from tests import world as w
from tests.retention.test_purge import LATER, age, left_of, purged
from tests.world import World


def make(world: World, actor: Actor | None = None) -> PlanRun:
    with acting(actor or world.operator) as acted:
        return plan_actions.make_plan(held_vacancies(acted), actor=acted)


def see(world: World, run: PlanRun, actor: Actor | None = None) -> SeenPlan:
    with acting(actor or world.operator) as acted:
        return see_plan(run, held_vacancies(acted), actor=acted)


def told(seen: SeenPlan) -> dict[str, str]:
    """The plan by references."""
    problem = seen.plan.problem
    return {
        problem.needs[n]: problem.vacancies[v]
        for n, v in enumerate(seen.plan.assigned)
        if v != NOWHERE
    }


@pytest.fixture
def two(world: World) -> tuple[Case, Case, Vacancy, Vacancy]:
    """Two situations; the first accepts Orléans and Olivet, the second Orléans alone."""
    first, second = w.admitted(world), w.admitted(world, last_name="Autre")
    w.assessed(world, first)
    w.assessed(world, second, need={"communes": ["45234"]})
    orleans = w.vacancy(world)
    olivet = w.vacancy(
        world, "agency", reference="A-1", commune_code="45232", postcode="45160", rent="320.00"
    )
    return first, second, orleans, olivet


def test_a_plan_houses_both(world: World, two: tuple[Case, Case, Vacancy, Vacancy]) -> None:
    first, second, orleans, olivet = two
    run = make(world)
    expected = {first.reference: olivet.reference, second.reference: orleans.reference}
    assert told(see(world, run)) == expected
    with acting(world.operator) as operator:
        assert [one.reference for one in runs(operator)] == [run.reference]
    assert run.made_by_id == world.operator.user_id
    assert set(run.inputs) == {
        "settings", "caps", "fair_share", "ceilings", "vacancies", "kinds"
    }  # fmt: skip


def test_nothing_of_a_case_is_on_the_run_itself(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    """The table that no policy filters names offers and settings, and no situation."""
    run = make(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM matching_planrun r WHERE id = %s", [run.pk])
        (text,) = cursor.fetchone()
    for case in two[:2]:
        assert case.reference not in text
        assert str(case.pk) not in text


def test_only_the_operator_has_plans(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    first = two[0]
    run = make(world)
    for name in w.ROLES:
        if name == "operator":
            continue
        with acting(world.actors[name]) as other:
            assert not runs(other).exists()
            assert not PlanLine.objects.exists()
            assert not PlanChoice.objects.exists()
            with pytest.raises(PermissionError):
                see_plan(run, set(), actor=other)
            with pytest.raises(PermissionError):
                plan_actions.make_plan(set(), actor=other)
            with pytest.raises(PermissionError):
                plan_actions.choose(run, first.pk, "X", True, actor=other)


def test_a_reader_of_the_operator_makes_no_plan(world: World) -> None:
    reader = w.colleague(world, "operator", Seat.READER)
    with acting(reader), pytest.raises(plan_actions.NotAllowed):
        plan_actions.make_plan(set(), actor=reader)


def test_each_case_read_has_its_line(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    run = make(world)
    cases = {two[0].pk, two[1].pk}
    lines = JournalEntry.objects.using("owner")
    everything = ["HOUSEHOLD", "HOUSING_NEED", "PROGRESS", "RESOURCES_SUMMARY", "SAFETY"]
    planned = lines.filter(action="PLANNED")
    assert [line.compartments for line in planned] == [everything] * 2
    assert {line.case_id for line in planned} == cases
    assert lines.get(action="PLAN_MADE").subject == run.reference
    before = lines.filter(action="LISTED", compartments__contains=["PROPOSAL"]).count()
    see(world, run)
    after = lines.filter(action="LISTED", compartments__contains=["PROPOSAL"])
    assert {line.case_id for line in after} == cases
    assert after.count() == before + 2
    assert {tuple(line.compartments) for line in after} == {("PROGRESS", "PROPOSAL")}
    assert replayed(world, run).same
    again = lines.filter(action="PLANNED", compartments=sorted([*everything, "PROPOSAL"]))
    assert {line.case_id for line in again} == cases
    assert lines.filter(action="PLANNED").count() == 4


def test_forcing_and_barring_change_the_plan_at_once(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    first, second, orleans, olivet = two
    run = make(world)

    def chosen(case: Case, offer: Vacancy, fixed: bool | None) -> dict[str, str]:
        with acting(world.operator) as operator:
            plan_actions.choose(run, case.pk, offer.reference, fixed, actor=operator)
        return told(see(world, run))

    assert chosen(first, orleans, True) == {first.reference: orleans.reference}
    assert chosen(second, orleans, True) == {
        first.reference: olivet.reference,
        second.reference: orleans.reference,
    }
    assert [one.case_id for one in see(world, run).choices] == [second.pk]
    assert chosen(second, orleans, False) == {first.reference: orleans.reference}
    assert chosen(second, orleans, None) == {
        first.reference: olivet.reference,
        second.reference: orleans.reference,
    }
    assert not PlanChoice.objects.exists()


def test_a_choice_of_what_is_not_in_the_run_is_refused(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    first, _, orleans, _ = two
    run = make(world)
    late = w.admitted(world, last_name="Tard")
    for case_id, offer in ((first.pk, "NULLE"), (late.pk, orleans.reference), (UUID(int=1), "X")):
        with acting(world.operator) as operator, pytest.raises(PlanLine.DoesNotExist):
            plan_actions.choose(run, case_id, offer, True, actor=operator)


@pytest.mark.parametrize("fixed", [True, False, None])
def test_a_choice_that_does_not_suit_is_refused(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy], fixed: bool | None
) -> None:
    _, second, _, olivet = two
    run = make(world)
    with acting(world.operator) as operator, pytest.raises(PlanLine.DoesNotExist):
        plan_actions.choose(run, second.pk, olivet.reference, fixed, actor=operator)
    assert not PlanChoice.objects.exists()


def test_a_choice_that_does_not_suit_is_passed_over(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    _, second, _, olivet = two
    run = make(world)
    with acting(world.operator) as operator:
        PlanChoice.objects.create(
            run=run,
            case_id=second.pk,
            organisation_id=operator.organisation_id,
            vacancy=olivet.reference,
            fixed=True,
        )
    seen = see(world, run)
    assert len(told(seen)) == 2
    assert choices_of(seen) == []


def test_an_offer_of_whoever_must_not_know_of_her_is_not_chosen(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    """Recused since the plan: what was chosen is not in force any more, nor chosen again."""
    first, _, _, olivet = two
    run = make(world)
    with acting(world.operator) as operator:
        plan_actions.choose(run, first.pk, olivet.reference, True, actor=operator)
    assert [one.case.pk for one in choices_of(see(world, run))] == [first.pk]
    with acting(world.operator) as operator:
        first.refresh_from_db()
        agency = world.organisations["agency"].pk
        recusals.recuse_organisation(first, agency, "motif", actor=operator)
        with pytest.raises(PlanLine.DoesNotExist):
            plan_actions.choose(run, first.pk, olivet.reference, True, actor=operator)
    assert choices_of(see(world, run)) == []


def test_what_is_proposed_since_leaves_the_plan(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    first, second, orleans, olivet = two
    run = make(world)
    w.proposed(world, second, orleans)
    seen = see(world, run)
    assert told(seen) == {first.reference: olivet.reference}
    assert (seen.gone, seen.taken) == (1, 1)


def test_caps_bound_the_plan(world: World, two: tuple[Case, Case, Vacancy, Vacancy]) -> None:
    first, _, _, olivet = two
    landlord = world.organisations["landlord"].pk
    with acting(world.operator) as operator:
        programmes.save_caps({landlord: 0}, actor=operator)
    assert told(see(world, make(world))) == {first.reference: olivet.reference}


def test_fair_shares_are_met_when_they_cost_no_woman(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    with acting(world.operator) as operator:
        programmes.save_settings({"fair_share": True}, actor=operator)
    run = make(world)
    assert run.inputs["fair_share"] is True
    seen = see(world, run)
    assert len(told(seen)) == 2
    assert sorted(group.floor for group in seen.plan.problem.groups) == [1, 1]


def test_a_recused_landlord_is_never_in_the_plan_with_the_case_kept_from_it(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    """Before the run its offers are not compared; after it they leave the plan."""
    first, _second, orleans, olivet = two
    before = make(world)
    agency = world.organisations["agency"].pk
    with acting(world.operator) as operator:
        first.refresh_from_db()
        recusals.recuse_organisation(first, agency, "motif", actor=operator)
    for run in (before, make(world)):
        problem = see(world, run).plan.problem
        need, offer = (
            problem.needs.index(first.reference),
            problem.vacancies.index(olivet.reference),
        )
        assert problem.pair(need, offer) is None
        assert told(see(world, run)).get(first.reference) in {None, orleans.reference}


def test_a_recused_colleague_sees_the_plan_without_the_case(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    first, second, orleans, _olivet = two
    colleague = w.colleague(world, "operator", Seat.MEMBER)
    run = make(world)
    with acting(world.operator) as operator:
        second.refresh_from_db()
        recusals.recuse_person(second, colleague.user_id, "motif", actor=operator)
    seen = see(world, run, colleague)
    assert told(seen) == {first.reference: orleans.reference}
    assert seen.gone == 0
    with acting(colleague), pytest.raises(PlanLine.DoesNotExist):
        plan_actions.choose(run, second.pk, orleans.reference, True, actor=colleague)


def replayed(world: World, run: PlanRun) -> Replay:
    with acting(world.operator) as operator:
        return replay(run, actor=operator)


def test_a_run_of_last_year_gives_the_same_answer(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    """Rules judged again on what the run names; what has changed since changes nothing."""
    first, second, orleans, olivet = two
    run = make(world)
    with acting(world.operator) as operator:
        programmes.save_settings({"effort_rate_max": "0.050"}, actor=operator)
        programmes.save_caps({world.organisations["landlord"].pk: 0}, actor=operator)
    ceilings = list(IncomeCeiling.objects.all())
    IncomeCeiling.objects.update(amount=1)
    Vacancy.objects.filter(pk=orleans.pk).update(rent=9000)
    again = replayed(world, run)
    IncomeCeiling.objects.bulk_update(ceilings, ["amount"])  # reference data outlive a test
    assert again.same
    assert again.rules_same
    assert again.answer == {first.reference: olivet.reference, second.reference: orleans.reference}


def test_a_replay_says_when_the_answer_is_not_the_same(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    run = make(world)
    run.inputs["vacancies"][0]["rent"] = 9000.0
    run.rules_version = "autre"
    again = replayed(world, run)
    assert not again.same
    assert not again.rules_same


def test_more_situations_than_a_page_can_plan_for(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    with acting(world.operator) as operator, pytest.raises(plan_actions.TooMany):
        plan_actions.make_plan(set(), actor=operator, most=1)
    assert not JournalEntry.objects.using("owner").filter(action="PLANNED").exists()
    with acting(world.operator) as operator:
        assert len(plan_actions.make_plan(set(), actor=operator, most=2).lines.all()) == 2


def test_a_page_plans_for_half_of_what_a_person_may_open(
    world: World, two: tuple[Case, Case, Vacancy, Vacancy]
) -> None:
    assert plan_actions.most_cases() == 150
    with override_settings(HAVRE_QUOTA_PERSON=3), pytest.raises(plan_actions.TooMany):
        make(world)
    with override_settings(HAVRE_QUOTA_PERSON=4):
        assert len(told(see(world, make(world)))) == 2
    with override_settings(HAVRE_QUOTA_PERSON=10_000):
        assert plan_actions.most_cases() == 500


def test_a_plan_without_situations_or_offers(world: World) -> None:
    run = make(world)
    seen = see(world, run)
    assert told(seen) == {}
    assert seen.gains() == []


def test_a_line_goes_with_its_case(world: World, two: tuple[Case, Case, Vacancy, Vacancy]) -> None:
    """Erasing a case erases its lines and choices; the run stays, and is made of the others."""
    first, second, orleans, olivet = two
    run = make(world)
    with acting(world.operator) as operator:
        plan_actions.choose(run, first.pk, orleans.reference, False, actor=operator)
    proposal = w.leased(world, w.with_landlord(world, w.proposed(world, first, olivet)))
    with acting(world.operator) as operator:
        allocations.record_move_in(proposal, moved_in_on=today(), actor=operator)
    age(first, LATER)
    purged(world)
    assert left_of(first) == {}
    assert told(see(world, run)) == {second.reference: orleans.reference}
    assert replayed(world, run).answer == {second.reference: orleans.reference}


def test_the_command_keeps_a_plan_and_makes_it_again(
    world: World,
    two: tuple[Case, Case, Vacancy, Vacancy],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`havre plan --record`, then `--replay`: the same answer, status 0; 1 when it is not."""
    monkeypatch.setattr("havre.config.installation.database_at_hand", nullcontext)

    def command(*options: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        command_plan.configure(parser)
        status = command_plan.run(parser.parse_args(options))
        told = capsys.readouterr()
        return status, (told.out or told.err).strip()

    status, reference = command("--record", world.programme.slug)
    assert status == 0
    run = PlanRun.objects.get(reference=reference)
    assert run.made_by_id is None
    assert len(told(see(world, run))) == 2
    assert command("--replay", reference) == (0, "Le même plan.")
    status, answer = command("--replay", reference, "--json")
    assert json.loads(answer)["same"] is True
    run.inputs["vacancies"] = [row | {"rent": 9000.0} for row in run.inputs["vacancies"]]
    run.save()
    status, answer = command("--replay", reference)
    assert (status, answer.splitlines()[0]) == (
        1,
        "Un autre plan, ou d’autres logements possibles.",
    )
    assert command("--replay", "NULLE") == (1, "Aucun plan n’a cette référence.")
    assert command("--record", "nulle") == (1, "Aucun dispositif de ce nom n’a d’opérateur.")
    monkeypatch.setattr(command_plan, "MOST_RECORDED", 1)
    too_many = "Plus de 1 situations : c’est trop pour un plan."
    assert command("--record", world.programme.slug) == (1, too_many)

    def refused(*_: object, **__: object) -> None:
        raise vault.QuotaReached

    monkeypatch.setattr(plan_actions, "make_plan", refused)
    status, told_why = command("--record", world.programme.slug)
    assert (status, told_why.split(" :")[0]) == (1, "Trop de dossiers lus en une heure")

"""Estimated rights: what waits, what is asked, what is kept, who reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from havre.assessments import actions, benefits
from havre.assessments.models import AplCurves, Assessment, BenefitEstimate, ResourcesSummary
from havre.cases.models import Case
from havre.engine.vocabulary import ResourceKind, Stage
from havre.platform import clock, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.programmes.models import Commune
from tests import world as w
from tests.assessments.benefits import ESTIMATE, RULES, estimated
from tests.platform.sql import run, visible
from tests.world import World

K = ResourceKind


@pytest.fixture
def assessment(world: World) -> Assessment:
    return w.assessed(world, w.admitted(world))


def waiting(actor: Actor, rules: str = RULES) -> int:
    with acting(actor):
        return benefits.waiting(actor, rules, today()).count()


def test_a_validated_version_waits_once_and_its_curves_are_kept(
    world: World, assessment: Assessment
) -> None:
    assert waiting(world.operator) == 1
    ((found, situation),) = estimated(world.operator).items()
    assert found == assessment and situation is not None
    assert [member.birth_date.year for member in situation.members] == [1991, 2018]
    assert situation.monthly == {K.SALAIRE: 900, K.AUTRE: 550}
    assert waiting(world.operator) == 0
    with acting(world.operator):
        row = AplCurves.objects.get(assessment=assessment)
        kept = Assessment.objects.select_related("aplcurves").get(pk=assessment.pk)
        assert benefits.curves_of(kept) == ESTIMATE.curves
    assert (row.rules, row.month) == (RULES, today().replace(day=1))


def test_only_the_operator_that_keeps_the_case_estimates(
    world: World, assessment: Assessment
) -> None:
    """Another operator of the same programme that sees it has nothing waiting of it."""
    other = replace(world.operator, organisation_id=world.shelter.organisation_id)
    with acting(world.operator):
        assert not benefits.waiting(other, RULES, today()).exists()
        assert benefits.waiting(world.operator, RULES, today()).exists()


def test_rights_are_sealed_with_what_she_receives_today(
    world: World, assessment: Assessment
) -> None:
    estimated(world.operator)
    with acting(world.operator):
        row = BenefitEstimate.objects.get(assessment=assessment)
        payload = vault.open_row(row, actor=world.operator)
    assert payload == {
        "zone": "2",
        "rent": 414.47,
        "rent_reduction": 43.07,
        "present": {},
        "new": {"PRIME_ACTIVITE": 231.45, "APL": 402.0, "RSA": 0.0},
    }


def test_other_rules_another_month_and_a_new_version_ask_again(
    world: World, assessment: Assessment
) -> None:
    estimated(world.operator)
    assert waiting(world.operator, "openfisca-france 9") == 1
    with clock.at(clock.now() + timedelta(days=32)):
        assert waiting(world.operator) == 1
    with acting(world.operator):
        fresh = actions.reopen_assessment(assessment, actor=world.operator)
    assert waiting(world.operator) == 0
    with acting(world.operator):
        actions.validate_assessment(fresh, w.Conclusion.REHOUSING, 2, actor=world.operator)
    assert list(estimated(world.operator)) == [fresh]
    with acting(world.operator):
        assert AplCurves.objects.count() == 2


def test_estimated_again_it_replaces_what_was_kept(world: World, assessment: Assessment) -> None:
    for _ in range(2):
        estimated(world.operator)
        with acting(world.operator):
            AplCurves.objects.update(rules="older")
    with acting(world.operator):
        assert (AplCurves.objects.count(), BenefitEstimate.objects.count()) == (1, 1)


@pytest.mark.parametrize("stage", [Stage.LEASED, Stage.HOUSED, Stage.SHELTER_ORIENTED])
def test_nothing_waits_once_the_search_has_ended(
    world: World, assessment: Assessment, stage: Stage
) -> None:
    Case.objects.using("owner").filter(pk=assessment.case_id).update(stage=stage)
    assert waiting(world.operator) == 0


def test_figures_that_make_no_sense_are_not_asked_for_ever(
    world: World, assessment: Assessment
) -> None:
    ResourcesSummary.objects.using("owner").update(monthly_income=Decimal("1000000"))
    assert list(estimated(world.operator).values()) == [None]
    assert waiting(world.operator) == 0
    with acting(world.operator):
        assert AplCurves.objects.get().curves == {}
        assert not BenefitEstimate.objects.exists()


def test_the_job_is_journaled_without_any_amount(world: World, assessment: Assessment) -> None:
    estimated(world.operator)
    lines = JournalEntry.objects.using("owner").filter(action__startswith="BENEFITS")
    assert sorted(lines.values_list("action", "subject")) == [
        ("BENEFITS_ESTIMATED", RULES),
        ("BENEFITS_READ", ""),
    ]


@pytest.mark.parametrize("name", ["landlord", "holder", "agency", "specialist", "funder"])
def test_nobody_outside_reads_an_estimate(world: World, assessment: Assessment, name: str) -> None:
    estimated(world.operator)
    actor = getattr(world, name)
    for table in ("assessments_aplcurves", "assessments_benefitestimate"):
        assert visible(actor).get(table, 0) == 0
    assert waiting(actor) == 0
    assert estimated(actor) == {}


def test_her_shelter_reads_but_cannot_change_it(world: World, assessment: Assessment) -> None:
    estimated(world.operator)
    assert visible(world.shelter)["assessments_benefitestimate"] == 1
    assert run(world.shelter, "UPDATE assessments_aplcurves SET curves = '{}' RETURNING 1") == []
    with acting(world.operator):
        assert AplCurves.objects.get().curves != {}


def test_what_the_lines_do_not_tell_is_other() -> None:
    lines = [{"kind": "SALAIRE", "amount": 900.0}, {"kind": "LOTO", "amount": 50}]
    assert benefits.monthly_of(1450, lines) == {K.SALAIRE: 900, K.AUTRE: 550}
    assert benefits.monthly_of(950, lines) == {K.SALAIRE: 900, K.AUTRE: 50}
    assert benefits.monthly_of(950.4, lines) == {K.SALAIRE: 900, K.AUTRE: 50}
    assert benefits.monthly_of(0, []) == {}


def test_the_zones_of_the_territory_the_commonest_first(world: World) -> None:
    assert benefits.territory_zones() == ["2", "3"]
    assert set(Commune.objects.values_list("zone_123", flat=True)) == {"2", "3"}


def test_a_landlord_who_reads_her_income_reads_the_aid_that_follows_and_no_amount_by_nature(
    world: World, assessment: Assessment
) -> None:
    estimated(world.operator)
    w.with_landlord(world, w.proposed(world, assessment.case, w.vacancy(world)))
    seen = visible(world.landlord)
    assert seen["assessments_resourcessummary"] == seen["assessments_aplcurves"] == 1
    assert "assessments_benefitestimate" not in seen
    assert "assessments_aplcurves" not in visible(world.other_landlord)

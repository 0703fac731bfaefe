"""Settings, targets, rights and ceilings: who changes them, and what the journal keeps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from havre.engine.vocabulary import Pathway, Seat
from havre.organisations.models import Organisation
from havre.platform.acting import Actor, acting
from havre.programmes import actions, selectors
from havre.programmes.models import IncomeCeiling, PathwayTarget, Programme, ReservationRight
from havre.programmes.selectors import actor_of
from tests.world import World, add_person


def journal() -> list[tuple[str, str]]:
    """Return (action, subject) of the journal's lines."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT action, subject FROM platform_journalentry ORDER BY at, subject")
        return cursor.fetchall()


def member_of(world: World, name: str) -> Actor:
    """Return a plain member of an organisation."""
    user = add_person(world.organisations[name], f"membre-{name}@exemple.test", Seat.MEMBER)
    return actor_of(user.memberships.select_related("organisation").get())


@pytest.fixture
def ceiling() -> IncomeCeiling:
    """The PLUS 2026 ceiling of category 3, put back afterwards: reference data outlive a test."""
    row = IncomeCeiling.objects.get(year=2026, financing="PLUS", zone="OTHER", category="3")
    kept = (row.amount, row.source, row.provisional, row.edited_at)
    yield row
    row.amount, row.source, row.provisional, row.edited_at = kept
    row.edited_by = None
    row.save()
    row.revisions.all().delete()
    IncomeCeiling.objects.filter(year__gt=2026).delete()


def test_settings_change_with_their_figures_in_the_journal(world: World) -> None:
    with acting(world.operator):
        actions.save_settings(
            {
                "name": "Un autre nom",
                "effort_rate_max": Decimal("0.335"),
                "answer_days": 12,
                "slug": "never",
            },
            actor=world.operator,
        )
        actions.save_settings({"answer_days": 12}, actor=world.operator)
    programme = Programme.objects.get()
    assert programme.name == "Un autre nom"
    assert programme.effort_rate_max == Decimal("0.335")
    assert (programme.answer_days, programme.slug) == (12, "orleans")
    assert sorted(journal()) == [
        ("PROGRAMME_SETTING_CHANGED", "answer_days 10→12"),
        ("PROGRAMME_SETTING_CHANGED", "effort_rate_max 0.300→0.335"),
        ("PROGRAMME_SETTING_CHANGED", "name"),
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"answer_days": 9},
        {"answer_days": 10**9},
        {"effort_rate_max": Decimal("0.9")},
        {"effort_rate_max": Decimal("-1")},
        {"effort_rate_max": Decimal("NaN")},
        {"left_to_live_per_day": Decimal("1e9")},
        {"hold_days": 0},
        {"name": "x" * 10_000},
        {"name": ""},
    ],
)
def test_a_value_out_of_bounds_changes_nothing(world: World, values: dict[str, object]) -> None:
    with acting(world.operator), pytest.raises(ValidationError):
        actions.save_settings(values, actor=world.operator)
    assert Programme.objects.get().answer_days == 10
    assert journal() == []


@pytest.mark.parametrize("name", ["shelter", "landlord", "funder", "member"])
def test_only_the_operator_s_coordinators_change_a_programme(
    world: World, name: str, ceiling: IncomeCeiling
) -> None:
    actor = member_of(world, "operator") if name == "member" else world.actors[name]
    holder = world.organisations["holder"].pk
    right = ReservationRight.objects.get().pk
    with acting(actor):
        for refused in (
            lambda: actions.save_settings({"answer_days": 12}, actor=actor),
            lambda: actions.save_targets(2027, {Pathway.TENANT: (7, 10)}, actor=actor),
            lambda: actions.set_holder("3", "", holder, actor=actor),
            lambda: actions.remove_right(right, actor=actor),
            lambda: actions.correct_ceiling(ceiling.pk, 1, "x", provisional=False, actor=actor),
            lambda: actions.add_ceiling_year(2027, actor=actor),
        ):
            with pytest.raises(actions.NotAllowed):
                refused()
    assert journal() == []


def test_targets_are_written_changed_and_removed(world: World) -> None:
    with acting(world.operator):
        actions.save_targets(
            2027, {Pathway.TENANT: (7, 10), Pathway.SHELTERED: (10, 10)}, actor=world.operator
        )
        actions.save_targets(
            2027, {Pathway.TENANT: (8, 10), Pathway.SHELTERED: None}, actor=world.operator
        )
    row = PathwayTarget.objects.get()
    assert (row.year, row.pathway, row.low, row.high) == (2027, "TENANT", 8, 10)
    assert sorted(journal()) == [
        ("TARGET_CHANGED", "2027 SHELTERED -"),
        ("TARGET_CHANGED", "2027 SHELTERED 10-10"),
        ("TARGET_CHANGED", "2027 TENANT 7-10"),
        ("TARGET_CHANGED", "2027 TENANT 8-10"),
    ]


def test_a_right_has_one_holder_who_holds_that_role(world: World) -> None:
    holder, landlord = world.organisations["holder"], world.organisations["landlord"]
    with acting(world.operator):
        with pytest.raises(Organisation.DoesNotExist):
            actions.set_holder("4", "commune", landlord.pk, actor=world.operator)
        first = actions.set_holder("4", "commune", holder.pk, actor=world.operator)
        again = actions.set_holder("4", "commune", holder.pk, actor=world.operator)
        assert first == again
        assert selectors.rights(world.programme.pk).count() == 2
        actions.remove_right(first.pk, actor=world.operator)
        with pytest.raises(ReservationRight.DoesNotExist):
            actions.remove_right(first.pk, actor=world.operator)
    assert journal() == [
        ("RIGHT_HOLDER_SET", f"code:4 commune organisation:{holder.pk}"),
        ("RIGHT_REMOVED", "code:4 commune"),
    ]


def test_a_corrected_ceiling_names_who_corrected_it(world: World, ceiling: IncomeCeiling) -> None:
    with acting(world.operator):
        actions.correct_ceiling(
            ceiling.pk, 37600, "Arrêté du 1er janvier", provisional=True, actor=world.operator
        )
    row = selectors.ceiling(ceiling.pk)
    assert (row.amount, row.source, row.provisional) == (37600, "Arrêté du 1er janvier", True)
    assert row.edited_by == world.users["operator"]
    assert journal() == [("CEILING_CORRECTED", "2026 PLUS OTHER 3 37584→37600")]
    (former,) = selectors.ceiling_revisions(ceiling.pk)
    assert (former.amount, former.provisional) == (37584, False)
    assert former.source.startswith("Arrêté du 29 juillet 1987 modifié, plafonds 2026")
    assert former.replaced_by == world.users["operator"]
    with acting(world.operator), pytest.raises(ValidationError):
        actions.correct_ceiling(ceiling.pk, 1, "s" * 201, provisional=False, actor=world.operator)


def test_a_new_year_starts_from_the_last_one_to_be_confirmed(
    world: World, ceiling: IncomeCeiling
) -> None:
    with acting(world.operator):
        actions.add_ceiling_year(2027, actor=world.operator)
        with pytest.raises(actions.YearExists):
            actions.add_ceiling_year(2027, actor=world.operator)
    rows = list(selectors.ceilings_of(2027, selectors.home_zone()))
    assert {row.zone for row in rows} == {"OTHER"}
    assert len(rows) == 14
    assert all(row.provisional for row in rows)
    assert {row.source for row in rows} == {"Valeur 2026 reprise, à remplacer"}
    assert selectors.ceiling_years() == [2027, 2026, 2025, 2024]

"""The files of reference shipped with Havre, loaded again at each installation of a release."""

from __future__ import annotations

import pytest

from havre.platform.acting import acting
from havre.programmes import actions, reference_data
from havre.programmes.models import IncomeCeiling
from tests.world import World


@pytest.fixture
def row() -> IncomeCeiling:
    return IncomeCeiling.objects.get(year=2026, financing="PLUS", zone="PARIS", category="1")


def test_a_release_brings_its_corrections(world: World, row: IncomeCeiling) -> None:
    IncomeCeiling.objects.filter(pk=row.pk).update(amount=1, provisional=True)
    IncomeCeiling.objects.using("owner").filter(year=2024, zone="PARIS").delete()
    reference_data.load("owner")
    row.refresh_from_db()
    assert (row.amount, row.provisional) == (26920, False)
    assert IncomeCeiling.objects.count() == 3 * 2 * 3 * 7


def test_what_the_operator_corrected_stays(world: World, row: IncomeCeiling) -> None:
    with acting(world.operator):
        actions.correct_ceiling(row.pk, 27000, "Le texte", provisional=False, actor=world.operator)
    reference_data.load("owner")
    row.refresh_from_db()
    assert (row.amount, row.source) == (27000, "Le texte")

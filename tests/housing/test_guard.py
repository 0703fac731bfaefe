"""What the database keeps of vacancies, whatever the code does."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connections, transaction

from tests import world as w
from tests.world import World


def test_a_vacancy_names_the_landlord_of_its_own_dwelling(world: World) -> None:
    vacancy = w.vacancy(world)
    other = world.other_landlord.organisation_id
    with (
        pytest.raises(IntegrityError, match="vacancy_of_own_landlord"),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "UPDATE housing_vacancy SET landlord_id = %s WHERE id = %s", [other, vacancy.pk]
        )

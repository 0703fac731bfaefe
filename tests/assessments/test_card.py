"""What the need card tells, and above all what it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from havre.assessments import actions
from havre.assessments.card import children_bands, income_band, rent_ceiling, shown_communes
from havre.assessments.models import HousingNeed, NeedCard
from havre.platform.acting import acting
from tests import world as w
from tests.world import World

DAY = date(2026, 11, 22)
RATE = Decimal("0.300")


@pytest.mark.parametrize(
    ("births", "words"),
    [
        ([], ""),
        (["2024-01-01"], "1 de moins de 3 ans"),
        (["2027-03-01"], "1 de moins de 3 ans"),  # a birth to come
        (["2023-11-22", "2015-11-23"], "2 de 3 à 10 ans"),
        (["2015-11-22", "2008-11-23"], "2 de 11 à 17 ans"),
        (["2008-11-22", "2020-01-01"], "1 de 3 à 10 ans, 1 de 18 ans et plus"),
        (
            ["2024-01-01", "2020-01-01", "2019-01-01", "2012-01-01", "2011-01-01"],
            "de moins de 3 ans, de 3 à 10 ans, de 11 à 17 ans",
        ),
    ],
)
def test_ages_are_bands(births: list[str], words: str) -> None:
    assert children_bands([date.fromisoformat(b) for b in births], DAY) == words


@pytest.mark.parametrize(
    ("income", "band", "rent"),
    [
        ("0", "moins de 250 € par mois", 75),
        ("249.99", "moins de 250 € par mois", 75),
        ("250", "250 à 500 € par mois", 150),
        ("1250", "1\u202f250 à 1\u202f500 € par mois", 450),
        ("1499.99", "1\u202f250 à 1\u202f500 € par mois", 450),
        ("2999.99", "2\u202f750 à 3\u202f000 € par mois", 900),
        ("3000", "3\u202f000 € par mois et plus", None),
        ("9000", "3\u202f000 € par mois et plus", None),
    ],
)
def test_the_rent_gives_no_more_than_the_band(income: str, band: str, rent: int | None) -> None:
    assert income_band(Decimal(income)) == band
    assert rent_ceiling(Decimal(income), RATE) == rent


def test_communes_hide_her_order_and_the_places_she_avoids() -> None:
    assert shown_communes(HousingNeed(communes=["45302", "45034"]), 22) == ["45034", "45302"]
    codes = [str(45000 + n) for n in range(22)]
    assert len(shown_communes(HousingNeed(communes=codes[:11]), 22)) == 11
    assert shown_communes(HousingNeed(communes=codes[:12]), 22) == []
    assert shown_communes(HousingNeed(communes=[], any_commune=True), 22) == []


def test_a_published_card_holds_nothing_exact(world: World) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case, income=1437, need={"needed_by": date(2027, 2, 17)})
    with acting(world.operator):
        card = actions.publish_card(assessment, actor=world.operator)
    with acting(world.landlord):
        seen = NeedCard.objects.get(pk=card.pk)
    assert (seen.urgency, seen.people, seen.rent_max) == (1, 2, 450)
    assert seen.needed_by == date(2027, 2, 1)
    assert seen.communes == ["45232", "45234"]
    told = " ".join(str(getattr(seen, f.attname)) for f in NeedCard._meta.fields)
    for secret in ("1437", "2018", "1991", "Zyntharel", case.reference, "02-17"):
        assert secret not in told

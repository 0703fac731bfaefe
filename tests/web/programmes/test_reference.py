"""Ceilings and communes: dated, sourced, corrected by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.programmes.models import IncomeCeiling
from tests.world import World


@pytest.fixture
def ceiling() -> Iterator[IncomeCeiling]:
    """The PLUS 2026 ceiling of category 3, put back afterwards: reference data outlive a test."""
    row = IncomeCeiling.objects.get(year=2026, financing="PLUS", zone="OTHER", category="3")
    kept = (row.amount, row.source, row.provisional, row.edited_at)
    yield row
    row.amount, row.source, row.provisional, row.edited_at = kept
    row.edited_by = None
    row.save()
    row.revisions.all().delete()
    IncomeCeiling.objects.filter(year__gt=2026).delete()


def test_the_latest_year_is_shown_with_its_source(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    page = client.get("/dispositif/plafonds").content.decode()
    assert "Plafonds de ressources 2026" in page
    assert "37\u202f584\u00a0€" in page and "plafonds 2026" in page
    assert page.count("À confirmer") == 7
    for asked in ("2024", "1999", "nan", "x" * 5000):
        assert client.get("/dispositif/plafonds", {"annee": asked}).status_code == 200
    assert '<option value="OTHER" selected>Autres régions</option>' in page
    paris = client.get("/dispositif/plafonds?zone=PARIS").content.decode()
    assert "26\u202f920\u00a0€" in paris and "37\u202f584" not in paris
    for zone in ("CORSE", "nan", "x" * 5000):
        odd = client.get("/dispositif/plafonds", {"zone": zone})
        assert "37\u202f584\u00a0€" in odd.content.decode()
    older = client.get("/dispositif/plafonds?annee=2024").content.decode()
    assert "22\u202f642\u00a0€" in older and "À confirmer" not in older


def test_the_table_takes_a_fixed_number_of_queries(
    client: Client, world: World, ceiling: IncomeCeiling
) -> None:
    IncomeCeiling.objects.filter(pk=ceiling.pk).update(edited_by=world.users["operator"])
    client.force_login(world.users["operator"])
    client.get("/dispositif/plafonds")
    for year in (2026, 2024):
        with CaptureQueriesContext(connections["default"]) as queries:
            client.get(f"/dispositif/plafonds?annee={year}")
        assert len(queries) == 9


def test_a_correction_is_dated_and_signed(
    client: Client, world: World, ceiling: IncomeCeiling
) -> None:
    client.force_login(world.users["operator"])
    path = f"/dispositif/plafonds/{ceiling.pk}"
    assert 'value="37584"' in client.get(path).content.decode()
    typed = {"amount": "37 600 €", "source": "Arrêté du 1er janvier"}
    answer = client.post(path, typed, follow=True)
    page = answer.content.decode()
    assert "37\u202f600\u00a0€" in page and "Arrêté du 1er janvier" in page
    assert "Modifié par Camille oper" in page
    corrected = client.get(path).content.decode()
    assert "Dernière correction : Camille oper" in corrected
    assert "Valeurs précédentes" in corrected and "37\u202f584\u00a0€" in corrected


def test_an_unusual_value_is_written_only_once_confirmed(
    client: Client, world: World, ceiling: IncomeCeiling
) -> None:
    client.force_login(world.users["operator"])
    path = f"/dispositif/plafonds/{ceiling.pk}"
    typed = {"amount": "375 840", "source": "Arrêté du 1er janvier"}
    page = client.post(path, typed).content.decode()
    assert "entre 33533 et 40984 € étaient attendus" in page
    assert 'value="375 840"' in page and 'name="unusual"' in page
    ceiling.refresh_from_db()
    assert ceiling.amount == 37584
    answer = client.post(path, typed | {"unusual": "on"}, follow=True)
    assert "375\u202f840\u00a0€" in answer.content.decode()
    ceiling.refresh_from_db()
    assert ceiling.amount == 375840


@pytest.mark.parametrize(
    "amount", ["0", "-5", "1e9", "NaN", "500001", "37584,50", "9" * 10_000, ""]
)
def test_a_hostile_amount_is_refused(
    client: Client, world: World, ceiling: IncomeCeiling, amount: str
) -> None:
    client.force_login(world.users["operator"])
    answer = client.post(f"/dispositif/plafonds/{ceiling.pk}", {"amount": amount, "source": "x"})
    assert answer.status_code == 200
    assert "à corriger" in answer.content.decode()
    answer = client.post(
        f"/dispositif/plafonds/{ceiling.pk}", {"amount": "1", "source": "x" * 10_000}
    )
    assert "au plus 200" in answer.content.decode()
    ceiling.refresh_from_db()
    assert ceiling.amount == 37584


def test_an_unknown_ceiling_is_404(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    for pk in (0, 999_999, 10**30):
        assert client.get(f"/dispositif/plafonds/{pk}").status_code == 404


def test_the_next_year_is_added_once(client: Client, world: World, ceiling: IncomeCeiling) -> None:
    client.force_login(world.users["operator"])
    answer = client.post("/dispositif/plafonds/annee", {"year": "2027"}, follow=True)
    page = answer.content.decode()
    assert "Plafonds de ressources 2027" in page and page.count("À confirmer") == 14
    again = client.post("/dispositif/plafonds/annee", {"year": "2027"}, follow=True)
    assert "Cette année est déjà là." in again.content.decode()
    for odd in ("2100", "nan", "", "-1"):
        client.post("/dispositif/plafonds/annee", {"year": odd})
    assert IncomeCeiling.objects.filter(year__gt=2026).count() == 42
    assert client.get("/dispositif/plafonds/annee").status_code == 405


def test_the_communes_are_read_only(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    page = client.get("/dispositif/communes").content.decode()
    assert page.count('<th scope="row">') == 22
    assert "116\u202f357" in page
    assert client.post("/dispositif/communes").status_code == 405

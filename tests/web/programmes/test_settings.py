"""The programme's page and settings: for the operator alone, in French figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.engine.vocabulary import Pathway, Seat
from havre.platform.acting import acting
from havre.platform.models import JournalEntry
from havre.programmes import actions
from havre.programmes.models import PathwayTarget, Programme, ReservationRight
from tests.world import World, add_person

SETTINGS = {
    "name": "Dispositif",
    "territory": "Orléans Métropole",
    "effort_rate": "30",
    "left_to_live_per_day": "10",
    "answer_days": "10",
    "hold_days": "15",
    "proposal_days": "7",
}
EMPTY = {f"{pathway}_{bound}": "" for pathway in Pathway for bound in ("low", "high")}
READ = ("", "plafonds", "communes")
WRITE = ("reglages", "surveillance", "objectifs/ajouter", "contingents")
NAMED = ("objectifs/2026",)
"""Their addresses name something: whoever may not have it finds nothing."""


@pytest.mark.parametrize(
    "name", ["shelter", "landlord", "agency", "holder", "referrer", "specialist", "funder"]
)
def test_only_the_operator_opens_these_pages(client: Client, world: World, name: str) -> None:
    client.force_login(world.users[name])
    for path in (*READ, *WRITE):
        assert client.get(f"/dispositif/{path}").status_code == 403
    for path in (*WRITE, "plafonds/annee"):
        assert client.post(f"/dispositif/{path}", SETTINGS).status_code == 403
    assert client.get("/dispositif/plafonds/1").status_code == 404
    for path in (*NAMED, "contingents/1/retrait", "plafonds/1"):
        assert client.post(f"/dispositif/{path}", SETTINGS).status_code == 404


def test_the_operator_s_plain_members_read_only(client: Client, world: World) -> None:
    client.force_login(
        add_person(world.organisations["operator"], "membre@exemple.test", Seat.MEMBER)
    )
    for path in READ:
        page = client.get(f"/dispositif/{path}")
        assert page.status_code == 200
        assert ">Modifier" not in page.content.decode()
        assert ">Corriger" not in page.content.decode()
    for path in WRITE:
        assert client.get(f"/dispositif/{path}").status_code == 403
    for path in NAMED:
        assert client.get(f"/dispositif/{path}").status_code == 404


@pytest.mark.parametrize("years", [1, 3])
def test_the_page_takes_the_same_queries_whatever_is_set(
    client: Client, world: World, years: int
) -> None:
    with acting(world.operator):
        for n in range(years):
            targets = dict.fromkeys(Pathway, (7, 10))
            actions.save_targets(2024 + n, targets, actor=world.operator)
            actions.set_holder(
                str(3 + n), "", world.organisations["holder"].pk, actor=world.operator
            )
    client.force_login(world.users["operator"])
    client.get("/dispositif/")
    with (
        CaptureQueriesContext(connections["default"]) as queries,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        page = client.get("/dispositif/").content.decode()
    assert (len(queries), len(vault)) == (10, 0)
    assert page.count("7 à 10") == 3 * years


def test_thresholds_are_read_and_typed_the_french_way(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    page = client.get("/dispositif/").content.decode()
    for words in ("30&nbsp;%", "10,00\u00a0€", "10\u00a0jours", "15\u00a0jours"):
        assert words in page
    answer = client.post(
        "/dispositif/reglages",
        SETTINGS | {"effort_rate": "33,5 %", "left_to_live_per_day": "1\u00a02,50 €"},
        follow=True,
    )
    assert "Les réglages sont enregistrés." in answer.content.decode()
    programme = Programme.objects.get()
    assert programme.effort_rate_max == Decimal("0.335")
    assert programme.left_to_live_per_day == Decimal("12.50")
    form = client.get("/dispositif/reglages").content.decode()
    assert 'value="33,5"' in form and 'value="12,5"' in form


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("effort_rate", "1e9", "entre 5 et 60 %"),
        ("effort_rate", "NaN", "entre 5 et 60 %"),
        ("effort_rate", "-30", "entre 5 et 60 %"),
        ("effort_rate", "0,30", "entre 5 et 60 %"),
        ("effort_rate", "٣٠", "entre 5 et 60 %"),
        ("effort_rate", "9" * 10_000, "entre 5 et 60 %"),
        ("left_to_live_per_day", "Infinity", "entre 0 et 60 €"),
        ("left_to_live_per_day", "12,345", "entre 0 et 60 €"),
        ("answer_days", "9", "entier entre 10 et 60 jours"),
        ("answer_days", "10,5", "entier entre 10 et 60 jours"),
        ("answer_days", "1000000000", "entier entre 10 et 60 jours"),
        ("hold_days", "0", "entier entre 1 et 90 jours"),
        ("hold_days", "", "obligatoire"),
        ("name", "x" * 10_000, "au plus 160"),
        ("territory", "\x00", "nul"),
    ],
)
def test_a_hostile_value_is_refused_and_kept_on_screen(
    client: Client, world: World, field: str, typed: str, sentence: str
) -> None:
    client.force_login(world.users["operator"])
    other = "answer_days" if field == "hold_days" else "hold_days"
    answer = client.post("/dispositif/reglages", SETTINGS | {other: "40", field: typed})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    programme = Programme.objects.get()
    assert (programme.answer_days, programme.hold_days) == (10, 15)


def test_a_year_of_targets_is_added_and_corrected(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    year = {"year": "2027", "TENANT_low": "7", "TENANT_high": "10"}
    answer = client.post("/dispositif/objectifs/ajouter", EMPTY | year, follow=True)
    assert "7 à 10" in answer.content.decode()
    form = client.get("/dispositif/objectifs/2027").content.decode()
    assert 'value="7"' in form
    client.post("/dispositif/objectifs/2027", EMPTY | {"SHELTERED_low": "5", "SHELTERED_high": "5"})
    row = PathwayTarget.objects.get()
    assert (row.year, row.pathway, row.low, row.high) == (2027, "SHELTERED", 5, 5)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": "1999"}, "entre 2020 et 2100"),
        ({"year": ""}, "obligatoire"),
        ({"TENANT_low": "7"}, "Indiquez les deux nombres, ou aucun."),
        ({"TENANT_low": "9", "TENANT_high": "8"}, "plus petit que le précédent"),
        ({"TENANT_low": "-1", "TENANT_high": "8"}, "entier entre 0 et 1000"),
        ({"TENANT_low": "1", "TENANT_high": "1e9"}, "entier entre 0 et 1000"),
    ],
)
def test_targets_out_of_order_are_refused(
    client: Client, world: World, typed: dict[str, str], sentence: str
) -> None:
    client.force_login(world.users["operator"])
    answer = client.post("/dispositif/objectifs/ajouter", EMPTY | {"year": "2027"} | typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not PathwayTarget.objects.exists()


def test_a_year_nobody_could_mean_is_404(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    for year in (0, 1999, 2101, 10**20):
        assert client.get(f"/dispositif/objectifs/{year}").status_code == 404


def test_a_right_is_entrusted_and_removed(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    holder = world.organisations["holder"].pk
    right = {"code": "4", "detail": "commune", "holder": str(holder)}
    for _ in range(2):
        answer = client.post("/dispositif/contingents", right, follow=True)
    assert "Collectivité territoriale (commune)" in answer.content.decode()
    assert ReservationRight.objects.count() == 2
    pk = ReservationRight.objects.get(code="4").pk
    for words in ("Le contingent est retiré.", "n’est plus dans la liste"):
        answer = client.post(f"/dispositif/contingents/{pk}/retrait", follow=True)
        assert words in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "7"},
        {"code": "3", "detail": "commune"},
        {"detail": "canton"},
        {"holder": "999999"},
        {"holder": "nan"},
        {"holder": "landlord"},
    ],
)
def test_a_right_that_makes_no_sense_is_refused(
    client: Client, world: World, changes: dict[str, str]
) -> None:
    client.force_login(world.users["operator"])
    holder = world.organisations["holder"].pk
    if changes.get("holder") == "landlord":
        changes = {"holder": str(world.organisations["landlord"].pk)}
    right = {"code": "4", "detail": "", "holder": str(holder)} | changes
    assert client.post("/dispositif/contingents", right).status_code == 200
    assert ReservationRight.objects.count() == 1


def test_without_a_holder_the_page_says_where_to_go(client: Client, world: World) -> None:
    ReservationRight.objects.all().delete()
    world.organisations["holder"].participations.update(active=False)
    client.force_login(world.users["operator"])
    page = client.get("/dispositif/contingents").content.decode()
    assert "Aucun contingent" in page and "Aucun organisme n’a le rôle « Réservataire »." in page


WATCH = {
    "cases_per_hour": "12",
    "cases_per_day": "90",
    "refusals_per_hour": "3",
    "night_from": "21",
    "night_until": "7",
    "searches_per_day": "8",
}


def test_what_is_unusual_is_set_and_journaled(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    assert 'href="/dispositif/surveillance"' in client.get("/dispositif/").content.decode()
    form = client.get("/dispositif/surveillance").content.decode()
    assert 'value="60"' in form and 'value="120"' in form and 'value="20"' in form
    assert client.post("/dispositif/surveillance", WATCH).status_code == 302
    programme = Programme.objects.get()
    assert {name: str(getattr(programme, name)) for name in WATCH} == WATCH
    lines = JournalEntry.objects.using("vault").filter(action="PROGRAMME_SETTING_CHANGED")
    assert {line.subject for line in lines} == {
        "searches_per_day 20→8",
        "cases_per_hour 60→12",
        "cases_per_day 120→90",
        "refusals_per_hour 5→3",
        "night_from 22→21",
        "night_until 6→7",
    }


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("cases_per_hour", "4", "entier entre 5 et 500"),
        ("cases_per_hour", "501", "entier entre 5 et 500"),
        ("refusals_per_hour", "0", "entier entre 1 et 100"),
        ("night_from", "24", "entier entre 0 et 23 heures"),
        ("night_until", "-1", "entier entre 0 et 23 heures"),
        ("searches_per_day", "0", "entier entre 1 et 200"),
        ("searches_per_day", "", "obligatoire"),
    ],
)
def test_watching_cannot_be_put_out_of_reach(
    client: Client, world: World, field: str, typed: str, sentence: str
) -> None:
    client.force_login(world.users["operator"])
    answer = client.post("/dispositif/surveillance", WATCH | {field: typed})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Programme.objects.get().cases_per_hour == 60

"""Importing on screen: the samples' figures, every bad file, and nothing written too early."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.housing.models import Dwelling, ImportRun, Vacancy
from havre.platform import clock
from havre.platform.models import JournalEntry
from tests.adapters import bad_files
from tests.housing.imports import HEADINGS, NOVEMBER_20, csv_of, line, sample
from tests.world import World


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.at(NOVEMBER_20):
        yield


@pytest.fixture
def browser(client: Client, world: World) -> Any:
    def sign_in(name: str) -> Client:
        client.force_login(world.users[name])
        return client

    return sign_in


def send(client: Client, content: bytes, name: str = "f.csv", **data: object) -> HttpResponse:
    return client.post("/offres/import", {"file": SimpleUploadedFile(name, content), **data})


def send_good(client: Client, content: bytes, **data: object) -> str:
    """Send a file; return the address of its page."""
    answer = send(client, content, **data)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"]).removesuffix("/colonnes")


def first_columns(client: Client, path: str) -> dict[str, str]:
    """What the page of columns would send as it stands."""
    form = client.get(f"{path}/colonnes").context["form"]
    return {name: form[name].initial for name in form.fields}


@pytest.mark.parametrize(
    ("who", "name", "accepted", "rejected", "warnings", "duplicates"),
    [
        ("landlord", "val-habitat-logements-libres.xlsx", 71, 3, 1, 1),
        ("landlord", "loire-logis-vacants.csv", 56, 3, 0, 0),
        ("agency", "agences-offres-privees.ods", 14, 0, 0, 0),
    ],
)
def test_samples_on_screen(
    world: World,
    browser: Any,
    who: str,
    name: str,
    accepted: int,
    rejected: int,
    warnings: int,
    duplicates: int,
) -> None:
    client = browser(who)
    answer = send(client, sample(name), name)
    assert answer["Location"].endswith("/colonnes")
    path = answer["Location"].removesuffix("/colonnes")
    answer = client.post(f"{path}/colonnes", first_columns(client, path))
    assert answer["Location"] == path
    told = client.get(path).context["told"]
    assert (told["accepted"], told["created"]) == (accepted, accepted)
    assert (len(told["rejected"]), len(told["warnings"])) == (rejected, warnings)
    assert told["duplicates"] == duplicates
    assert not Vacancy.objects.exists()
    assert client.post(f"{path}/importer")["Location"] == path
    assert Vacancy.objects.filter(status="OPEN").count() == accepted
    assert client.get(path).context["told"] == told
    again = send_good(client, sample(name))
    told = client.get(again).context["told"]
    assert (told["accepted"], told["unchanged"], told["created"]) == (accepted, accepted, 0)
    assert "déjà été importé" in client.get(again).content.decode()


def test_known_columns_are_not_asked_again(world: World, browser: Any) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(line(1)))
    client.post(f"{path}/importer")
    assert not send(client, csv_of(line(2)))["Location"].endswith("/colonnes")


def test_stock_on_screen(world: World, browser: Any) -> None:
    client = browser("landlord")
    answer = send(client, sample("rpls-extrait.csv"))
    path = answer["Location"]
    assert not path.endswith("/colonnes")
    page = client.get(path).content.decode()
    assert "parc (fichier RPLS)" in page
    client.post(f"{path}/importer")
    assert (Dwelling.objects.count(), Vacancy.objects.count()) == (240, 0)
    assert client.get(f"{path}/colonnes")["Location"] == path


def test_missing_column_is_chosen(world: World, browser: Any) -> None:
    client = browser("landlord")
    headings = tuple("Prix <b>au</b> mois" if h == "Loyer HC" else h for h in HEADINGS)
    path = send_good(client, csv_of(line(1, Résidence="<i>x</i>"), headings=headings))
    assert client.get(path)["Location"] == f"{path}/colonnes"
    assert client.post(f"{path}/importer")["Location"] == f"{path}/colonnes"
    page = client.get(f"{path}/colonnes").content.decode()
    assert "Il manque : Loyer hors charges" in page
    assert "<b>au</b>" not in page
    assert "<i>x</i>" not in page
    data = first_columns(client, path)
    answer = client.post(f"{path}/colonnes", data)
    assert "Il manque une colonne" in answer.content.decode()
    name = next(n for n, v in data.items() if v == "")
    data |= {name: "rent"}
    twice = data | {next(n for n, v in data.items() if v == "charges"): "rent"}
    answer = client.post(f"{path}/colonnes", twice)
    assert "est déjà la colonne" in answer.content.decode()
    assert client.post(f"{path}/colonnes", data)["Location"] == path
    client.post(f"{path}/importer")
    assert Vacancy.objects.count() == 1


BAD = {
    "vide": (b"", "vide"),
    "pdf": (b"%PDF-1.7 x", "PDF"),
    "page web": (b"<!doctype html><html></html>", "page web"),
    "protégé": (bad_files.ole_with("EncryptedPackage"), "mot de passe"),
    "zip": (bad_files.archive({"a.txt": b"a"}), "archive"),
    "abîmé": (bad_files.xlsx([HEADINGS])[:300], "abîmé"),
    "lointain": (bad_files.far_xlsx(), "trop grand"),
    "sans titres": (b"a;b;c\r\n1;2;3\r\n", "titres de colonnes"),
    "trop gros": (b"x;" * 6_000_000, "10 Mo"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files(world: World, browser: Any, kind: str) -> None:
    content, sentence = BAD[kind]
    answer = send(browser("landlord"), content)
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors["file"])
    assert not ImportRun.objects.exists()


def test_no_file_and_no_landlord(world: World, browser: Any) -> None:
    client = browser("operator")
    errors = client.post("/offres/import", {}).context["form"].errors
    assert set(errors) == {"file", "landlord"}
    answer = send(client, csv_of(line(1)), landlord=world.shelter.organisation_id)
    assert set(answer.context["form"].errors) == {"landlord"}
    send_good(client, csv_of(line(1)), landlord=world.landlord.organisation_id)
    assert ImportRun.objects.get().landlord_id == world.landlord.organisation_id


def test_another_landlord_finds_nothing(world: World, browser: Any) -> None:
    path = send_good(browser("landlord"), csv_of(line(1)))
    client = browser("other_landlord")
    for suffix in ("", "/colonnes", "/rapport.csv", "/rapport.xlsx"):
        assert client.get(path + suffix).status_code == 404
    for suffix in ("/importer", "/abandonner", "/colonnes"):
        assert client.post(path + suffix).status_code == 404
    assert path not in client.get("/offres/imports").content.decode()
    assert path in browser("operator").get("/offres/imports").content.decode()


def test_confirming_twice_is_calm(world: World, browser: Any) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(line(1)))
    client.post(f"{path}/importer")
    for suffix in ("/importer", "/abandonner"):
        page = client.post(path + suffix, follow=True).content.decode()
        assert "Ce fichier a déjà été traité" in page
    assert Vacancy.objects.count() == 1
    assert ImportRun.objects.get().status == "DONE"
    assert client.post(f"{path}/colonnes")["Location"] == path


def test_abandoned(world: World, browser: Any) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(line(1)))
    page = client.post(f"{path}/abandonner", follow=True).content.decode()
    assert "rien n’a été importé" in page
    assert "Fichier abandonné" in client.get(path).content.decode()
    assert client.get(f"{path}/rapport.csv").status_code == 404
    assert ImportRun.objects.get().content is None
    assert not Vacancy.objects.exists()


def test_only_post_writes(world: World, browser: Any) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(line(1)))
    assert client.get(f"{path}/importer").status_code == 405
    assert client.get(f"{path}/abandonner").status_code == 405


def test_offers_no_longer_listed(world: World, browser: Any) -> None:
    client = browser("landlord")
    client.post(send_good(client, csv_of(line(1), line(2), line(3))) + "/importer")
    with clock.at(NOVEMBER_20 + timedelta(minutes=10)):
        path = send_good(client, csv_of(line(1)))
        page = client.get(path).content.decode()
        assert "2\u00a0offres ouvertes ne figurent plus dans ce fichier" in page
        assert "F-0003" in page
        client.post(f"{path}/importer")
        assert Vacancy.objects.filter(status="OPEN").count() == 3
        assert "aucune retirée" in client.get(path).content.decode()
        path = send_good(client, csv_of(line(1)))
        client.post(f"{path}/importer", {"withdraw_missing": "on"})
        assert Vacancy.objects.filter(status="OPEN").count() == 1


def test_report_leaves_through_the_gate(world: World, browser: Any) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(line(1, **{"Réf.": "=1+1"}), line(2, Type="T12")))
    assert client.get(f"{path}/rapport.csv").status_code == 404
    client.post(f"{path}/importer")
    answer = client.get(f"{path}/rapport.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="rapport-import.csv"'
    text = answer.content.decode("utf-8-sig").splitlines()
    assert text[0] == "Ligne;Référence;Résultat;Colonne;Explication;Effet"
    assert text[2].startswith("2;'=1+1;Acceptée;")
    assert text[2].endswith(";Nouvelle offre")
    assert text[3].startswith("3;F-0002;Rejetée;Type;« T12 »")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/rapport.xlsx").content))
    cell = book.worksheets[0]["B3"]
    assert (str(cell.value).lstrip("'"), cell.data_type) == ("=1+1", "s")
    left = JournalEntry.objects.using("owner").filter(action="DOCUMENT_RELEASED")
    assert left.count() == 2


def test_long_lists_are_cut(world: World, browser: Any) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(*(line(n, Type="T12") for n in range(130)), line(999)))
    page = client.get(path).content.decode()
    assert page.count("Ligne ") < 120
    assert "Et 30\u00a0autres, dans le rapport." in page


def test_nothing_to_import(world: World, browser: Any) -> None:
    client = browser("landlord")
    page = client.get(send_good(client, csv_of(line(1, Type="T12")))).content.decode()
    assert ">Importer</button>" not in page
    assert "Abandonner" in page


@pytest.mark.parametrize("size", [1, 300])
def test_constant_queries(world: World, browser: Any, size: int) -> None:
    client = browser("landlord")
    path = send_good(client, csv_of(*(line(n) for n in range(size))))

    def cost(method: str, address: str) -> tuple[int, int]:
        with (
            CaptureQueriesContext(connections["default"]) as asked,
            CaptureQueriesContext(connections["vault"]) as vault,
        ):
            getattr(client, method)(address)
        return len(asked), len(vault)

    assert [
        cost("get", path),
        cost("post", f"{path}/importer"),
        cost("get", path),
        cost("get", "/offres/imports"),
    ] == [(14, 0), (25, 0), (7, 0), (7, 0)]


def test_past_imports(world: World, browser: Any) -> None:
    client = browser("landlord")
    assert "Aucun fichier pour l’instant" in client.get("/offres/imports").content.decode()
    client.post(send_good(client, csv_of(line(1), line(2, Type="T12"))) + "/importer")
    with clock.at(NOVEMBER_20 + timedelta(minutes=1)):
        send_good(client, csv_of(line(3)))
    runs = client.get("/offres/imports").context["page"].rows
    assert [(run.status, run.accepted, run.rejected) for run in runs] == [
        ("PREVIEW", None, None),
        ("DONE", 1, 1),
    ]
    assert "Bailleur" not in client.get("/offres/imports").content.decode()
    assert "Bailleur" in browser("operator").get("/offres/imports").content.decode()

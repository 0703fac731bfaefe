"""`havre import`: the same figures as the screen, and one sentence when nothing can be done."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from havre.config.commands import import_
from havre.housing.models import Dwelling, ImportRun, Vacancy
from havre.platform import clock
from havre.platform.models import JournalEntry
from tests.housing.imports import NOVEMBER_20, SAMPLES, csv_of, line
from tests.world import World


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.at(NOVEMBER_20):
        yield


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    import_.configure(parser)
    return import_.run(parser.parse_args(words))


def told(capsys: Any, *words: str) -> dict[str, Any]:
    assert command(*words, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("slug", "name", "accepted", "rejected", "warnings", "duplicates"),
    [
        ("landlord", "val-habitat-logements-libres.xlsx", 71, 3, 1, 1),
        ("landlord", "loire-logis-vacants.csv", 56, 3, 0, 0),
        ("agency", "agences-offres-privees.ods", 14, 0, 0, 0),
    ],
)
def test_samples(
    world: World,
    capsys: Any,
    slug: str,
    name: str,
    accepted: int,
    rejected: int,
    warnings: int,
    duplicates: int,
) -> None:
    words = ("vacancies", str(SAMPLES / name), "--landlord", slug)
    dry = told(capsys, *words, "--dry-run")
    assert (dry["accepted"], dry["dry_run"]) == (accepted, True)
    assert not Vacancy.objects.exists()
    assert not ImportRun.objects.exists()
    first = told(capsys, *words)
    assert (first["accepted"], first["updated"], first["unchanged"]) == (accepted, 0, 0)
    assert (len(first["rejected"]), len(first["warnings"])) == (rejected, warnings)
    assert first["duplicates"] == duplicates
    again = told(capsys, *words)
    assert (again["accepted"], again["updated"], again["unchanged"]) == (accepted, 0, accepted)
    assert Vacancy.objects.count() == accepted


def test_shape_of_a_rejection(world: World, capsys: Any) -> None:
    path = str(SAMPLES / "val-habitat-logements-libres.xlsx")
    found = told(capsys, "vacancies", path, "--landlord", "landlord")
    assert found["rejected"][0] == {
        "line": 89,
        "reference": "VH-09002",
        "column": "Surf. hab. (m²)",
        "reason": "La surface doit être supérieure à zéro. Corrigez-la.",
    }


def test_stock(world: World, capsys: Any) -> None:
    path = str(SAMPLES / "rpls-extrait.csv")
    found = told(capsys, "stock", path, "--landlord", "landlord")
    assert (found["stock"], found["vacancies"], found["created"]) == (240, 0, 240)
    assert (Dwelling.objects.count(), Vacancy.objects.count()) == (240, 0)
    assert told(capsys, "stock", path, "--landlord", "landlord")["unchanged"] == 240


def test_who_imported(world: World, capsys: Any) -> None:
    told(capsys, "vacancies", str(SAMPLES / "loire-logis-vacants.csv"), "--landlord", "landlord")
    run = ImportRun.objects.get()
    assert (run.status, run.uploaded_by_id) == ("DONE", None)
    entry = JournalEntry.objects.using("owner").get(action="IMPORT_DONE")
    assert (entry.user_id, entry.purpose) == (0, "import")
    assert entry.organisation_id == world.operator.organisation_id


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("vacancies", "nulle-part.csv", "--landlord", "landlord"), "n’existe pas"),
        (("vacancies", str(SAMPLES), "--landlord", "landlord"), "ne peut pas être lu"),
        (("vacancies", __file__, "--landlord", "inconnu"), "Aucun bailleur"),
        (("vacancies", __file__, "--landlord", "shelter"), "Aucun bailleur"),
        (("vacancies", __file__, "--landlord", "landlord"), "titres de colonnes"),
        (
            ("vacancies", str(SAMPLES / "rpls-extrait.csv"), "--landlord", "landlord"),
            "Importez-le comme parc",
        ),
        (
            ("stock", str(SAMPLES / "loire-logis-vacants.csv"), "--landlord", "landlord"),
            "n’est pas un extrait RPLS",
        ),
    ],
)
def test_refusals(world: World, capsys: Any, words: tuple[str, ...], sentence: str) -> None:
    assert command(*words) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert sentence in said.err
    assert not ImportRun.objects.exists()


def test_in_words(world: World, capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(csv_of(line(1), line(2, Type="T12")))
    assert command("vacancies", str(path), "--landlord", "landlord", "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Offres : 1 ligne acceptée (1 nouvelle)." in said
    assert "Rejetée, ligne 3 (F-0002) : « T12 »" in said
    assert "rien n’a été enregistré" in said


def test_landlords(world: World, capsys: Any) -> None:
    assert command("landlords") == 0
    assert "agency" in capsys.readouterr().out
    command("landlords", "--json")
    rows = json.loads(capsys.readouterr().out)
    assert [row["slug"] for row in rows] == ["agency", "landlord", "other-landlord"]
    assert rows[0] == {"slug": "agency", "name": "Org agency", "role": "LETTING_AGENCY"}

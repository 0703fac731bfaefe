"""Decisions from a landlord's own spreadsheet, as if it had typed them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from havre.allocations import actions
from havre.allocations.models import Proposal, ProposalStep
from havre.housing.models import ImportRun
from havre.organisations.models import Membership
from havre.platform.acting import acting
from havre.platform.clock import today
from tests.web.desk.test_desk import as_it_stands, sent, signed_in
from tests.world import World

HEADINGS = ("Référence", "Nom", "Décision", "Date", "Rang", "Motif", "Candidats")
SEND = "/bureau/commissions/decisions"


def going(world: World, by: str = "landlord", **changes: object) -> Proposal:
    """A candidacy that went to the committee of today."""
    proposal = sent(world, by, **changes)
    with acting(world.actors[by]) as actor:
        return actions.record_landlord_answer(
            proposal, agrees=True, committee_on=today(), actor=actor
        )


def workbook(*rows: Sequence[object]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(list(row))
    held = BytesIO()
    book.save(held)
    return SimpleUploadedFile("decisions.xlsx", held.getvalue())


def line(proposal: Proposal, decision: str, rank: object = "", reason: str = "") -> list[object]:
    return [proposal.reference, "Zyntharel", decision, today(), rank, reason, 3]


def received(client: Client, *rows: Sequence[object]) -> str:
    """Send a file and confirm its columns; return the address of its preview."""
    location = client.post(SEND, {"file": workbook(*rows)}).headers["Location"]
    if not location.endswith("/colonnes"):
        return location
    page = client.get(location).content.decode()
    chosen = dict(re.findall(r'name="(column_\d)".*?value="(\w*)" selected', page, re.S))
    return client.post(location, chosen).headers["Location"]


def statuses(world: World, *found: Proposal) -> list[str]:
    return [as_it_stands(world, one).status for one in found]


def test_a_file_is_looked_at_then_recorded_and_twice_changes_nothing(world: World) -> None:
    first, second, third = (
        going(world, reference=f"T-{n}", last_name=f"Borvelune{n}") for n in "123"
    )
    client = signed_in(world, "landlord")
    rows = [
        line(first, "Attribution"),
        line(second, "Rang", 2),
        line(third, "Non-attribution", "", "Ressources"),
    ]
    url = received(client, *rows)
    page = client.get(url).content.decode()
    assert "Rien n’est encore enregistré" in page
    assert "Enregistrer 3\u00a0décisions" in page
    assert statuses(world, first, second, third) == ["COMMITTEE"] * 3
    for _ in range(2):  # sent twice: once
        assert client.post(f"{url}/enregistrer").headers["Location"] == url
    after = ["ALLOCATED", "RANKED", "NOT_ALLOCATED"]
    assert statuses(world, first, second, third) == after
    with acting(world.operator):
        step = ProposalStep.objects.get(proposal=first, status="ALLOCATED")
        assert step.by_organisation_id == world.organisations["landlord"].pk
        assert not step.on_behalf
        steps = ProposalStep.objects.count()
    again = received(client, *rows)
    assert "Déjà enregistrées" in client.get(again).content.decode()
    client.post(f"{again}/enregistrer")
    assert ImportRun.objects.get(pk=again.split("/")[-1]).report["figures"]["unchanged"] == 3
    with acting(world.operator):
        assert ProposalStep.objects.count() == steps


def test_what_cannot_be_recorded_is_told_by_line_and_the_rest_is(world: World) -> None:
    good, waiting = going(world), sent(world, reference="T-2", last_name="Borvelune")
    theirs = going(world, "other_landlord", reference="U-1", last_name="Carmelune")
    client = signed_in(world, "landlord")
    unknown = ["ZZZZ-9999", "", "Attribution", today(), "", "", 3]
    rows = [
        line(good, "Attribution"),
        line(waiting, "Attribution"),
        line(theirs, "Attribution"),
        unknown,
    ]
    url = received(client, *rows)
    page = client.get(url).content.decode()
    assert page.count("Référence inconnue.") == 2
    assert "n’est inscrite à aucune commission" in page
    client.post(f"{url}/enregistrer")
    assert statuses(world, good, waiting, theirs) == ["ALLOCATED", "WITH_LANDLORD", "COMMITTEE"]
    told = ImportRun.objects.get().report["figures"]["rejected"]
    reasons = {one["reference"]: (one["line"], one["reason"]) for one in told}
    assert reasons[theirs.reference] == (4, "Référence inconnue.")
    assert reasons["ZZZZ-9999"] == (5, "Référence inconnue.")


def test_another_decision_on_what_is_decided_replaces_nothing(world: World) -> None:
    one = going(world)
    client = signed_in(world, "landlord")
    client.post(f"{received(client, line(one, 'Attribution'))}/enregistrer")
    url = received(client, line(one, "Refus", "", "Ressources"))
    assert "elle n’est pas remplacée" in client.get(url).content.decode()
    client.post(f"{url}/enregistrer")
    assert statuses(world, one) == ["ALLOCATED"]


def test_a_line_refused_at_the_last_moment_leaves_the_others(world: World) -> None:
    good, gone = going(world), going(world, reference="T-2", last_name="Borvelune")
    client = signed_in(world, "landlord")
    url = received(client, line(good, "Attribution"), line(gone, "Attribution"))
    with acting(world.operator):
        gone.vacancy.status = "WITHDRAWN"
        gone.vacancy.save(update_fields=["status"])
    client.post(f"{url}/enregistrer")
    assert statuses(world, good, gone) == ["ALLOCATED", "COMMITTEE"]
    (told,) = ImportRun.objects.get().report["figures"]["rejected"]
    assert told["reference"] == gone.reference
    assert "retiré de l’offre" in told["reason"]


def test_fewer_than_three_candidates_need_an_exception(world: World) -> None:
    one = going(world)
    client = signed_in(world, "landlord")
    row = [*line(one, "Attribution")[:-1], 1]
    url = received(client, row)
    said = "Moins de trois candidats : indiquez l’exception prévue par la loi."
    assert said in client.get(url).content.decode()
    client.post(f"{url}/enregistrer")
    assert statuses(world, one) == ["COMMITTEE"]
    (told,) = ImportRun.objects.get().report["figures"]["rejected"]
    assert told["reason"] == said


def test_a_file_is_of_whoever_sent_it(world: World) -> None:
    """A colleague may be kept from a candidacy that the file names."""
    one = going(world)
    url = received(signed_in(world, "landlord"), line(one, "Attribution"))
    Membership.objects.filter(user=world.users["other_landlord"]).update(
        organisation=world.organisations["landlord"]
    )
    colleague = signed_in(world, "other_landlord")
    for path in (url, f"{url}/colonnes"):
        assert colleague.get(path).status_code == 404
    assert colleague.post(f"{url}/enregistrer").status_code == 404
    assert url not in colleague.get("/bureau/commissions/decisions").content.decode()
    assert statuses(world, one) == ["COMMITTEE"]


@pytest.mark.parametrize("day", ["immédiate", "libre", "de suite"])
def test_a_day_that_is_none_is_not_today(world: World, day: str) -> None:
    one = going(world)
    row = line(one, "Attribution")
    row[3] = day
    client = signed_in(world, "landlord")
    url = received(client, row)
    assert "Cette date ne se lit pas." in client.get(url).content.decode()
    client.post(f"{url}/enregistrer")
    assert statuses(world, one) == ["COMMITTEE"]


def test_no_name_is_kept_in_clear_before_nor_at_all_after(world: World) -> None:
    one = going(world)
    client = signed_in(world, "landlord")
    url = received(client, line(one, "Attribution"))
    run = ImportRun.objects.get()
    assert run.content is not None
    assert b"Zyntharel" not in bytes(run.content)
    client.post(f"{url}/enregistrer")
    run.refresh_from_db()
    assert run.content is None
    assert "Zyntharel" not in f"{run.report}{run.headings}"
    assert "ATTRIBUTION" not in str(run.report)


def test_a_file_is_abandoned(world: World) -> None:
    one = going(world)
    client = signed_in(world, "landlord")
    url = received(client, line(one, "Attribution"))
    assert client.post(f"{url}/abandonner").headers["Location"] == SEND
    assert "Fichier abandonné" in client.get(url).content.decode()
    client.post(f"{url}/enregistrer")
    assert statuses(world, one) == ["COMMITTEE"]


def test_columns_are_corrected_by_a_person_and_remembered(world: World) -> None:
    one = going(world)
    client = signed_in(world, "landlord")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Référence", "Verdict", "Date"], [one.reference, "Attribution", today()]):
        book.active.append(row)
    held = BytesIO()
    book.save(held)

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile("d.xlsx", held.getvalue())

    url = client.post(SEND, {"file": file()}).headers["Location"]
    missing = client.post(url, {"column_0": "reference", "column_2": "decided_on"})
    assert "Il manque une colonne" in missing.content.decode()
    chosen = {"column_0": "reference", "column_1": "decision", "column_2": "decided_on"}
    preview = client.post(url, chosen).headers["Location"]
    client.post(f"{preview}/enregistrer")
    assert statuses(world, one) == ["ALLOCATED"]
    again = client.post(SEND, {"file": file()}).headers["Location"]
    assert not again.endswith("/colonnes")
    assert "Déjà enregistrées" in client.get(again).content.decode()


@pytest.mark.parametrize("content", [b"", b"rien", b"a;b\n1;2\n"])
def test_a_file_that_cannot_be_read_is_told_at_its_field(world: World, content: bytes) -> None:
    client = signed_in(world, "landlord")
    response = client.post(SEND, {"file": SimpleUploadedFile("d.csv", content)})
    assert response.status_code == 200
    assert "field-error" in response.content.decode() or "invalid" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_file_is_its_landlords_own(world: World) -> None:
    one = going(world)
    url = received(signed_in(world, "landlord"), line(one, "Attribution"))
    for name in ("operator", "other_landlord", "agency", "holder"):
        client = signed_in(world, name)
        denied = {404} if name == "other_landlord" else {403, 404}
        for path in (
            url,
            f"{url}/colonnes",
            url.replace("bureau/commissions/decisions", "offres/imports"),
        ):
            assert client.get(path).status_code in {403, 404}, (name, path)
        for step in ("enregistrer", "abandonner"):
            assert client.post(f"{url}/{step}").status_code in denied, (name, step)
    assert statuses(world, one) == ["COMMITTEE"]

"""The pages of the journal: who may open them, what they say, one click to attest."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from havre.oversight.models import AccessAlert
from havre.platform.acting import acting
from havre.platform.clock import now
from havre.platform.journal_sealing import seal
from havre.platform.models import JournalAttestation, JournalEntry
from tests import world as w
from tests.world import World


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return str(answer.content.decode())


def test_the_keeper_sees_who_consulted(world: World) -> None:
    case = w.admitted(world)
    client_of(world, "shelter").get(f"/situations/{case.reference}")
    client = client_of(world, "operator")
    assert f"/situations/{case.reference}/consultations" in text_of(
        client, f"/situations/{case.reference}"
    )
    text = text_of(client, f"/situations/{case.reference}/consultations")
    assert "Org shelter" in text
    assert "Dossier ouvert" in text
    assert str(world.users["shelter"]) not in text


@pytest.mark.parametrize("name", ["shelter", "landlord", "other_shelter"])
def test_others_find_no_such_page(world: World, name: str) -> None:
    case = w.admitted(world)
    url = f"/situations/{case.reference}/consultations"
    assert client_of(world, name).get(url).status_code == 404


@pytest.mark.parametrize("mark", ["", "?apres=rien", "?apres=00000000-0000-0000-0000-000000000001"])
def test_a_mark_that_is_none_shows_the_first_page(world: World, mark: str) -> None:
    case = w.admitted(world)
    client = client_of(world, "operator")
    client.get(f"/situations/{case.reference}")
    text = text_of(client, f"/situations/{case.reference}/consultations{mark}")
    assert "Dossier ouvert" in text


def test_ones_own_journal(world: World) -> None:
    case = w.referred(world)
    client = client_of(world, "shelter")
    assert 'href="/journal/"' in text_of(client, "/equipe/")
    text = text_of(client, "/journal/")
    assert "Orientation envoyée" in text
    assert case.reference in text
    assert "Zyntharel" not in text


def test_a_partner_attests_in_one_click_and_keeps_the_receipt(world: World) -> None:
    w.referred(world)
    seal()
    client = client_of(world, "shelter")
    assert client.get("/journal/recu").status_code == 302
    assert client.post("/journal/attester").status_code == 302
    attestation = JournalAttestation.objects.using("owner").get()
    text = text_of(client, "/journal/attester")
    code = bytes(attestation.head).hex()[:16].upper()
    assert f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}" in text
    receipt = client.get("/journal/recu")
    assert receipt.headers["Content-Disposition"] == 'attachment; filename="recu-1.json"'
    held = json.loads(receipt.content)
    assert (held["number"], held["head"]) == (1, bytes(attestation.head).hex())
    assert set(held) == {"number", "head", "attested_at"}


def test_nothing_to_attest_yet(world: World) -> None:
    answer = client_of(world, "shelter").post("/journal/attester", follow=True)
    assert "Rien n’est encore à attester." in answer.content.decode()


def test_the_operator_does_not_attest(world: World) -> None:
    client = client_of(world, "operator")
    assert client.get("/journal/attester").status_code == 403
    assert client.post("/journal/attester").status_code == 403
    assert 'href="/journal/attester"' not in text_of(client, "/journal/")


@pytest.fixture
def alert(world: World) -> AccessAlert:
    with acting(world.operator) as actor:
        return AccessAlert.objects.create(
            programme=world.programme,
            operator_id=actor.organisation_id,
            kind="REFUSALS",
            organisation_id=world.landlord.organisation_id,
            user=world.users["landlord"],
            hour=now() - timedelta(hours=1),
            number=7,
        )


def test_the_home_page_says_what_to_look_at(world: World, alert: AccessAlert) -> None:
    client = client_of(world, "operator")
    assert f'href="/journal/alertes/{alert.pk}"' in text_of(client, "/")
    text = text_of(client, f"/journal/alertes/{alert.pk}")
    assert "Nombre : 7." in text
    assert "Demandez-lui ce qu’elle cherchait." in text
    refused = client.post(f"/journal/alertes/{alert.pk}", {})
    assert "Choisissez une conclusion." in refused.content.decode()
    client.post(f"/journal/alertes/{alert.pk}", {"outcome": "REMINDED"})
    assert f"/journal/alertes/{alert.pk}" not in text_of(client, "/")
    assert client.get(f"/journal/alertes/{alert.pk}").status_code == 404
    assert AccessAlert.objects.using("owner").get().outcome == "REMINDED"


@pytest.mark.parametrize("name", ["landlord", "shelter", "funder"])
def test_nobody_else_sees_the_alert(world: World, alert: AccessAlert, name: str) -> None:
    client = client_of(world, name)
    assert "/journal/alertes/" not in text_of(client, "/")
    assert client.get(f"/journal/alertes/{alert.pk}").status_code == 404


def test_what_is_refused_is_written_down_hidden_or_absent(world: World) -> None:
    case = w.admitted(world)
    client = client_of(world, "landlord")
    for reference in (case.reference, "ZZZZ-9999"):
        assert client.get(f"/situations/{reference}").status_code == 404
    lines = JournalEntry.objects.using("vault").filter(action="PAGE_REFUSED")
    said = {(line.case_id, line.subject) for line in lines}
    assert said == {(None, case.reference), (None, "ZZZZ-9999")}
    assert {line.user_id for line in lines} == {world.landlord.user_id}


def test_ones_own_journal_says_who_searched_and_never_for_whom(world: World) -> None:
    case = w.referred(world)
    client = client_of(world, "shelter")
    typed = {"last_name": "Zyntharel", "first_name": "Oriane", "birth_date": "1991-04-02"}
    for terms in (typed, typed | {"last_name": "Quelbrasque"}):
        answer = client.post("/situations/retrouver", terms | {"reason": "SHE_CALLS"})
        assert answer.status_code == 200
    assert (
        case.reference
        in client.post(
            "/situations/retrouver", {"unique_number": "045062612345ABCDE1", "reason": "DOUBLE"}
        ).content.decode()
    )
    text = text_of(client, "/journal/")
    assert text.count("Recherche d’une personne") == 3
    assert str(world.users["shelter"]) in text
    assert "Recherche" not in text_of(client_of(world, "landlord"), "/journal/")
    for word in ("zyntharel", "oriane", "quelbrasque", "1991-04-02", "045062612345"):
        assert word not in text.casefold()
        assert tables_with(word) == []


def tables_with(word: str) -> list[str]:
    """The tables of which one row, whole, holds a word in any of its columns."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        found = []
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT EXISTS (SELECT 1 FROM {table} t WHERE position(%s IN lower(t::text)) > 0)",
                [word],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_the_search_for_words_does_find_them(world: World) -> None:
    assert tables_with("org shelter") == ["public.organisations_organisation"]

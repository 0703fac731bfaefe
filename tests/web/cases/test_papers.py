"""The papers handed to her: what they say, to whom they are given, and what is never on them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from havre.adapters.printing import papers
from havre.cases.consent import renew_consent
from havre.cases.consent_terms import Named
from havre.engine.vocabulary import Compartment as C
from havre.organisations.models import Organisation
from havre.platform.acting import acting
from havre.platform.gate import refusal_of
from havre.platform.models import JournalEntry
from havre.sharing.policy import Recipient
from tests import world as w
from tests.adapters.test_printing import read
from tests.sharing.test_sharing_actions import agreement
from tests.web.cases.conftest import SignIn
from tests.world import World

CODES = ("accord", "accord-simple", "recu", "acces")
SECRETS = ("Zyntharel", "Oriane", "mirabelle", "06 00 00 00 01", "Quetzaline", "Vorlabe")


@pytest.mark.parametrize("code", CODES)
def test_a_paper_is_given_to_the_keeper_and_says_nothing_of_her(
    world: World, signed: SignIn, code: str
) -> None:
    case = w.admitted(world)
    address = reverse("paper", args=[case.reference, code])
    answer = signed("operator").get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="feuille.pdf"'
    reader, text = read(answer.content)
    for secret in SECRETS:
        assert secret not in text + str(reader.metadata), secret
    with acting(world.operator):
        assert JournalEntry.objects.filter(action="DOCUMENT_RELEASED").count() == 1
    assert signed("shelter").get(address).status_code == 404
    assert signed("other_shelter").get(address).status_code == 404


def test_the_receipt_can_be_found_without_danger(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    answer = signed("operator").get(reverse("paper", args=[case.reference, "recu"]))
    _, text = read(answer.content)
    assert refusal_of(text) == ""
    for word in ("Org", "Havre", "logement", "abri", "dossier", "accord"):
        assert word not in text, word
    assert case.reference in text


def test_her_agreement_is_printed_as_she_gave_it(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    Organisation.objects.filter(slug="specialist").update(name='#read("/etc/passwd") *x*')
    named = Named(world.specialist.organisation_id, True, frozenset({C.CONTACT}))
    terms = agreement(
        named=[named],
        agreed={Recipient.BOARD: False},
        refused={Recipient.REFERRER: frozenset({C.IDENTITY})},
    )
    with acting(world.operator):
        renew_consent(case, terms, after=1, actor=world.operator)
    client = signed("operator")
    _, text = read(client.get(reverse("paper", args=[case.reference, "accord"])).content)
    assert '#read("/etc/passwd") *x*' in text
    assert "Sauf : Identité." in text
    assert "par une fiche sans nom Non" in text
    _, plain = read(client.get(reverse("paper", args=[case.reference, "accord-simple"])).content)
    assert "Les bailleurs ne peuvent pas lire une fiche." in plain


def test_the_sheet_says_who_reads_what(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    answer = signed("operator").get(reverse("paper", args=[case.reference, "acces"]))
    _, text = read(answer.content)
    for words in ("Org operator", "Org shelter", "Contact sûr", "Orientation", "Compléter"):
        assert words in text, words
    assert "Org landlord" not in text


def test_a_failure_is_told_where_one_was(
    world: World, signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, client = w.admitted(world), signed("operator")
    monkeypatch.setattr(papers, "TEMPLATES", papers.TEMPLATES / "absent")
    answer = client.get(reverse("paper", args=[case.reference, "recu"]))
    assert answer["Location"] == reverse("shares", args=[case.reference])
    assert "Le document n’a pas pu être préparé." in client.get(answer["Location"]).content.decode()


def test_there_is_no_other_paper(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    assert signed("operator").get(reverse("paper", args=[case.reference, "x"])).status_code == 404

"""The doors one does not think of: what a browser remembers, the order and number of other rows,
answers to writing, names of files, mail, titles, caches, and what an address says of what it
names."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter

from havre.assessments import actions as assessments
from havre.platform.acting import acting
from havre.platform.compartments import case_models
from havre.platform.models import OutgoingMail
from havre.platform.references import ReferenceField
from havre.web.shell.screens import AUDIENCE_OF
from havre.web.shell.screens import Audience as A
from tests import world as w
from tests.matrix.reading import body_of
from tests.matrix.scenario import PLAYERS, Scene, reach
from tests.matrix.test_screens import asked
from tests.web.test_other_organisations import TOKEN, about_a_case, parameters, patterns
from tests.worker import deliver_all
from tests.world import World

TITLES = frozenset(
    [
        "Accueil",
        "Accès",
        "Accord",
        "Accords",
        "Aide",
        "Bureau",
        "Code",
        "Commission",
        "Commissions",
        "Communes",
        "Confirmation",
        "Courriers",
        "Décisions",
        "Dispositif",
        "Documents",
        "Droits de réservation",
        "Envois",
        "Équilibre",
        "Équipe",
        "Fiches",
        "Indicateurs",
        "Inviter",
        "Invitation",
        "Offres",
        "Organismes",
        "Orientation",
        "Partages",
        "Pièces",
        "Plafonds",
        "Plan",
        "Proposition",
        "Propositions",
        "Reprise",
        "Réunions",
        "Situation",
        "Situations",
        "Une question",
        "Urgences",
    ]
) | {"Consultations", "Journal", "Retrouver", "Mon compte", "Votre compte", "Nouvelle orientation"}
"""After « Havre · »: never whom, what or which. The neutral page is called « Accueil » alone."""

FILES = re.compile(
    r'(attachment|inline); filename="'
    r'(feuille\.pdf|page\.jpg|document-[0-9A-F]{6}\.(pdf|jpg|png|docx|odt)|rapport-import\.(csv|xlsx)|document\.(pdf|odt)|agenda\.ics)"'
)
KNOWN_TO_BROWSERS = frozenset(
    [
        "current-password",
        "new-password",
        "one-time-code",
        "given-name",
        "family-name",
        "username",
        "webauthn",
        "email",
    ]
)
"""What a person's own account may have remembered: it is her own, and on these pages only."""
ACCOUNT = ("account_", "mfa_", "invitation")


NUMBERED = {
    "number": "a version of an assessment, or a page of a document, counted within its case",
    "year": "a year",
    "right_id": "a reservation right of the programme",
    "ceiling_id": "a published ceiling",
    "membership_id": "a colleague",
    "invitation_id": "an invitation of one's own organisation",
    "session_id": "one's own session",
    "factor_id": "one's own key",
}
"""What addresses name by a number, and why it tells nothing of a case."""


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


class Fields(HTMLParser):
    """The fields of a page that a browser may offer to fill in again."""

    def __init__(self) -> None:
        super().__init__()
        self.form = ""
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self.form = values.get("autocomplete") or ""
        kind = values.get("type") or "text"
        fixed = {"hidden", "checkbox", "radio", "submit", "button", "file"}
        if tag == "textarea" or (tag == "input" and kind not in fixed):
            said = values.get("autocomplete") or self.form
            self.open.append((values.get("name") or "", said))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""


def test_no_field_is_remembered_by_the_browser(world: World) -> None:
    scene = reach(world, "WITH_LANDLORD")
    seen, wrong = 0, set()
    for name in ("operator", "landlord", "shelter"):
        client = signed_in(world, name)
        for screen, address in pages(scene):
            answer = client.get(address)
            if answer.status_code != 200 or "html" not in answer["Content-Type"]:
                continue
            reader = Fields()
            reader.feed(body_of(answer).decode())
            seen += len(reader.open)
            allowed = {"off"} | (KNOWN_TO_BROWSERS if screen.startswith(ACCOUNT) else set())
            wrong |= {(screen, field) for field, said in reader.open if said not in allowed}
    assert seen > 100
    assert sorted(wrong) == []


def pages(scene: Scene) -> list[tuple[str, str]]:
    """Every screen that can exist, those of one's own account too."""
    own = [
        (str(pattern.name), reverse(str(pattern.name)))
        for pattern in patterns()
        if not parameters(pattern) and AUDIENCE_OF[str(pattern.name)] in {A.OWN, A.ANYONE}
        and pattern.name not in {"account_logout", "quick-exit"}
    ]  # fmt: skip
    return [*asked(scene), *own]


def test_titles_come_from_a_closed_list(world: World) -> None:
    scene, found = reach(world, "WITH_LANDLORD"), set()
    for name in PLAYERS:
        client = signed_in(world, name)
        for _, address in pages(scene):
            answer = client.get(address)
            if "html" in answer.get("Content-Type", ""):
                found |= set(re.findall(r"<title>(.*?)</title>", body_of(answer).decode(), re.S))
    said = {title.strip() for title in found}
    assert said - {f"Havre · {title}" for title in TITLES} - {"Havre", "Accueil"} == set()
    assert len(said) > 20


def test_no_answer_is_kept_by_any_cache(world: World) -> None:
    scene, wrong = reach(world, "WITH_LANDLORD"), []
    for client in (signed_in(world, "operator"), signed_in(world, "landlord"), Client()):
        for screen, address in pages(scene):
            for answer in (client.get(address), client.post(address)):
                if answer["Cache-Control"] != "no-store" or "ETag" in answer:
                    wrong.append((screen, answer.status_code, answer["Cache-Control"]))
                if "Last-Modified" in answer:
                    wrong.append((screen, "Last-Modified"))
    assert wrong == []


def test_names_of_files_say_nothing(world: World) -> None:
    scene, named = reach(world, "WITH_LANDLORD"), []
    client = signed_in(world, "operator")
    addresses = [address for _, address in asked(scene)]
    codes = ("accord", "accord-simple", "recu", "acces")
    addresses += [f"/situations/{scene.case.reference}/papiers/{code}" for code in codes]
    for address in addresses:
        answer = client.get(address)
        if "Content-Disposition" in answer:
            named.append(answer["Content-Disposition"])
    assert len(named) >= 4
    assert [one for one in named if not FILES.fullmatch(one)] == []


LISTS = [
    "/",
    "/situations/",
    "/propositions/",
    "/fiches/",
    "/offres/",
    "/indicateurs/",
    "/situations/?page=2",
    "/propositions/?page=2",
    "/situations/?stage=ADMITTED",
    "/courriers/",
    "/envois/",
    "/equipe/",
    "/situations/accords",
    "/organismes/",
    "/conservation",
]
MOVING = re.compile(rb'value="[0-9a-f-]{36}"')
"""The identifier that a form draws for what it will make."""


def shown(world: World, names: set[str]) -> dict[tuple[str, str], bytes]:
    """Every list and count, byte for byte, without the key that each form draws anew."""
    found = {}
    for name in sorted(names):
        client = signed_in(world, name)
        for address in LISTS:
            body = body_of(client.get(address))
            found[name, address] = MOVING.sub(b"", TOKEN.sub(b"", body))
    return found


def hide(world: World) -> None:
    """A draft of another shelter, then a referral sent by it: hidden from all but the operator."""
    w.referred(world, "other_shelter", last_name="Brindelune")
    with acting(world.other_shelter) as actor:
        from havre.cases import actions as cases
        from havre.engine.vocabulary import Pathway

        cases.start_referral(Pathway.SHELTERED, actor=actor)


def test_a_hidden_case_moves_nothing_in_the_lists_of_others(world: World) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        case = w.admitted(world, last_name=name)
        assessment = w.assessed(world, case)
        with acting(world.operator) as actor:
            assessments.publish_card(assessment, actor=actor)
    offers = [w.vacancy(world, reference=f"T-{number}") for number in range(2)]
    w.with_landlord(world, w.proposed(world, case, offers[0]))
    others = set(PLAYERS) - {"operator", "other_shelter"}
    before = shown(world, others)
    hide(world)
    after = shown(world, others)
    assert [key for key in before if before[key] != after[key]] == []
    assert shown(world, {"operator"}) != {}  # the walk reads something
    assert b"Brindelune" in shown(world, {"operator"})["operator", "/situations/"]


def test_a_hidden_case_sends_no_mail_to_others(world: World) -> None:
    hide(world)
    deliver_all()
    told = {one.to[0] for one in mail.outbox}
    told |= set(OutgoingMail.objects.values_list("recipient", flat=True))
    assert told <= {"operator@exemple.test", "other_shelter@exemple.test"}


@pytest.mark.parametrize("stranger", ["other_shelter", "agency", "specialist", "funder"])
def test_writing_answers_alike_to_hidden_and_absent(world: World, stranger: str) -> None:
    scene = reach(world, "WITH_LANDLORD")
    absent = {
        scene.case.reference: "ZZZZ-9999",
        scene.proposal.reference: "ZZZZ-9999",
        scene.card.reference: "ZZZZ-9999",
        scene.offer.reference: "ZZZZ-9999",
    }
    client = signed_in(world, stranger)
    names = {str(pattern.name) for pattern in about_a_case()}
    different, tried = [], 0
    for screen, address in asked(scene):
        if screen not in names:
            continue
        other = address
        for known, unknown in absent.items():
            other = other.replace(known, unknown)
        if other == address:
            continue
        tried += 1
        for data in ({}, {"reason": "x", "confirm": "on", "organisation": "1"}):
            hidden, missing = client.post(address, data), client.post(other, data)
            same = TOKEN.sub(b"", body_of(hidden)) == TOKEN.sub(b"", body_of(missing))
            headers = {k: v for k, v in hidden.items()} == {k: v for k, v in missing.items()}
            if not (hidden.status_code == missing.status_code and same and headers):
                different.append((screen, hidden.status_code, missing.status_code))
    assert tried > 30
    assert different == []


def test_what_an_address_names_is_random() -> None:
    """No case thing is named by a number: a UUID of version 4, or a reference drawn at random."""
    about_cases = {model._meta.label for model in case_models()}
    wrong = []
    for model in case_models():
        key = model._meta.pk
        if not isinstance(key, models.UUIDField) or key.default.__name__ != "uuid4":
            names = [f.name for f in model._meta.fields if isinstance(f, ReferenceField)]
            one_to_one = isinstance(key, models.OneToOneField | models.ForeignKey)
            wrong += [model._meta.label] if not (names or one_to_one) else []
    assert len(about_cases) > 20
    assert wrong == []
    numbers = {
        name
        for pattern in patterns()
        for name, converter in getattr(pattern.pattern, "converters", {}).items()
        if isinstance(converter, IntConverter)
    }
    assert numbers == set(NUMBERED)

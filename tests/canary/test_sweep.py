"""Every personal field a word of its own, everything done with it; then all that is left behind is
searched: logs, error pages, the database server's log, mail, headers, addresses, titles, files'
metadata, file names, process titles, and every column of every table read by the owner."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from havre.config import jobs
from havre.organisations.models import Membership
from havre.platform import journal
from havre.platform.clock import now
from havre.web.cases import file as file_page
from havre.web.cases.papers import PAPERS
from tests.canary import seed
from tests.canary.conftest import Trail
from tests.canary.words import BORN, NUMBER, found
from tests.housing.imports import HEADINGS, csv_of, line
from tests.matrix.reading import body_of
from tests.matrix.scenario import PLAYERS, Scene
from tests.matrix.test_screens import asked
from tests.web.housing.test_import_views import first_columns
from tests.worker import deliver_all
from tests.world import World

SEARCH = "/situations/retrouver"
TITLE = re.compile(r"<title>(.*?)</title>", re.S)

IN_CLEAR = {
    ("housing_importrun", "report"): {"import"},
    ("assessments_householdmember", "birth_date"): {"birth date"},
    ("housing_dwelling", "residence"): {"new home"},
    ("housing_dwelling", "address"): {"new home"},
}
"""What may stand in a column, and why: her household's birth dates decide of sizes and ceilings,
and are not her name; a dwelling is not about a person, the tenancy that ties them names only its
commune and landlord; a landlord's file of dwellings is shown again to whoever sent it, for a week.
Anything else that holds a canary fails this test."""


def client_of(world: World, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.users[name])
    return client


def hidden_in(body: bytes) -> str:
    """What a file says beside its pages: properties, metadata, comments."""
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        return f"{reader.metadata} {reader.xmp_metadata and reader.xmp_metadata.stream.get_data()}"
    if body.startswith((b"\xff\xd8", b"\x89PNG")):
        with Image.open(io.BytesIO(body)) as picture:
            return f"{dict(picture.getexif())} {picture.info} {body[:4000]!r}"
    return ""


def look(trail: Trail, client: Client, address: str) -> list[tuple[str, object]]:
    """Open a page; return what its title, its refusal, its properties or its links give away."""
    answer = client.get(address)
    trail.keep(address, answer)
    return leaks_of(address, answer)


def leaks_of(address: str, answer: HttpResponseBase) -> list[tuple[str, object]]:
    body = body_of(answer)
    text = "" if body.startswith((b"%PDF", b"\xff\xd8", b"\x89PNG")) else body.decode()
    beside = " ".join([*TITLE.findall(text), hidden_in(body), *addresses_in(text)])
    if answer.status_code >= 400:
        beside += text
    return [(address, found(beside))] if found(beside) else []


def addresses_in(text: str) -> Iterator[str]:
    """Every address a page may lead to, and stays in a browser's history."""
    yield from re.findall(r'(?:href|action|src|formaction)="([^"]*)"', text)


BUSY = ("operator", "shelter", "landlord", "specialist")


def hers(scene: Scene) -> list[str]:
    """The screens of her file, her card, her proposals, that can exist at this step."""
    marks = [one.reference for one in (scene.case, scene.proposal, scene.card) if one]
    return [path for _, path in asked(scene) if any(mark in path for mark in marks)]


def walk(
    trail: Trail, scene: Scene, names: Iterable[str], addresses: Iterable[str]
) -> list[tuple[str, object]]:
    """Open these screens and the lists of situations, in each role."""
    wrong: list[tuple[str, object]] = []
    every = list(addresses)
    for name in names:
        client = client_of(scene.world, name)
        for address in every:
            wrong += look(trail, client, address)
        for folder in ("?q=chercholine", "?tri=chercholine&page=2"):
            wrong += [
                one
                for one in look(trail, client, f"/situations/{folder}")
                if one[1] != {"search"}  # she typed it herself, in her own address
            ]
    return wrong


def read_documents(trail: Trail, scene: Scene) -> list[tuple[str, object]]:
    """Open and take a copy of each document."""
    wrong: list[tuple[str, object]] = []
    client = client_of(scene.world, "operator")
    base = f"/situations/{scene.case.reference}/documents"
    listed = client.get(base).content.decode()
    ids = set(re.findall(r"documents/([0-9a-f-]{36})", listed))
    assert len(ids) == 2
    for one in ids:
        for page in ("", "/page/1", "/telecharger"):
            wrong += look(trail, client, f"{base}/{one}{page}")
    return wrong


def take_papers(trail: Trail, scene: Scene) -> list[tuple[str, object]]:
    """Print the four papers handed to her: their properties and their names say nothing."""
    wrong: list[tuple[str, object]] = []
    client = client_of(scene.world, "operator")
    for code in PAPERS:
        address = f"/situations/{scene.case.reference}/papiers/{code}"
        answer = client.get(address)
        assert body_of(answer).startswith(b"%PDF"), code
        trail.keep(address, answer)
        wrong += leaks_of(address, answer)
    return wrong


def search_by_identity(trail: Trail, scene: Scene) -> list[tuple[str, object]]:
    """Look for her as somebody who knows her, and as somebody who errs: nothing typed comes back
    in an answer; nor in an address, for it is sent in the body."""
    wrong: list[tuple[str, object]] = []
    whole = {"last_name": "Vexandrule", "first_name": "Ysombrine", "birth_date": BORN.isoformat()}
    number = {"unique_number": NUMBER}
    for name in ("operator", "shelter", "other_shelter"):
        client = client_of(scene.world, name)
        for typed in (whole, number, {"last_name": "erratombre", "first_name": "erratombre"}):
            answer = client.post(SEARCH, {"reason": "SHE_CALLS", **typed})
            trail.keep(SEARCH, answer)
            wrong += leaks_of(SEARCH, answer)
    return wrong


def send_files(trail: Trail, scene: Scene) -> list[tuple[str, object]]:
    """A landlord sends files that hold what they should not, sound or broken, to the end."""
    wrong: list[tuple[str, object]] = []
    client = client_of(scene.world, "landlord")
    odd = [dict.fromkeys([heading], "fichelvane") for heading in HEADINGS[4:]]
    lines = [[*line(n, **one), "fichelvane"] for n, one in enumerate([{}, *odd], start=1)]
    sound = csv_of(*lines, headings=(*HEADINGS, "colonnembre"))
    for name, content in (
        ("fichelvane.csv", sound),
        ("fichelvane.csv", "colonnembre;fichelvane\nfichelvane;1\n".encode("utf-16")),
        ("fichelvane.xlsx", b"PK\x03\x04fichelvane" * 50),
        ("fichelvane.pdf", b"%PDF-1.4 fichelvane"),
        ("fichelvane.csv", b""),
    ):
        answer = client.post("/offres/import", {"file": SimpleUploadedFile(name, content)})
        trail.keep("/offres/import", answer)
        wrong += leaks_of("/offres/import", answer)
        if answer.status_code == 302:
            address = answer["Location"].removesuffix("/colonnes")
            wrong += follow(trail, client, address)
    assert client.get("/offres/imports").status_code == 200
    return wrong + look(trail, client, "/offres/imports")


def follow(trail: Trail, client: Client, address: str) -> list[tuple[str, object]]:
    """Every page of one file received, its report as a file, and its confirmation."""
    wrong: list[tuple[str, object]] = []
    for end in ("", "/colonnes", "/rapport.csv", "/rapport.xlsx"):
        answer = client.get(address + end)
        trail.keep(address + end, answer)
        wrong += [] if "rapport" in end else leaks_of(address + end, answer)
    columns = first_columns(client, address)
    for end in ("/colonnes", "/importer"):
        answer = client.post(address + end, columns)
        trail.keep(address + end, answer)
        wrong += leaks_of(address + end, answer)
    return wrong


def as_they_err(trail: Trail, scene: Scene) -> list[tuple[str, object]]:
    """Send things wrong, too big, too late, without the form's key; nothing of them comes back
    outside the form itself."""
    world, wrong = scene.world, []
    reference = scene.case.reference
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(world.users["operator"])
    client = client_of(world, "operator")
    typed = {"last_name": "erratombre", "q": "chercholine"}
    answers: dict[str, Any] = {
        "403": strict.post(f"/situations/{reference}/admettre", typed),
        "404": client.post("/situations/ZZZZ-9999/admettre", typed),
        "404 name": client.get("/erratombre"),
        "400": client.get("/", HTTP_HOST="erratombre.exemple.test"),
        "405": client.post("/situations/", typed),
        "bytes": client.post("/situations/nouvelle", data=b"\xff\x00erratombre", content_type="x"),
        "too big": client.post(f"/situations/{reference}/recuser", {"q": "erratombre" * 300_000}),
        "number": client.get("/propositions/?page=erratombre&statut=erratombre"),
        "stranger": Client().post(f"/situations/{reference}/admettre", typed),
        "sign in": Client().post("/connexion", {"login": "erratombre@x.test", "password": "e"}),
        "reset": Client().post("/mot-de-passe/oublie", {"email": "erratombre@x.test"}),
    }
    for what, answer in answers.items():
        trail.keep(what, answer)
        own = {"typed by mistake"} if what in {"sign in", "reset"} else set()
        wrong += [(what, leak) for _, leak in leaks_of(what, answer) if leak != own]
    return wrong


def broken_pages(
    trail: Trail, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[str, object]]:
    """A page that fails while she is in its variables: in Python, and in the database."""
    client, wrong = client_of(scene.world, "operator"), []
    address = f"/situations/{scene.case.reference}"

    def fails(*arguments: object, **named: object) -> None:
        name = "Vexandrule"
        raise ValueError(f"could not show {name} {arguments}")

    def refused(*arguments: object, **named: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO organisations_organisation (name, slug) VALUES (%s, %s)",
                ["Vexandrule", "ysombrine"],
            )

    def misread(*arguments: object, **named: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", ["Vexandrule"])

    for view in (fails, refused, misread):
        with monkeypatch.context() as patch:
            patch.setattr(file_page, "render", view)
            answer = client.get(address)
        assert answer.status_code == 500
        trail.keep(view.__name__, answer)
        wrong += leaks_of(view.__name__, answer)
    with monkeypatch.context() as patch:
        patch.setattr("havre.web.shell.limits.wait_after", lambda limit, who: 30)
        hurried = client.post(f"{address}/admettre", {"q": "erratombre"})
    assert hurried.status_code == 429
    wrong += leaks_of("too fast", hurried)
    with monkeypatch.context() as patch:
        patch.setattr(journal, "commit", journal_down)
        patch.setattr("havre.platform.vault.service.commit", journal_down)
        answer = client.get(address)
    assert answer.status_code == 503
    return wrong + leaks_of("journal down", answer)


def journal_down(*arguments: object) -> None:
    raise journal.JournalDown("Vexandrule")


def run_jobs() -> None:
    """Run everything that comes by itself, and deliver the mail."""
    Membership.objects.update(digest_hour=timezone.localtime(now()).hour)
    jobs.send_digests.func(timestamp=0)
    jobs.tell_at_once.func(timestamp=0)
    for job in (jobs.seal_journal, jobs.scan_documents, jobs.end_what_has_ended, jobs.let_go):
        job.func(timestamp=0)
    jobs.deliver_mail.func(timestamp=0)
    deliver_all()


def tables() -> Iterator[tuple[str, str, str]]:
    """(schema, table, column) of every column, read by the owner, which no policy holds."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname, c.relname, a.attname FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
            "WHERE n.nspname IN ('public', 'havre') AND c.relkind IN ('r', 'm', 'p')"
        )
        yield from cursor.fetchall()


def in_the_database() -> dict[tuple[str, str], set[str]]:
    """Which fields stand in clear in which column."""
    hits: dict[tuple[str, str], set[str]] = {}
    by_table: dict[tuple[str, str], list[str]] = {}
    for schema, table, column in tables():
        by_table.setdefault((schema, table), []).append(column)
    with connections["owner"].cursor() as cursor:
        for (schema, table), columns in by_table.items():
            listed = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f'SELECT {listed} FROM "{schema}"."{table}"')
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    raw = bytes(value) if isinstance(value, memoryview) else str(value)
                    if said := found(raw):
                        hits.setdefault((table, column), set()).update(said)
    return hits


def files_left(folder: Path) -> list[tuple[str, set[str]]]:
    """What stands in the names or the content of the files of Havre, the database's apart."""
    hits = []
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if inside.parts[0] == "postgresql":
            continue
        said = found(str(inside)) | (found(path.read_bytes()) if path.is_file() else set())
        if said:
            hits.append((str(inside), said))
    return hits


def process_titles() -> set[str]:
    """What the list of processes says."""
    said: set[str] = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            title = path.read_bytes()
        except OSError:
            continue
        if title.startswith(b"postgres"):
            said |= found(title)
    return said


@pytest.fixture
def scene(world: World, store: object) -> Scene:
    """Her referral sent; a second organisation person signed in beside."""
    return seed.begin(world)


def test_nothing_of_her_is_left_behind(
    scene: Scene, trail: Trail, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    wrong = walk(trail, scene, BUSY, hers(scene))
    seed.assess(scene)
    wrong += read_documents(trail, scene)
    seed.to_landlord(scene)
    wrong += walk(trail, scene, BUSY, hers(scene))
    seed.protect(scene)
    wrong += take_papers(trail, scene)
    wrong += search_by_identity(trail, scene)
    wrong += send_files(trail, scene)
    wrong += as_they_err(trail, scene)
    wrong += broken_pages(trail, scene, monkeypatch)
    seed.lease(scene)
    wrong += walk(trail, scene, PLAYERS, (path for _, path in asked(scene)))
    run_jobs()

    assert wrong == []
    assert [(where, found(text)) for where, text in trail.answers if found(text)] == []
    logged = trail.logged.getvalue()
    assert "ValueError" in logged and "IntegrityError" in logged  # the errors are there…
    assert found(logged) == set(), [line for line in logged.splitlines() if found(line)][:9]
    assert found(trail.server_log) == set()
    spoken = capfd.readouterr()
    assert found(spoken.err + spoken.out) == set()
    assert mail.outbox
    sent = [str(message.message()) for message in mail.outbox]
    assert [found(text) for text in sent if found(text)] == []
    assert in_the_database() == IN_CLEAR
    assert files_left(Path(settings.HAVRE_HOME)) == []
    assert files_left(tmp_path) == []
    assert process_titles() == set()

"""Long after: everything ever planted about her, and the digests of it, looked for everywhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone

from havre.adapters.storage.s3 import S3Store
from havre.cases import actions as cases
from havre.config import jobs
from havre.documents.storage import Store, new_name
from havre.engine.vocabulary import Pathway
from havre.organisations.models import Membership
from havre.organisations.sessions import SessionStore
from havre.platform import clock, vault
from havre.platform.acting import acting
from havre.platform.clock import now
from havre.platform.models import IdentityDigest, OutgoingMail
from havre.retention import actions
from tests import environment
from tests.canary import seed
from tests.canary.words import CANARIES, NUMBER
from tests.documents.stores import DiskStore
from tests.platform.journal import tampered
from tests.retention.restoring import until
from tests.retention.test_planted import dump, raw_files
from tests.retention.test_purge import age, left_of, owner, purged
from tests.worker import deliver_all
from tests.world import World

A_DWELLING = {"Fauvelquist", "Gristelomb"}
"""Her landlord's residence stays, as a dwelling among others: nothing ties her to it any more."""
WORDS = sorted({word for words in CANARIES.values() for word in words})


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.services)])
def stored(
    request: pytest.FixtureRequest, store: DiskStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """Where papers go: a folder, or a bucket of a real S3 server."""
    if request.param == "disk":
        yield store
        return
    bucket = S3Store(f"{os.environ['HAVRE_TEST_S3']}-{new_name()[:8]}")
    bucket._client.create_bucket(Bucket=bucket.bucket)
    monkeypatch.setattr("havre.documents.storage.import_string", lambda _: lambda: bucket)
    yield bucket


def said_in(raw: bytes) -> set[str]:
    return {word for word in WORDS if word.encode() in raw or word.lower().encode() in raw}


def content_of(stored: Store) -> bytes:
    found = []
    for name, _ in stored.names():
        with stored.open(name) as source:
            found.append(name.encode() + source.read())
    return b"".join(found)


def in_files(folder: Path) -> bytes:
    """Names and contents of the files of Havre, the database's apart."""
    return b"".join(
        str(path).encode() + path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "postgresql" not in path.parts
    )


def drafted_then_left(world: World) -> object:
    """A draft never sent, and what was being typed when the session ended by its time."""
    with acting(world.shelter) as actor:
        draft = cases.start_referral(Pathway.TENANT, actor=actor)
        cases.save_referral(draft, seed.content(world), actor=actor)
    client = Client(raise_request_exception=False)
    client.force_login(world.users["shelter"])
    owner("UPDATE organisations_opensession SET last_used_at = last_used_at - interval '1 hour'")
    client.post("/situations/nouvelle", {"last_name": "Vexandrule", "unique_number": NUMBER})
    assert "kept" in client.session
    return draft


def compacted() -> None:
    """As docs/operations.md says: rows that are gone leave the table's file too.

    Once nobody reads the table as it was before: the server gathers statistics by itself, and what
    it still reads would be copied along.
    """
    name = connections["owner"].settings_dict["NAME"]
    address = environment.superuser_url().replace("/postgres?", f"/{name}?")
    readers = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(address, autocommit=True) as superuser:
        until(lambda: superuser.execute(readers).fetchone() == (0,))
        superuser.execute("VACUUM (FULL) platform_identitydigest")


def test_after_their_time_nothing_planted_is_left_anywhere(world: World, stored: Store) -> None:
    scene = seed.begin(world)
    seed.assess(scene)
    seed.to_landlord(scene)
    seed.protect(scene)
    seed.lease(scene)
    draft = drafted_then_left(world)
    moment = now()
    Membership.objects.update(digest_hour=timezone.localtime(moment).hour)
    with clock.at(moment):
        jobs.send_digests.func(timestamp=0)
    deliver_all()
    assert scene.case and scene.proposal
    with acting(world.operator):
        digests = [bytes(one.digest) for one in IdentityDigest.objects.all()]
    names = [scene.case.reference, str(scene.case.pk), scene.proposal.reference]
    before, papers = dump(), content_of(stored)
    assert len(digests) >= 2 and len(papers) > 1000 and OutgoingMail.objects.exists()
    assert all(digest.hex().encode() in before for digest in digests)
    assert all(name.encode() in before for name in names)
    assert said_in(before) == A_DWELLING | {"1987-11-29"}  # the household's birth dates decide
    assert said_in(raw_files() + papers + in_files(Path(settings.HAVRE_HOME))) == A_DWELLING

    for case in (scene.case, draft):
        age(case, 800)  # type: ignore[arg-type]
    assert sum(purged(world).values()) >= 2
    owner("UPDATE organisations_opensession SET last_used_at = last_used_at - interval '1 day'")
    SessionStore.clear_expired()
    vault.seal_journal()
    tampered(
        "UPDATE platform_journalhead SET sealed_at = sealed_at - interval '400 days'",
        "UPDATE platform_journalentry SET at = at - interval '400 days'",
    )
    assert actions.purge_journal([world.operator]) > 0
    compacted()

    assert left_of(scene.case) == {}
    assert owner("SELECT count(*) FROM organisations_opensession") == [(0,)]
    old = "SELECT count(*) FROM platform_journalentry WHERE at < now() - interval '1 day'"
    assert owner(old) == [(0,)]
    after, tables = dump(), raw_files(log=False)
    assert said_in(after + tables + content_of(stored) + in_files(Path(settings.HAVRE_HOME))) == (
        A_DWELLING
    )
    assert list(stored.names()) == []
    assert [digest for digest in digests if digest.hex().encode() in after] == []
    assert [digest for digest in digests if digest in tables] == []
    assert [name for name in names if name.encode() in after] == []

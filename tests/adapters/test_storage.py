"""The stores: whole objects or none, on the disk and on a real S3 server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from havre.adapters.storage.disk import DiskStore
from havre.adapters.storage.s3 import S3Store, StoreUnavailable
from havre.documents.storage import MissingObject, Store, new_name

LONG = bytes(range(256)) * 12_000


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.services)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Each store in turn, empty."""
    if request.param == "disk":
        yield DiskStore(tmp_path / "documents")
        return
    made = S3Store(f"{os.environ['HAVRE_TEST_S3']}-{new_name()[:8]}")  # a bucket of its own
    made._client.create_bucket(Bucket=made.bucket)
    yield made
    for name, _ in list(made.names()):
        made.delete(name)


def test_an_object_is_written_read_listed_and_destroyed(store: Store) -> None:
    name = new_name()
    with store.write(name) as sink:
        for at in range(0, len(LONG), 65_536):
            sink.write(LONG[at : at + 65_536])
    with store.open(name) as source:
        assert source.read(1000) == LONG[:1000]
        assert source.read() == LONG[1000:]
    ((listed, at),) = store.names()
    assert listed == name
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=5)  # noqa: TID251  the store's own clock
    store.delete(name)
    store.delete(name)
    assert list(store.names()) == []
    with pytest.raises(MissingObject):
        store.open(name)


def test_a_writing_that_fails_leaves_nothing(store: Store) -> None:
    name = new_name()
    with pytest.raises(RuntimeError), store.write(name) as sink:
        sink.write(LONG)
        raise RuntimeError
    assert list(store.names()) == []
    with pytest.raises(MissingObject):
        store.open(name)


@pytest.mark.parametrize("name", ["../secret", "a", "A" * 40, "/etc/passwd", ""])
def test_only_our_own_names_are_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingObject):
        DiskStore(tmp_path).open(name)


def test_a_silent_service_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    store = S3Store("http://a:b@127.0.0.1:9/documents")
    with pytest.raises(StoreUnavailable):
        store.delete(new_name())


@pytest.mark.parametrize("url", ["ftp://a/b", "http://a", "http:///b", "bonjour"])
def test_an_address_that_is_not_one(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HAVRE_S3_URL reads"):
        S3Store(url)

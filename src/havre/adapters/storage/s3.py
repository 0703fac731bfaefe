"""An S3-compatible service: HAVRE_S3_URL=https://key:secret@host/bucket?region=fr-par.

Only encrypted objects ever reach it. Loaded when configured, not before.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from havre.documents.storage import MissingObject

_IN_MEMORY = 1 << 20
_ABSENT = {"404", "NoSuchKey", "NotFound"}


class StoreUnavailable(OSError):
    """The service did not answer, or refused."""


class S3Store:
    """Objects in one bucket."""

    def __init__(self, url: str | None = None) -> None:
        parts = urlsplit(url or settings.HAVRE_S3_URL)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not parts.path.strip("/"):
            raise ImproperlyConfigured("HAVRE_S3_URL reads https://key:secret@host/bucket")
        port = f":{parts.port}" if parts.port else ""
        self.bucket = parts.path.strip("/")
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=f"{parts.scheme}://{parts.hostname}{port}",
            aws_access_key_id=unquote(parts.username or ""),
            aws_secret_access_key=unquote(parts.password or ""),
            region_name=dict(parse_qsl(parts.query)).get("region", "us-east-1"),
            config=Config(
                connect_timeout=5,
                read_timeout=20,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    @contextmanager
    def write(self, name: str) -> Iterator[BinaryIO]:
        """Gather the encrypted object (beyond 1 MiB on the disk, encrypted too), then send it."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as gathered:
            yield cast(BinaryIO, gathered)
            gathered.seek(0)
            with _answering():
                self._client.put_object(Bucket=self.bucket, Key=name, Body=gathered)

    def open(self, name: str) -> BinaryIO:
        """Open an object; raise MissingObject, StoreUnavailable."""
        with _answering():
            found = self._client.get_object(Bucket=self.bucket, Key=name)
        return cast(BinaryIO, found["Body"])

    def delete(self, name: str) -> None:
        """Destroy an object."""
        with _answering():
            self._client.delete_object(Bucket=self.bucket, Key=name)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield the objects of the bucket, a page at a time."""
        with _answering():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
                for found in page.get("Contents", ()):
                    yield found["Key"], found["LastModified"]

    def discard_unfinished(self, before: datetime) -> int:
        """An object is sent at once: nothing is ever unfinished."""
        return 0


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise (MissingObject if code in _ABSENT else StoreUnavailable) from error
    except BotoCoreError as error:
        raise StoreUnavailable from error

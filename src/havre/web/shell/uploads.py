"""Receiving files without putting them aside: a temporary file would be readable on the disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 16 * 1024 * 1024
"""What the files of one request may take together in memory."""


class InMemoryUpload(FileUploadHandler):
    """Keep the files of a request in memory, up to MOST_BYTES together.

    Beyond, the content is thrown away as it arrives and only its length is known, so that the
    form can say at its field that the file is too large.
    """

    received = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        """Begin with nothing."""
        super().new_file(*args, **options)
        self._kept = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or let it go."""
        self.received += len(raw_data)
        if self.received <= MOST_BYTES:
            self._kept.write(raw_data)
        else:
            self._kept = BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file; one that is too large is empty, with its true size."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

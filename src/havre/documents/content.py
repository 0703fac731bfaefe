"""What a received file is once it has been read and cleaned; how large it may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MAX_BYTES = 15 * 1024 * 1024
"""The largest file taken, as received."""

MAX_STORED_BYTES = 24 * 1024 * 1024
"""The largest once cleaned: a HEIC photo grows when it becomes a JPEG."""


class Format(StrEnum):
    """The formats kept; HEIC becomes JPEG."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"

    @property
    def suffix(self) -> str:
        """The end of a neutral file name."""
        return {self.JPEG: "jpg"}.get(self, self.name.lower())

    @property
    def shows_pages(self) -> bool:
        """Tell whether its pages can be shown as pictures."""
        return self in {Format.PDF, Format.JPEG, Format.PNG}


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file that was read, found to be what it says, and rewritten without its hidden data."""

    format: Format
    pages: int
    content: bytes


class RefusedFile(Exception):
    """The file is not taken; its text is a French sentence for the person who sent it."""


class UnreadableContent(Exception):
    """A stored document could not be opened: nothing of it is shown."""

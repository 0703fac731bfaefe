"""What a file is, from its first bytes: its name proves nothing."""

from __future__ import annotations

from enum import Enum

from havre.adapters.spreadsheets.limits import MAX_BYTES, PROTECTED, UnreadableFile

_SAVE_AS = "Enregistrez le tableau au format Excel (.xlsx) et renvoyez-le."


# A BIFF8 workbook begins with this record; a password comes a few records later.
_XLS_START = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_FILEPASS = 0x2F
_FIRST_RECORDS = 8


class Kind(Enum):
    """How a file is to be opened."""

    ARCHIVE = "xlsx or ods"
    OLE = "xls"
    TEXT = "csv"


_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"Ce fichier est un PDF. {_SAVE_AS}"),
    (b"\x89PNG", f"Ce fichier est une image. {_SAVE_AS}"),
    (b"\xff\xd8\xff", f"Ce fichier est une image. {_SAVE_AS}"),
    (b"GIF8", f"Ce fichier est une image. {_SAVE_AS}"),
    (b"BM", f"Ce fichier est une image. {_SAVE_AS}"),
    (b"II*\x00", f"Ce fichier est une image. {_SAVE_AS}"),
    (b"MM\x00*", f"Ce fichier est une image. {_SAVE_AS}"),
    (b"RIFF", f"Ce fichier est une image ou un média. {_SAVE_AS}"),
    (b"Rar!", f"Ce fichier est une archive. Sortez-en le tableau. {_SAVE_AS}"),
    (b"7z\xbc\xaf", f"Ce fichier est une archive. Sortez-en le tableau. {_SAVE_AS}"),
    (b"\x1f\x8b", f"Ce fichier est une archive. Sortez-en le tableau. {_SAVE_AS}"),
    (b"{\\rtf", f"Ce fichier est un document texte. {_SAVE_AS}"),
)


def detect(data: bytes) -> Kind:
    """How to open this file.

    Raises:
        UnreadableFile: it is empty, over 10 MB, or plainly no spreadsheet.
    """
    if not data.strip():
        raise UnreadableFile("Ce fichier est vide. Vérifiez l’export et renvoyez-le.")
    if len(data) > MAX_BYTES:
        size = MAX_BYTES // (1024 * 1024)
        raise UnreadableFile(f"Ce fichier dépasse {size} Mo. Gardez les seules colonnes utiles.")
    if data.startswith(b"PK"):
        return Kind.ARCHIVE
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _check_ole(data)
        return Kind.OLE
    for signature, sentence in _SIGNATURES:
        # « BM » may begin a word: an image also has bytes no text has.
        if data.startswith(signature) and (signature != b"BM" or b"\x00" in data[:32]):
            raise UnreadableFile(sentence)
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise UnreadableFile(
            f"Ce fichier est une page web ou du XML sous le nom d’un tableau. Ouvrez-le. {_SAVE_AS}"
        )
    return Kind.TEXT


def _check_ole(data: bytes) -> None:
    """Tell an xls from the other files of old Office and from an encrypted xlsx.

    Raises:
        UnreadableFile: it is not an xls.
    """
    if _names(data, "EncryptedPackage") or _names(data, "EncryptionInfo"):
        raise UnreadableFile(PROTECTED)
    if _names(data, "Workbook") or _names(data, "Book"):
        if _is_locked_xls(data):
            raise UnreadableFile(PROTECTED)
        return
    if _names(data, "WordDocument"):
        raise UnreadableFile(f"Ce fichier est un document Word. {_SAVE_AS}")
    raise UnreadableFile(f"Ce fichier n’est pas un tableau. {_SAVE_AS}")


def _is_locked_xls(data: bytes) -> bool:
    """Whether the FILEPASS record (0x2F) is among the first of the workbook's stream."""
    at = data.find(_XLS_START)
    for _ in range(_FIRST_RECORDS):
        if at < 0 or at + 4 > len(data):
            return False
        record = int.from_bytes(data[at : at + 2], "little")
        if record == _FILEPASS:
            return True
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return False


def _names(data: bytes, stream: str) -> bool:
    """Whether the OLE directory names this stream."""
    return stream.encode("utf-16-le") + b"\x00\x00" in data

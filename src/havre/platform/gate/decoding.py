"""The same text, once its usual encodings are undone."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from urllib.parse import unquote

DEPTH = 2
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}(?:\s*\n\s*[A-Za-z0-9+/_-]{4,}={0,2})*")
HEXADECIMAL = re.compile(r"(?:[0-9a-fA-F]{2}[\s:,-]?){6,}")
ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
MOST = 400
"""Encoded pieces looked at in one text: more than any letter has."""


def readings_of(text: str, depth: int = DEPTH) -> list[str]:
    """Return a text and what it reads as once decoded, twice over; the text itself comes first."""
    found = [text]
    latest = [text]
    for _ in range(depth):
        latest = [new for one in latest for new in _decoded(one) if new and new not in found]
        found += list(dict.fromkeys(latest))
    return found


def _decoded(text: str) -> list[str]:
    readings: list[str] = []
    if "&" in text:
        readings.append(html.unescape(text))
    if "%" in text:
        readings.append(unquote(text, errors="ignore"))
    if "=" in text:
        readings += [_quoted(text), _header(text)]
    if "\\" in text:
        readings.append(ESCAPES.sub(lambda m: chr(int(m[1] or m[2], 16)), text))
    if "<" in text:
        readings += [re.sub(r"<[^<>]*>", glue, text) for glue in ("", " ")]
    readings.append(" | ".join(_pieces(text)))
    readings.append(codecs.encode(text, "rot13"))
    return [one for one in readings if one.strip() and one != text]


def _quoted(text: str) -> str:
    try:
        raw = quopri.decodestring(text.encode("utf-8", "ignore"))
    except (ValueError, binascii.Error):
        return ""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _header(text: str) -> str:
    if "=?" not in text:
        return ""
    try:
        return str(make_header(decode_header(text.replace("\n", " "))))
    except (HeaderParseError, LookupError, ValueError):
        return ""


def _pieces(text: str) -> list[str]:
    """Return what the pieces that look like base64 or hexadecimal say, where they say something."""
    found: list[str] = []
    for match in list(BASE64.finditer(text))[:MOST]:
        packed = re.sub(r"\s", "", match.group()).rstrip("=").replace("-", "+").replace("_", "/")
        for length in {len(packed), len(packed) - len(packed) % 4}:
            piece = packed[:length] + "=" * (-length % 4)
            try:
                found += _written(base64.b64decode(piece, validate=True))
            except (ValueError, binascii.Error):
                continue
    for match in list(HEXADECIMAL.finditer(text))[:MOST]:
        digits = re.sub(r"[^0-9a-fA-F]", "", match.group())
        found += _written(bytes.fromhex(digits[: len(digits) // 2 * 2]))
    return found


def _written(raw: bytes) -> list[str]:
    for encoding in ("utf-8", "utf-16-le"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and sum(c.isprintable() or c.isspace() for c in text) > 0.9 * len(text):
            return [text]
    latin = raw.decode("latin-1")
    return [latin] if all(c.isprintable() or c.isspace() for c in latin) else []

"""One scripted sending of the corpus, and the ways of hiding a text that it uses."""

from __future__ import annotations

import base64
import codecs
import html
import quopri
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from havre.engine.vocabulary import Compartment as C
from havre.platform.gate import Way


@dataclass(frozen=True)
class Sending:
    """Who sends what to whom about which case; names are those of `scene.py`."""

    category: str
    case: str
    to: str
    way: Way = Way.DOCUMENT
    body: str = ""
    subject: str = ""
    files: tuple[tuple[str, str, str], ...] = ()
    """(file name, kind of file in `files.py`, what it says or hides)."""
    parts: tuple[C, ...] = (C.PROGRESS,)
    address: str = ""
    hour: int = 10
    user: str = ""


ALIKE = str.maketrans("aeopcxyi", "аеорсхуі")


def _spaced(text: str) -> str:
    return " ".join(text)


def _leet(text: str) -> str:
    return text.translate(str.maketrans("oOeE", "0033"))


def _invisible(text: str) -> str:
    return "\u200b".join(text)


def _folded(text: str) -> str:
    middle = len(text) // 2
    return text[:middle] + "-\n  " + text[middle:]


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def _mathematical(text: str) -> str:
    return "".join(
        chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z"
        else chr(0x1D41A + ord(c) - 97) if "a" <= c <= "z"
        else c
        for c in text
    )  # fmt: skip


def _accented(text: str) -> str:
    return text.replace("a", "â").replace("e", "é").replace("o", "ö").replace("u", "ù")


HIDINGS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "letter by letter": _spaced,
    "backwards": lambda text: text[::-1],
    "look-alike letters": lambda text: text.translate(ALIKE),
    "invisible characters": _invisible,
    "cut over two lines": _folded,
    "figures for letters": _leet,
    "wide letters": _wide,
    "mathematical letters": _mathematical,
    "accents everywhere": _accented,
    "dots between words": lambda text: text.replace(" ", "..."),
    "hyphens between words": lambda text: text.replace(" ", "-"),
    "underscores": lambda text: text.replace(" ", "_"),
    "nothing between words": lambda text: text.replace(" ", ""),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "quoted-printable": lambda text: quopri.encodestring(text.encode(), quotetabs=True).decode(),
    "every letter quoted": lambda text: "".join(f"={byte:02X}" for byte in text.encode()),
    "html entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "named entities": lambda text: html.escape(text).replace("e", "&#x65;"),
    "percent encoding": lambda text: quote(text, safe=""),
    "every letter percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "hexadecimal": lambda text: text.encode().hex(),
    "spaced hexadecimal": lambda text: text.encode().hex(" "),
    "unicode escapes": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "thirteen letters further": lambda text: codecs.encode(text, "rot13"),
    "tags between letters": lambda text: "<b></b>".join(text),
    "encoded header": lambda text: f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?=",
    "sixteen-bit base64": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
}

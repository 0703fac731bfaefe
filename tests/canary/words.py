"""Words that exist nowhere else: one in each personal field, and how they are looked for."""

from __future__ import annotations

import html
import re
from datetime import date
from urllib.parse import unquote_plus

BORN = date(1987, 11, 29)
PHONE = "06 39 98 47 21"
NUMBER = "045117798765QXYZ4"
MAIL = "plumevorane@exemple.test"

CANARIES: dict[str, tuple[str, ...]] = {
    "last name": ("Vexandrule",),
    "first name": ("Ysombrine",),
    "birth date": ("1987-11-29", "29/11/1987", "29 novembre 1987"),
    "unique number": (NUMBER,),
    "phone": (PHONE, "0639984721"),
    "mail": ("plumevorane",),
    "hours": ("brelunche",),
    "interpreter": ("lombardique",),
    "code word": ("mirtagelle",),
    "contact note": ("notacourbe",),
    "reason": ("raisombrane",),
    "place": ("Lugranvale", "Ostremire"),
    "danger note": ("dangerolvane",),
    "witness": ("temoignelle",),
    "withheld": ("tairelune",),
    "withheld why": ("pourquoimbre",),
    "children names": ("Lutrenelle",),
    "perpetrator": ("Bourrasqual",),
    "perpetrator places": ("Garamelune",),
    "former addresses": ("Cheverolune",),
    "centre of a zone": ("Brindacourt",),
    "place to be near": ("Ombrecourt", "47.81234"),
    "before a correction": ("notaprecede",),
    "resources note": ("dettolvaine",),
    "zone": ("Zonarvelle",),
    "recusal": ("recusolvane",),
    "exceptional access": ("breglassane",),
    "file name": ("photolverne",),
    "document note": ("notulbrac",),
    "file metadata": ("Zorvellune",),
    "held letter": ("letrombelle",),
    "new home": ("Fauvelquist", "Gristelomb"),
    "typed by mistake": ("erratombre",),
    "search": ("chercholine",),
    "import": ("fichelvane", "colonnembre"),
}
"""By field: every way it may be written."""

_WORDS = {word.casefold(): field for field, words in CANARIES.items() for word in words}
_ANY = re.compile("|".join(re.escape(word) for word in _WORDS))


def found(text: str | bytes) -> set[str]:
    """The fields whose words stand in a text, whatever its case, escaped or not."""
    raw = text.decode("utf-8", "ignore") if isinstance(text, bytes) else text
    raw = raw.casefold()
    forms = {raw, html.unescape(raw)} | ({unquote_plus(raw)} if "%" in raw or "+" in raw else set())
    return {_WORDS[match] for form in forms for match in _ANY.findall(form)}

"""What is about to leave: to whom, by which way, about which case, saying what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from havre.engine.vocabulary import Compartment


class Way(StrEnum):
    """How it leaves. All but DOCUMENT, ANSWER and HAND pass where others may read."""

    MAIL = "MAIL"
    MESSAGE = "MESSAGE"
    VOICE = "VOICE"
    LETTER = "LETTER"
    CALENDAR = "CALENDAR"
    DOCUMENT = "DOCUMENT"
    ANSWER = "ANSWER"
    HAND = "HAND"


WAYS = {
    Way.MAIL: "Courrier électronique",
    Way.MESSAGE: "Message",
    Way.VOICE: "Message vocal",
    Way.LETTER: "Lettre",
    Way.CALENDAR: "Rendez-vous d’agenda",
    Way.DOCUMENT: "Document",
    Way.ANSWER: "Réponse à un logiciel",
    Way.HAND: "Remise en main propre",
}
OPEN_WAYS = frozenset({Way.MAIL, Way.MESSAGE, Way.VOICE, Way.CALENDAR})
"""A passer-by may read these: nothing protected is in them, whoever receives them."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An organisation (and its member), an outside address, or the woman herself."""

    organisation_id: int | None = None
    user_id: int | None = None
    address: str = ""
    herself: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A compartment of a case that went into what leaves."""

    case_id: UUID
    compartment: Compartment
    scope: UUID | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file on its way to a person: neutral name, media type, content."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Departure:
    """Something that leaves Havre. `cases` are those it is about, whatever was read for it."""

    way: Way
    recipient: Recipient
    cases: tuple[UUID, ...] = ()
    parts: tuple[Part, ...] = ()
    subject: str = ""
    body: str = ""
    files: tuple[Document, ...] = field(default=())

    def all_cases(self) -> tuple[UUID, ...]:
        """Return every case concerned, once."""
        return tuple(dict.fromkeys([*self.cases, *(part.case_id for part in self.parts)]))


@dataclass(frozen=True, slots=True)
class SafeChannel:
    """How a woman may be reached: her safe contact, as the gate needs it."""

    channels: frozenset[Way] = frozenset()
    phone: str = ""
    email: str = ""
    shared: bool = False
    voicemail: bool = False
    hours: tuple[int, int] | None = None
    places: tuple[str, ...] = ()

    @classmethod
    def of(cls, contact: Mapping[str, Any], places: tuple[str, ...] = ()) -> SafeChannel:
        """Read the payload of a safe contact; what it does not say is not safe."""
        ways = {
            "PHONE": {Way.VOICE},
            "SMS": {Way.MESSAGE},
            "EMAIL": {Way.MAIL, Way.CALENDAR},
        }
        chosen = ways.get(str(contact.get("channel", "")), set())
        return cls(
            channels=frozenset({*chosen, Way.HAND, Way.LETTER}),
            phone=str(contact.get("phone", "")),
            email=str(contact.get("email", "")),
            shared=bool(contact.get("shared_device")),
            voicemail=bool(contact.get("voicemail")),
            hours=hours_in(str(contact.get("hours", ""))),
            places=places,
        )


NEVER = (0, 0)


def hours_in(text: str) -> tuple[int, int] | None:
    """Read « le matin », « 9h-11h », « après 14 h »; None when nothing limits them.

    Words that cannot be read leave no hour: somebody looks at them first.
    """
    said = text.casefold().strip()
    if not said:
        return None
    span = re.search(r"(\d{1,2})\s*h?\d{0,2}\s*(?:-|–|à|et)\s*(\d{1,2})\s*h?", said)
    if span:
        return int(span[1]), int(span[2])
    if after := re.search(r"(?:après|à partir de)\s*(\d{1,2})", said):
        return int(after[1]), 21
    if before := re.search(r"avant\s*(\d{1,2})", said):
        return 8, int(before[1])
    parts = {"matin": (8, 12), "midi": (12, 14), "soir": (18, 21)}
    if "après-midi" in said:
        return 14, 18
    return next((hours for word, hours in parts.items() if word in said), NEVER)

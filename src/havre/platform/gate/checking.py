"""Whether something may leave now: shares, words, files, channel. In doubt, it may not."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor, acting
from havre.platform.clock import now
from havre.platform.gate.departure import OPEN_WAYS, Departure, Part, Recipient, SafeChannel, Way
from havre.platform.gate.facts import REASONS, Fact, Kind, facts_of
from havre.platform.gate.finding import found_in
from havre.platform.gate.folding import fold, words_of
from havre.platform.gate.reading import CarriesPosition, Unreadable, texts_of
from havre.platform.models import Share

log = logging.getLogger("havre.gate")
FORBIDDEN = re.compile(
    r"violence|victime|conjugal|mise [àa] l.abri|relogement|femme|h[ée]berg", re.IGNORECASE
)
NOT_SHARED, LEFT, NEUTRAL, CHANNEL = "NOT_SHARED", "LEFT", "NEUTRAL", "CHANNEL"
UNREADABLE, POSITION, BROKEN = "UNREADABLE", "POSITION", "BROKEN"
FINAL = frozenset({NOT_SHARED, LEFT, CHANNEL, POSITION})
"""What nobody may release: the right is not there, or it would reach somebody else."""

SENTENCES = {
    NOT_SHARED: "Le destinataire n’a pas, ou n’a plus, accès à cette situation.",
    LEFT: "Le destinataire ne fait plus partie de l’organisme.",
    NEUTRAL: "Le texte n’est pas neutre.",
    CHANNEL: "Ce n’est pas un moyen sûr de la joindre, ou pas à cette heure.",
    UNREADABLE: "Un fichier joint n’a pas pu être relu en entier.",
    POSITION: "Une photo dit où elle a été prise.",
    BROKEN: "L’envoi n’a pas pu être vérifié.",
} | {kind.value: f"Le texte contient {words}." for kind, words in REASONS.items()}

SOMEBODY = 10**17
"""The number of no account: whoever opens an organisation's letters."""
Membership = Callable[[int, int], bool]
Safe = Callable[[UUID, Actor], SafeChannel]
_membership: list[Membership] = []
_safe: list[Safe] = []


def register_membership(check: Membership) -> Membership:
    """Say how to know whether (person, organisation) is an active membership now."""
    _membership[:] = [check]
    return check


def register_safe_channel(read: Safe) -> Safe:
    """Say how to read a woman's safe contact: (case, who acts for its keeper)."""
    _safe[:] = [read]
    return read


@dataclass(frozen=True, slots=True)
class Finding:
    """Why something may not leave; `fact` is never written anywhere in clear."""

    code: str
    fact: Fact | None = None

    @property
    def sentence(self) -> str:
        """The reason, in French, without what was found."""
        return SENTENCES[self.code]


def refusal_of(text: str, protected: Collection[str] = ()) -> str:
    """Return why this neutral text may not leave, or an empty string when it may.

    `protected` are places and names of the case concerned; those under 3 letters are ignored.
    """
    if FORBIDDEN.search(text):
        return SENTENCES[NEUTRAL]
    facts = [Fact(Kind.WORD, word, Compartment.IDENTITY) for word in protected]
    if any(f" {fold(word)} " in f" {fold(text)} " for word in protected if len(fold(word)) >= 3):
        return "Le texte contient un nom ou un lieu protégé."
    return "Le texte contient un nom ou un lieu protégé." if found_in([text], facts) else ""


def judge(departure: Departure, *, actor: Actor) -> list[Finding]:
    """Return why a departure may not leave at this moment; [] when it may.

    The shares are read again in the recipient's name under row security, and the protected facts
    in the name of each case's keeper, for the purpose `gate`, journaled by the vault. A failure
    of any kind is a reason.
    """
    try:
        return list(dict.fromkeys(_judge(departure, actor)))
    except Exception as error:  # fails closed
        log.error("gate_broken error=%s", type(error).__name__)
        return [Finding(BROKEN)]


def _judge(departure: Departure, actor: Actor) -> Iterable[Finding]:
    readable: dict[UUID, list[Share]] = {}
    if departure.recipient.organisation_id is not None:
        readable = yield from _rights(departure, actor)
    try:
        texts = [text for file in departure.files for text in texts_of(file.content)]
    except CarriesPosition:
        texts = []
        yield Finding(POSITION)
    except Unreadable:
        texts = []
        yield Finding(UNREADABLE)
    shown = [departure.subject, *(file.name for file in departure.files)]
    neutral = [*shown, departure.body] if departure.way in OPEN_WAYS else shown
    if any(FORBIDDEN.search(text) for text in neutral):
        yield Finding(NEUTRAL)
    for case_id in departure.all_cases():
        try:
            keeper_id = keeper_of(case_id)
        except LookupError:  # whoever sends it does not see the case any more
            yield Finding(NOT_SHARED)
            continue
        with acting(actor.in_the_name_of(keeper_id, "gate")) as keeper:
            facts = facts_of(case_id, actor=keeper)
            if departure.recipient.herself:
                yield from _channel(departure, case_id, keeper)
        yield from _words(departure, shown, texts, facts, readable.get(case_id, []))


def keeper_of(case_id: UUID) -> int:
    """Return the organisation that keeps a case the actor sees. Raises LookupError otherwise."""
    cases = apps.get_model(settings.HAVRE_CASE_MODEL)._default_manager
    found = cases.filter(pk=case_id).values_list("steward_id", flat=True).first()
    if found is None:
        raise LookupError
    return int(found)


def in_name_of(recipient: Recipient, actor: Actor) -> Actor:
    """Return who reads the database as the recipient would, in person.

    What goes to an organisation and to nobody of it goes to somebody who is named nowhere.
    """
    assert recipient.organisation_id is not None
    return replace(
        actor,
        user_id=recipient.user_id or SOMEBODY,
        organisation_id=recipient.organisation_id,
        behalf_of=None,
        purpose="gate",
    )


def _rights(
    departure: Departure, actor: Actor
) -> Generator[Finding, None, dict[UUID, list[Share]]]:
    """Yield what the recipient has no right to; return its open shares, by case."""
    recipient = departure.recipient
    assert recipient.organisation_id is not None
    if recipient.user_id and not is_member(recipient.user_id, recipient.organisation_id):
        yield Finding(LEFT)
    with acting(in_name_of(recipient, actor)):
        shares = open_shares(recipient.organisation_id, departure.all_cases())
        case_model = apps.get_model(settings.HAVRE_CASE_MODEL)
        seen = set(
            case_model._default_manager.filter(pk__in=departure.all_cases()).values_list(
                "pk", flat=True
            )
        )
    lacking = any(case_id not in shares for case_id in departure.all_cases())
    alone = read_alone(departure)
    hidden = any(case_id not in seen | alone for case_id in departure.all_cases())
    if lacking or hidden or not all(covers(part, shares) for part in departure.parts):
        yield Finding(NOT_SHARED)
    return shares


def read_alone(departure: Departure) -> set[UUID]:
    """Return the cases of which nothing but the card left: it is read without the case itself.

    The share of the card is read in the recipient's name, within the walls of the case, like any.
    """
    cards = {p.case_id for p in departure.parts if p.compartment is Compartment.NEED_CARD}
    others = {p.case_id for p in departure.parts if p.compartment is not Compartment.NEED_CARD}
    return cards - others - set(departure.cases)


def is_member(user_id: int, organisation_id: int) -> bool:
    """Tell whether somebody belongs to an organisation now; nobody does before the wiring."""
    return bool(_membership) and _membership[0](user_id, organisation_id)


def open_shares(organisation_id: int, cases: Sequence[UUID]) -> dict[UUID, list[Share]]:
    """Return what an organisation, acting now, may read of these cases at this moment."""
    found: dict[UUID, list[Share]] = {}
    for share in Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        organisation_id=organisation_id,
        case_id__in=cases,
        reads=True,
        closed_at=None,
    ):
        found.setdefault(share.case_id, []).append(share)
    return found


def covers(part: Part, shares: dict[UUID, list[Share]]) -> bool:
    """Tell whether a share opens this part."""
    return any(
        share.compartment == part.compartment and share.scope in {None, part.scope}
        for share in shares.get(part.case_id, [])
    )


def _channel(departure: Departure, case_id: UUID, keeper: Actor) -> Iterable[Finding]:
    """Check the way and the hour against her safe contact; an unknown way is not safe."""
    if departure.way is Way.HAND:
        return
    safe = _safe[0](case_id, keeper) if _safe else SafeChannel()
    if not is_safe(
        departure.way, departure.recipient.address, safe, timezone.localtime(now()).hour
    ):
        yield Finding(CHANNEL)


def is_safe(way: Way, address: str, safe: SafeChannel, hour: int) -> bool:
    """Tell whether an address of hers may be used this way at this hour."""
    if way not in safe.channels:
        return False
    if way is Way.LETTER:
        return any(_same_place(address, place) for place in safe.places)
    if safe.shared or (way is Way.VOICE and not safe.voicemail):
        return False
    if safe.hours is not None and not safe.hours[0] <= hour < safe.hours[1]:
        return False
    if way in {Way.MAIL, Way.CALENDAR}:
        return bool(safe.email) and address.strip().casefold() == safe.email.strip().casefold()
    digits = re.sub(r"\D", "", address)[-9:]
    return len(digits) == 9 and digits == re.sub(r"\D", "", safe.phone)[-9:]


def _same_place(address: str, place: str) -> bool:
    """Tell whether every word of a known place is in the address written on the letter."""
    wanted = [word for word in words_of(place) if len(word) > 2 or word.isdigit()]
    return bool(wanted) and set(wanted) <= set(words_of(address))


def _words(
    departure: Departure,
    shown: list[str],
    texts: list[str],
    facts: list[Fact],
    shares: list[Share],
) -> Iterable[Finding]:
    """Yield the protected facts that the text, the files and their names tell the wrong person."""
    for fact in found_in(shown, facts):
        yield Finding(fact.kind.value, fact)
    refused = [fact for fact in facts if not _may_read(fact, departure, shares)]
    for fact in found_in([departure.body, *texts], refused):
        yield Finding(fact.kind.value, fact)


HERS = frozenset({Compartment.IDENTITY, Compartment.HOUSEHOLD})


def _may_read(fact: Fact, departure: Departure, shares: list[Share]) -> bool:
    if departure.way in OPEN_WAYS:
        return False
    if departure.recipient.herself:
        if departure.way is Way.HAND:
            return True
        return fact.compartment in HERS or bool(found_in([departure.recipient.address], [fact]))
    return any(
        share.compartment == fact.compartment and share.scope in {None, fact.scope}
        for share in shares
    )

"""Decisions, recorded as they fall.

What becomes of « propose a dwelling » is told to nobody in the room: the same answer whether it
could be proposed or not, since why not may be her safety. The operator reads it on its own page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from havre.allocations import actions as allocations
from havre.coordination import room
from havre.coordination.agenda_actions import locked
from havre.coordination.models import AgendaItem, CoordinationMeeting, Decision, Topic
from havre.engine.lifecycle import IllegalTransition
from havre.engine.matching import MissingCeiling
from havre.engine.vocabulary import Asked, DecisionKind, MeetingStatus
from havre.housing.models import Vacancy
from havre.housing.selectors import get_vacancy
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import today

K = DecisionKind
H = Decision.Hindrance


class Missing(ValueError):
    """Something the decision needs was not given; the message is a French sentence."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class NotInTheRoom(ValueError):
    """The point may not be shown to those present: it is decided apart."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided: about an offer when proposing, of whom when asking; who, and until when."""

    kind: DecisionKind
    asked: Asked | None = None
    offer: str = ""
    responsible_id: int | None = None
    due_on: date | None = None


def check(choice: Choice, *, of_case: bool) -> None:
    """Raise Missing for what a decision lacks."""
    if choice.kind is K.PROPOSE and not choice.offer:
        raise Missing("Choisissez le logement.", "offer")
    if choice.kind is K.ASK and choice.asked is None:
        raise Missing("Choisissez ce qui est demandé.", "asked")
    if choice.kind is K.ASK and choice.responsible_id is None:
        raise Missing("Choisissez à qui.", "responsible")
    if choice.due_on is not None and choice.due_on < today():
        raise Missing("Choisissez un jour à venir.", "due_on")
    if not of_case and choice.kind in {K.PROPOSE, K.REASSESS, K.URGENT}:
        raise Missing("Cette décision ne va qu’avec une situation.", "kind")


@transaction.atomic
def decide(
    reference: str, item_id: UUID, choice: Choice, *, apart: bool = False, actor: Actor
) -> Decision:
    """Record a decision about a case; the same one again, on the same point, is the same row.

    `apart`: decided by the operator alone, out of the room. Raises as `locked`, Missing,
    NotInTheRoom, AgendaItem.DoesNotExist; PermissionError for a responsible who is not there.
    """
    meeting = locked(reference, actor=actor)
    item = meeting.items.select_related("case").get(pk=item_id)
    check(choice, of_case=True)
    shown = room.room_of(meeting, actor=actor)
    card = shown.cards.get(item.case_id)
    if meeting.status != MeetingStatus.OPEN or (card is None) is not apart:
        raise NotInTheRoom
    _check_responsible(meeting, choice, apart, actor)
    vacancy = get_vacancy(choice.offer, actor=actor) if choice.kind is K.PROPOSE else None
    same = Decision.objects.filter(
        item=item, kind=choice.kind, asked=choice.asked or "", vacancy=vacancy,
        responsible_id=choice.responsible_id, due_on=choice.due_on,
    )  # fmt: skip
    if (known := same.first()) is not None:
        return known
    decision = Decision(
        case_id=item.case_id,
        meeting=meeting,
        organisation_id=actor.organisation_id,
        item=item,
        kind=choice.kind,
        asked=choice.asked or "",
        responsible_id=choice.responsible_id,
        due_on=choice.due_on,
        done_on=today() if choice.kind is K.NONE else None,
        shown=card is not None,
        card=card.reference if card is not None else "",
        vacancy=vacancy,
        decided_by_id=actor.user_id or None,
    )
    if vacancy is not None:
        _propose(decision, item, vacancy, actor)
    decision.save(force_insert=True)
    journal.record(
        actor, "DECIDED_IN_MEETING", case_id=item.case_id, subject=f"meeting:{reference}"
    )
    return decision


def _check_responsible(
    meeting: CoordinationMeeting, choice: Choice, apart: bool, actor: Actor
) -> None:
    """Whoever is to act is in the room, and so may know; apart, the operator alone is."""
    if choice.responsible_id is None:
        return
    there = {actor.organisation_id}
    if not apart:
        there |= set(meeting.attendance.values_list("organisation_id", flat=True))
    if choice.responsible_id not in there:
        raise PermissionError


def _propose(decision: Decision, item: AgendaItem, vacancy: Vacancy, actor: Actor) -> None:
    """Start the usual proposal, with its checks; keep why it could not be."""
    hindrances: dict[type[Exception], Decision.Hindrance] = {
        allocations.Unsafe: H.UNSAFE,
        allocations.VacancyTaken: H.TAKEN,
        allocations.LineFull: H.TAKEN,
        allocations.AlreadyProposed: H.RUNNING,
        allocations.Parked: H.PARKED,
        allocations.NotAllowed: H.NOT_NOW,
        IllegalTransition: H.NOT_NOW,
        MissingCeiling: H.NOT_NOW,
    }
    try:
        with transaction.atomic():
            decision.proposal = allocations.propose(item.case, vacancy, actor=actor)
            decision.done_on = today()
    except tuple(hindrances) as error:
        decision.hindrance = hindrances[type(error)]


@transaction.atomic
def decide_topic(reference: str, topic_id: UUID, choice: Choice, *, actor: Actor) -> Topic:
    """Record what is decided about an offer, the plan or a subject; a later word replaces it.

    Raises as `locked`, Missing, NotInTheRoom, Topic.DoesNotExist, PermissionError.
    """
    meeting = locked(reference, actor=actor)
    topic = meeting.topics.select_for_update().get(pk=topic_id)
    check(choice, of_case=False)
    if meeting.status != MeetingStatus.OPEN:
        raise NotInTheRoom
    _check_responsible(meeting, choice, False, actor)
    topic.decision, topic.asked = choice.kind, choice.asked or ""
    topic.responsible_id, topic.due_on = choice.responsible_id, choice.due_on
    topic.done_on = today() if choice.kind is K.NONE else None
    topic.save()
    journal.record(actor, "DECIDED_IN_MEETING", subject=f"meeting:{reference}")
    return topic


@transaction.atomic
def take_back(reference: str, decision_id: UUID, *, actor: Actor) -> bool:
    """Remove a decision recorded by mistake; False when it is gone already.

    A proposal it made stays: it is withdrawn where proposals are. Raises as `locked`.
    """
    meeting = locked(reference, actor=actor)
    decision = meeting.decisions.filter(pk=decision_id).first()
    if decision is None:
        return False
    case_id = decision.case_id
    decision.delete()
    journal.record(actor, "DECISION_TAKEN_BACK", case_id=case_id, subject=f"meeting:{reference}")
    return True

"""What waits for a person, as sentences with a link each, the most urgent first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse

from havre.allocations import selectors as allocations
from havre.allocations import urgent_selectors as urgent
from havre.allocations.models import Proposal
from havre.assessments import selectors as assessments
from havre.cases import selectors as cases
from havre.cases import signals
from havre.cases.consent_terms import ALERT
from havre.cases.models import Case
from havre.cases.reservations import asked_of, refused_to
from havre.cases.restrictions import orphaned
from havre.coordination.minutes import own_decisions, waiting_decisions
from havre.engine.vocabulary import (
    BOARD_ROLES,
    HOUSING_ROLES,
    REFERRING_ROLES,
    Compartment,
    ProposalStatus,
    Role,
    Stage,
)
from havre.housing import selectors as housing
from havre.oversight.alerts import may_watch, open_alerts
from havre.oversight.models import AlertKind
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.gate.holding import held
from havre.sharing.protection_selectors import awaiting_answer
from havre.web.home.counting import Line, Waiting, count
from havre.web.home.kinds import KINDS, Kind

P = ProposalStatus
SOON = timedelta(days=3)
EXPIRING = timedelta(days=7)
FRESH = timedelta(days=7)
ALERTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Task:
    """One sentence with its link."""

    sentence: str
    url: str
    icon: str
    tone: str = "info"
    due: date | None = None
    number: int = 1


def tasks_for(actor: Actor) -> list[Task]:
    """Return what waits for the actor. Four queries at most, whatever the number of cases."""
    groups = (_case_lines(actor), _proposal_lines(actor), _vacancy_lines(actor), _card_lines(actor))
    found: dict[str, Waiting] = {}
    for lines in groups:
        found |= count(lines)
    note_alone(found, actor)
    tasks = [_task(kind, found[name]) for name, kind in KINDS.items() if name in found]
    tasks += _alerts(actor)
    pressing = {"danger": 0, "warning": 1, "info": 2}
    first = left_alone(actor) + to_reserve(actor)
    return first + sorted(tasks, key=lambda task: pressing[task.tone])


TOLD_BY_PAGE = {
    "proposal": Compartment.PROPOSAL,
    "card": Compartment.NEED_CARD,
    "urgent-ask": Compartment.NEED_CARD,
    "meeting-minutes": Compartment.NEED_CARD,
}
TOLD_BY_KIND = {"signals": Compartment.SAFETY}
"""What a line says by being there, where that is more than its page says."""


def note_alone(found: Mapping[str, Waiting], actor: Actor) -> None:
    """Journal, before they are shown, the cases that a link of one's own names."""
    pages: dict[Compartment, list[UUID]] = {}
    for name, waiting in found.items():
        if waiting.case_id:
            of_page = TOLD_BY_PAGE.get(KINDS[name].only_page, Compartment.PROGRESS)
            part = TOLD_BY_KIND.get(name, of_page)
            pages.setdefault(part, []).append(waiting.case_id)
    for part, ids in pages.items():
        journal.commit_list(actor, "LISTED", case_ids=ids, compartments=[part])


def left_alone(actor: Actor) -> list[Task]:
    """Return a line for each reserved situation of which nobody named is left; not which one."""
    return [
        Task(
            "Une situation réservée n’a plus personne : nommez quelqu’un",
            reverse("reserved-name", args=[restriction_id]),
            "people",
            "danger",
        )
        for restriction_id in orphaned(actor)
    ]


def to_reserve(actor: Actor) -> list[Task]:
    """Return what one's organisation is asked to reserve, and what a partner could not."""
    asked = [
        Task(
            "Une situation est à réserver : nommez qui la suit",
            reverse("reservation-asked", args=[one.request_id]),
            "lock",
            "danger",
        )
        for one in asked_of(actor)
    ]
    if not may_watch(actor):
        return asked
    refused = list(refused_to(actor)[:ALERTS_SHOWN])
    if refused:
        cases.list_parts([one.case_id for one in refused], actor=actor)
    return asked + [
        Task(
            "Un partenaire ne peut pas réserver une situation : décidez",
            reverse("case-access", args=[one.case.reference]),
            "lock",
            "danger",
        )
        for one in refused
    ]


def _alerts(actor: Actor) -> list[Task]:
    """Unusual access waits for the operator's coordinator, first of all."""
    if not may_watch(actor):
        return []
    return [
        Task(
            f"Accès inhabituel : {AlertKind(alert.kind).label.lower()} ({alert.organisation.name})",
            reverse("alert", args=[alert.pk]),
            "warning",
            "danger",
        )
        for alert in open_alerts(actor)[:ALERTS_SHOWN]
    ]


def _case_lines(actor: Actor) -> dict[str, Line]:
    if not actor.has(*REFERRING_ROLES):
        return {}
    visible = cases.visible_to(actor)
    drafts = visible.filter(stage=Stage.DRAFT, steward_id=actor.organisation_id)
    if not actor.has(Role.OPERATOR):
        return {"drafts": Line(drafts, case="pk")}
    published = assessments.board(actor).filter(case_id=OuterRef("pk"))
    search = _at(visible, Stage.SEARCH).filter(cases.not_parked())
    ending = cases.agreements_ending(today() + ALERT, actor=actor)
    asked = awaiting_answer(actor).annotate(reference=F("case__reference"))
    return {
        "urgent_over": Line(urgent.escalated(actor), case="case_id"),
        "urgent_yes": Line(urgent.favourable(actor), case="case_id"),
        "exceptional": Line(asked, case="case_id"),
        "signals": Line(signals.unseen(actor), case="case_id"),
        "consents": Line(ending, "until", "case_id"),
        "referrals": Line(_at(visible, Stage.REFERRED), case="pk"),
        "assessments": Line(_at(visible, Stage.ASSESSMENT), case="pk"),
        "cards": Line(search.exclude(Exists(published)), case="pk"),
        "searches": Line(search.filter(Exists(published)), case="pk"),
        "held": Line(held()),
        "meeting_decided": Line(waiting_decisions(actor), "due_on"),
        "drafts": Line(drafts, case="pk"),
    }


def _at(visible: QuerySet[Case], stage: Stage) -> QuerySet[Case]:
    return visible.filter(stage=stage)


def _proposed(rows: QuerySet[Proposal], due: str = "") -> Line:
    return Line(rows, due, "case_id")


def _proposal_lines(actor: Actor) -> dict[str, Line]:
    found = allocations.proposals(actor)
    own = actor.organisation_id
    lines: dict[str, Line] = {}
    if actor.has(*BOARD_ROLES):
        lines["meeting_asked"] = Line(own_decisions(actor), "due_on")
    if actor.has(Role.OPERATOR):
        lines |= {
            "moved_up": _proposed(allocations.moved_up(actor, now() - FRESH)),
            "prepared": _proposed(found.filter(status=P.DRAFTED), "hold_until"),
            "answers": _proposed(found.filter(status=P.PROPOSED), "reply_by"),
            "acceptances": _proposed(found.filter(status=P.ALLOCATED), "answer_by"),
            "transmissions": _proposed(found.filter(status=P.ACCEPTED)),
            "leases": _proposed(found.filter(status=P.CONFIRMED)),
        }
    if actor.has(Role.RESERVATION_HOLDER):
        lines["designations"] = Line(
            found.filter(status=P.WITH_HOLDER, holder_id=own), case="case_id"
        )
    if actor.has(*HOUSING_ROLES):
        own_stock = found.filter(landlord_id=own)
        lines |= {
            "landlord": _proposed(own_stock.filter(status=P.WITH_LANDLORD)),
            "decisions": _proposed(own_stock.filter(status=P.COMMITTEE), "committee_on"),
            "adjourned": _proposed(own_stock.filter(status=P.ADJOURNED)),
            "conditions": Line(
                own_stock.filter(status=P.CONDITIONAL), "condition_until", case="case_id"
            ),
            "ranks": _proposed(own_stock.filter(status=P.RANKED)),
            "keys": _proposed(own_stock.filter(status=P.LEASED)),
        }
        lines.setdefault("leases", _proposed(own_stock.filter(status=P.CONFIRMED)))
    return lines


def _vacancy_lines(actor: Actor) -> dict[str, Line]:
    if not actor.has(Role.OPERATOR, *HOUSING_ROLES):
        return {}
    return {"vacancies": Line(housing.expiring(actor, today() + EXPIRING), "expires_on")}


def _card_lines(actor: Actor) -> dict[str, Line]:
    if actor.has(Role.OPERATOR) or not actor.has(*BOARD_ROLES):
        return {}
    fresh = assessments.board(actor).filter(published_at__gte=now() - FRESH)
    asked = urgent.waiting_asks(actor).annotate(
        reference=Cast("pk", CharField()), due=TruncDate("due_at")
    )
    return {
        "urgent": Line(asked, "due", "case_id"),
        "new_cards": Line(fresh, case="case_id"),
    }


def _task(kind: Kind, waiting: Waiting) -> Task:
    words = kind.one if waiting.number == 1 else kind.many
    url = reverse(kind.page) + (f"?{urlencode(kind.filters)}" if kind.filters else "")
    if waiting.only:
        url = reverse(kind.only_page, args=[waiting.only])
    return Task(
        f"{str(waiting).capitalize()} {words}",
        url,
        kind.icon,
        kind.tone or _tone(waiting),
        waiting.due,
        waiting.number,
    )


def _tone(waiting: Waiting) -> str:
    if waiting.due is None or waiting.due > today() + SOON:
        return "info"
    return "danger" if waiting.due <= today() else "warning"


def last_moves(actor: Actor, limit: int = 5) -> list[Task]:
    """Return the latest moves of the situations a referring partner follows; no name here."""
    if actor.has(Role.OPERATOR) or not actor.has(Role.SHELTER, Role.REFERRER):
        return []
    found: list[Case] = list(cases.visible_to(actor).exclude(stage=Stage.DRAFT)[:limit])
    cases.list_parts([case.pk for case in found], actor=actor)
    return [
        Task(
            f"{case.reference} : {_lower(case.stage_word.label)}",
            reverse("case", args=[case.reference]),
            "file",
            "success" if case.stage == Stage.HOUSED else "neutral",
            case.stage_since,
        )
        for case in found
    ]


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]

"""Points and decisions of a commission in words: one set for the operator, one for the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from havre.allocations.models import Proposal
from havre.assessments.models import NeedCard
from havre.coordination.agenda import Unmet, unmet
from havre.coordination.agenda_actions import Point
from havre.coordination.minutes import said_of
from havre.coordination.models import AgendaItem, Decision, MinuteLine, Topic
from havre.engine.vocabulary import Asked, DecisionKind, PointKind
from havre.housing.models import Vacancy
from havre.matching.offers import offer_of
from havre.web.board.presenting import ShownCard
from havre.web.templatetags.havre import count, euros, long_date

K = PointKind
SINCE = {
    K.CHECK: "Décidé le",
    K.FOLLOW: "Sans mouvement depuis le",
    K.WAITING: "Sur le tableau depuis le",
}


def decision_of(row: Decision | MinuteLine | Topic) -> str:
    """« Demander à un bailleur : un loyer plus bas »."""
    word = row.decision if isinstance(row, Topic) else row.kind
    label = DecisionKind(word).label
    asked = Asked(row.asked).label if row.asked else ""
    return f"{label} : {asked[0].lower()}{asked[1:]}" if asked else label


def offer_label(vacancy: Vacancy) -> str:
    """« T3 à Olivet »."""
    return f"{vacancy.dwelling.typology} à {vacancy.dwelling.commune.name}"


def offer_choice(vacancy: Vacancy) -> tuple[str, str]:
    """Return an offer as a choice of a list."""
    rent = euros(vacancy.rent + vacancy.charges, 0)
    return vacancy.reference, f"{offer_label(vacancy)}, {vacancy.landlord.name}, {rent}"


def topic_title(topic: Topic) -> str:
    """Return the words of a point about no case."""
    if topic.kind == K.VACANCY and topic.vacancy is not None:
        return f"Offre {offer_label(topic.vacancy)}"
    if topic.kind == K.PLAN:
        return "Le plan : un logement pour chacune"
    return topic.title


def why_unmet(found: Unmet | None) -> str:
    """Say why no card goes with an offer, by what cards show."""
    if found is None:
        return "Une fiche y correspond maintenant."
    if not found.cards:
        return "Aucune fiche n’est publiée."
    parts = [
        (found.commune, "pas la commune"),
        (found.rooms, "pas le nombre de pièces"),
        (found.rent, "un loyer trop haut"),
    ]
    said = ", ".join(f"{words} pour {number}" for number, words in parts if number)
    return f"Comparée à {count(found.cards, 'fiche,fiches')} : {said}."


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One point on the operator's own page."""

    point: Point
    title: str
    kind: str
    note: str
    case_reference: str = ""
    card: str = ""
    plan: str = ""
    proposal: str = ""
    decisions: tuple[str, ...] = ()


def agenda_lines(
    points: Iterable[Point],
    cards: Mapping[UUID, NeedCard],
    proposals: Mapping[UUID, Proposal],
    board: Sequence[NeedCard],
) -> list[AgendaLine]:
    """Say the points of an agenda, for the operator."""
    lines = []
    for point in points:
        if isinstance(point, AgendaItem):
            lines.append(_case_line(point, cards.get(point.case_id), proposals.get(point.case_id)))
        else:
            lines.append(_topic_line(point, board))
    return lines


def _case_line(item: AgendaItem, card: NeedCard | None, running: Proposal | None) -> AgendaLine:
    kind = K(item.kind)
    note = f"{SINCE[kind]} {long_date(item.since)}" if item.since and kind in SINCE else ""
    if running is not None:
        waits = f"{running.status_word.label}, {running.landlord.name}"
        note = f"{note} · {waits}" if note else waits
    if card is None:
        note = f"{note} · Sans fiche publiée" if note else "Sans fiche publiée"
    return AgendaLine(
        point=item,
        title=f"Situation {item.case.reference}",
        kind=kind.label,
        note=note,
        case_reference=item.case.reference,
        card=card.reference if card else "",
        proposal=running.reference if running else "",
        decisions=tuple(decision_of(one) for one in item.decisions.all()),
    )


def _topic_line(topic: Topic, board: Sequence[NeedCard]) -> AgendaLine:
    note = ""
    if topic.kind == K.VACANCY and topic.vacancy is not None:
        why = why_unmet(unmet(offer_of(topic.vacancy), board))
        note = f"{topic.vacancy.landlord.name}, {topic.vacancy.reference}. {why}"
    return AgendaLine(
        point=topic,
        title=topic_title(topic),
        kind=K(topic.kind).label,
        note=note,
        plan=topic.plan,
        decisions=(decision_of(topic),) if topic.decision else (),
    )


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """One point on the shared screen: a card, or something about no case."""

    kind: str
    title: str
    facts: tuple[dict[str, str], ...]
    tone: str = ""
    urgency: str = ""
    card: str = ""
    note: str = ""


def shown_point(
    point: Point,
    card: NeedCard | None,
    communes: Mapping[str, str],
    shown_cards: Sequence[NeedCard],
) -> ShownPoint:
    """Say a point for the room: what a card says, and no more.

    `shown_cards`: those that everybody there reads.
    """
    if isinstance(point, AgendaItem):
        assert card is not None
        said = ShownCard.of(card, communes)
        return ShownPoint(
            kind=said_of(K(point.kind)).label,
            title=said.title,
            facts=tuple(said.facts),
            tone=said.tone,
            urgency=said.urgency,
            card=card.reference,
        )
    return _shown_topic(point, shown_cards)


def _shown_topic(topic: Topic, shown_cards: Sequence[NeedCard]) -> ShownPoint:
    note = ""
    facts: tuple[dict[str, str], ...] = ()
    if topic.kind == K.PLAN:
        note = "Ses pistes se décident situation par situation."
    if (vacancy := topic.vacancy) is not None:
        note = why_unmet(unmet(offer_of(vacancy), shown_cards))
        rent = f"{euros(vacancy.rent, 0)} + {euros(vacancy.charges, 0)} de charges"
        facts = (
            {"label": "Bailleur", "value": vacancy.landlord.name},
            {"label": "Loyer", "value": rent},
            {"label": "Disponible le", "value": long_date(vacancy.available_on)},
        )
    return ShownPoint(K(topic.kind).label, topic_title(topic), facts, note=note)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision in words. `settles`: it is to be done, and its reader may say that it is."""

    id: UUID
    title: str
    point: str
    text: str
    who: str
    responsible_id: int | None
    due: date | None
    done: date | None
    settles: bool
    case_reference: str = ""
    hindrance: str = ""
    proposal: str = ""
    urgent: bool = False


def decision_row(row: Decision | MinuteLine | Topic) -> DecisionRow:
    """Say a decision, of a case by its card alone."""
    if isinstance(row, Topic):
        title, point, word = topic_title(row), K(row.kind).label, row.decision
    else:
        title, word = f"Fiche {row.card}", row.kind
        kind = K(row.point) if isinstance(row, MinuteLine) else said_of(K(row.item.kind))
        point = kind.label
    return DecisionRow(
        id=row.pk,
        title=title,
        point=point,
        text=decision_of(row),
        who=row.responsible.name if row.responsible else "",
        responsible_id=row.responsible_id,
        due=row.due_on,
        done=row.done_on,
        settles=word not in {DecisionKind.NONE, DecisionKind.PROPOSE},
    )


def private_row(row: Decision) -> DecisionRow:
    """Say a decision to the operator alone: of which situation, and why it could not be done."""
    return replace(
        decision_row(row),
        title=f"Situation {row.case.reference}",
        settles=row.kind != DecisionKind.NONE,
        case_reference=row.case.reference,
        hindrance=Decision.Hindrance(row.hindrance).label if row.hindrance else "",
        proposal=row.proposal.reference if row.proposal else "",
        urgent=row.kind == DecisionKind.URGENT and row.done_on is None,
    )

"""Reads on urgent calls: the keeper all of its own, each organisation asked its own line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from havre.allocations.urgent_rows import UrgentAsk, UrgentCall
from havre.assessments.models import NeedCard
from havre.assessments.selectors import get_card
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment
from havre.housing.models import Vacancy
from havre.housing.selectors import standing_offers
from havre.matching.offers import answers, offer_of
from havre.organisations.models import Organisation
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share

LISTED = 100
MOST_OFFERS = 200
"""Offers of one organisation that it may answer with, the soonest available first."""
UNDECIDED = ("", "TIME")


def call_of(case: Case, *, actor: Actor) -> UrgentCall | None:
    """Return the latest call of a case, running or over, for its keeper."""
    return UrgentCall.objects.filter(case=case).order_by("-opened_at", "pk").first()


def asks_of(call: UrgentCall, *, actor: Actor) -> list[UrgentAsk]:
    """Return who was asked, in the order of the answers, those without one last."""
    found = UrgentAsk.objects.filter(call=call).select_related(
        "organisation", "vacancy__dwelling__commune"
    )
    return list(found.order_by(F("answered_at").asc(nulls_last=True), "organisation__name"))


def askable(case: Case, *, actor: Actor) -> list[Organisation]:
    """Return the organisations that may be asked: those that read her card at this moment.

    Her agreement, recusals and what she avoids are in the card's shares already.
    """
    read = Share.objects.filter(
        Q(until=None) | Q(until__gt=now()),
        case_id=case.pk,
        compartment=Compartment.NEED_CARD,
        reads=True,
        closed_at=None,
    ).exclude(organisation_id=case.steward_id)
    ids = read.values("organisation_id")
    return list(Organisation.objects.filter(pk__in=ids, active=True).order_by("name"))


def running_calls(actor: Actor) -> QuerySet[UrgentCall]:
    """Return the calls that run in the actor's programme, the soonest to end first."""
    return (
        UrgentCall.objects.filter(closed_at=None, case__programme_id=actor.programme_id)
        .select_related("case")
        .annotate(reference=F("case__reference"))
        .order_by("due_at", "pk")
    )


def escalated(actor: Actor) -> QuerySet[UrgentCall]:
    """Return the calls at their end, on which the coordinator has to decide."""
    return running_calls(actor).filter(escalated_at__isnull=False)


def favourable(actor: Actor) -> QuerySet[UrgentAsk]:
    """Return the dwellings offered to calls that run, for the keeper: to be proposed."""
    return (
        UrgentAsk.objects.filter(answer="YES", call__closed_at=None)
        .filter(case__programme_id=actor.programme_id, case__steward_id=actor.organisation_id)
        .annotate(reference=F("case__reference"))
    )


def own_asks(actor: Actor) -> QuerySet[UrgentAsk]:
    """Return what the actor's organisation is or was asked, the soonest to end first."""
    return UrgentAsk.objects.filter(organisation_id=actor.organisation_id).order_by(
        F("ended_at").asc(nulls_first=True), "due_at", "pk"
    )


def waiting_asks(actor: Actor) -> QuerySet[UrgentAsk]:
    """Return those its organisation has not decided yet, whose delay runs."""
    return own_asks(actor).filter(ended_at=None, due_at__gt=now(), answer__in=UNDECIDED)


def with_cards(asks: Sequence[UrgentAsk]) -> list[tuple[UrgentAsk, NeedCard]]:
    """Return the lines whose card is still published, each with it."""
    found = NeedCard.objects.filter(case_id__in=[a.case_id for a in asks], withdrawn_at=None)
    cards = {card.case_id: card for card in found}
    return [(ask, cards[ask.case_id]) for ask in asks if ask.case_id in cards]


@dataclass(frozen=True, slots=True)
class Asked:
    """A line, its card, and the offers it may be answered with: those that fit first."""

    ask: UrgentAsk
    card: NeedCard
    fitting: list[Vacancy]
    others: list[Vacancy]


def get_asked(ask_id: UUID, *, actor: Actor) -> Asked:
    """Return a line of the actor's organisation, or of a case it keeps; journaled as a reading.

    Raises UrgentAsk.DoesNotExist, NeedCard.DoesNotExist, JournalDown.
    """
    ask = UrgentAsk.objects.select_related("organisation", "vacancy__dwelling__commune").get(
        pk=ask_id
    )
    reference = NeedCard.objects.get(case_id=ask.case_id, withdrawn_at=None).reference
    card = get_card(reference, actor=actor)
    own = Q(landlord_id=ask.organisation_id) | Q(holder_id=ask.organisation_id)
    offers = list(standing_offers(actor).filter(own)[:MOST_OFFERS])
    fitting = [one for one in offers if answers(card, offer_of(one))]
    return Asked(ask, card, fitting, [one for one in offers if one not in fitting])


def case_of(ask: UrgentAsk, *, actor: Actor) -> str:
    """Return the reference of the case a line is about, for its keeper; "" for anyone else."""
    found = Case.objects.filter(pk=ask.case_id, steward_id=actor.organisation_id)
    return found.values_list("reference", flat=True).first() or ""

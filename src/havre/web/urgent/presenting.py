"""Urgent calls in French: delays, answers, states."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from havre.allocations.urgent_rows import UrgentAsk, UrgentCall
from havre.engine.vocabulary import UrgentAnswer, UrgentEnd, UrgentRefusal
from havre.housing.models import Vacancy
from havre.platform.clock import now

TONES = {UrgentAnswer.YES: "success", UrgentAnswer.NO: "neutral", UrgentAnswer.TIME: "warning"}


def lasted(delay: timedelta) -> str:
    """Return a delay in words: « 35 min », « 3 h 05 », « 2 j 1 h »; never negative."""
    minutes = max(int(delay.total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return f"{hours // 24}\u00a0j" + (f" {hours % 24}\u00a0h" if hours % 24 else "")
    if hours:
        return f"{hours}\u00a0h\u00a0{rest:02d}"
    return f"{minutes}\u00a0min"


def left(due_at: datetime) -> str:
    """Return how much time is left, « 0 min » once it is over."""
    return lasted(due_at - now())


def state_of(ask: UrgentAsk) -> tuple[str, str]:
    """Return the tone and words for one line."""
    word = ask.answer_word
    if word is None:
        return ("danger", "Sans réponse") if ask.over() else ("info", "En attente")
    late = ", tardive" if ask.late else ""
    return TONES[word], f"{word.label}{late}"


def line_of(ask: UrgentAsk) -> dict[str, Any]:
    """Return one line of who was asked, for the keeper."""
    tone, words = state_of(ask)
    return {
        "ask": ask,
        "tone": tone,
        "words": words,
        "after": lasted(ask.answered_at - ask.asked_at) if ask.answered_at else "",
        "refusal": UrgentRefusal(ask.refusal).label if ask.refusal else "",
        "dwelling": dwelling_of(ask.vacancy) if ask.vacancy else "",
    }


def dwelling_of(vacancy: Vacancy) -> str:
    """« T3 à Orléans »."""
    return f"{vacancy.dwelling.typology} à {vacancy.dwelling.commune.name}"


def ended(call: UrgentCall) -> str:
    """Return how a call ended, "" while it runs."""
    return UrgentEnd(call.end).label if call.end else ""

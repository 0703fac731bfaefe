"""How a case is said on screen: badges, steps, and the facts of each part of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from havre.cases.models import Case, CaseEvent, HouseholdOutline, Referral
from havre.cases.referral import Channel
from havre.cases.rules import acts_now, next_step, unusual_unique_number
from havre.engine.vocabulary import (
    Compartment,
    DangerLevel,
    ExceptionalGround,
    ProposalStatus,
    Stage,
)
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.sharing.models import ExceptionalAccess
from havre.web.templatetags.havre import count, long_date

TONES: Mapping[Stage, str] = {
    Stage.REFERRED: "warning",
    Stage.ASSESSMENT: "info",
    Stage.SEARCH: "info",
    Stage.PROPOSAL: "info",
    Stage.ALLOCATED: "success",
    Stage.LEASED: "success",
    Stage.HOUSED: "success",
}
EVENT_TONES: Mapping[str, str] = {
    CaseEvent.Code.ADMITTED: "success",
    CaseEvent.Code.ALLOCATED: "success",
    CaseEvent.Code.LEASED: "success",
    CaseEvent.Code.MOVED_IN: "success",
    CaseEvent.Code.NOT_ADMITTED: "warning",
    CaseEvent.Code.DECLINED: "warning",
}
PATH = (
    ("Orientation", {Stage.DRAFT, Stage.REFERRED}),
    ("Diagnostic", {Stage.ASSESSMENT}),
    ("Recherche", {Stage.SEARCH}),
    ("Proposition", {Stage.PROPOSAL, Stage.ALLOCATED}),
    ("Bail", {Stage.LEASED}),
    ("Suivi", {Stage.HOUSED}),
)
Facts = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Badge:
    """The stage, as shown in a list and at the top of a file."""

    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """What comes next, who must act, and whether that is the reader."""

    sentence: str
    who: str
    mine: bool


def badge_of(case: Case) -> Badge:
    """Return the badge of a case's stage."""
    return Badge(case.stage_word.label, TONES.get(case.stage_word, "neutral"))


def step_line(case: Case, actor: Actor, proposal: str | None = None) -> StepLine:
    """Return the next step of a case for this reader; `proposal`: the running one she may see."""
    status = ProposalStatus(proposal) if proposal else None
    step = next_step(case, status)
    mine = acts_now(step, actor, own_proposal=status is not None)
    return StepLine(step.sentence, "Vous" if mine else step.mover.label, mine)


def path_of(case: Case) -> list[dict[str, str]]:
    """Return the stepper of a case; [] when its path ended elsewhere."""
    place = next((rank for rank, (_, at) in enumerate(PATH) if case.stage_word in at), None)
    if place is None:
        return []
    states = {-1: "done", 0: "current", 1: "todo"}
    return [
        {"label": label, "state": states[(rank > place) - (rank < place)]}
        for rank, (label, _) in enumerate(PATH)
    ]


def fact(label: str, value: object, note: str = "") -> dict[str, Any]:
    """One line of a part of the file; an empty value is said to be unknown."""
    return {"label": label, "value": value, "note": note}


def day_of(text: object) -> str:
    """Return « 22 novembre 2026 » from an ISO date kept in a sealed part."""
    return long_date(date.fromisoformat(str(text))) if text else ""


def identity_facts(identity: Mapping[str, Any]) -> Facts:
    """Who she is."""
    number = str(identity.get("unique_number") or "")
    doubt = "Ce numéro n’a pas la forme habituelle." if unusual_unique_number(number) else ""
    return [
        fact("Nom", identity.get("last_name")),
        fact("Prénom", identity.get("first_name")),
        fact("Née le", day_of(identity.get("birth_date"))),
        fact("Numéro unique", number, doubt),
    ]


def contact_facts(contact: Mapping[str, Any]) -> Facts:
    """How to reach her, without the warnings, which are shown apart."""
    code = str(contact.get("channel") or "")
    known = {channel.value: channel.label for channel in Channel}
    lines = [
        fact("Moyen préféré", known.get(code, code)),
        fact("Téléphone", contact.get("phone")),
        fact("Adresse électronique", contact.get("email")),
        fact("Heures sûres", contact.get("hours")),
        fact("Interprète", contact.get("interpreter")),
        fact("Précisions", contact.get("note")),
    ]
    return [line for line in lines if line["value"]]


def contact_warnings(contact: Mapping[str, Any]) -> list[str]:
    """What must not be done to reach her."""
    warnings = []
    if contact.get("shared_device"):
        warnings.append("Appareil partagé : n’envoyez ni message ni courriel.")
    if not contact.get("voicemail"):
        warnings.append("Ne laissez pas de message vocal.")
    return warnings


def household_facts(outline: HouseholdOutline, names: Mapping[str, Any] | None = None) -> Facts:
    """The household, as the referral tells it."""
    people = [count(outline.children, "enfant,enfants,aucun enfant")]
    if outline.others:
        people.append(count(outline.others, "autre personne,autres personnes"))
    facts = [fact("Avec elle", ", ".join(people))]
    if outline.pregnant:
        facts.append(fact("Grossesse", "En cours"))
    if outline.pets:
        facts.append(fact("Animal", "Oui"))
    if names and names.get("children"):
        facts.append(fact("Ses enfants", names["children"]))
    return facts


def place_facts(referral: Mapping[str, Any], origin: Referral) -> Facts:
    """Where she is now, and who sent her."""
    landlord = origin.origin_landlord
    return [
        fact("Où elle se trouve", referral.get("place")),
        fact("Depuis le", day_of(referral.get("since"))),
        fact("Motif", referral.get("reason")),
        fact("Orientée par", origin.referring_organisation.name),
        *([fact("Bailleur d’origine", landlord.name)] if landlord else []),
    ]


NEVER_WRITTEN: Mapping[str, str] = {
    "perpetrator": "La personne qu’elle fuit",
    "perpetrator_places": "Où cette personne travaille ou se tient",
    "former_addresses": "Ses anciennes adresses",
}


def safety_facts(safety: Mapping[str, Any]) -> Facts:
    """The danger as a professional evaluated it."""
    level = str(safety.get("level") or "")
    return [
        fact("Niveau de danger", DangerLevel(level).label if level else "Non évalué"),
        fact("À savoir", safety.get("note")),
        *(fact(label, safety[name]) for name, label in NEVER_WRITTEN.items() if safety.get(name)),
    ]


def timeline_of(
    events: Iterable[CaseEvent], accesses: Iterable[ExceptionalAccess] = ()
) -> list[dict[str, Any]]:
    """The dated facts and the exceptional accesses, latest first, as the timeline shows them."""
    entries = [
        {
            "when": event.on,
            "title": CaseEvent.Code(event.code).label,
            "tone": EVENT_TONES.get(event.code, ""),
        }
        for event in events
    ]
    opened = [
        {
            "when": localtime(access.answered_at).date(),
            "title": f"Accès exceptionnel : {Compartment(access.opens).label}",
            "detail": ExceptionalGround(access.ground).label,
            "tone": "warning",
        }
        for access in accesses
        if access.confirmed and access.answered_at
    ]
    return sorted(opened + entries, key=lambda entry: entry["when"], reverse=True)


def open_accesses(accesses: Iterable[ExceptionalAccess]) -> list[dict[str, Any]]:
    """The exceptional accesses that run now: which part, on which ground, until when."""
    return [
        {
            "part": Compartment(access.opens).label,
            "ground": ExceptionalGround(access.ground).label,
            "until": access.until,
        }
        for access in accesses
        if access.confirmed and access.until and access.until > now()
    ]

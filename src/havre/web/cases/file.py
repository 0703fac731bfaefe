"""The case file: what this reader may know, and what she must do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from havre.allocations import selectors as allocations
from havre.allocations.models import Proposal
from havre.cases import correcting, permissions, selectors, signals
from havre.cases.consent_terms import ALERT, withheld_of
from havre.cases.models import Case
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import AdmissionRefusal, Compartment, ProposalStatus, Role, Stage
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.sharing.protection_selectors import exceptional_of
from havre.web.allocations.presenting import place_of
from havre.web.cases import presentation as p
from havre.web.cases.correct import SLUGS
from havre.web.shell.requests import MemberRequest

OWN_TEAM = "Accès dans votre équipe"
"""« Accès protégé » for a partner: what it may do there concerns its own people."""
LAST = 9
"""After every place: what is only prepared."""
HOLDS_DOCUMENTS = {"identity", "household", "place", "safety"}


@require_safe
def show(request: MemberRequest, reference: str) -> HttpResponse:
    """Show a file; a draft is shown as the form it still is."""
    actor = request.actor
    case = selectors.find_case(reference, actor=actor)
    if permissions.may_edit_referral(actor, case):
        selectors.read_parts(case.pk, actor=actor)
        return redirect("referral", reference)
    proposals = proposals_of(case, actor)
    running = main_proposal(proposals)
    accesses = list(exceptional_of(case.pk, actor=actor))
    context: dict[str, Any] = {
        "case": case,
        "badge": p.badge_of(case),
        "step": p.step_line(case, actor, running.status if running else None),
        "steps": p.path_of(case),
        "refusal": AdmissionRefusal(case.admission_refusal).label if case.admission_refusal else "",
        "tells_pathway": actor.has(Role.OPERATOR, Role.SHELTER, Role.REFERRER),
        "operates": permissions.operates(actor, case),
        "deciding": permissions.may_decide_admission(actor, case),
        "action": main_action(case, actor, running),
        "proposals": [proposal_line(one) for one in proposals],
        "exceptional": p.open_accesses(accesses),
        "timeline": p.timeline_of(selectors.events_of(case, actor=actor), accesses),
        **contents(case, actor, also=[Compartment.PROPOSAL] if proposals else []),
        "correctable": correctable_slugs(case, actor),
        **links(case, actor),
    }
    if HOLDS_DOCUMENTS & context.keys():  # who reads a part of the file may have documents in it
        context["links"].append(button("Documents", "documents", case.reference))
    if context["deciding"]:
        context["duplicates"] = selectors.possible_duplicates(case, actor=actor)
    return render(request, "cases/file.html", context)


def proposals_of(case: Case, actor: Actor) -> list[Proposal]:
    """Return the proposals of a case that this reader may see; none are made before admission."""
    if case.admitted_on is None:
        return []
    return list(allocations.proposals_of(case, actor=actor))


def main_proposal(proposals: list[Proposal]) -> Proposal | None:
    """Return the one that holds a dwelling for her, else the first line where she waits."""
    open_ones = [one for one in proposals if one.status not in ENDED]
    return min(open_ones, key=lambda one: one.place or LAST, default=None)


def contents(case: Case, actor: Actor, also: list[Compartment]) -> dict[str, Any]:
    """Return the parts of the file this reader may know; a part she may not is absent."""
    file = selectors.open_file(case, also=also, actor=actor)
    shown: dict[str, Any] = {"consent": file.consent}
    if file.identity is not None:
        shown["identity"] = p.identity_facts(file.identity)
        names = (file.identity.get("first_name"), file.identity.get("last_name"))
        shown["name"] = " ".join(str(name) for name in names if name)
    if file.contact is not None:
        shown["contact"] = p.contact_facts(file.contact)
        shown["contact_warnings"] = p.contact_warnings(file.contact)
        shown["code_word"] = file.contact.get("code_word")
    if file.outline is not None:
        shown["household"] = p.household_facts(file.outline, file.names)
    if file.referral is not None and file.origin is not None:
        shown["place"] = p.place_facts(file.referral, file.origin)
    if file.safety is not None:
        shown["safety"] = p.safety_facts(file.safety)
    shown["signals"] = file.signals
    if file.agreement is not None:
        shown["withheld"] = withheld_of(file.agreement)
    if file.consent is not None:
        days = (file.consent.until - today()).days
        shown["consent_over"], shown["consent_soon"] = days < 0, days <= ALERT.days
    return shown


def correctable_slugs(case: Case, actor: Actor) -> set[str]:
    """Return the names of the parts this reader may correct, as their pages' addresses say them."""
    parts = correcting.correctable(case, actor=actor)
    return {slug for slug, (part, _) in SLUGS.items() if part in parts}


def main_action(case: Case, actor: Actor, running: Proposal | None) -> dict[str, str] | None:
    """Return the one thing this reader has to do now, as a button; None when it is not hers."""
    operates = permissions.operates(actor, case)
    if operates and case.stage == Stage.ASSESSMENT:
        return button("Ouvrir le diagnostic", "assessment", case.reference)
    if operates and case.stage == Stage.SEARCH:
        return button("Voir les logements compatibles", "compatible", case.reference)
    if running and running.status != ProposalStatus.MOVED_IN:
        mine = p.step_line(case, actor, running.status).mine
        label = "Répondre à la proposition" if mine and not operates else "Ouvrir la proposition"
        return button(label, "proposal", running.reference)
    return None


def button(label: str, name: str, *arguments: str) -> dict[str, str] | None:
    """Return a link to a page, None where the page does not exist."""
    try:
        return {"label": label, "url": reverse(name, args=arguments)}
    except NoReverseMatch:
        return None


def links(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the other pages of this case that this reader may open."""
    operates = permissions.operates(actor, case)
    found = []
    admitted = case.admitted_on is not None
    if admitted and operates:
        found.append(button("Diagnostic", "assessment", case.reference))
    if operates and case.stage in {Stage.SEARCH, Stage.PROPOSAL}:
        found.append(button("Fiche besoin", "need-card", case.reference))
        found.append(button("Logements compatibles", "compatible", case.reference))
        found.append(button("Appel urgent", "case-urgent", case.reference))
    if operates and case.stage != Stage.DRAFT:
        found.append(button("Conservation", "case-hold", case.reference))
    if not operates and signals.is_offered(actor, case):
        found.append(button("Signaler un fait à l’opérateur", "case-signal", case.reference))
    if not operates:
        found.append(button(OWN_TEAM, "case-access", case.reference))
    return {"links": [one for one in found if one]}


def proposal_line(proposal: Proposal) -> dict[str, Any]:
    """Return one proposal, as the file sums it up."""
    dwelling = proposal.vacancy.dwelling
    word = proposal.status_word
    tone = "neutral" if word in ENDED else "info"
    if word in {ProposalStatus.LEASED, ProposalStatus.MOVED_IN}:
        tone = "success"
    address = button("", "proposal", proposal.reference)
    return {
        "title": f"{dwelling.typology}, {dwelling.commune.name}",
        "landlord": proposal.landlord.name,
        "since": proposal.status_since,
        "label": f"{word.label} ({place.lower()})" if (place := place_of(proposal)) else word.label,
        "tone": tone,
        "url": address["url"] if address else "",
    }

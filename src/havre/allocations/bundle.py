"""What goes into the file a landlord takes to its committee: what it may read, and its papers.

Nothing opens here: a piece is in the bundle when its landlord could open it alone (decision 45).
"""

from __future__ import annotations

from dataclasses import dataclass

from havre.allocations.candidacy import SHOWN, Candidacy
from havre.allocations.models import Proposal
from havre.allocations.permissions import takes_bundle
from havre.allocations.refusals import NotAllowed
from havre.allocations.selectors import candidacy_of, proposals
from havre.documents.models import Document
from havre.documents.permissions import rights_on
from havre.documents.selectors import (
    NotReadable,
    Opened,
    found_by,
    open_document,
    still_readable,
)
from havre.engine.candidate_file import ITEMS
from havre.engine.vocabulary import Compartment, DocumentKind, DocumentState
from havre.platform import gate
from havre.platform.acting import Actor, acting

COMPARTMENTS = frozenset(
    {
        Compartment.IDENTITY,
        Compartment.HOUSEHOLD,
        Compartment.RESOURCES,
        Compartment.HOUSING_NEED,
    }
)
"""Parts of a file that a committee may be handed: never what protects her, nor where she is."""

ORDER: tuple[DocumentKind, ...] = tuple(
    kind for item in ITEMS for kind in DocumentKind if kind in item.kinds
)


@dataclass(frozen=True, slots=True)
class BundlePiece:
    """A paper of the bundle; `opened` is None when it cannot be read any more."""

    document: Document
    opened: Opened | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that is read for one bundle; `parts`: what of the case went into it, for the gate."""

    proposal: Proposal
    candidacy: Candidacy
    pieces: list[BundlePiece]
    parts: tuple[gate.Part, ...]


def bundle_of(proposal: Proposal, *, actor: Actor) -> Bundle:
    """Return what the landlord's bundle holds at this moment, each paper opened and journaled.

    Raises NotAllowed unless the actor is the landlord of a running proposal sent to it.
    """
    if not takes_bundle(actor, proposal):
        raise NotAllowed
    candidacy = candidacy_of(proposal, actor=actor)
    read = rights_on(proposal.case, actor).reads & COMPARTMENTS
    found = [
        one
        for one in found_by(case_id=proposal.case_id, state=DocumentState.READY)
        if one.compartment in read and one.word in ORDER
    ]
    found.sort(key=lambda one: (ORDER.index(one.word), one.brought_at))
    pieces = [BundlePiece(one, _opened(one, actor)) for one in found]
    told = _told(candidacy) | {one.compartment for one in found} | {Compartment.PROGRESS}
    parts = [gate.Part(proposal.case_id, part) for part in sorted(told)]
    parts.append(gate.Part(proposal.case_id, Compartment.PROPOSAL, proposal.pk))
    return Bundle(proposal, candidacy, pieces, tuple(parts))


def _told(candidacy: Candidacy) -> set[Compartment]:
    said = {
        Compartment.IDENTITY: candidacy.identity,
        Compartment.HOUSEHOLD: candidacy.members,
        Compartment.RESOURCES_SUMMARY: candidacy.resources,
        Compartment.HOUSING_NEED: candidacy.need,
    }
    assert set(said) == SHOWN
    return {part for part, content in said.items() if content is not None}


def _opened(document: Document, actor: Actor) -> Opened | None:
    try:
        return open_document(document, actor=actor, action="DOCUMENT_BUNDLED")
    except NotReadable:  # removed or lost meanwhile
        return None


def still_theirs(bundle: Bundle, *, actor: Actor) -> bool:
    """Tell whether the proposal and each paper may still be read at this moment, asked anew."""
    with acting(actor):
        now = proposals(actor).filter(pk=bundle.proposal.pk).first()
    return (
        now is not None
        and takes_bundle(actor, now)
        and all(still_readable(piece.document, actor=actor) for piece in bundle.pieces)
    )

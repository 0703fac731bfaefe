"""The table of shares: which event opens which compartments to whom. Data, read by the actions.

Source: the project's process (docs/architecture.md, « Shares »); the law gives landlords no
general right to her file, they get what their committee needs when it needs it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from havre.engine.vocabulary import BOARD_ROLES, Role, Word
from havre.engine.vocabulary import Compartment as C
from havre.platform.models import Share

Basis = Share.Basis


class Recipient(Word):
    """Kinds of recipients she agrees to, one by one."""

    OPERATOR = "OPERATOR", "L’opérateur, pour chercher un logement et vous accompagner"
    REFERRER = "REFERRER", "La structure qui vous oriente, pour savoir où vous en êtes"
    ORIGIN = "ORIGIN", "Le bailleur dont vous êtes locataire, pour savoir où vous en êtes"
    BOARD = "BOARD", "Les bailleurs et réservataires, par une fiche sans nom"
    LANDLORD = "LANDLORD", "Le bailleur d’un logement que vous acceptez, pour sa commission"
    HOLDER = "HOLDER", "Le réservataire d’un logement que vous acceptez"
    NAMED = "NAMED", "Un organisme que vous nommez"


KINDS = tuple(recipient for recipient in Recipient if recipient is not Recipient.NAMED)
"""The recipients of the process; a named organisation is an answer of its own."""


class Purpose(Word):
    """What a recipient may use her information for."""

    HOUSING = "HOUSING", "Chercher un logement et vous accompagner"
    FOLLOW = "FOLLOW", "Savoir où vous en êtes"
    OFFER = "OFFER", "Savoir quel logement il vous faut"
    COMMITTEE = "COMMITTEE", "Examiner votre candidature"
    SUPPORT = "SUPPORT", "Vous accompagner"


@dataclass(frozen=True, slots=True)
class Grant:
    """One compartment opened, for reading, writing, or both."""

    compartment: C
    reads: bool = True
    writes: bool = False


def grants_of(compartments: Iterable[C], *, writes: bool = False) -> tuple[Grant, ...]:
    """Return one reading grant per compartment, writing too when asked."""
    return tuple(Grant(compartment, writes=writes) for compartment in compartments)


DRAFT_COMPARTMENTS = (
    C.PROGRESS,
    C.IDENTITY,
    C.CONTACT,
    C.HOUSEHOLD,
    C.SHELTER_PLACE,
    C.SAFETY,
)
"""What the referral form writes: its author holds them until she sends it."""

OPERATOR_COMPARTMENTS = tuple(c for c in C if c not in {C.SUPPORT_MEDICAL, C.SUPPORT_PSYCHOLOGICAL})
"""Everything but the content of the medical and psychological support."""

SHELTER_COMPARTMENTS = (
    C.PROGRESS,
    C.IDENTITY,
    C.CONTACT,
    C.HOUSEHOLD,
    C.RESOURCES_SUMMARY,
    C.RESOURCES,
    C.HOUSING_NEED,
    C.SHELTER_PLACE,
)
"""What a referring shelter keeps reading; never NEW_HOME."""

ORIGIN_LANDLORD_COMPARTMENTS = (C.PROGRESS, C.IDENTITY, C.HOUSEHOLD)
"""What the landlord of origin of a tenant reads; never SAFETY, SHELTER_PLACE, NEW_HOME."""

OTHER_REFERRER_COMPARTMENTS = (C.PROGRESS,)
"""A partner or a landlord who referred someone who is not its tenant follows the progress."""

AUTHOR_DRAFTS = grants_of(DRAFT_COMPARTMENTS, writes=True)
OPERATOR_REFERRAL = grants_of(OPERATOR_COMPARTMENTS, writes=True)
SHELTER_BEFORE_ADMISSION = (
    Grant(C.PROGRESS),  # the stage is moved by the keeper of the file alone
    *grants_of([c for c in SHELTER_COMPARTMENTS if c is not C.PROGRESS], writes=True),
    Grant(C.SAFETY, reads=True, writes=True),
)
SHELTER_AFTER_ADMISSION = (
    *grants_of(SHELTER_COMPARTMENTS),
    Grant(C.SAFETY, reads=False, writes=True),
)
BOARD_PUBLICATION = grants_of([C.NEED_CARD])
LANDLORD_PROPOSAL = grants_of([C.PROGRESS, C.HOUSEHOLD, C.RESOURCES_SUMMARY, C.HOUSING_NEED])
LANDLORD_ACCEPTANCE = grants_of([C.IDENTITY])
HOLDER_PROPOSAL = grants_of([C.PROGRESS, C.HOUSEHOLD, C.RESOURCES_SUMMARY])
HOLDER_ACCEPTANCE = grants_of([C.IDENTITY])
LANDLORD_LEASE = grants_of([C.NEW_HOME])

USUAL: Mapping[Recipient, tuple[C, ...]] = {
    Recipient.OPERATOR: OPERATOR_COMPARTMENTS,
    Recipient.REFERRER: (*SHELTER_COMPARTMENTS, C.SAFETY),
    Recipient.ORIGIN: ORIGIN_LANDLORD_COMPARTMENTS,
    Recipient.BOARD: (C.NEED_CARD,),
    Recipient.LANDLORD: (
        C.PROGRESS,
        C.PROPOSAL,
        C.IDENTITY,
        C.HOUSEHOLD,
        C.RESOURCES_SUMMARY,
        C.HOUSING_NEED,
        C.NEW_HOME,
    ),
    Recipient.HOLDER: (
        C.PROGRESS,
        C.PROPOSAL,
        C.IDENTITY,
        C.HOUSEHOLD,
        C.RESOURCES_SUMMARY,
    ),
    Recipient.NAMED: (),
}
"""What a yes to a recipient covers; the table of shares never opens more to it."""

PURPOSE_OF: Mapping[Recipient, Purpose] = {
    Recipient.OPERATOR: Purpose.HOUSING,
    Recipient.REFERRER: Purpose.FOLLOW,
    Recipient.ORIGIN: Purpose.FOLLOW,
    Recipient.BOARD: Purpose.OFFER,
    Recipient.LANDLORD: Purpose.COMMITTEE,
    Recipient.HOLDER: Purpose.COMMITTEE,
    Recipient.NAMED: Purpose.SUPPORT,
}

INDISPENSABLE = frozenset({C.PROGRESS, C.NEED_CARD, C.PROPOSAL, C.NEW_HOME})
"""Without these a recipient can do nothing for her: refusing them is refusing it altogether."""


def refusable(recipient: Recipient) -> tuple[C, ...]:
    """Return what she may keep from a recipient she otherwise agrees to; the keeper needs all."""
    if recipient is Recipient.OPERATOR:
        return ()
    return tuple(part for part in USUAL[recipient] if part not in INDISPENSABLE)


BY_HAND = (
    C.PROGRESS,
    C.IDENTITY,
    C.CONTACT,
    C.HOUSEHOLD,
    C.RESOURCES_SUMMARY,
    C.RESOURCES,
    C.HOUSING_NEED,
    C.SAFETY,
    C.SHELTER_PLACE,
    C.SUPPORT_SOCIAL,
    C.SUPPORT_LEGAL,
)
"""What may be agreed for a named organisation and opened by hand: never where she will live, nor
the content of the medical and psychological support, nor what belongs to one proposal."""

NEVER_FOR_HOUSING = frozenset({C.CONTACT, C.SAFETY, C.SHELTER_PLACE})
"""Whoever lets or reserves dwellings never learns this, even if she names it."""


def by_hand_for(roles: Collection[Role]) -> tuple[C, ...]:
    """Return what may be opened by hand to an organisation, by its roles; nothing to a funder."""
    if not roles or set(roles) <= {Role.FUNDER}:
        return ()
    housing = not BOARD_ROLES.isdisjoint(roles)
    return tuple(part for part in BY_HAND if not (housing and part in NEVER_FOR_HOUSING))

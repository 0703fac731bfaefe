"""Whom a referral opens the file to, as the table of shares says. Pure: it opens nothing."""

from __future__ import annotations

from dataclasses import dataclass

from havre.cases.referral import ReferralContent
from havre.engine.vocabulary import Pathway, Role
from havre.platform.acting import Actor
from havre.sharing import policy
from havre.sharing.policy import Grant, Recipient


@dataclass(frozen=True, slots=True)
class Opening:
    """What one organisation receives, and the recipient her agreement must name for it."""

    organisation_id: int
    grants: tuple[Grant, ...]
    recipient: Recipient


def author_keeps(author: Actor, content: ReferralContent) -> tuple[Grant, ...]:
    """Return what the author goes on seeing once it has sent the referral."""
    if author.has(Role.SHELTER):
        return policy.SHELTER_BEFORE_ADMISSION
    if _origin(content) == author.organisation_id:
        return policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS)
    return policy.grants_of(policy.OTHER_REFERRER_COMPARTMENTS)


def openings(author: Actor, content: ReferralContent, operator_id: int) -> list[Opening]:
    """Return what sending opens: the operator first, then those she agreed to."""
    opened = [Opening(operator_id, policy.OPERATOR_REFERRAL, Recipient.OPERATOR)]
    own = author.organisation_id
    if own != operator_id and content.agreed.get(Recipient.REFERRER):
        opened.append(Opening(own, author_keeps(author, content), Recipient.REFERRER))
    origin = _origin(content)
    if origin and origin not in {operator_id, own} and content.agreed.get(Recipient.ORIGIN):
        grants = policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS)
        opened.append(Opening(origin, grants, Recipient.ORIGIN))
    return opened


def _origin(content: ReferralContent) -> int | None:
    """The landlord of origin counts for a tenant only."""
    return content.origin_landlord_id if content.pathway is Pathway.TENANT else None

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


def agreed_of(
    content: ReferralContent, recipient: Recipient, grants: tuple[Grant, ...]
) -> tuple[Grant, ...]:
    """Return, of what a recipient would receive, what she does not keep from it."""
    kept = content.refused.get(recipient, frozenset()) & set(policy.refusable(recipient))
    return tuple(grant for grant in grants if grant.compartment not in kept)


def openings(author: Actor, content: ReferralContent, operator_id: int) -> list[Opening]:
    """Return what sending opens: the operator first, then those she agreed to."""
    opened = [Opening(operator_id, policy.OPERATOR_REFERRAL, Recipient.OPERATOR)]
    own = author.organisation_id
    if own != operator_id and content.agreed.get(Recipient.REFERRER):
        grants = agreed_of(content, Recipient.REFERRER, author_keeps(author, content))
        opened.append(Opening(own, grants, Recipient.REFERRER))
    origin = _origin(content)
    if origin and origin not in {operator_id, own} and content.agreed.get(Recipient.ORIGIN):
        usual = policy.grants_of(policy.ORIGIN_LANDLORD_COMPARTMENTS)
        grants = agreed_of(content, Recipient.ORIGIN, usual)
        opened.append(Opening(origin, grants, Recipient.ORIGIN))
    return opened


def _origin(content: ReferralContent) -> int | None:
    """The landlord of origin counts for a tenant only."""
    return content.origin_landlord_id if content.pathway is Pathway.TENANT else None

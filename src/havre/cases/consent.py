"""A new version of her agreement, once the file is the operator's."""

from __future__ import annotations

from django.db import transaction

from havre.cases import permissions
from havre.cases.actions import AlreadyDone, NotAllowed, lock, record_terms
from havre.cases.consent_terms import ConsentTerms, missing_consent
from havre.cases.models import Case, Referral
from havre.engine.vocabulary import Stage
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.selectors import roles_in
from havre.sharing.following import follow_consent
from havre.sharing.models import Consent
from havre.sharing.policy import by_hand_for
from havre.sharing.selectors import consent_in_force


class IncompleteConsent(ValueError):
    """The agreement cannot be recorded; `missing` maps field names to French sentences."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__("incomplete")
        self.missing = missing


def may_record_consent(actor: Actor, case: Case) -> bool:
    """The operator records what she agrees to, for a file it has received."""
    return permissions.operates(actor, case) and case.stage != Stage.DRAFT


@transaction.atomic
def renew_consent(case: Case, terms: ConsentTerms, *, after: int, actor: Actor) -> Consent:
    """Record a new version of her agreement, and bring the open shares to it at once.

    `after` is the version the person had before her eyes. What she no longer agrees to closes in
    the same transaction, her card included. Raises NotAllowed, IncompleteConsent, and AlreadyDone
    when another version was recorded meanwhile.
    """
    lock(case, may_record_consent, actor)
    last = consent_in_force(case.pk, actor=actor)
    if (last.version if last else 0) != after:
        raise AlreadyDone
    if missing := missing_consent(terms, today()):
        raise IncompleteConsent(missing)
    _check_named(case, terms)
    consent = record_terms(case.pk, terms, actor=actor)
    referral = Referral.objects.get(case=case)
    follow_consent(
        consent,
        steward_id=case.steward_id,
        referrer_id=referral.referring_organisation_id,
        origin_id=referral.origin_landlord_id,
        actor=actor,
    )
    return consent


def _check_named(case: Case, terms: ConsentTerms) -> None:
    """Only partners of the programme are named, each once, for what such an organisation may have.

    Raises NotAllowed: no form of Havre offers anything else.
    """
    roles = roles_in(case.programme_id, [one.organisation_id for one in terms.named])
    if len(roles) != len(terms.named) or case.steward_id in roles:
        raise NotAllowed
    for one in terms.named:
        if not one.compartments <= set(by_hand_for(roles[one.organisation_id])):
            raise NotAllowed

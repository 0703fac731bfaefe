"""Who receives a need card, and who must not: the operator sees both before publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery

from havre.assessments.models import Assessment
from havre.assessments.selectors import part_of
from havre.cases.models import Referral
from havre.cases.recusals import may_recuse
from havre.engine.vocabulary import ZoneKind
from havre.organisations.models import Organisation
from havre.platform import vault
from havre.platform.acting import Actor
from havre.programmes.selectors import board_participants
from havre.sharing.protection_selectors import recusals_of
from havre.sharing.selectors import kept_out

AVOIDED = "À éviter : sa sécurité"
ORIGIN = "Son bailleur d’origine : il sait qui elle est"
UNWANTED = "Elle ne veut pas que cet organisme reçoive quoi que ce soit"
RECUSED = "Écarté : ne doit pas savoir"
REFERRER = "L’a orientée : il sait qui elle est"


@dataclass(frozen=True, slots=True)
class KeptAway:
    """An organisation that does not receive the card, and why."""

    organisation: Organisation
    reason: str


@dataclass(frozen=True, slots=True)
class Audience:
    """The landlords, agencies and holders of the programme, sorted."""

    receives: list[Organisation]
    kept_away: list[KeptAway]


def audience_of(assessment: Assessment, *, actor: Actor) -> Audience:
    """Sort the board's readers; opens the safety plan through the vault.

    A landlord to avoid, or one she does not want by name, never receives the card. Her landlord of
    origin, and whoever referred her, do not either: they know who she is, and would learn what she
    lives on and where she goes.
    The keeper of the file reads the card by itself and is left out. Who is recused is told to
    those alone who may recuse; to their colleagues such an organisation is in neither list.
    """
    reasons: dict[int, str] = {}
    recused = recusals_of(assessment.case_id, actor=actor).filter(organisation__isnull=False)
    referrals = Referral.objects.filter(case_id=assessment.case_id)
    referral: Any = referrals.annotate(
        recused=ArraySubquery(recused.order_by().values("organisation_id"))
    ).first()
    if referral is not None:
        reasons[referral.referring_organisation_id] = REFERRER
        if referral.origin_landlord_id:
            reasons[referral.origin_landlord_id] = ORIGIN
    reasons |= dict.fromkeys(kept_out(assessment.case_id, actor=actor), UNWANTED)
    reasons |= dict.fromkeys(avoided_landlords(assessment, actor=actor), AVOIDED)
    apart = set(referral.recused if referral is not None else ())
    case = assessment.case
    if may_recuse(actor, case):
        reasons |= dict.fromkeys(apart, RECUSED)
    audience = Audience([], [])
    for organisation in board_participants(case.programme_id):
        if organisation.pk in reasons:
            audience.kept_away.append(KeptAway(organisation, reasons[organisation.pk]))
        elif organisation.pk not in {case.steward_id, *apart}:
            audience.receives.append(organisation)
    return audience


def avoided_landlords(assessment: Assessment, *, actor: Actor) -> set[int]:
    """Return the landlords she must avoid, from the safety plan."""
    plan = vault.open_row(part_of(assessment, "safetyplan"), actor=actor)
    return {
        int(zone["landlord"]) for zone in plan.get("zones", []) if zone["kind"] == ZoneKind.LANDLORD
    }

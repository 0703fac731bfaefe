"""Which dwellings suit a case: the engine applied to the tables, through the vault for safety.

Nothing here writes, and nothing here is shown to a landlord: sentences of safety rules speak of
protected places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from havre.assessments.benefits import curves_of
from havre.assessments.models import Assessment, HouseholdMember
from havre.assessments.near import read_place
from havre.assessments.selectors import PLAIN_PARTS, members_of, part_of
from havre.assessments.zones import read_zone
from havre.cases.models import Case
from havre.cases.permissions import operates
from havre.cases.recusals import may_recuse
from havre.engine import matching as engine
from havre.engine.matching.against import Against, against
from havre.engine.matching.levers import FEW
from havre.engine.vocabulary import Compartment, Regime, ReservationCode
from havre.housing.models import Vacancy
from havre.housing.standing import StandingOffer, standing_rows
from havre.matching.offered import offered, vacancy_from
from havre.matching.openings import Lever, levers_of
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.models import Programme
from havre.programmes.selectors import ceilings as ceiling_rows
from havre.programmes.selectors import weights_of
from havre.sharing.protection_selectors import recused_organisations


class NotAssessed(ValueError):
    """There is no validated assessment to match against."""


@dataclass(frozen=True, slots=True)
class Compatibility:
    """The engine's answer, with the vacancies by reference.

    `apart` are the offers of whoever must not know of her: in neither list, and told to those
    alone who may recuse. `levers` are what would open more, when few dwellings suit.
    """

    need: engine.Need
    result: Against
    vacancies: dict[str, StandingOffer]
    levers: tuple[Lever, ...]
    apart: tuple[StandingOffer, ...] = ()


def settings_of(programme: Programme) -> engine.Settings:
    """Return the engine's settings from the programme's thresholds, dated today."""
    return engine.Settings(
        date=today(),
        effort_rate_max=float(programme.effort_rate_max),
        left_to_live_per_day=float(programme.left_to_live_per_day),
        weights=weights_of(programme),
    )


def ceilings_now() -> engine.Ceilings:
    """Return the dated income ceilings as the engine reads them."""
    return engine.Ceilings.from_rows(ceiling_rows_now())


def ceiling_rows_now() -> list[engine.CeilingRow]:
    """Return the dated income ceilings, line by line."""
    return [
        engine.CeilingRow(
            row.year, row.financing, row.category, row.amount, row.provisional, row.zone
        )
        for row in ceiling_rows()
    ]


def zones_of(plan: vault.Payload) -> tuple[engine.Zone, ...]:
    """Return the zones of a safety plan; an unknown kind is an error, never ignored."""
    return tuple(read_zone(zone) for zone in plan.get("zones", []))


def need_from(case: Case, assessment: Assessment, *, actor: Actor) -> engine.Need:
    """Build the engine's need from her own validated assessment; one line of the journal for all.

    Raises NotAssessed, VaultTrouble, JournalDown.
    """
    if assessment.case_id != case.pk or assessment.status != Assessment.Status.VALIDATED:
        raise NotAssessed
    members = members_of(assessment, actor=actor)
    shown = vault.Beside((case.pk,), (Compartment.PROGRESS, *PLAIN_PARTS))
    rows = [row for row in [part_of(assessment, "safetyplan")] if row is not None]
    opened = vault.open_rows(rows, actor=actor, beside=shown)
    plan = next(iter(opened.values()), {})
    return built_need(case, assessment, members, plan)


def built_need(
    case: Case, assessment: Assessment, members: Sequence[HouseholdMember], plan: vault.Payload
) -> engine.Need:
    """Build the engine's need from the parts of a version, once read. Raises NotAssessed.

    `assessment` comes from `assessments.selectors.with_parts`, or a selector that reads the same.
    """
    need, resources = part_of(assessment, "housingneed"), part_of(assessment, "resourcessummary")
    if need is None or resources is None or not members or not plan:
        raise NotAssessed
    return engine.Need(
        ref=case.reference,
        admitted_on=case.admitted_on or today(),
        urgency=case.urgency,
        members=tuple(engine.Member(member.birth_date) for member in members),
        disabled=resources.disabled,
        monthly_income=float(resources.monthly_income),
        tax_income=float(resources.tax_income),
        apl=curves_of(assessment),
        rooms=(need.rooms_min, need.rooms_max),
        communes=engine.ANY if need.any_commune else tuple(need.communes),
        accessible=need.accessible,
        max_floor_without_lift=need.max_floor_without_lift,
        ground_floor_ok=need.ground_floor_ok,
        needed_by=need.needed_by,
        regimes=frozenset(Regime(code) for code in need.regimes),
        rights=frozenset(ReservationCode(code) for code in need.rights),
        avoid=zones_of(plan),
        near=tuple(read_place(place) for place in plan.get("near", [])),
    )


def compatible_dwellings(case: Case, assessment: Assessment, *, actor: Actor) -> Compatibility:
    """Return every offer still valid, sorted into compatible and excluded with reasons.

    Those of a landlord, or of a holder, from whom the case is kept are in neither. For the
    operator alone. Raises NotAssessed, PermissionError.
    """
    if not operates(actor, case):
        raise PermissionError
    recused = recused_organisations(case.pk)
    offers = standing_rows(actor)
    apart = tuple(one for one in offers if is_kept_from(one, recused))
    found = {one.reference: one for one in offers if not is_kept_from(one, recused)}
    need = need_from(case, assessment, actor=actor)
    before = offered([*found.values()])
    settings, ceilings = settings_of(assessment.case.programme), ceilings_now()
    result = against(need, before, settings, ceilings)
    levers: tuple[Lever, ...] = ()
    if len(result.compatible) < FEW:
        names = {one.commune_id: one.commune_name for one in found.values()}
        levers = levers_of(need, before, settings, ceilings, names)
    return Compatibility(need, result, found, levers, apart if may_recuse(actor, case) else ())


def is_kept_from(vacancy: Vacancy | StandingOffer, recused: set[int]) -> bool:
    """Tell whether an offer belongs to, or is reserved by, an organisation that must not know."""
    return not recused.isdisjoint({vacancy.landlord_id, vacancy.holder_id or 0})


def explain_pair(
    case: Case, assessment: Assessment, vacancy: Vacancy, *, actor: Actor
) -> tuple[engine.Verdict, ...]:
    """Return the verdict of every rule on one pair, in the order they are explained.

    Raises NotAssessed, PermissionError; Vacancy.DoesNotExist for the offer of whoever must not
    know of her, as if there were none.
    """
    if not operates(actor, case):
        raise PermissionError
    if is_kept_from(vacancy, recused_organisations(case.pk)):
        raise Vacancy.DoesNotExist
    return engine.explain(
        need_from(case, assessment, actor=actor),
        vacancy_from(vacancy),
        settings_of(assessment.case.programme),
        ceilings_now(),
    )

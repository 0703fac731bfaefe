"""A validated version as facts to read, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from havre.assessments.card import age_on
from havre.assessments.details import DebtKind, MeasureKind, ResourceKind
from havre.assessments.models import HousingNeed
from havre.assessments.selectors import Version
from havre.engine.vocabulary import (
    DangerLevel,
    Regime,
    Relation,
    ReservationCode,
    Word,
    ZoneKind,
)
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.platform.vault import Payload
from havre.programmes.selectors import commune_names, landlords
from havre.web.assessments.zones import describe, describe_place
from havre.web.templatetags.havre import count, euros, long_date

Facts = list[dict[str, str]]
NONE = "Aucune"


def sections_of(version: Version, *, actor: Actor) -> list[dict[str, Any]]:
    """Return the sections (title, slug, facts) of a version."""
    communes = commune_names()
    day = version.assessment.validated_at or today()
    return [
        {"title": "Ménage", "slug": "menage", "facts": _household(version, day)},
        {"title": "Ressources", "slug": "ressources", "facts": _resources(version)},
        {"title": "Besoin de logement", "slug": "besoin", "facts": _need(version.need, communes)},
        {
            "title": "Sécurité",
            "slug": "securite",
            "facts": _safety(version.plan or {}, communes, actor),
        },
    ]


def _fact(label: str, value: str, note: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def label_of(words: type[Word], code: str) -> str:
    """Return the label of a code; a code no longer listed is shown as it is."""
    return words(code).label if code in set(words) else code


def labels(words: type[Word], codes: Iterable[str]) -> str:
    """Return the labels of codes, one after the other."""
    return ", ".join(label_of(words, code) for code in codes)


def _household(version: Version, day: date) -> Facts:
    return [
        _fact(
            label_of(Relation, member.relation),
            count(max(age_on(member.birth_date, day), 0), "an,ans"),
            f"{'Naissance prévue le' if member.birth_date > today() else 'Date de naissance :'} "
            f"{long_date(member.birth_date)}",
        )
        for member in version.members
    ]


def _resources(version: Version) -> Facts:
    summary, detail = version.resources, version.detail or {}
    if summary is None:
        return []
    return [
        _fact(
            "Ressources mensuelles",
            euros(summary.monthly_income),
            _amounts(ResourceKind, detail.get("lines", [])),
        ),
        _fact("Revenu fiscal de référence", euros(summary.tax_income, 0)),
        _fact("Carte invalidité dans le ménage", "Oui" if summary.disabled else "Non"),
        _fact("Dettes", _amounts(DebtKind, detail.get("debts", [])) or NONE),
        _fact("Précisions", detail.get("note", "") or NONE),
    ]


def _amounts(words: type[Word], rows: list[dict[str, Any]]) -> str:
    return " · ".join(f"{label_of(words, row['kind'])} {euros(row['amount'])}" for row in rows)


def _need(need: HousingNeed | None, communes: Mapping[str, str]) -> Facts:
    if need is None:
        return []
    ranked = [f"{i}. {communes.get(c, c)}" for i, c in enumerate(need.communes, start=1)]
    limit = need.max_floor_without_lift
    return [
        _fact("Pièces", rooms(need.rooms_min, need.rooms_max)),
        _fact(
            "Communes",
            "N’importe laquelle" if need.any_commune else ", ".join(ranked),
            "" if need.any_commune else "Dans son ordre de préférence",
        ),
        _fact("Accessibilité", "Nécessaire" if need.accessible else "Non demandée"),
        _fact("Étage sans ascenseur", "Sans limite" if limit is None else f"{limit} au plus"),
        _fact("Rez-de-chaussée", "Accepté" if need.ground_floor_ok else "Non accepté"),
        _fact("À reloger avant le", long_date(need.needed_by) or "Sans date limite"),
        _fact("Formes d’occupation", labels(Regime, need.regimes)),
        _fact("Contingents", labels(ReservationCode, need.rights)),
    ]


def rooms(least: int, most: int) -> str:
    """« 2 », or « 2 à 3 »."""
    return str(least) if least == most else f"{least} à {most}"


def _safety(plan: Payload, communes: Mapping[str, str], actor: Actor) -> Facts:
    zones = plan.get("zones", [])
    wanted = any(zone["kind"] == ZoneKind.LANDLORD for zone in zones)
    names = {o.pk: o.name for o in landlords(actor.programme_id)} if wanted else {}
    evaluated = long_date(_day(plan.get("evaluated_on")))
    by = plan.get("evaluator", "")
    return [
        _fact(
            "Niveau de danger",
            label_of(DangerLevel, plan.get("level", "")),
            " · ".join(part for part in (evaluated and f"Évalué le {evaluated}", by) if part),
        ),
        *(
            _fact(
                label_of(MeasureKind, measure["kind"]),
                f"Jusqu’au {long_date(_day(measure.get('until')))}"
                if measure.get("until")
                else "Sans date de fin connue",
            )
            for measure in plan.get("measures", [])
        ),
        *(_fact("Zone à éviter", describe(zone, communes, names)) for zone in zones),
        *([] if zones else [_fact("Zones à éviter", NONE)]),
        *(_fact("Souhaite être proche", describe_place(place)) for place in plan.get("near", [])),
    ]


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None

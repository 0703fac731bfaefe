"""The two rules about money: income ceiling, and rent she can bear."""

from __future__ import annotations

from havre.engine.matching import predicates
from havre.engine.matching.affordability import Cost, cost
from havre.engine.matching.ceiling_zones import ceiling_zone
from havre.engine.matching.ceilings import CAPPED, Ceiling
from havre.engine.matching.verdict import Pair, Verdict
from havre.engine.matching.wording import against, euros
from havre.engine.vocabulary import Rule


def income_ceiling(pair: Pair) -> Verdict:
    """Her reference tax income is at most the ceiling of the financing for her category.

    Year of the programme's date, zone of the dwelling's commune. PLI and private lettings pass.
    Raises MissingCeiling when the reference data has no such ceiling for any year. Source:
    arrêté du 29 juillet 1987 modifié.
    """
    subject, financing = pair.subject, pair.vacancy.financing
    passed = predicates.income_ceiling(pair.n, pair.v)
    if financing not in CAPPED:
        sentence = f"Aucun plafond contrôlé pour ce financement ({financing.label})."
        return Verdict(Rule.INCOME_CEILING, passed, sentence)
    year, category = subject.settings.date.year, subject.category
    zone = ceiling_zone(pair.vacancy.commune)
    ceiling = subject.ceilings.lookup(year, financing, category, zone)
    income = subject.need.tax_income
    extra = f" + {category.extra}" if category.extra else ""
    sentence = (
        f"Revenu fiscal {euros(income)}, plafond {financing.label} {ceiling.year} "
        f"de catégorie {category.number}{extra} : {euros(ceiling.amount)}."
    )
    return Verdict(
        Rule.INCOME_CEILING,
        passed,
        sentence,
        {
            "tax_income": income,
            "ceiling": round(ceiling.amount, 2),
            "category": category.number,
            "extra_persons": category.extra,
            "year": ceiling.year,
        },
        _ceiling_remark(ceiling, year),
    )


def _ceiling_remark(ceiling: Ceiling, year: int) -> str:
    remarks = []
    if ceiling.year != year:
        remarks.append(f"Plafonds {year} inconnus : ceux de {ceiling.year} sont appliqués.")
    if ceiling.provisional:
        remarks.append(f"Plafonds {ceiling.year} provisoires.")
    return " ".join(remarks)


def affordability(pair: Pair) -> Verdict:
    """Net rent within the effort rate, and enough left to live on each day.

    No legal limit exists: both thresholds are the programme's. `effort_rate` is absent from the
    figures of a household without income.
    """
    settings = pair.subject.settings
    burden = cost(pair.need, pair.vacancy, settings, pair.subject.units)
    figures: dict[str, float | str] = {
        "apl": round(burden.apl, 2),
        "net_rent": round(burden.net_rent, 2),
        "left_per_day": round(burden.left_per_day, 2),
        "effort_rate_max": settings.effort_rate_max,
        "left_per_day_min": settings.left_to_live_per_day,
    }
    if burden.effort_rate is not None:
        figures["effort_rate"] = round(burden.effort_rate, 4)
    return Verdict(
        Rule.AFFORDABILITY,
        predicates.affordability(pair.n, burden.net_rent),
        _affordability_sentence(pair, burden),
        figures,
        "" if burden.apl_known else "APL non calculée",
    )


def _affordability_sentence(pair: Pair, burden: Cost) -> str:
    settings, vacancy = pair.subject.settings, pair.vacancy
    if burden.effort_rate is None:
        share = "sans ressources pour le payer"
    else:
        rate, most = against(burden.effort_rate * 100, settings.effort_rate_max * 100, "%", 0)
        share = f"soit {rate} de ses ressources (maximum {most})"
    left, least = against(burden.left_per_day, settings.left_to_live_per_day, "€", 2)
    benefit = f"APL estimée {euros(burden.apl)}" if burden.apl_known else "sans APL"
    return (
        f"Loyer {euros(vacancy.rent)} + charges {euros(vacancy.charges)}, {benefit} : "
        f"reste {euros(burden.net_rent)}, {share}. "
        f"Reste à vivre {left} par jour et par unité de consommation (minimum {least})."
    )

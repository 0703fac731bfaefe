"""Estimates as tests give them, without loading any law."""

from __future__ import annotations

from collections.abc import Sequence

from havre.assessments import benefits
from havre.assessments.models import Assessment
from havre.engine.benefits import Estimate, Rights, Situation
from havre.engine.vocabulary import Benefit
from havre.platform.acting import Actor, acting
from havre.platform.clock import today

RULES = "openfisca-france 1.2.3"
ESTIMATE = Estimate(
    curves={"2": ((0.0, 0.0), (300.0, 262.0), (450.0, 437.0), (900.0, 437.0))},
    rights=Rights(
        zone="2",
        rent=414.47,
        amounts={Benefit.PRIME_ACTIVITE: 231.45, Benefit.APL: 402.0, Benefit.RSA: 0.0},
        rent_reduction=43.07,
    ),
)


def estimates(situations: Sequence[Situation]) -> list[Estimate]:
    """The same estimate for everyone."""
    return [ESTIMATE] * len(situations)


def estimated(actor: Actor) -> dict[Assessment, Situation | None]:
    """Estimate what waits, as the job does; return what was gathered."""
    with acting(actor):
        gathered = benefits.gather(RULES, today(), actor=actor)
    made = {pk: ESTIMATE for pk, one in gathered.items() if one is not None}
    with acting(actor):
        benefits.keep(gathered, made, RULES, today(), actor=actor)
        found = {one.pk: one for one in Assessment.objects.filter(pk__in=list(gathered))}
    return {found[pk]: one for pk, one in gathered.items()}

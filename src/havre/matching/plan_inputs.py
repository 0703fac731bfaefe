"""What a plan is made from, read at once: situations that look for a dwelling, and free offers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from havre.assessments.models import Assessment
from havre.engine import assignment
from havre.engine import matching as engine
from havre.engine.matching.pairs import Pairs, match_block
from havre.engine.vocabulary import Role
from havre.housing.models import Vacancy
from havre.matching import written
from havre.matching.needs import offers_now, read_needs
from havre.matching.offered import vacancy_from
from havre.matching.selectors import ceiling_rows_now, is_kept_from, settings_of
from havre.platform.acting import Actor
from havre.programmes.selectors import caps_of, communes, programme_of
from havre.sharing.protection_selectors import organisations_recused_from

Row = dict[str, Any]
READING = "PLANNED"
"""The journal's word for what the engine reads of a case, and nobody is shown."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Situations with their needs, the run's inputs as JSON, and the pairs that suit.

    `pairs` are with offers, `kinds` with the kinds of dwelling nobody offers; `apart` are, per
    need, the offers of whoever must not know of her, absent from `pairs`.
    """

    assessments: Sequence[Assessment]
    needs: Sequence[engine.Need]
    inputs: Row
    pairs: Pairs
    kinds: Pairs
    apart: Mapping[int, set[int]]


def read_inputs(searching: Sequence[Assessment], held: Collection[UUID], *, actor: Actor) -> Inputs:
    """Read all that a plan needs; offers in `held` are proposed to somebody already.

    `searching`: versions in force, with their parts; one that cannot be read as a whole is left
    out. One line of the journal per case. Raises PermissionError, MissingCeiling, VaultTrouble,
    JournalDown.
    """
    if not actor.has(Role.OPERATOR):
        raise PermissionError
    programme = programme_of(actor)
    read = read_needs(searching, action=READING, actor=actor)
    found = [(one, need) for one, need in zip(searching, read, strict=True) if need is not None]
    offers = [offer for offer in offers_now(actor) if offer.pk not in held]
    vacancies = [vacancy_from(offer) for offer in offers]
    on = settings_of(programme)
    kinds = assignment.kinds_of(vacancies, on.date, _places())
    inputs: Row = {
        "settings": written.settings_as_written(on),
        "caps": {str(landlord): most for landlord, most in caps_of(programme.pk).items()},
        "fair_share": programme.fair_share,
        "ceilings": written.ceilings_as_written(ceiling_rows_now()),
        "vacancies": [written.vacancy_as_written(vacancy) for vacancy in vacancies],
        "kinds": [written.vacancy_as_written(vacancy) for _, vacancy in kinds],
    }
    needs = [need for _, need in found]
    pairs, wanted = judged(needs, inputs)
    versions = [version for version, _ in found]
    apart = _apart(versions, offers)
    return Inputs(versions, needs, inputs, without(pairs, apart), wanted, apart)


def judged(needs: Sequence[engine.Need], inputs: Mapping[str, Any]) -> tuple[Pairs, Pairs]:
    """Judge needs against the offers and the kinds of a run's inputs."""
    settings = written.settings_read(inputs["settings"])
    ceilings = written.ceilings_read(inputs["ceilings"])
    offers = [written.vacancy_read(row) for row in inputs["vacancies"]]
    kinds = [written.vacancy_read(row) for row in inputs["kinds"]]
    return (
        match_block(needs, offers, settings, ceilings),
        match_block(needs, kinds, settings, ceilings),
    )


def _places() -> dict[str, assignment.Middle]:
    return {
        one.code: assignment.Middle(one.latitude, one.longitude, one.zone_123) for one in communes()
    }


def _apart(assessments: Sequence[Assessment], offers: Sequence[Vacancy]) -> dict[int, set[int]]:
    """Return, per need, the offers of whoever must not know of her."""
    recused = organisations_recused_from(one.case_id for one in assessments)
    return {
        row: {
            position
            for position, offer in enumerate(offers)
            if is_kept_from(offer, recused[one.case_id])
        }
        for row, one in enumerate(assessments)
        if one.case_id in recused
    }


def without(pairs: Pairs, barred: Mapping[int, Collection[int]]) -> Pairs:
    """Return the pairs but those (need → vacancies) barred."""
    if not barred:
        return pairs
    rows = [
        [(v, s) for v, s in pairs.of(need) if v not in barred.get(need, ())]
        for need in range(len(pairs.start) - 1)
    ]
    return pairs_of_rows(rows)


def pairs_of_rows(rows: Sequence[Sequence[tuple[int, int]]]) -> Pairs:
    """Return pairs from (vacancy, score) rows, one per need."""
    import numpy as np  # with the engine, loaded by those alone who make a plan

    flat = [pair for row in rows for pair in row]
    return Pairs(
        np.cumsum([0, *map(len, rows)]),
        np.array([vacancy for vacancy, _ in flat], np.int32),
        np.array([score for _, score in flat], np.int32),
    )

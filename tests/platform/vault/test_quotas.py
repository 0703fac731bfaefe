"""How much of the hour each may take: a person hers, jobs half of all, the gate what is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from havre.platform.vault.quotas import COMPARING, JOBS, Limits, Quotas

LIMITS = Limits(person=4, everyone=10)


@pytest.fixture
def quotas(tmp_path: Path) -> Iterator[Quotas]:
    kept = Quotas(tmp_path / "quotas")
    yield kept
    kept.close()


def cases(*numbers: int) -> list[UUID]:
    return [UUID(int=number) for number in numbers]


def test_jobs_leave_people_half(quotas: Quotas) -> None:
    assert quotas.allow(JOBS, cases(1, 2, 3, 4, 5), LIMITS)
    assert not quotas.allow(JOBS, cases(6), LIMITS)
    assert quotas.allow(JOBS, cases(1, 5), LIMITS)  # known already
    assert quotas.allow(7, cases(1, 2, 3, 4), LIMITS)
    assert not quotas.allow(7, cases(5), LIMITS)
    assert quotas.allow(8, cases(1), LIMITS)
    assert not quotas.allow(9, cases(1), LIMITS)


def test_jobs_do_not_keep_the_gate_from_comparing(quotas: Quotas) -> None:
    assert quotas.allow(JOBS, cases(1, 2, 3, 4, 5), LIMITS)
    assert quotas.allow(COMPARING, cases(1, 2, 3, 4, 5), LIMITS)
    assert not quotas.allow(COMPARING, cases(6), LIMITS)

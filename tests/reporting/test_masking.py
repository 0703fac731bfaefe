"""No small number can be worked out from what a funder is shown."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

from havre.engine.vocabulary import Pathway
from havre.reporting.figures import (
    Figures,
    closed_quarters,
    is_closed_quarter,
    mask,
    quarter_of,
)

START, END = date(2026, 7, 1), date(2026, 9, 30)
Split = tuple[int, int, int]


def exact(between: int, same: int, none: int, handled: int = 12, active: int = 14) -> Figures:
    """The exact figures of a quarter."""
    return Figures(
        start=START,
        end=END,
        handled=handled,
        handled_by_pathway={Pathway.TENANT: 3},
        active=active,
        rehoused=between + same + none,
        by_landlord={"A": 2},
        by_holder={"B": 1},
        by_commune={"C": 1},
        between_landlords=between,
        same_landlord=same,
        no_reference=none,
    )


def seen(figures: Figures) -> tuple[int | None, ...]:
    """Everything a funder reads about the rehousings."""
    return (
        figures.rehoused,
        figures.between_landlords,
        figures.same_landlord,
        figures.no_reference,
    )


def test_no_small_part_is_certain_whatever_is_shown() -> None:
    behind: dict[tuple[int | None, ...], list[Split]] = defaultdict(list)
    for split in product(range(11), repeat=3):
        behind[seen(mask(exact(*split)))].append(split)
    for shown, splits in behind.items():
        for part in range(3):
            possible = {split[part] for split in splits}
            assert len(possible) > 1 or not 0 < min(possible) < 5, (shown, part)


def test_a_small_total_is_not_shown_and_cannot_be_told() -> None:
    for number in range(8):
        masked = mask(exact(0, 0, 0, handled=number, active=number + 2))
        assert masked.handled == (None if 0 < number < 5 else number)
        assert masked.active is None, "less those admitted, it would tell how few came before"


def test_only_totals_are_shown() -> None:
    masked = mask(exact(6, 5, 7))
    assert (masked.rehoused, masked.between_landlords) == (18, 6)
    assert not masked.handled_by_pathway
    assert not (masked.by_landlord or masked.by_holder or masked.by_commune)
    assert masked.masked


def test_parts_are_shown_together_or_not_at_all() -> None:
    assert seen(mask(exact(6, 1, 7))) == (14, None, None, None)
    assert seen(mask(exact(6, 0, 7))) == (13, 6, 0, 7)
    assert seen(mask(exact(1, 0, 2))) == (None, None, None, None)


def test_quarters() -> None:
    assert quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter_of(date(2024, 2, 29)) == (date(2024, 1, 1), date(2024, 3, 31))
    assert closed_quarters(date(2026, 1, 1), 3) == [
        (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2025, 7, 1), date(2025, 9, 30)),
        (date(2025, 4, 1), date(2025, 6, 30)),
    ]
    assert is_closed_quarter(START, END, date(2026, 10, 1))
    assert not is_closed_quarter(START, END, END)
    assert not is_closed_quarter(START, date(2026, 12, 31), date(2027, 6, 1))

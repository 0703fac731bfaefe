"""Settings, ceilings, offers and kinds as a run keeps them: JSON, read back as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from havre.engine import matching as engine
from havre.engine.vocabulary import Financing, Regime, ReservationCode

Row = dict[str, Any]


def settings_as_written(settings: engine.Settings) -> Row:
    """Write settings."""
    return {**asdict(settings), "date": settings.date.isoformat()}


def settings_read(row: Row) -> engine.Settings:
    """Read settings."""
    return engine.Settings(**{**row, "date": dt.date.fromisoformat(row["date"])})


def vacancy_as_written(vacancy: engine.Vacancy) -> Row:
    """Write an offer."""
    return {**asdict(vacancy), "available_on": vacancy.available_on.isoformat()}


def vacancy_read(row: Row) -> engine.Vacancy:
    """Read an offer."""
    words = {
        "financing": Financing(row["financing"]),
        "regime": Regime(row["regime"]),
        "right": ReservationCode(row["right"]),
        "available_on": dt.date.fromisoformat(row["available_on"]),
    }
    return engine.Vacancy(**{**row, **words})


def ceilings_as_written(rows: Iterable[engine.CeilingRow]) -> list[list[Any]]:
    """Write ceilings, in an order of their own."""
    return sorted([*row[:3], float(row.amount), row.provisional, str(row.zone)] for row in rows)


def ceilings_read(rows: Iterable[list[Any]]) -> engine.Ceilings:
    """Read ceilings."""
    return engine.Ceilings.from_rows(engine.CeilingRow(*row) for row in rows)

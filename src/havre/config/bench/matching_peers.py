"""DuckDB and PostgreSQL, given the same tables: how long each takes to judge, and its answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

from havre.config.bench.matching_sql import FORGET, JUDGE, READ
from havre.config.bench.matching_tables import Table
from havre.engine.matching.arrays import Array

INSTALL = "DuckDB n’est pas installé : « uv sync --group bench » l’installe."
THREADS = 2


class NotInstalled(RuntimeError):
    """A peer of the bench is not installed here; the sentence says how to install it."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A database that holds the tables."""

    judge: Callable[[], float]
    """Judge every candidate into a table; the milliseconds it took."""
    answer: Callable[[], Array]
    """What it found: need, vacancy, failed, a line per candidate in the order of the three."""
    close: Callable[[], None]


def duckdb_with(tables: dict[str, Table]) -> Peer:
    """DuckDB in memory, its join-order optimiser off. Raises NotInstalled."""
    try:
        import duckdb
    except ImportError:
        raise NotInstalled(INSTALL) from None
    connection: Any = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    connection.execute("SET disabled_optimizers = 'join_order'")
    for name, table in tables.items():
        connection.register("given", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608  our names
        connection.unregister("given")

    def judge() -> float:
        connection.execute(FORGET)
        started = time.perf_counter()
        connection.execute(JUDGE)
        return (time.perf_counter() - started) * 1000

    def answer() -> Array:
        found = connection.execute(READ).fetchnumpy()
        return np.stack(
            [np.asarray(found[name], np.int64) for name in ("need", "vacancy", "failed")]
        )

    return Peer(judge, answer, connection.close)


KINDS = {"b": "boolean", "i": "bigint", "f": "float8"}


def postgresql_with(url: str, tables: dict[str, Table]) -> Peer:
    """PostgreSQL with its statistics up to date, and all the workers it wants."""
    connection = psycopg.connect(url, autocommit=True)
    connection.execute("SET work_mem = '256MB'")
    for name, table in tables.items():
        _copy(connection, name, {column: np.asarray(values) for column, values in table.items()})
    connection.execute("ANALYZE")

    def judge() -> float:
        connection.execute(FORGET)
        started = time.perf_counter()
        connection.execute(JUDGE)
        return (time.perf_counter() - started) * 1000

    def answer() -> Array:
        return np.array(connection.execute(READ).fetchall(), np.int64).reshape(-1, 3).T

    def close() -> None:
        for name in (*tables, "judged"):
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
        connection.close()

    return Peer(judge, answer, close)


def _copy(connection: psycopg.Connection[Any], name: str, table: dict[str, Array]) -> None:
    columns = ", ".join(f'"{column}" {KINDS[kind.dtype.kind]}' for column, kind in table.items())
    connection.execute(f'DROP TABLE IF EXISTS "{name}"')
    connection.execute(f'CREATE UNLOGGED TABLE "{name}" ({columns})')
    lists = [
        [None if value != value else value for value in column.tolist()]
        for column in table.values()
    ]
    with connection.cursor() as cursor, cursor.copy(f'COPY "{name}" FROM STDIN') as copy:
        for row in zip(*lists, strict=True):
            copy.write_row(row)

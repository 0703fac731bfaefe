"""`havre bench matching`: how long a board takes to judge and to match, beside its peers.

Absolute times are the least disturbed of a few runs: they are budgets for two cores that others
share. Ratios are medians of runs taken in turns: of the time worked for the plain loop, of the time
that passed for databases, which work beside. Every peer must give the same answer.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from django.conf import settings as django_settings

from havre.config.bench.boards import SIZES, synthetic_board
from havre.config.bench.matching_loop import Line, failed_bits, subjects_of
from havre.config.bench.matching_peers import Peer, duckdb_with, postgresql_with
from havre.config.bench.matching_tables import tables_of
from havre.config.bench.memory import peak_mb
from havre.config.bench.timing import elapsed
from havre.config.board_files import shipped_ceilings, uncollected
from havre.engine.board import Board
from havre.engine.matching.arrays import Array
from havre.engine.matching.block import Block, judge_block
from havre.engine.matching.candidates import Join
from havre.engine.matching.complete import complete_match
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.vacancy_table import VacancyTable
from havre.platform.embedded import EmbeddedServer
from havre.platform.roles import make_database

TOP: Final = 20
DATABASE: Final = "havre_bench_matching"
SAMPLE: Final = 20_000
SHORT_MS: Final = 200.0
CHANGED: Final = 101
JUDGED_MS: Final = {"metropole": 10.0, "idf": 400.0, "france": 1_500.0}
COMPLETE_MS: Final = {"orleans": 10.0, "metropole": 60.0, "idf": 4_000.0, "france": 12_000.0}
MEMORY_MB: Final = {"idf": 1_000, "france": 3_000}
CHANGED_MS: Final = 2.0
LOOP_RATIO: Final = {"metropole": 100.0}
DUCKDB_RATIO: Final = {"idf": 1.0}
POSTGRESQL_RATIO: Final = {"idf": 12.0}
PEERS_ON: Final = ("metropole", "idf")
"""The boards on which databases are asked too."""


@dataclass(frozen=True, slots=True)
class Tables:
    """A board in columns."""

    board: Board
    needs: NeedTable
    vacancies: VacancyTable
    seconds: float
    """What it took to sort it into columns."""

    @classmethod
    def of(cls, board: Board) -> Tables:
        """Sort it."""
        started = time.perf_counter()
        with uncollected():
            needs = NeedTable.of(board.needs, board.settings, shipped_ceilings())
            vacancies = VacancyTable.of(board.vacancies)
        return cls(board, needs, vacancies, time.perf_counter() - started)

    def judge(self) -> list[Block]:
        """Judge every candidate by every rule, the reasons kept."""
        slices = Join.of(self.needs, self.vacancies).slices()
        return [judge_block(self.needs, self.vacancies, lines) for lines in slices]

    def complete(self) -> Any:
        """The complete match, the twenty best of each need, from the board as it is given."""
        fresh = Tables.of(self.board)
        return complete_match(fresh.needs, fresh.vacancies, self.board.settings, TOP)


def figures(names: Sequence[str], repeat: int) -> dict[str, Any]:
    """Measure some boards, the smallest first: each figure, its budget and whether it is met."""
    report: dict[str, Any] = {}
    for name in (name for name in SIZES if name in names):
        tables = Tables.of(synthetic_board(SIZES[name]))
        report[name] = engine_figures(name, tables, repeat)
        del tables
    for name in (name for name in report if name in PEERS_ON):
        report[name] |= peer_figures(name, Tables.of(synthetic_board(SIZES[name])), repeat)
    return report


def engine_figures(name: str, tables: Tables, repeat: int) -> dict[str, Any]:
    """What the engine does by itself with one board, and the memory of the process so far."""
    blocks = tables.judge()
    pairs = sum(block.candidates.pairs() for block in blocks)
    compatible = sum(int(np.count_nonzero(block.failed == 0)) for block in blocks)
    del blocks
    size = SIZES[name]
    found: dict[str, Any] = {
        "board": {"needs": size.needs, "vacancies": size.vacancies, "communes": size.communes},
        "candidates": pairs,
        "compatible": compatible,
        "columns_ms": round(tables.seconds * 1000, 1),
        "judged": _budgeted(_times(tables.judge, repeat), JUDGED_MS.get(name)),
        "complete": _budgeted(_times(tables.complete, repeat), COMPLETE_MS.get(name)),
    }
    memory = peak_mb()
    found["memory_mb"] = {"value": memory} | _met(memory, MEMORY_MB.get(name))
    return found | {"changed": changed_figures(tables.board)}


def changed_figures(board: Board) -> dict[str, Any]:
    """One need, then one vacancy changes: the milliseconds until its matches are known."""
    prepared = board.prepared(shipped_ceilings())
    changed: dict[str, Any] = {}
    asked: tuple[tuple[str, Callable[[Any], Any], Sequence[Any]], ...] = (
        ("need", prepared.need_changed, board.needs),
        ("vacancy", prepared.vacancy_changed, board.vacancies),
    )
    for name, change, lines in asked:
        times = []
        for line in lines[:: max(1, len(lines) // CHANGED)]:
            prepared.changed_needs.clear()
            prepared.changed_vacancies.clear()
            started = time.perf_counter()
            change(line)
            times.append((time.perf_counter() - started) * 1000)
        median = statistics.median(times)
        changed[name] = {"median_ms": round(median, 3)} | _met(median, CHANGED_MS)
    return changed


def peer_figures(name: str, tables: Tables, repeat: int) -> dict[str, Any]:
    """Judge the same board by a loop and by databases, in turns, and compare the answers."""
    expected = answer_of(tables)
    given = tables_of(tables.needs, tables.vacancies)
    found: dict[str, Any] = {"loop": loop_figure(name, tables, expected, repeat)}
    server = EmbeddedServer(django_settings.HAVRE_HOME)
    make_database(server.superuser_url(), DATABASE)
    url = server.superuser_url(DATABASE)
    peers: tuple[tuple[str, Callable[[], Peer], dict[str, float]], ...] = (
        ("duckdb", lambda: duckdb_with(given), DUCKDB_RATIO),
        ("postgresql", lambda: postgresql_with(url, given), POSTGRESQL_RATIO),
    )
    for peer_name, make, ratios in peers:
        peer = make()
        try:
            found[peer_name] = beside(tables, peer, expected, repeat)
        finally:
            peer.close()
        budget = ratios.get(name)
        found[peer_name] |= _at_least(found[peer_name]["ratio"], budget)
    return found


def beside(tables: Tables, peer: Peer, expected: Array, repeat: int) -> dict[str, Any]:
    """One peer in turns with the engine. Raises RuntimeError when their answers differ."""
    peer.judge()
    if not np.array_equal(peer.answer(), expected):
        raise RuntimeError("a peer does not judge as the engine does")
    own, other = [], []
    for _ in range(repeat):
        own.append(elapsed(tables.judge))
        other.append(peer.judge())
    engine, judged = statistics.median(own), statistics.median(other)
    return {
        "engine_ms": round(engine, 1),
        "peer_ms": round(judged, 1),
        "ratio": round(judged / engine, 2),
        "same_answer": True,
    }


def answer_of(tables: Tables) -> Array:
    """Need, vacancy and rules failed of every candidate, in the order of the three."""
    parts = []
    for block in tables.judge():
        lines = np.repeat(np.arange(len(block.candidates.need)), block.candidates.width)
        places = block.vacancies(np.arange(block.candidates.pairs()), lines)
        parts.append(
            np.stack([block.candidates.need[lines], places, block.failed.astype(np.int64)])
        )
    found = np.concatenate(parts, axis=1)
    return found[:, np.lexsort((found[1], found[0]))]


def loop_figure(name: str, tables: Tables, expected: Array, repeat: int) -> dict[str, Any]:
    """The plain loop over a sample of the candidates, against the engine over all of them."""
    sample = expected[:, :: max(1, expected.shape[1] // SAMPLE)]
    board = tables.board
    subjects = subjects_of(board.needs, board.settings, shipped_ceilings())
    lines = [Line.of(board.vacancies[given]).prepared() for given in tables.vacancies.given]
    pairs = [(subjects[need], lines[place]) for need, place in sample[:2].T.tolist()]

    def plain() -> list[int]:
        return [failed_bits(subject, Line.of(line.vacancy)) for subject, line in pairs]

    def prepared() -> list[int]:
        return [failed_bits(subject, line) for subject, line in pairs]

    if plain() != sample[2].tolist() or prepared() != sample[2].tolist():
        raise RuntimeError("the plain loop does not judge as the engine does")
    runs = [
        (
            _worked(tables.judge) / expected.shape[1],
            _worked(plain) / len(pairs),
            _worked(prepared) / len(pairs),
        )
        for _ in range(repeat)
    ]
    engine, slow, fast = (statistics.median(times) * 1e6 for times in zip(*runs, strict=True))
    figure = {
        "sample": len(pairs),
        "engine_ns_per_pair": round(engine, 1),
        "peer_ns_per_pair": round(slow, 1),
        "prepared_ns_per_pair": round(fast, 1),
        "ratio": round(slow / engine, 1),
        "ratio_prepared": round(fast / engine, 1),
        "same_answer": True,
    }
    return figure | _at_least(slow / engine, LOOP_RATIO.get(name))


def _worked(run: Callable[[], Any]) -> float:
    """The milliseconds this process worked: neither side of the loop has another thread."""
    started = time.process_time()
    run()
    return (time.process_time() - started) * 1000


def _times(run: Callable[[], Any], repeat: int) -> list[float]:
    """So many runs; ten times more of what takes milliseconds."""
    often = repeat * 10 if elapsed(run) < SHORT_MS else repeat
    return [elapsed(run) for _ in range(often)]


def _budgeted(times: list[float], budget: float | None) -> dict[str, Any]:
    found = {"best_ms": round(min(times), 2), "median_ms": round(statistics.median(times), 2)}
    return found | _met(min(times), budget)


def _met(value: float, budget: float | None) -> dict[str, Any]:
    return {} if budget is None else {"budget": budget, "met": value <= budget}


def _at_least(ratio: float, budget: float | None) -> dict[str, Any]:
    return {} if budget is None else {"budget": budget, "met": ratio >= budget}


def within_budget(report: Any) -> bool:
    """Tell whether every figure that has a budget keeps to it."""
    if not isinstance(report, dict):
        return True
    return report.get("met", True) and all(within_budget(one) for one in report.values())


def readable(report: dict[str, Any]) -> str:
    """Return the report as lines."""
    lines = []
    for name, found in report.items():
        board = found["board"]
        lines.append(
            f"{name} : {board['needs']} besoins, {board['vacancies']} logements,"
            f" {board['communes']} communes, {found['candidates']} couples"
        )
        lines += [f"  {line}" for line in _lines(found)]
    return "\n".join(lines)


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"mise en colonnes : {found['columns_ms']} ms"]
    for key, label in (
        ("judged", "jugé, motifs gardés"),
        ("complete", "mise en colonnes et réponse complète"),
    ):
        lines.append(f"{label} : {found[key]['best_ms']} ms{_said(found[key])}")
    lines.append(f"mémoire : {found['memory_mb']['value']} Mo{_said(found['memory_mb'])}")
    for key, label in (("need", "un besoin"), ("vacancy", "un logement")):
        figure = found["changed"][key]
        lines.append(f"{label} change : {figure['median_ms']} ms{_said(figure)}")
    lines += [
        f"{key} : {found[key]['ratio']} fois plus lent{_said(found[key])}"
        for key in ("loop", "duckdb", "postgresql")
        if key in found
    ]
    if "loop" in found:
        lines.append(f"loop, logements préparés : {found['loop']['ratio_prepared']} fois plus lent")
    return lines


def _said(figure: dict[str, Any]) -> str:
    if "budget" not in figure:
        return ""
    return f" (attendu {figure['budget']:g}, {'tenu' if figure['met'] else 'MANQUÉ'})"

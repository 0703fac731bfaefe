"""`havre bench`: what pages cost, and what protection costs, on the synthetic territory.

`web`: pages at two sizes of it. The figures are ratios against the small one, measured alternately
so that whatever else the machine does weighs on both. `privacy`, `apl`, `matching` and
`plan`: see `privacy`, `benefits`, `matching` and `plan` in `havre.config.bench`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from havre.config.bench.territory import prepare
from havre.platform.clock import today

RATIO_MAX = 1.5
QUERIES_MAX = 15
MEMORY_MAX_MB = 200
ON_SCREEN = "metropole"
"""The board whose size is measured on screen too."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("what", choices=["web", "privacy", "apl", "matching", "plan"])
    parser.add_argument("--small", type=int, default=60, help="situations du petit territoire")
    parser.add_argument("--large", type=int, default=100_000, help="situations du grand territoire")
    parser.add_argument("--repeat", type=int, default=21, help="mesures par page")
    parser.add_argument("--rows", type=int, default=200_000, help="lignes sous les règles d’accès")
    parser.add_argument("--pairs", type=int, default=1_000, help="paires de recherches")
    parser.add_argument(
        "--rotated", type=int, default=100_000, help="situations dont les clés tournent"
    )
    parser.add_argument("--households", type=int, default=10_000, help="ménages pour l’APL")
    parser.add_argument(
        "--board",
        action="append",
        choices=["orleans", "metropole", "idf", "france"],
        help="tableaux mesurés (tous par défaut)",
    )
    parser.add_argument("--json", action="store_true")


@dataclass(slots=True)
class Probe:
    """A web process on one territory, asked for pages one at a time."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls, size: int) -> Probe:
        """Start the process on the territory of `size` cases."""
        command = [sys.executable, "-m", "havre.config.bench", str(size)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return cls(process)

    def ask(self, **question: Any) -> Any:
        """Send one question, return its answer."""
        assert self.process.stdin and self.process.stdout
        print(json.dumps(question), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the measured process ended")
        return json.loads(line)


def run(arguments: argparse.Namespace) -> int:
    """Prepare both territories, measure, print; 1 when a budget is exceeded."""
    if arguments.what == "apl":
        return apl(arguments)
    if arguments.what == "privacy":
        return privacy(arguments)
    if arguments.what == "matching":
        return matching(arguments)
    if arguments.what == "plan":
        return plan(arguments)
    sizes = (arguments.small, arguments.large)
    for size in sizes:
        prepare(size)
    probes = [Probe.start(size) for size in sizes]
    try:
        labels: list[str] = probes[0].ask(do="pages")
        if probes[1].ask(do="pages") != labels:
            raise RuntimeError("the two territories do not offer the same pages")
        pages = [
            measure(label, index, probes, arguments.repeat) for index, label in enumerate(labels)
        ]
        process = [probe.ask(do="process") for probe in probes]
    finally:
        for probe in probes:
            probe.process.terminate()
    report = {"sizes": sizes, "pages": pages, "process": process}
    print(json.dumps(report, ensure_ascii=False) if arguments.json else readable(report))
    return 0 if within_budget(report) else 1


def apl(arguments: argparse.Namespace) -> int:
    """Measure what curves of housing benefit cost; 1 when a budget is exceeded."""
    from havre.config.bench import benefits

    report = benefits.figures(arguments.households, today())
    print(json.dumps(report) if arguments.json else benefits.readable(report))
    return 0 if report["met"] else 1


def plan(arguments: argparse.Namespace) -> int:
    """Measure the certified plan on boards of each size; 1 when a budget is exceeded."""
    from havre.config.bench import plan as measured

    report = measured.figures(arguments.board or measured.BUDGETS)
    print(json.dumps({"boards": report}) if arguments.json else measured.readable(report))
    return 0 if measured.within_budget(report) else 1


def privacy(arguments: argparse.Namespace) -> int:
    """Measure, on the large territory, what protection costs; 1 when a budget is exceeded."""
    from havre.config.bench import privacy as measured

    prepare(arguments.large)
    sizes = measured.Sizes(arguments.repeat, arguments.rows, arguments.rotated, arguments.pairs)
    before = measured.load()
    report = measured.figures(sizes)
    met = measured.within_budget(report)
    if arguments.json:
        machine = {"cases": arguments.large, "load": [before, measured.load()]}
        print(json.dumps({**machine, "met": met, "figures": report}))
    else:
        print(measured.readable(report))
    return 0 if met else 1


def matching(arguments: argparse.Namespace) -> int:
    """Measure the matching engine on synthetic boards; 1 when a budget is exceeded."""
    from havre.config.bench import matching as measured
    from havre.config.bench import screen
    from havre.config.bench.boards import SIZES
    from havre.config.bench.matching_peers import NotInstalled

    try:
        report = measured.figures(arguments.board or list(SIZES), min(arguments.repeat, 5))
    except NotInstalled as missing:
        print(missing, file=sys.stderr)
        return 1
    on_screen = screen.figures(arguments.repeat) if ON_SCREEN in report else {}
    met = measured.within_budget(report) and measured.within_budget(on_screen)
    if arguments.json:
        print(json.dumps({"met": met, "boards": report, "screen": on_screen}))
    else:
        print(measured.readable(report))
        print(screen.readable(on_screen) if on_screen else "")
    return 0 if met else 1


def measure(label: str, index: int, probes: list[Probe], repeat: int) -> dict[str, Any]:
    """Ask both processes for one page alternately; return medians, queries and their ratio."""
    times: list[list[float]] = [[], []]
    queries: list[int] = [0, 0]
    for turn in range(repeat + 2):
        for which, probe in enumerate(probes):
            answer = probe.ask(do="get", page=index)
            queries[which] = answer["queries"]
            if turn >= 2:  # the first two warm caches up
                times[which].append(answer["ms"])
    small, large = (statistics.median(values) for values in times)
    return {
        "page": label,
        "queries": queries,
        "median_ms": [round(small, 1), round(large, 1)],
        "ratio": round(large / small, 2),
    }


def readable(report: dict[str, Any]) -> str:
    """Return the report as a table."""
    small, large = report["sizes"]
    lines = [f"{'page':<44}{'requêtes':>12}{small:>10} ms{large:>10} ms{'ratio':>8}"]
    for page in report["pages"]:
        queries = "/".join(str(number) for number in page["queries"])
        first, second = page["median_ms"]
        lines.append(f"{page['page']:<44}{queries:>12}{first:>13}{second:>13}{page['ratio']:>8}")
    for size, process in zip(report["sizes"], report["process"], strict=True):
        loaded = ", ".join(process["heavy"]) or "aucun module lourd"
        lines.append(f"processus web ({size}) : {process['memory_mb']} Mo, {loaded}")
    return "\n".join(lines)


def within_budget(report: dict[str, Any]) -> bool:
    """Tell whether every page and process keeps to its budget."""
    pages = all(
        page["ratio"] <= RATIO_MAX
        and page["queries"][0] == page["queries"][1]
        and page["queries"][1] <= QUERIES_MAX
        for page in report["pages"]
    )
    return pages and all(
        process["memory_mb"] < MEMORY_MAX_MB and not process["heavy"]
        for process in report["process"]
    )

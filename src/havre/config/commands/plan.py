"""`havre plan BOARD`: the best plan of one file; `--record`, `--replay`: of this installation."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

NEEDS_DATABASE = False
MOST_RECORDED = 3_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    couple = ("BESOIN", "LOGEMENT")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("board", type=Path, nargs="?", metavar="TABLEAU", help="fichier JSON")
    what.add_argument("--record", metavar="DISPOSITIF", help="faire et garder le plan du jour")
    what.add_argument("--replay", metavar="PLAN", help="refaire un plan gardé, et comparer")
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser.add_argument("--explain", nargs=2, metavar=couple, help="ce que le plan dit d’un couple")
    parser.add_argument(
        "--fair-share", action="store_true", help="répartir selon les offres de chaque bailleur"
    )
    for name, said in (("--fix", "forcer un couple"), ("--forbid", "écarter un couple")):
        parser.add_argument(name, nargs=2, metavar=couple, action="append", default=[], help=said)


def run(arguments: argparse.Namespace) -> int:
    """Plan and print; 1 with one sentence when the board, or what is asked, is not sound."""
    from havre.engine.assignment import Impossible, Refuted, SolverRefused
    from havre.engine.board import Wrong
    from havre.engine.matching import MissingCeiling
    from havre.engine.matching.candidates import TooManyPairs

    try:
        if arguments.record or arguments.replay:
            return installed(arguments)
        return planned(arguments)
    except (Wrong, Impossible) as refusal:
        print(refusal, file=sys.stderr)
    except MissingCeiling:
        print("programme.date: aucun plafond de ressources connu pour cette date", file=sys.stderr)
    except TooManyPairs:
        print("needs: trop de couples à comparer : précisez les communes", file=sys.stderr)
    except (Refuted, SolverRefused):
        print("Le plan n’a pas pu être prouvé le meilleur : il n’est pas donné.", file=sys.stderr)
    return 1


def planned(arguments: argparse.Namespace) -> int:
    """Read a board, plan it with the choices made, and print."""
    from havre.config.board_files import load_board, shipped_ceilings
    from havre.engine import assignment
    from havre.engine.assignment import answers, wording

    board, ceilings = load_board(arguments.board), shipped_ceilings()
    problem = assignment.problem_of(
        board.needs, board.vacancies, board.settings, ceilings, board.landlord_caps
    )
    chosen = replace(
        problem,
        fixed=couples(problem, "--fix", arguments.fix),
        forbidden=couples(problem, "--forbid", arguments.forbid),
    )
    plan = assignment.make_plan(chosen)
    if arguments.fair_share:
        housed = sum(plan.proof.housed.values())
        plan = assignment.make_plan(assignment.with_fair_shares(chosen, housed))
    if arguments.explain:
        ((need, vacancy),) = couples(problem, "--explain", [arguments.explain])
        said = answers.explained(plan, need, vacancy)
        lines = wording.pair_lines(said)
    else:
        said = answers.answer(plan, lacking(board, ceilings, plan))
        lines = wording.plan_lines(said)
    if arguments.json:
        print(json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2))
    else:
        print("\n".join(lines))
    return 0


def couples(problem: Any, option: str, asked: Sequence[Sequence[str]]) -> tuple[Any, ...]:
    """Return couples of references as positions. Raises Wrong for one that is not on the board."""
    from havre.engine.board import Wrong

    found = []
    for need, vacancy in asked:
        if need not in problem.needs:
            raise Wrong(f"aucun besoin ne porte la référence « {need[:60]} »").under(option)
        if vacancy not in problem.vacancies:
            raise Wrong(f"aucun logement ne porte la référence « {vacancy[:60]} »").under(option)
        found.append((problem.needs.index(need), problem.vacancies.index(vacancy)))
    return tuple(found)


def lacking(board: Any, ceilings: Any, plan: Any) -> list[Any]:
    """Return each kind of dwelling the board's communes could have, and what it would bring.

    A need without an APL curve for a kind's zone is judged without APL there.
    """
    from havre.engine import assignment
    from havre.engine.matching.pairs import match_block

    kinds = assignment.kinds_of(board.vacancies, board.settings.date)
    offers = [vacancy for _, vacancy in kinds]
    pairs = match_block(board.needs, offers, board.settings, ceilings)
    found = assignment.gains(plan, pairs.start, pairs.vacancy, pairs.score_micro, len(kinds))
    return list(zip((kind for kind, _ in kinds), found, strict=True))


def installed(arguments: argparse.Namespace) -> int:
    """Make and keep today's plan, or make a kept one again; 1 when there is too much to read."""
    from havre.matching.plan_actions import TooMany
    from havre.platform.vault import QuotaReached

    try:
        return _installed(arguments)
    except TooMany:
        print(f"Plus de {MOST_RECORDED} situations : c’est trop pour un plan.", file=sys.stderr)
    except QuotaReached:
        print(
            "Trop de dossiers lus en une heure : augmentez HAVRE_QUOTA_EVERYONE, ou attendez.",
            file=sys.stderr,
        )
    return 1


def _installed(arguments: argparse.Namespace) -> int:
    """Do it in the operator's name."""
    from havre.allocations.selectors import held_vacancies
    from havre.config.installation import database_at_hand
    from havre.matching import plan_actions
    from havre.matching.models import PlanRun
    from havre.matching.plan_replay import replay
    from havre.platform.acting import acting
    from havre.programmes.models import Programme
    from havre.programmes.selectors import operators

    with database_at_hand():
        actors = {actor.programme_id: actor for actor in operators(purpose="plan")}
        if arguments.record:
            known = Programme.objects.filter(slug=arguments.record, pk__in=actors).first()
            if known is None:
                print("Aucun dispositif de ce nom n’a d’opérateur.", file=sys.stderr)
                return 1
            with acting(actors[known.pk]) as actor:
                made = plan_actions.make_plan(
                    held_vacancies(actor), actor=actor, most=MOST_RECORDED
                )
            print(made.reference)
            return 0
        run = PlanRun.objects.filter(reference=arguments.replay, programme_id__in=actors).first()
        if run is None:
            print("Aucun plan n’a cette référence.", file=sys.stderr)
            return 1
        with acting(actors[run.programme_id]) as actor:
            return told(replay(run, actor=actor), arguments)


def told(again: Any, arguments: argparse.Namespace) -> int:
    """Print whether a plan made again is the one that was kept; 1 when it is not."""
    if arguments.json:
        said = {
            "same": again.same,
            "rules_same": again.rules_same,
            "answer": dict(sorted(again.answer.items())),
            "kept": dict(sorted(again.kept.items())),
        }
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        print("Le même plan." if again.same else "Un autre plan, ou d’autres logements possibles.")
        if not again.rules_same:
            print("Les règles ont changé depuis.")
        if not again.same and again.rules_same:
            print("Des situations ont pu être effacées depuis.")
    return 0 if again.same else 1

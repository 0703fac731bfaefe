"""`havre match BOARD`: which vacancies suit which needs, and why, from one file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

NEEDS_DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("board", type=Path, metavar="TABLEAU", help="fichier JSON")
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser.add_argument("--top", type=at_least_one, metavar="N", help="les N meilleurs par besoin")
    parser.add_argument(
        "--explain", nargs=2, metavar=("BESOIN", "LOGEMENT"), help="toutes les règles d’un couple"
    )


def at_least_one(text: str) -> int:
    """Read a whole number from 1."""
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"« {text} » n’est pas un nombre entier à partir de 1.")


def run(arguments: argparse.Namespace) -> int:
    """Match and print; 1 with one sentence when the board is not sound."""
    from havre.config.board_files import load_board, shipped_ceilings
    from havre.engine.board import Wrong
    from havre.engine.matching import MissingCeiling
    from havre.engine.matching.candidates import TooManyPairs

    try:
        board = load_board(arguments.board)
        if arguments.explain:
            return explain(board, shipped_ceilings(), arguments)
        return match(board, shipped_ceilings(), arguments)
    except Wrong as refusal:
        print(refusal, file=sys.stderr)
    except MissingCeiling:
        print("programme.date: aucun plafond de ressources connu pour cette date", file=sys.stderr)
    except TooManyPairs:
        print("needs: trop de couples à comparer : précisez les communes", file=sys.stderr)
    return 1


def match(board: Any, ceilings: Any, arguments: argparse.Namespace) -> int:
    """Match the whole board and print each answer as soon as it is written."""
    from havre.config.board_files import uncollected
    from havre.engine.board.answers import Answers
    from havre.engine.board.wording import need_lines, vacancy_lines
    from havre.engine.matching.complete import match_board

    with uncollected():
        found = match_board(board.needs, board.vacancies, board.settings, ceilings, arguments.top)
    answers = Answers.of(board, found)
    if not arguments.json:
        for answer in answers.needs():
            print("\n".join(need_lines(answer)))
        for answer in answers.vacancies():
            print("\n".join(vacancy_lines(answer)))
        return 0
    for opening, lines in (
        ('{"needs": [', answers.needs()),
        ('], "vacancies": [', answers.vacancies()),
    ):
        print(opening)
        between = ""
        for answer in lines:
            print(between + json.dumps(answer, ensure_ascii=False, allow_nan=False), end="")
            between = ",\n"
        print()
    print("]}")
    return 0


def explain(board: Any, ceilings: Any, arguments: argparse.Namespace) -> int:
    """Print every rule of one pair."""
    from havre.engine.board import Wrong
    from havre.engine.board.answers import explained
    from havre.engine.board.wording import pair_lines

    need = next((one for one in board.needs if one.ref == arguments.explain[0]), None)
    vacancy = next((one for one in board.vacancies if one.ref == arguments.explain[1]), None)
    if need is None:
        raise Wrong("aucun besoin ne porte cette référence").under("needs")
    if vacancy is None:
        raise Wrong("aucun logement ne porte cette référence").under("vacancies")
    answer = explained(need, vacancy, board, ceilings)
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=2))
    else:
        print("\n".join(pair_lines(answer)))
    return 0

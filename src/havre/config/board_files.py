"""Board files for the commands: read whole, with the zones and ceilings Havre ships."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from havre.adapters.apl_zones import zone_of
from havre.engine.benefits import RulesUnknown
from havre.engine.board import AplCurves, AplRequest, Board, Wrong, read_board
from havre.engine.board.reading import MOST_BYTES
from havre.engine.matching import AplCurve, Ceilings, Settings
from havre.programmes.ceiling_file import shipped


def openfisca_curves(requests: Sequence[AplRequest], settings: Settings) -> list[AplCurve]:
    """Compute the APL curves that a board does not give, by the rules of the board's month.

    OpenFisca is loaded here, and nowhere else in the commands that read boards.
    """
    from havre.adapters.openfisca.boards import apl_curves

    try:
        return apl_curves(requests, settings)
    except RulesUnknown:
        why = "aucune règle d’aide au logement n’est connue à cette date : donnez les courbes"
        raise Wrong(why).under(".date").under("programme") from None


def load_board(path: Path, apl_curves: AplCurves | None = openfisca_curves) -> Board:
    """Read a board file. Raises Wrong, in one French sentence, for whatever is wrong with it."""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            raise Wrong(f"le fichier est trop grand ({path.stat().st_size // 1_000_000} Mo)")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Wrong("ce fichier n’existe pas") from None
    except IsADirectoryError:
        raise Wrong("c’est un dossier, et non un fichier") from None
    except OSError:
        raise Wrong("ce fichier ne peut pas être lu") from None
    with uncollected():
        return read_board(raw, zone_of, apl_curves)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage meanwhile: millions of values are made, and all of them are kept."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def shipped_ceilings() -> Ceilings:
    """Return the dated income ceilings of the reference data, as shipped."""
    return Ceilings.from_rows(one.row for one in shipped())

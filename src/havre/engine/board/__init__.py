"""A board: all that matching and planning need, as one value; read from one JSON file."""

from havre.engine.board.kinds import Wrong
from havre.engine.board.model import Board
from havre.engine.board.reading import AplCurves, AplRequest, ZoneOf, board_of, read_board

__all__ = ["AplCurves", "AplRequest", "Board", "Wrong", "ZoneOf", "board_of", "read_board"]

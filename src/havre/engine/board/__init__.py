"""A board: all that matching and planning need, as one value; read from one JSON file."""

from havre.engine.board.model import Board

__all__ = ["Board"]

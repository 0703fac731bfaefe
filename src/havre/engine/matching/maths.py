"""The functions that operators do not give, for numbers here, for arrays in `tables`."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple


class Maths(NamedTuple):
    """The smaller and the greater of two, the square root, the nearest whole (even) number."""

    least: Callable[[Any, Any], Any]
    most: Callable[[Any, Any], Any]
    root: Callable[[Any], Any]
    nearest: Callable[[Any], Any]


NUMBERS: Final = Maths(min, max, math.sqrt, round)

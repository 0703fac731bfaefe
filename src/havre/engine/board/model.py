"""What a board holds once it has been read and found sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from havre.engine.matching.model import Need, Settings, Vacancy


@dataclass(frozen=True, slots=True)
class Board:
    """Settings, needs and vacancies, in the order of the file, and each landlord's cap.

    A landlord absent from `landlord_caps` has none.
    """

    settings: Settings
    needs: tuple[Need, ...]
    vacancies: tuple[Vacancy, ...]
    landlord_caps: Mapping[str, int] = field(default_factory=dict, hash=False)

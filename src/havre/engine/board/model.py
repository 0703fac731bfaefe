"""What a board holds once it has been read and found sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.model import Need, Settings, Vacancy

if TYPE_CHECKING:
    from havre.engine.matching.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Board:
    """Settings, needs and vacancies, in the order of the file, and each landlord's cap.

    A landlord absent from `landlord_caps` has none.
    """

    settings: Settings
    needs: tuple[Need, ...]
    vacancies: tuple[Vacancy, ...]
    landlord_caps: Mapping[str, int] = field(default_factory=dict, hash=False)

    def prepared(self, ceilings: Ceilings) -> Prepared:
        """The board in columns, to be asked again each time one line changes."""
        from havre.engine.matching.prepared import Prepared  # numpy, which reading does without

        return Prepared.of(self.needs, self.vacancies, self.settings, ceilings)

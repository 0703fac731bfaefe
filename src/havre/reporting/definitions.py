"""What each indicator counts, in the words of the agreement. Shown beside every figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Indicator:
    """One contractual indicator."""

    code: str
    label: str
    definition: str


I1 = Indicator(
    "I1",
    "Situations traitées",
    "Situations admises par l’opérateur pendant la période. La file active compte celles qui "
    "étaient ouvertes à un moment de la période.",
)
I2 = Indicator(
    "I2",
    "Relogements",
    "Baux signés pendant la période, par bailleur, par réservataire et par commune.",
)
I3 = Indicator(
    "I3",
    "Relogements entre bailleurs",
    "Parmi les relogements, ceux dont le bailleur n’est pas le bailleur de référence : le bailleur "
    "dont elle était locataire, sinon celui qui l’a orientée. Les relogements sans bailleur de "
    "référence sont comptés à part.",
)
INDICATORS = (I1, I2, I3)

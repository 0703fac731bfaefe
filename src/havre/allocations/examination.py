"""How many candidates the committee examined, recorded with its decision."""

from __future__ import annotations

from havre.allocations.models import Proposal
from havre.allocations.refusals import Missing
from havre.engine.committee import EXAMINING, kept_exception
from havre.engine.vocabulary import CommitteeDecision


def record_examined(
    proposal: Proposal, decision: CommitteeDecision, examined: int | None, exception: str
) -> None:
    """Write on the proposal how many were examined, and the exception under three; not saved.

    None, where it was not told, is recorded as unknown. Raises Missing.
    """
    if examined is None or decision not in EXAMINING:
        return
    try:
        proposal.exception = kept_exception(examined, exception)
    except ValueError:
        raise Missing("Indiquez combien de candidats ont été examinés.", "examined") from None
    except LookupError:
        raise Missing(
            "Moins de trois candidats : indiquez l’exception que la loi prévoit.", "exception"
        ) from None
    proposal.examined = examined

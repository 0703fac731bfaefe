"""What she agreed to, as it is asked: with whom, which parts, until when, and what to withhold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from havre.engine.vocabulary import Compartment, ConsentForm
from havre.sharing.agreement import Answer
from havre.sharing.policy import KINDS, PURPOSE_OF, USUAL, Purpose, Recipient, refusable

ALERT = timedelta(days=30)
"""An agreement is asked for again when this little of it is left."""
CONSENT_DAYS_MAX = 731
"""An agreement is asked for again after two years at most (a choice of ours)."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """One piece of information she does not want passed on, and why, in her words."""

    what: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.what or self.why)


@dataclass(frozen=True, slots=True)
class Named:
    """What she said of one organisation by name: a no keeps it out altogether."""

    organisation_id: int
    agreed: bool
    compartments: frozenset[Compartment] = frozenset()
    purpose: Purpose = Purpose.SUPPORT
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """What she agreed to: how, on what day, until when, and with whom.

    `refused`: the parts she keeps from a recipient she otherwise agrees to. `sooner`: an earlier
    end for one recipient.
    """

    form: ConsentForm | None
    on: date | None
    until: date | None
    witness: str = ""
    withheld: Sequence[Withheld] = ()
    agreed: Mapping[Recipient, bool] = field(default_factory=dict)
    refused: Mapping[Recipient, frozenset[Compartment]] = field(default_factory=dict)
    sooner: Mapping[Recipient, date] = field(default_factory=dict)
    named: Sequence[Named] = ()

    @property
    def withheld_lines(self) -> list[dict[str, str]]:
        """What is sealed of the information to withhold."""
        return [asdict(one) for one in self.withheld if one]

    def answers(self) -> list[Answer]:
        """Return one answer per recipient and per named organisation.

        Without her agreement for the operator nothing is shared with anyone else.
        """
        assert self.until
        wide = bool(self.agreed.get(Recipient.OPERATOR))
        return [
            *(self._answer(kind, self.until, wide=wide) for kind in KINDS),
            *(_named_answer(one, self.until, wide=wide) for one in self.named),
        ]

    def _answer(self, kind: Recipient, until: date, *, wide: bool) -> Answer:
        agreed = wide and bool(self.agreed.get(kind))
        kept = self.refused.get(kind, frozenset()) & set(refusable(kind))
        parts = frozenset(USUAL[kind]) - kept if agreed else frozenset()
        end = min(until, self.sooner.get(kind, until))
        return Answer(kind, agreed, parts, PURPOSE_OF[kind], end)


def _named_answer(one: Named, until: date, *, wide: bool) -> Answer:
    agreed = wide and one.agreed
    return Answer(
        Recipient.NAMED,
        agreed,
        one.compartments if agreed else frozenset(),
        one.purpose,
        min(until, one.until or until),
        one.organisation_id,
    )


def withheld_of(payload: Mapping[str, Any] | None) -> list[Withheld]:
    """Return what an agreement says is to be withheld; release 0.1.0 kept one text."""
    kept = (payload or {}).get("withheld") or []
    if isinstance(kept, str):
        return [Withheld(kept)]
    return [Withheld(str(one.get("what", "")), str(one.get("why", ""))) for one in kept]


def missing_consent(terms: ConsentTerms, today: date, *, prefix: str = "") -> dict[str, str]:
    """Return {field: sentence} of what is missing or impossible in an agreement."""
    missing: dict[str, str] = {}
    if terms.form is None:
        missing["form"] = "Dites comment son accord a été donné."
    if terms.form is ConsentForm.ORAL_WITNESS and not terms.witness:
        missing["witness"] = "Indiquez le professionnel devant qui l’accord a été donné."
    if any(one.why and not one.what for one in terms.withheld):
        missing["withheld"] = "Dites de quelle information il s’agit."
    if terms.on is None:
        missing["on"] = "Indiquez la date de son accord."
    elif terms.on > today:
        missing["on"] = "La date de son accord ne peut pas être dans le futur."
    if terms.until is None:
        missing["until"] = "Indiquez jusqu’à quand son accord est valable."
    elif terms.until <= today:
        missing["until"] = "Son accord doit être valable après aujourd’hui."
    elif (terms.until - (terms.on or today)).days > CONSENT_DAYS_MAX:
        missing["until"] = "Un accord vaut deux ans au plus : il se renouvelle ensuite."
    missing |= _missing_ends(terms, today)
    return {f"{prefix}{name}": sentence for name, sentence in missing.items()}


def _missing_ends(terms: ConsentTerms, today: date) -> dict[str, str]:
    """Return what is impossible in the ends given apart."""
    missing = {}
    ends: dict[str, date | None] = {f"until_{kind}": day for kind, day in terms.sooner.items()}
    ends |= {f"named{rank}_until": one.until for rank, one in enumerate(terms.named)}
    for name, day in ends.items():
        if day and day <= today:
            missing[name] = "Cette date doit venir après aujourd’hui."
        elif day and terms.until and day > terms.until:
            missing[name] = "Cette date ne peut pas dépasser la fin de son accord."
    for rank, one in enumerate(terms.named):
        if one.agreed and not one.compartments:
            missing[f"named{rank}_parts"] = "Cochez au moins une partie, ou répondez non."
    return missing

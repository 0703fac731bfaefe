"""One step of a proposal as a short form: its address, its words, and the action it calls."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from havre.allocations.models import Proposal
from havre.engine.vocabulary import Voice
from havre.platform.acting import Actor


class StepForm(forms.Form):
    """One step: its address, what it says, whose word it is, and the action it calls."""

    code: ClassVar[str]
    title: ClassVar[str]
    submit: ClassVar[str]
    done: ClassVar[str]
    voice: ClassVar[Voice] = Voice.OPERATOR
    explain: ClassVar[str] = ""
    danger: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.code}-%s")  # several forms share the page
        super().__init__(*args, **kwargs)

    @classmethod
    def shown(cls, proposal: Proposal) -> StepForm:
        """Return the form as first shown for a proposal."""
        return cls()

    def apply(self, proposal: Proposal, actor: Actor) -> None:
        """Take the step."""
        raise NotImplementedError

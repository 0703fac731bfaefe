"""The household: the applicant, and who will live with her."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from havre.assessments.actions import MemberLine
from havre.assessments.card import age_on
from havre.assessments.models import HouseholdMember
from havre.engine.vocabulary import Relation
from havre.platform.clock import today
from havre.web.assessments.forms.fields import DayField

MOST_OTHERS = 12
UNBORN_DAYS = 300
COMPANIONS = [(r.value, r.label) for r in (Relation.CHILD, Relation.OTHER)]


class ApplicantForm(forms.Form):
    """Herself."""

    birth_date = DayField(
        label="Sa date de naissance",
        error_messages={"required": "Indiquez sa date de naissance."},
    )

    def clean_birth_date(self) -> date:
        """Refuse an age that cannot be an applicant's."""
        day: date = self.cleaned_data["birth_date"]
        if not 15 <= age_on(day, today()) <= 110:
            raise ValidationError("Cette date ne donne pas un âge possible : vérifiez l’année.")
        return day


class CompanionForm(forms.Form):
    """Someone who will live with her; a line without a date is not counted."""

    relation = forms.ChoiceField(label="Lien", choices=COMPANIONS, initial=Relation.CHILD.value)
    birth_date = DayField(
        label="Date de naissance",
        required=False,
    )

    def clean_birth_date(self) -> date | None:
        """Accept an unborn child, no further than a pregnancy."""
        day: date | None = self.cleaned_data["birth_date"]
        if day and not -1 <= age_on(day, today()) <= 110:
            raise ValidationError("Cette date ne donne pas un âge possible : vérifiez l’année.")
        if day and day > today() + timedelta(days=UNBORN_DAYS):
            raise ValidationError("Cette naissance est trop lointaine : vérifiez la date.")
        return day


CompanionFormSet = forms.formset_factory(
    CompanionForm, extra=0, max_num=MOST_OTHERS, absolute_max=MOST_OTHERS + 3, validate_max=True
)


def first_lines(
    members: list[HouseholdMember], *, birth_date: str, children: int, others: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what the forms begin with: what is saved, else what the referral says."""
    if members:
        lines: list[dict[str, Any]] = [
            {"relation": m.relation, "birth_date": m.birth_date} for m in members[1:]
        ]
        return {"birth_date": members[0].birth_date}, lines
    kinds = [Relation.CHILD] * children + [Relation.OTHER] * others
    lines = [{"relation": kind.value} for kind in kinds[:MOST_OTHERS]]
    return {"birth_date": birth_date}, lines


def lines_of(
    applicant: ApplicantForm, companions: forms.BaseFormSet[CompanionForm], removed: str
) -> list[MemberLine]:
    """Return the household as typed, without the line to remove and the empty ones."""
    lines = [MemberLine(Relation.APPLICANT, applicant.cleaned_data["birth_date"])]
    for rank, form in enumerate(companions.forms):
        day = form.cleaned_data.get("birth_date")
        if day and str(rank) != removed:
            lines.append(MemberLine(Relation(form.cleaned_data["relation"]), day))
    return lines

"""Unusual access that somebody has to look at."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from havre.engine.vocabulary import Word
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.references import new_line_id
from havre.programmes.models import Programme


class AlertKind(Word):
    """What is unusual. Thresholds belong to the programme."""

    MANY_CASES = "MANY_CASES", "Beaucoup de situations ouvertes en une heure"
    MANY_IN_DAY = "MANY_IN_DAY", "Beaucoup de situations ouvertes en une journée"
    NIGHT = "NIGHT", "Situations ouvertes la nuit"
    REFUSALS = "REFUSALS", "Demandes refusées plusieurs fois"
    RECUSED = "RECUSED", "Tentative d’ouvrir une situation dont la personne est écartée"
    EXCEPTIONAL = "EXCEPTIONAL", "Accès exceptionnel ouvert"


class Outcome(Word):
    """What the operator's coordinator concluded."""

    JUSTIFIED = "JUSTIFIED", "Justifié : la personne l’a expliqué"
    REMINDED = "REMINDED", "Règles rappelées à la personne"
    CLOSED = "CLOSED", "Accès de la personne fermé"
    REPORTED = "REPORTED", "Signalé au délégué à la protection des données"


class AccessAlert(models.Model):
    """Somebody's access was unusual. Names no case: who, what, how many, when."""

    about_no_case: ClassVar[str] = "how often a person consulted, never what"

    id = models.UUIDField(primary_key=True, default=new_line_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    operator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AlertKind.choices())
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    number = models.PositiveIntegerField()
    raised_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices(), blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "organisation", "user", "hour"],
                name="one_alert_per_hour",
            )
        ]
        indexes = [
            models.Index(
                fields=["operator", "-hour"], condition=models.Q(outcome=""), name="alert_open"
            )
        ]

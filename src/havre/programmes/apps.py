"""Django registration."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """A funded scheme on a territory: participants, targets, thresholds, reference data."""

    name = "havre.programmes"
    label = "programmes"

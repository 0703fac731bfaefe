"""Django registration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Indicators computed from dated facts."""

    name = "havre.reporting"
    label = "reporting"

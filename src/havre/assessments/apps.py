"""Django registration."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Versioned assessments and the need card they produce."""

    name = "havre.assessments"
    label = "assessments"

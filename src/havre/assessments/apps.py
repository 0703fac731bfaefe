"""Django registration."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Versioned assessments and the need card they produce."""

    name = "havre.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Tell the gate what it must keep."""
        from havre.assessments import protected
        from havre.platform import gate

        gate.register(protected.facts)

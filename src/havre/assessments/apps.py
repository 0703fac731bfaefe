"""Django registration."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Versioned assessments and the need card they produce."""

    name = "havre.assessments"
    label = "assessments"

    def ready(self) -> None:
        """Tell the gate what it must keep; follow her agreement in the very action that ends it."""
        from havre.assessments import protected
        from havre.assessments.actions import follow_agreement
        from havre.platform import gate
        from havre.sharing.following import FOLLOWERS

        gate.register(protected.facts)
        if follow_agreement not in FOLLOWERS:
            FOLLOWERS.append(follow_agreement)

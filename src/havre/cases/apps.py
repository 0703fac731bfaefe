"""Django registration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Referral, admission, and the thread of each case."""

    name = "havre.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the gate what it must keep, and how a woman may be reached."""
        from havre.cases import protected
        from havre.platform import gate

        gate.register(protected.facts)
        gate.register_safe_channel(protected.safe_channel)

"""Django registration."""

from django.apps import AppConfig


class AllocationsConfig(AppConfig):
    """Proposals, decisions, leases and move-ins."""

    name = "havre.allocations"
    label = "allocations"

    def ready(self) -> None:
        """Tell the gate what it must keep."""
        from havre.allocations import protected
        from havre.platform import gate

        gate.register(protected.facts)

"""Django registration."""

from django.apps import AppConfig


class AllocationsConfig(AppConfig):
    """Proposals, decisions, leases and move-ins."""

    name = "havre.allocations"
    label = "allocations"

"""Django registration."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Consent, and the shares the process opens and closes."""

    name = "havre.sharing"
    label = "sharing"

"""Django registration of the platform."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Shares, keys, journal, mail waiting to leave."""

    name = "havre.platform"
    label = "platform"
    verbose_name = "Socle"

"""Django registration."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Which dwellings suit a case: the engine applied to the tables."""

    name = "havre.matching"
    label = "matching"

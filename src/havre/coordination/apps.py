"""Django registration."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The commission between landlords."""

    name = "havre.coordination"
    label = "coordination"

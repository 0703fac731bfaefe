"""Django registration."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates and template tags of Havre."""

    name = "havre.web"
    label = "web"

"""Django application of retention."""

from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """How long things are kept."""

    name = "havre.retention"

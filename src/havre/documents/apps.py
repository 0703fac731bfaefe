"""Django registration."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The papers of a case."""

    name = "havre.documents"
    label = "documents"

"""Django registration."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Who consulted what, unusual access, and the attestation of the journal."""

    name = "havre.oversight"
    label = "oversight"

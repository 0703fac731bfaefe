"""Django registration."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, people, memberships and invitations."""

    name = "havre.organisations"
    label = "organisations"

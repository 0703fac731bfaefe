"""Django registration."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, people, memberships and invitations."""

    name = "havre.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell the gate who works where."""
        from havre.organisations.selectors import is_member
        from havre.platform import gate

        gate.register_membership(is_member)

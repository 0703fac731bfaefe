"""People of an organisation, invitations."""

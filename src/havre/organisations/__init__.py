"""Organisations, people, memberships and invitations."""

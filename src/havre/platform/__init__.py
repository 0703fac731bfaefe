"""Plumbing under every capability: roles and row-level security, vault, journal, gate, clock."""

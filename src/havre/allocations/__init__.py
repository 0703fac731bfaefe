"""Proposals, decisions, leases and move-ins."""

"""Consent, and the shares the process opens and closes."""

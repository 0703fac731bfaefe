"""Indicators computed from dated facts."""

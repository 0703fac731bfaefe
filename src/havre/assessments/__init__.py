"""Versioned assessments and the need card they produce."""

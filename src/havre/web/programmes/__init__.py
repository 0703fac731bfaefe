"""Programme settings and reference data."""

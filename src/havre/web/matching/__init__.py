"""Compatible dwellings of a case."""

"""Which dwellings suit a case: the engine applied to the tables."""

"""Benefits by OpenFisca-France. Slow and large to load: in jobs, and in commands that need it."""

"""A funded scheme on a territory: participants, targets, thresholds, reference data."""

"""What leaves: held departures, and mail on its way."""

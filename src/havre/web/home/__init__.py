"""The page that says what waits for this person."""

"""Assessment steps and the need card."""

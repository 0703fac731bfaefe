"""The shared board of need cards."""

"""Wiring: settings, URL root, command line. The only layer that knows all the others."""

"""Pure Python heart of Havre: no web, no database, no clock, no input or output."""

"""Measurement of pages on synthetic territories of two sizes."""

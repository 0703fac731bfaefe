"""Received papers: recognised, read and cleaned in a bounded process, marked when they leave."""

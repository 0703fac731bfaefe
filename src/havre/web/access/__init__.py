"""From whom a case is kept, and exceptional access to it."""

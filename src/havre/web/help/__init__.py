"""Help pages by role."""

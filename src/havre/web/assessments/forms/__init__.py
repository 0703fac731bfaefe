"""The forms of the assessment, one module per step."""

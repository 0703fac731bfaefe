"""The papers of a case: received, checked, kept encrypted, read by whom they are shared with."""

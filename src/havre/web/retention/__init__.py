"""How long things are kept, and the files kept beyond their time."""

"""How long things are kept, and what is done when their time is over."""

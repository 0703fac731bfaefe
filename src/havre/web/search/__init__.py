"""Finding a person again among one’s own cases."""

"""The landlord’s desk: what waits for its word, its offers, its committees."""

"""The urgent circuit between two commissions."""

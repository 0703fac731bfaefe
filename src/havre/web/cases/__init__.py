"""Referrals, admission, the case file."""

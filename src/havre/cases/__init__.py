"""Referral, admission, and the thread of each case."""

"""Sign-in, invitations, choice of organisation."""

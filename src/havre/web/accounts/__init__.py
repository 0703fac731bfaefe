"""Sign-in, invitations, choice of organisation, proof of identity before what weighs more."""

from havre.web.accounts.proof import recently_authenticated

__all__ = ["recently_authenticated"]

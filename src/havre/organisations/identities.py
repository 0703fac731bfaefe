"""Who an identity provider says she is: a subject linked once to an account that exists.

No account is ever made here, and an address opens none: it only tells which account may be linked,
by whoever signs in to it in full. From then on the subject alone counts.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction

from havre.organisations import herself
from havre.organisations.models import ProviderIdentity, User


def known(issuer: str, subject: str) -> User | None:
    """Return the person linked to a subject, if her account is open."""
    found = (
        ProviderIdentity.objects.select_related("user")
        .filter(issuer=issuer, subject=subject, user__is_active=True)
        .first()
    )
    return found.user if found and works(found.user) else None


def linkable(issuer: str, subject: str, email: str) -> User | None:
    """Return the open account at this address that nothing links to this provider yet.

    None also when the subject itself is linked: an account that has closed gives it to nobody.
    """
    if ProviderIdentity.objects.filter(issuer=issuer, subject=subject).exists():
        return None
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None or not works(user) or identity_of(user, issuer) is not None:
        return None
    return user


def waiting_person(user_id: int) -> User | None:
    """Return the person of a link that waits, if her account is still open."""
    return User.objects.filter(pk=user_id, is_active=True).first()


def works(user: User) -> bool:
    """Tell whether someone was invited somewhere and is still there."""
    return user.memberships.filter(active=True).exists()


def identity_of(user: User, issuer: str) -> ProviderIdentity | None:
    """Return how a provider knows a person, or None."""
    return ProviderIdentity.objects.filter(user=user, issuer=issuer).first()


def link(user: User, issuer: str, subject: str) -> bool:
    """Link a subject to a person who has just signed in; False when either has a link already."""
    try:
        with transaction.atomic():
            ProviderIdentity.objects.create(user=user, issuer=issuer, subject=subject)
            herself.note(user, "IDENTITY_LINKED")
    except IntegrityError:
        return False
    return True


@transaction.atomic
def unlink(user: User, issuer: str) -> bool:
    """Remove the link; tell whether there was one."""
    removed = bool(ProviderIdentity.objects.filter(user=user, issuer=issuer).delete()[0])
    if removed:
        herself.note(user, "IDENTITY_UNLINKED")
    return removed

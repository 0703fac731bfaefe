"""The second factor: codes of an application (RFC 6238), passkeys, recovery codes.

Rows are django-allauth's; what is added here is that a code serves once whatever the process that
checks it, and that secrets are sealed in the database.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare

from havre.organisations import herself
from havre.organisations.models import User
from havre.platform.clock import now

PERIOD = 30
TOLERANCE = 1
"""Steps of 30 seconds by which the clock of a telephone may differ."""
DEMONSTRATION = "demonstration"
LAST = "last_counter"
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    hashlib.sha256(b"second-factor:" + str(k).encode()).digest()
                )
            )
            for k in keys
        ]
    )


def seal(text: str) -> str:
    """Encrypt a secret of a factor for the database."""
    return _cipher().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """Decrypt it; raise ValueError when it was sealed under another secret."""
    try:
        return _cipher().decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise ValueError("sealed under another HAVRE_SECRET_KEY") from error


def has_factor(user: User) -> bool:
    """Tell whether the person has an application or a passkey."""
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())


def factors_of(user: User) -> list[Authenticator]:
    """Return a person's factors, recovery codes included, oldest first."""
    return list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))


def new_secret() -> str:
    """Draw the secret that a telephone and Havre will share."""
    return str(generate_totp_secret())


def code_at(secret: str, counter: int) -> str:
    """Return the code of one step of 30 seconds."""
    return str(format_hotp_value(hotp_value(secret, counter)))


def _counters() -> Iterator[int]:
    present = int(now().timestamp()) // PERIOD
    yield from range(present - TOLERANCE, present + TOLERANCE + 1)


def matching_counter(secret: str, code: str, *, after: int = 0) -> int | None:
    """Return the step whose code this is, later than `after`, or None."""
    typed = "".join(code.split())
    found = [c for c in _counters() if constant_time_compare(code_at(secret, c), typed)]
    return next((counter for counter in found if counter > after), None)


@transaction.atomic
def add_application(user: User, secret: str, code: str) -> bool:
    """Add an application once its first code proves it works; False when the code is wrong."""
    User.objects.select_for_update().get(pk=user.pk)
    counter = matching_counter(secret, code)
    if counter is None:
        return False
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.TOTP,
        data={"secret": seal(secret), LAST: counter},
    )
    RecoveryCodes.activate(user)
    herself.note(user, "SECOND_FACTOR_ADDED", "application")
    return True


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict[str, Any]) -> None:
    """Add a passkey that the browser has made and the caller has verified."""
    WebAuthn.add(user, name, credential)
    RecoveryCodes.activate(user)
    herself.note(user, "SECOND_FACTOR_ADDED", "passkey")


@transaction.atomic
def check_code(user: User, code: str) -> Authenticator | None:
    """Return the factor a code belongs to, and use the code up; None when it is wrong.

    A code of an application serves once, and none older than it serves any more.
    """
    for factor in (
        Authenticator.objects.select_for_update()
        .filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES])
        .order_by("-type")
    ):
        if factor.type == Authenticator.Type.TOTP:
            if factor.data.get(DEMONSTRATION) and settings.HAVRE_PRODUCTION:
                continue
            secret = unseal(factor.data["secret"])
            counter = matching_counter(secret, code, after=factor.data.get(LAST, 0))
            if counter is not None:
                factor.data[LAST] = counter
                factor.save(update_fields=["data"])
                return factor
        elif RecoveryCodes(factor).validate_code("".join(code.split())):
            return factor
    return None


def demonstration_code(user: User) -> str | None:
    """Return the next code of an account made for trying Havre; None for any other, or for real."""
    if settings.HAVRE_PRODUCTION:
        return None
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if factor is None or not factor.data.get(DEMONSTRATION):
        return None
    last = factor.data.get(LAST, 0)
    unused = [counter for counter in _counters() if counter > last]
    if not unused:
        return None
    return code_at(unseal(factor.data["secret"]), unused[0])


def demonstration_factor(user: User) -> Authenticator:
    """Return, unsaved, the factor of an account made for trying Havre: refused in production."""
    return Authenticator(
        user=user,
        type=Authenticator.Type.TOTP,
        data={"secret": seal(new_secret()), DEMONSTRATION: True},
    )


def recovery_codes(user: User) -> list[str]:
    """Return the recovery codes that have not served."""
    factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(RecoveryCodes(factor).get_unused_codes()) if factor else []


@transaction.atomic
def renew_recovery_codes(user: User) -> list[str]:
    """Replace the recovery codes; the former ones stop working."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    herself.note(user, "RECOVERY_CODES_RENEWED")
    return list(RecoveryCodes.activate(user).get_unused_codes())


@transaction.atomic
def remove_passkey(user: User, factor_id: int) -> bool:
    """Remove a passkey, unless it is the last factor; tell whether it was."""
    User.objects.select_for_update().get(pk=user.pk)
    mine = Authenticator.objects.filter(user=user, type__in=KINDS)
    if mine.count() < 2:
        return False
    removed = bool(mine.filter(pk=factor_id, type=Authenticator.Type.WEBAUTHN).delete()[0])
    if removed:
        herself.note(user, "SECOND_FACTOR_REMOVED", "passkey")
    return removed


def remove_all(user_id: int) -> None:
    """Remove every factor of a person who has lost them all: she enrols again at next sign-in."""
    Authenticator.objects.filter(user_id=user_id).delete()

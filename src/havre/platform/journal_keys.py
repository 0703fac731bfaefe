"""The key that signs the journal's heads: Ed25519, made by Tink, wrapped by the master keyset.

The public half lies beside it in clear, so that whoever verifies needs no secret.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import tink
from django.core.exceptions import ImproperlyConfigured
from tink import signature

from havre.platform import keys

signature.register()
ASSOCIATED = b"havre/journal-signing/1"


def signing_path() -> Path:
    """Where the wrapped signing keyset lies: next to the master keyset."""
    return keys.master_keys().path.with_name("journal-signing")


def public_path() -> Path:
    """Where the public keyset lies, as Tink's JSON."""
    return keys.master_keys().path.with_name("journal-public.json")


def make_keys() -> None:
    """Make the signing keyset and its public half; never replaces one."""
    handle = tink.new_keyset_handle(signature.signature_key_templates.ED25519)
    wrapped = tink.proto_keyset_format.serialize_encrypted(handle, keys.master(), ASSOCIATED)
    public = tink.json_proto_keyset_format.serialize_without_secret(handle.public_keyset_handle())
    descriptor = os.open(signing_path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(wrapped)
    public_path().write_text(public)


@lru_cache(maxsize=1)
def signer(*, first: bool) -> signature.PublicKeySign:
    """Return what signs heads; makes the keyset before the first head only.

    Raises ImproperlyConfigured when the keyset of a journal already begun is missing: a fresh
    one would not verify with the heads that witnesses hold.
    """
    path = signing_path()
    if not path.exists():
        if not first:
            raise ImproperlyConfigured(
                f"The journal's signing key {path.name} is missing: put its copy back."
            )
        make_keys()
    try:
        handle = tink.proto_keyset_format.parse_encrypted(
            path.read_bytes(), keys.master(), ASSOCIATED
        )
    except (tink.TinkError, keys.WrongKey) as error:
        raise ImproperlyConfigured(
            f"The master keyset does not open the journal's signing key {path.name}."
        ) from error
    return handle.primitive(signature.PublicKeySign)


def verifier(path: Path | None = None) -> signature.PublicKeyVerify:
    """Return what verifies heads, from the public keyset. Raises ImproperlyConfigured."""
    place = path or public_path()
    try:
        handle = tink.json_proto_keyset_format.parse_without_secret(place.read_text())
    except (OSError, tink.TinkError) as error:
        raise ImproperlyConfigured(
            f"The journal's public key {place.name} cannot be read."
        ) from error
    return handle.primitive(signature.PublicKeyVerify)

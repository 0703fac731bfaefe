"""The master keyset: made at first use, wrapped by a passphrase in production, held by Tink."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from functools import lru_cache
from pathlib import Path

import tink
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from tink import aead, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

aead.register()
TEMPLATE = aead.aead_key_templates.AES256_GCM
ASSOCIATED = b"havre/master-keyset/1"


def passphrase_aead(passphrase: str, salt: bytes) -> aead.Aead:
    """Return the AEAD of a passphrase: scrypt (N=2^15, r=8, p=1), then AES-256-GCM."""
    raw = hashlib.scrypt(
        passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32
    )
    key = aes_gcm_pb2.AesGcmKey(version=0, key_value=raw)
    keyset = tink_pb2.Keyset(primary_key_id=1)
    keyset.key.add(
        key_data=tink_pb2.KeyData(
            type_url="type.googleapis.com/google.crypto.tink.AesGcmKey",
            value=key.SerializeToString(),
            key_material_type=tink_pb2.KeyData.SYMMETRIC,
        ),
        status=tink_pb2.ENABLED,
        key_id=1,
        output_prefix_type=tink_pb2.TINK,
    )
    handle = tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)
    return handle.primitive(aead.Aead)


def write_keyset(path: Path, passphrase: str) -> None:
    """Make a fresh master keyset at `path`, encrypted when a passphrase is given."""
    handle = tink.new_keyset_handle(TEMPLATE)
    salt = os.urandom(16)
    if passphrase:
        wrapping = passphrase_aead(passphrase, salt)
        blob = tink.proto_keyset_format.serialize_encrypted(handle, wrapping, ASSOCIATED)
    else:
        blob = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    content = {
        "encrypted": bool(passphrase),
        "salt": base64.b64encode(salt).decode(),
        "keyset": base64.b64encode(blob).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle_file:
        json.dump(content, handle_file)


def load_keyset(path: Path, passphrase: str, *, production: bool) -> tink.KeysetHandle:
    """Read the master keyset; refuse an unencrypted one in production, and a wrong passphrase."""
    content = json.loads(path.read_text())
    blob, salt = base64.b64decode(content["keyset"]), base64.b64decode(content["salt"])
    if not content["encrypted"]:
        if production:
            raise ImproperlyConfigured(
                f"The keyset {path.name} is not encrypted: make one with « havre keys new »."
            )
        return tink.proto_keyset_format.parse(blob, secret_key_access.TOKEN)
    try:
        return tink.proto_keyset_format.parse_encrypted(
            blob, passphrase_aead(passphrase, salt), ASSOCIATED
        )
    except tink.TinkError as error:
        raise ImproperlyConfigured(
            f"HAVRE_KEYSET_PASSPHRASE does not open the keyset {path.name}."
        ) from error


@lru_cache(maxsize=1)
def master() -> aead.Aead:
    """Return the master AEAD of this process, making the keyset when trying Havre out."""
    path = settings.HAVRE_KEYSET_PATH
    if not path.exists():
        if settings.HAVRE_PRODUCTION:
            raise ImproperlyConfigured(f"The keyset {path.name} is missing: « havre keys new ».")
        write_keyset(path, settings.HAVRE_KEYSET_PASSPHRASE)
    handle = load_keyset(
        path, settings.HAVRE_KEYSET_PASSPHRASE, production=settings.HAVRE_PRODUCTION
    )
    return handle.primitive(aead.Aead)


@lru_cache(maxsize=1)
def digest_secret() -> bytes:
    """Return the secret from which each organisation's search digests are derived."""
    material = settings.HAVRE_KEYSET_PATH.with_name("digest-secret")
    if not material.exists():
        master()  # the folder exists once the keyset does
        descriptor = os.open(material, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(master().encrypt(os.urandom(32), b"havre/digest/1"))
    secret: bytes = master().decrypt(material.read_bytes(), b"havre/digest/1")
    return secret

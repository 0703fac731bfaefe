"""An external key service may wrap the master keyset; here its interface and a local one.

The interface is Tink's `KmsClient`: `HAVRE_KEY_SERVICE` names a key by an address, the client that
supports the address gives the AEAD that wraps and opens the keyset, and the service's own key never
enters the keyset's file. `HAVRE_KEY_SERVICE_CLIENT` names another client by its dotted path.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

import tink
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from tink import aead, secret_key_access

aead.register()
SCHEME = "havre-file://"


class KeyService(Protocol):
    """What a key service answers: the same two questions as `tink.KmsClient`."""

    def does_support(self, key_uri: str) -> bool:
        """Tell whether this service holds the key of that address."""

    def get_aead(self, key_uri: str) -> aead.Aead:
        """Return what wraps and opens with that key; raise ImproperlyConfigured without it."""


class LocalKeyService:
    """A key in a file of another place (a mounted token, another machine's folder)."""

    def does_support(self, key_uri: str) -> bool:
        """Addresses are `havre-file:///folder/key`."""
        return key_uri.startswith(SCHEME)

    def get_aead(self, key_uri: str) -> aead.Aead:
        """Return the AEAD of the key in the file."""
        try:
            blob = Path(key_uri.removeprefix(SCHEME)).read_bytes()
            handle = tink.proto_keyset_format.parse(blob, secret_key_access.TOKEN)
        except (OSError, tink.TinkError) as error:
            raise ImproperlyConfigured("The key of HAVRE_KEY_SERVICE cannot be read.") from error
        return handle.primitive(aead.Aead)

    @staticmethod
    def make(path: Path) -> None:
        """Make the service's key; never overwrites one."""
        handle = tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN))


def service_aead(key_uri: str) -> aead.Aead:
    """Return the AEAD of a key service's key; raise ImproperlyConfigured when nobody answers."""
    client: KeyService = import_string(settings.HAVRE_KEY_SERVICE_CLIENT)()
    if not client.does_support(key_uri):
        raise ImproperlyConfigured("HAVRE_KEY_SERVICE names a key that no client supports.")
    return client.get_aead(key_uri)

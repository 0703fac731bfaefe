"""The master keyset: wrapped by a passphrase or a key service in production, held by Tink.

It comes from a file, or from the environment. A file is read again when it has changed, so that a
running vault follows a rotation.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tink
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from tink import aead, secret_key_access
from tink.proto import aes_gcm_pb2, tink_pb2

from havre.platform.key_service import service_aead

aead.register()
TEMPLATE = aead.aead_key_templates.AES256_GCM
ASSOCIATED = b"havre/master-keyset/1"


class WrongKey(ImproperlyConfigured):
    """The keyset is missing, unreadable, or not the one that wrapped what is to be opened."""


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
    return _handle(keyset).primitive(aead.Aead)


def _handle(keyset: Any) -> tink.KeysetHandle:
    return tink.proto_keyset_format.parse(keyset.SerializeToString(), secret_key_access.TOKEN)


def _envelope(handle: tink.KeysetHandle, passphrase: str, service: str) -> str:
    salt = os.urandom(16)
    wrapping = service_aead(service) if service else None
    if wrapping is None and passphrase:
        wrapping = passphrase_aead(passphrase, salt)
    if wrapping is not None:
        blob = tink.proto_keyset_format.serialize_encrypted(handle, wrapping, ASSOCIATED)
    else:
        blob = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    content = {
        "encrypted": wrapping is not None,
        "by": "service" if service else "passphrase",
        "salt": base64.b64encode(salt).decode(),
        "keyset": base64.b64encode(blob).decode(),
    }
    return json.dumps(content)


def write_keyset(path: Path, passphrase: str, service: str = "") -> None:
    """Make a fresh master keyset at `path`, wrapped by the service or the passphrase if given.

    Raises FileExistsError rather than overwrite: without it nothing sealed can be read again.
    """
    put_file(path, _envelope(tink.new_keyset_handle(TEMPLATE), passphrase, service), fresh=True)


def put_file(path: Path, content: str | bytes, *, fresh: bool = False) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    try:
        if fresh:
            os.link(beside, path)
        else:
            os.rename(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def read_envelope(
    text: str, name: str, passphrase: str, service: str = "", *, production: bool
) -> tink.KeysetHandle:
    """Open a keyset's envelope; refuse an unwrapped one in production, and a wrong passphrase."""
    try:
        content = json.loads(text)
        blob, salt = base64.b64decode(content["keyset"]), base64.b64decode(content["salt"])
        wrapped, by = bool(content["encrypted"]), str(content.get("by", "passphrase"))
        if not wrapped and not production:
            return tink.proto_keyset_format.parse(blob, secret_key_access.TOKEN)
    except (ValueError, KeyError, TypeError, tink.TinkError):
        raise WrongKey(f"The keyset {name} is damaged: put its backup back.") from None
    if not wrapped:
        raise WrongKey(f"The keyset {name} is not encrypted: make one with « havre keys new ».")
    if by == "service" and not service:
        raise WrongKey(f"HAVRE_KEY_SERVICE must name the key that opens the keyset {name}.")
    wrapping = service_aead(service) if by == "service" else passphrase_aead(passphrase, salt)
    opener = "HAVRE_KEY_SERVICE" if by == "service" else "HAVRE_KEYSET_PASSPHRASE"
    try:
        return tink.proto_keyset_format.parse_encrypted(blob, wrapping, ASSOCIATED)
    except tink.TinkError:
        raise WrongKey(f"{opener} does not open the keyset {name}.") from None


def load_keyset(path: Path, passphrase: str, *, production: bool) -> tink.KeysetHandle:
    """Read the master keyset of a file; see `read_envelope`."""
    return read_envelope(path.read_text(), path.name, passphrase, production=production)


def wrapper_of(wrapped: bytes) -> int:
    """Return the id of the master key that wrapped a text: Tink writes it in front."""
    return int.from_bytes(wrapped[1:5], "big")


@dataclass
class MasterKeys:
    """The master keys of this process, each by its id. Safe between threads."""

    path: Path
    text: str = ""
    passphrase: str = ""
    service: str = ""
    production: bool = False
    may_make: bool = False
    _keyset: Any = None
    _aeads: dict[int, aead.Aead] = field(default_factory=dict)
    _stamp: tuple[int, ...] | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @property
    def name(self) -> str:
        """How sentences call the keyset."""
        return "of HAVRE_KEYSET" if self.text else self.path.name

    def refresh(self) -> None:
        """Read the keyset if it is not read yet, or has changed; make it when that is allowed."""
        with self._lock:
            if self.text:
                if self._stamp is None:
                    self._read(self.text)
                    self._stamp = ()
                return
            if self.may_make and not self.path.exists():
                with suppress(FileExistsError):  # another process was quicker
                    write_keyset(self.path, self.passphrase, self.service)
            try:
                known = os.stat(self.path)
            except OSError:
                raise WrongKey(f"The keyset {self.name} is missing: put its backup back.") from None
            stamp = (known.st_ino, known.st_mtime_ns, known.st_size)
            if stamp != self._stamp:
                self._read(self.path.read_text())
                self._stamp = stamp

    def _read(self, text: str) -> None:
        handle = read_envelope(
            text, self.name, self.passphrase, self.service, production=self.production
        )
        raw = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
        self._keyset = tink_pb2.Keyset.FromString(raw)
        self._aeads = {}
        for key in self._keyset.key:
            alone = tink_pb2.Keyset(primary_key_id=key.key_id)
            alone.key.append(key)
            self._aeads[key.key_id] = _handle(alone).primitive(aead.Aead)

    @property
    def primary(self) -> int:
        """The id of the key that wraps what is new, once every store has been told."""
        self.refresh()
        return int(self._keyset.primary_key_id)

    @property
    def ids(self) -> list[int]:
        """The ids of all keys."""
        self.refresh()
        return sorted(self._aeads)

    def aead_of(self, key_id: int) -> aead.Aead:
        """Return one key, reading the keyset again when it is not known; raise WrongKey."""
        if key_id not in self._aeads:
            self.refresh()
        found = self._aeads.get(key_id)
        if found is None:
            raise WrongKey(f"The keyset {self.name} is not the one that wrapped the stored keys.")
        return found

    def open(self, wrapped: bytes, associated: bytes) -> bytes:
        """Unwrap a text with the key that wrapped it; raise WrongKey when it does not open."""
        try:
            plain: bytes = self.aead_of(wrapper_of(wrapped)).decrypt(wrapped, associated)
        except tink.TinkError:
            raise WrongKey(f"The keyset {self.name} does not open a stored key.") from None
        return plain

    def add_primary(self) -> int:
        """Add a fresh key to the file and make it primary; the older ones stay. Return its id."""
        self.refresh()
        fresh = tink_pb2.Keyset.FromString(
            tink.proto_keyset_format.serialize(
                tink.new_keyset_handle(TEMPLATE), secret_key_access.TOKEN
            )
        )
        if fresh.primary_key_id in self._aeads:
            return self.add_primary()  # one chance in four billion
        keyset = tink_pb2.Keyset.FromString(self._keyset.SerializeToString())
        keyset.key.append(fresh.key[0])
        keyset.primary_key_id = fresh.primary_key_id
        self._replace(keyset)
        return int(fresh.primary_key_id)

    def keep_primary_only(self) -> None:
        """Destroy every key but the primary one."""
        self.refresh()
        keyset = tink_pb2.Keyset(primary_key_id=self._keyset.primary_key_id)
        keyset.key.extend(k for k in self._keyset.key if k.key_id == keyset.primary_key_id)
        self._replace(keyset)

    def _replace(self, keyset: Any) -> None:
        if self.text:
            raise WrongKey(
                "HAVRE_KEYSET holds the keyset itself: rotate it from a file, then put it back."
            )
        put_file(self.path, _envelope(_handle(keyset), self.passphrase, self.service))
        self.refresh()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time change the keyset; raise WrongKey when another is at it."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path.with_name(f".{self.path.name}.lock"), "w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise WrongKey("The keys are being rotated by another process.") from None
            yield


def master_keys() -> MasterKeys:
    """Return the master keys that the settings name; nothing is read yet."""
    if settings.HAVRE_KEYSET_PATH is None:
        raise WrongKey("This process holds no keys: the vault does (« havre vault »).")
    stores = list(settings.HAVRE_KEY_FOLDER.glob("*.sqlite3"))
    return MasterKeys(
        path=settings.HAVRE_KEYSET_PATH,
        text=settings.HAVRE_KEYSET_TEXT,
        passphrase=settings.HAVRE_KEYSET_PASSPHRASE,
        service=settings.HAVRE_KEY_SERVICE,
        production=settings.HAVRE_PRODUCTION,
        may_make=not settings.HAVRE_PRODUCTION and not stores,
    )


class Master:
    """The master keys as one AEAD: wraps with the primary one, opens with whichever wrapped."""

    def __init__(self, held: MasterKeys) -> None:
        self._held = held

    def encrypt(self, plain: bytes, associated: bytes) -> bytes:
        """Wrap."""
        wrapped: bytes = self._held.aead_of(self._held.primary).encrypt(plain, associated)
        return wrapped

    def decrypt(self, wrapped: bytes, associated: bytes) -> bytes:
        """Open; raise WrongKey."""
        return self._held.open(wrapped, associated)


def master() -> Master:
    """Return the master keys of this process, as the settings name them."""
    return Master(master_keys())

"""`havre keys`: makes the master keyset, says how the keys are, rotates and verifies them."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from django.conf import settings

from havre.config.environment import drop_secrets
from havre.config.hardening import close_to_others
from havre.platform.key_service import SCHEME, LocalKeyService
from havre.platform.keys import MasterKeys, master_keys, write_keyset
from havre.platform.vault.rotation import rotate, verify
from havre.platform.vault.store import SqliteKeyStore

NEEDS_DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("action", choices=["new", "status", "rotate", "verify"])
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Do one of the four."""
    close_to_others()
    drop_secrets()
    if arguments.action == "new":
        return new()
    master, stores = master_keys(), all_stores()
    try:
        return {"status": status, "rotate": rotated, "verify": verified}[arguments.action](
            master, stores, as_json=arguments.json
        )
    finally:
        for store in stores:
            store.close()


def all_stores() -> list[SqliteKeyStore]:
    """Return every key store of this installation: one keyset wraps them all."""
    return [SqliteKeyStore(path) for path in sorted(settings.HAVRE_KEY_FOLDER.glob("*.sqlite3"))]


def new() -> int:
    """Make the keyset; never overwrite one: without it nothing sealed can be read again."""
    path, service = settings.HAVRE_KEYSET_PATH, settings.HAVRE_KEY_SERVICE
    if path is None or settings.HAVRE_KEYSET_TEXT or path.exists():
        print("Un trousseau existe déjà.", file=sys.stderr)
        return 1
    if not settings.HAVRE_KEYSET_PASSPHRASE and not service:
        print("HAVRE_KEYSET_PASSPHRASE (or HAVRE_KEY_SERVICE) must be set.", file=sys.stderr)
        return 1
    if service.startswith(SCHEME) and not (place := Path(service.removeprefix(SCHEME))).exists():
        LocalKeyService.make(place)
    write_keyset(path, settings.HAVRE_KEYSET_PASSPHRASE, service)
    print("Trousseau créé. Sauvegardez-le à part de la base de données.")
    return 0


def status(master: MasterKeys, stores: list[SqliteKeyStore], *, as_json: bool) -> int:
    """Say how many keys there are, and whether a rotation is under way."""
    held = [
        {
            "store": store.path.stem,
            "keys": store.count(),
            "wrappers": dict(
                store.rows("SELECT wrapper, count(*) FROM case_key GROUP BY wrapper ORDER BY 1")
            ),
            "deletions": int(store.marks().get("ledger_count", "0")),
            "complete": store.marks().get("moved") == "1",
        }
        for store in stores
    ]
    said = {"primary": master.primary, "master_keys": master.ids, "stores": held}
    if as_json:
        print(json.dumps(said))
        return 0
    under_way = len(master.ids) > 1
    print("Une rotation est en cours : relancez-la." if under_way else "Une clé maîtresse.")
    for one in held:
        print(f"{one['store']} : {one['keys']} clés, {one['deletions']} situations effacées.")
    return 0


def rotated(master: MasterKeys, stores: list[SqliteKeyStore], *, as_json: bool) -> int:
    """Rotate the master key, online; may be interrupted and run again."""
    done = rotate(master, stores, progress=lambda count: _say(f"{count} clés…", as_json))
    if as_json:
        print(json.dumps({"primary": done.primary, "keys": done.keys, "seconds": done.seconds}))
    else:
        print(f"{done.keys} clés réenveloppées en {done.seconds:.0f} s. L’ancienne est détruite.")
    return 0


def _say(line: str, as_json: bool) -> None:
    if not as_json:
        print(line, flush=True)


def verified(master: MasterKeys, stores: list[SqliteKeyStore], *, as_json: bool) -> int:
    """Open every stored key; 1 when one does not open."""
    results = {store.path.stem: verify(master, store) for store in stores}
    broken = sum(wrong for _, wrong in results.values())
    if as_json:
        print(json.dumps({name: {"keys": n, "broken": w} for name, (n, w) in results.items()}))
    else:
        for name, (seen, wrong) in results.items():
            print(f"{name} : {seen} clés, {wrong} illisibles.")
    return 1 if broken else 0

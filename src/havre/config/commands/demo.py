"""`havre demo`: a synthetic territory on an embedded server, everything set up by itself."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from havre.assessments import benefits
from havre.config import synthetic
from havre.config.installation import migrate, start_embedded
from havre.config.serving import free_port, serve_until_interrupted
from havre.platform.clock import today

NEEDS_DATABASE = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--cases", type=int, default=60, help="nombre de situations")
    parser.add_argument("--vacancies", type=int, default=150, help="nombre d’offres ouvertes")
    parser.add_argument("--seed", type=int, default=45, help="graine du tirage")
    parser.add_argument("--prepare", action="store_true", help="tout préparer, puis s’arrêter")
    parser.add_argument("--reset", action="store_true", help="effacer, puis s’arrêter")
    parser.add_argument("--accounts", action="store_true", help="dire les comptes, puis s’arrêter")
    parser.add_argument("--json", action="store_true", help="avec --accounts : en JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prepare what is missing, then serve until interrupted."""
    if settings.HAVRE_PRODUCTION:
        print("havre demo ne s’exécute pas en production.", file=sys.stderr)
        return 1
    if arguments.accounts:
        return say_accounts(as_json=arguments.json)
    if arguments.reset:
        return reset()
    server = start_embedded()
    try:
        migrate()
        if not synthetic.exists() and not build(arguments):
            return 1
        if arguments.prepare:
            print("Havre est prêt.")
            return 0
        benefits.ask()  # the worker beside estimates what waits
        settings.HAVRE_VAULT_SOCKET = own_socket()
        port = free_port(arguments.port)
        if port != arguments.port:
            print(f"Le port {arguments.port} est déjà pris : Havre utilise le port {port}.")
        print(f"\nHavre : http://127.0.0.1:{port}\n")
        say_accounts(as_json=False)
        print("\nCtrl-C pour arrêter.", flush=True)
        serve_until_interrupted(port, with_company=True)
        return 0
    finally:
        server.stop()


def build(arguments: argparse.Namespace) -> bool:
    """Build the territory; in a process of its own when this one is to serve without any key."""
    if settings.HAVRE_VAULT_SOCKET:
        command = [sys.executable, "-m", "havre.config", "demo", "--prepare"]
        for name in ("cases", "vacancies", "seed"):
            command += [f"--{name}", str(getattr(arguments, name))]
        return subprocess.run(command, env=os.environ | {"HAVRE_VAULT": "inside"}).returncode == 0
    print(f"Territoire fictif : {arguments.cases} situations…", flush=True)
    synthetic.build(
        seed=arguments.seed,
        today=today(),
        cases=arguments.cases,
        vacancies=arguments.vacancies,
        papers=True,
        progress=lambda line: print(line, flush=True),
    )
    return True


def own_socket() -> Path:
    """Return the place of this demonstration's vault: two may run on the same data."""
    folder = Path(settings.HAVRE_HOME) / "run"
    for left in folder.glob("vault-*.sock"):  # by demonstrations that were killed
        if not Path("/proc", left.stem.removeprefix("vault-")).exists():
            left.unlink(missing_ok=True)
    place = folder / f"vault-{os.getpid()}.sock"
    os.environ["HAVRE_VAULT_SOCKET"] = str(place)  # for the worker beside
    return place


def say_accounts(*, as_json: bool) -> int:
    """Print the demonstration accounts."""
    if as_json:
        accounts = [
            {"role": a.role, "email": a.email, "password": a.password, "name": a.name}
            for a in synthetic.ACCOUNTS
        ]
        print(json.dumps(accounts, ensure_ascii=False))
        return 0
    print("Comptes de démonstration (données fictives) ; le code qui suit est déjà rempli :")
    for account in synthetic.ACCOUNTS:
        print(f"  {account.name:<34} {account.email:<30} {account.password}")
    return 0


def reset() -> int:
    """Remove all data of this HAVRE_HOME, once nothing uses it."""
    from havre.platform.embedded import EmbeddedServer, data_folder

    server = EmbeddedServer(settings.HAVRE_HOME)
    if server.others_running():
        print("Havre tourne encore sur ces données : arrêtez-le d’abord.", file=sys.stderr)
        return 1
    for folder in (data_folder(settings.HAVRE_HOME), *kept_folders()):
        shutil.rmtree(folder, ignore_errors=True)
    print("Les données de démonstration sont effacées.")
    return 0


def kept_folders() -> list[Path]:
    """Return the other folders of HAVRE_HOME: keys, mail."""
    home = Path(settings.HAVRE_HOME)
    return [home / name for name in ("secrets", "keys", "ledger", "run", "mail")]

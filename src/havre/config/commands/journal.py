"""`havre journal`: verifies the journal, seals what waits, gives the heads to a witness.

`verify` exits 1 at the first thing that was changed, removed, added, moved, or put back; `--heads`
names a file or a folder of receipts held by a witness.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from havre.platform.journal_sealing import seal
from havre.platform.journal_verifying import Findings, Witnessed, verify
from havre.platform.journal_witness import UnreadableHeads, read_heads, receipts, witness_folder


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    chosen = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    checking = chosen.add_parser("verify", help="vérifier que rien n’a été touché")
    checking.add_argument("--heads", type=Path, help="têtes détenues par un témoin")
    checking.add_argument("--key", type=Path, help="clé publique du journal")
    checking.add_argument("--json", action="store_true")
    chosen.add_parser("seal", help="sceller ce qui attend")
    giving = chosen.add_parser("heads", help="donner les têtes, une par ligne")
    giving.add_argument("--after", type=int, default=0, metavar="BLOC")


def run(arguments: argparse.Namespace) -> int:
    """Do what is asked; 1 when the journal was touched, or a file of heads cannot be read."""
    if arguments.action == "seal":
        print(f"Lignes scellées : {seal()}.")
        return 0
    if arguments.action == "heads":
        for receipt in receipts(after=arguments.after):
            print(json.dumps(receipt, separators=(",", ":")))
        return 0
    try:
        held = held_heads(arguments.heads)
    except UnreadableHeads as refusal:
        print(refusal, file=sys.stderr)
        return 1
    found = verify(held, public_key=arguments.key)
    print(json.dumps(asdict(found), ensure_ascii=False) if arguments.json else readable(found))
    return 1 if found.faults else 0


def held_heads(given: Path | None) -> list[Witnessed]:
    """Return the heads to compare with: those given, else those of the configured folder."""
    place = given or witness_folder(settings.HAVRE_JOURNAL_WITNESS)
    return read_heads(place) if place is not None else []


def readable(found: Findings) -> str:
    """Return the findings in words, the first fault first."""
    if found.faults:
        first = found.faults[0]
        named = f" (ligne {first.entry})" if first.entry else ""
        return f"Le journal a été touché. {first.sentence}{named}"
    if found.witnessed:
        proof = f"Têtes détenues par un témoin, comparées : {found.witnessed}."
    else:
        proof = "Aucune tête d’un témoin n’a été comparée : une copie ancienne ne se verrait pas."
    purged = f" Purgé jusqu’au bloc {found.purged_through}." if found.purged_through else ""
    return (
        f"Rien n’a été touché : {found.blocks} blocs, {found.lines} lignes scellées, "
        f"{found.waiting} en attente.{purged}\n{proof}"
    )

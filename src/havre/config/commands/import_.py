"""`havre import`: reads a landlord's file exactly as the screen does, and says what became of it.

The operator of the landlord's programme is the one who imports. `--json` prints the figures of
`havre.housing.import_report.figures`: `accepted` counts the lines accepted, whatever they change,
so the second import of one file says accepted 71, updated 0, unchanged 71.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from havre.adapters.spreadsheets import UnreadableFile, read_table
from havre.adapters.spreadsheets.limits import MAX_BYTES
from havre.allocations.selectors import holds
from havre.engine.vocabulary import HOUSING_ROLES, Role
from havre.housing.import_actions import Kind, confirm_import, plan_import, preview_import
from havre.housing.import_report import figures
from havre.housing.importing.problems import ImportProblem
from havre.organisations.models import Organisation
from havre.platform.acting import Actor, acting
from havre.programmes.models import Participation
from havre.programmes.selectors import operators

EFFECTS = (
    ("created", "nouvelle", "nouvelles"),
    ("reopened", "de nouveau disponible", "de nouveau disponibles"),
    ("updated", "mise à jour", "mises à jour"),
    ("unchanged", "inchangée", "inchangées"),
    ("let", "non rouverte", "non rouvertes"),
)


class Refusal(Exception):
    """Why nothing was done: one French sentence."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the three subcommands and their options."""
    kinds = parser.add_subparsers(dest="what", metavar="QUOI", required=True)
    for name, help_text in (
        ("vacancies", "les logements disponibles d’un bailleur"),
        ("stock", "le parc d’un bailleur (fichier RPLS)"),
    ):
        one = kinds.add_parser(name, help=help_text, description=f"Importer {help_text}.")
        one.add_argument("file", metavar="FICHIER", help="xlsx, xls, ods ou csv")
        one.add_argument(
            "--landlord", required=True, metavar="IDENTIFIANT", help="voir « landlords »"
        )
        one.add_argument("--json", action="store_true", help="compte rendu en JSON")
        one.add_argument("--dry-run", action="store_true", help="vérifier sans rien enregistrer")
    listed = kinds.add_parser("landlords", help="dire les bailleurs et leurs identifiants")
    listed.add_argument("--json", action="store_true", help="liste en JSON")


def run(arguments: argparse.Namespace) -> int:
    """Import a file, or list the landlords; 1 with one sentence when nothing could be done."""
    if arguments.what == "landlords":
        return say_landlords(as_json=arguments.json)
    kind = Kind.STOCK if arguments.what == "stock" else Kind.VACANCIES
    try:
        landlord, actor = landlord_named(arguments.landlord)
        content = content_of(Path(arguments.file))
        told = import_file(kind, content, landlord, actor, dry_run=arguments.dry_run)
    except (Refusal, UnreadableFile, ImportProblem) as refusal:
        print(refusal, file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(sentences(told)))
    return 0


def landlord_named(slug: str) -> tuple[Organisation, Actor]:
    """Return a landlord or agency, and its programme's operator as actor. Raises Refusal."""
    taken = (
        Participation.objects.filter(
            organisation__slug=slug, organisation__active=True, role__in=HOUSING_ROLES, active=True
        )
        .select_related("organisation")
        .order_by("programme_id", "pk")
        .first()
    )
    if taken is None:
        raise Refusal(
            f"Aucun bailleur ne porte l’identifiant « {slug} ». "
            "Voyez la liste : havre import landlords."
        )
    for actor in operators(purpose="import"):
        if actor.programme_id == taken.programme_id:
            return taken.organisation, actor
    raise Refusal("Le dispositif de ce bailleur n’a pas d’opérateur.")


def content_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises Refusal."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refusal(
                f"Ce fichier dépasse {MAX_BYTES // 1024**2} Mo. Gardez les seules colonnes utiles."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(f"Le fichier « {path} » n’existe pas.") from None
    except OSError:
        raise Refusal(f"Le fichier « {path} » ne peut pas être lu.") from None


def import_file(
    kind: Kind, content: bytes, landlord: Organisation, actor: Actor, *, dry_run: bool
) -> dict[str, object]:
    """Import and return the figures; with `dry_run`, what they would be, nothing being kept.

    Raises UnreadableFile, ImportProblem.
    """
    table = read_table(content)
    with acting(actor), transaction.atomic():
        received = preview_import(landlord.pk, content, table, kind=kind, actor=actor)
        if dry_run:
            told = figures(plan_import(received))
            transaction.set_rollback(True)
            return {**told, "dry_run": True}
        done = confirm_import(received, holds=holds, actor=actor)
        return dict(done.report["figures"])


def counted(number: int, one: str, many: str) -> str:
    """Return « 1 ligne », « 3 lignes »."""
    return f"{number} {one if number < 2 else many}"


def sentences(told: Mapping[str, Any]) -> list[str]:
    """Return the figures in French, then each problem with its line."""
    what = "Parc" if told["kind"] == "stock" else "Offres"
    effects = ", ".join(counted(told[key], one, many) for key, one, many in EFFECTS if told[key])
    accepted = counted(told["accepted"], "ligne acceptée", "lignes acceptées")
    said = [f"{what} : {accepted}{f' ({effects})' if effects else ''}."]
    rest = ", ".join(
        counted(number, one, many)
        for number, one, many in (
            (len(told["rejected"]), "rejetée", "rejetées"),
            (told["duplicates"], "doublon", "doublons"),
            (len(told["warnings"]), "avertissement", "avertissements"),
            (told["ignored"], "ligne sans logement", "lignes sans logement"),
        )
        if number
    )
    said += [f"Autres lignes : {rest}."] if rest else []
    for title, key in (("Rejetée", "rejected"), ("Avertissement", "warnings")):
        said += [
            f"{title}, ligne {one['line']} ({one['reference'] or 'sans référence'}) : "
            f"{one['reason']}"
            for one in told[key]
        ]
    if told["missing"]:
        offers = counted(told["missing"], "offre ouverte", "offres ouvertes")
        said.append(f"Absentes de ce fichier, et laissées en place : {offers}.")
    if told.get("dry_run"):
        said.append("Vérification seulement : rien n’a été enregistré.")
    return said


def say_landlords(*, as_json: bool) -> int:
    """Print the landlords and agencies with the identifiers the other subcommands take."""
    taken = (
        Participation.objects.filter(role__in=HOUSING_ROLES, active=True, organisation__active=True)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    rows: Sequence[Mapping[str, str]] = [
        {"slug": one.organisation.slug, "name": one.organisation.name, "role": one.role}
        for one in taken
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['slug']:<28} {row['name']} ({Role(row['role']).label.lower()})")
    if not rows:
        print("Aucun bailleur pour l’instant.")
    return 0

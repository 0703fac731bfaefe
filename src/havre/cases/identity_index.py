"""The index by which an organisation finds a person again among its own cases, and no others.

One digest per organisation and identity, under a key of that organisation. It follows the shares:
whoever comes to read the identity gains one here; whoever ceases to loses it in the same statement,
by the database (`guard.sql`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from havre.cases.models import Identity
from havre.cases.rules import plain_unique_number
from havre.engine.vocabulary import Compartment
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.gate import fold
from havre.platform.models import IdentityDigest, Share


def name_digest(organisation_id: int, last_name: str, first_name: str, birth_date: str) -> bytes:
    """Return the digest of a name and birth date (ISO), whatever its case, accents and hyphens."""
    return vault.identity_digest(organisation_id, fold(last_name), fold(first_name), birth_date)


def number_digest(organisation_id: int, unique_number: str) -> bytes:
    """Return the digest of a numéro unique, however it is spaced."""
    return vault.identity_digest(organisation_id, "nud", plain_unique_number(unique_number))


def digests_of(identity: Mapping[str, Any], organisation_id: int) -> list[bytes]:
    """Return the digests by which an organisation finds this identity."""
    names = (str(identity.get(name) or "") for name in ("last_name", "first_name", "birth_date"))
    digests = [name_digest(organisation_id, *names)]
    if number := str(identity.get("unique_number") or ""):
        digests.append(number_digest(organisation_id, number))
    return digests


def readers_of(case_id: UUID) -> set[int]:
    """Return the organisations that read the identity, drafts apart."""
    shares = Share.objects.filter(
        case_id=case_id, compartment=Compartment.IDENTITY, reads=True, closed_at=None
    )
    return set(shares.exclude(basis=Share.Basis.DRAFT).values_list("organisation_id", flat=True))


def write(case_id: UUID, identity: Mapping[str, Any], organisations: Iterable[int]) -> None:
    """Write, in place of what was there, the digests of these organisations.

    Done in the name of the keeper of the file, who alone may write others' digests.
    """
    wanted = sorted(organisations)
    IdentityDigest.objects.filter(case_id=case_id, organisation_id__in=wanted).delete()
    IdentityDigest.objects.bulk_create(
        IdentityDigest(organisation_id=organisation_id, case_id=case_id, digest=digest)
        for organisation_id in wanted
        for digest in digests_of(identity, organisation_id)
    )


def follow(case_id: UUID, *, actor: Actor, renewed: bool = False) -> bool:
    """Give a digest to whoever reads the identity and has none; tell whether there was any.

    `renewed`: the identity was corrected, so every digest is written anew. The identity is opened
    for that, through the vault, and journaled so. `actor` acts for the keeper of the file.
    """
    readers = readers_of(case_id)
    known = IdentityDigest.objects.filter(case_id=case_id).values_list("organisation_id", flat=True)
    wanted = readers if renewed else readers - set(known)
    row = Identity.objects.filter(case_id=case_id).first()
    if not wanted or row is None:
        return False
    write(case_id, vault.open_row(row, actor=actor, action="INDEXED"), wanted)
    return True


def follow_all(*, actor: Actor) -> int:
    """Give the missing digests of the keeper's cases; return in how many. Run by the worker.

    For shares opened otherwise than by a step of the process.
    """
    shares = Share.objects.filter(
        compartment=Compartment.IDENTITY,
        reads=True,
        closed_at=None,
        case__steward_id=actor.organisation_id,
    ).exclude(basis=Share.Basis.DRAFT)
    read = set(shares.values_list("case_id", "organisation_id"))
    known = set(IdentityDigest.objects.values_list("case_id", "organisation_id"))
    missing = sorted({case_id for case_id, _ in read - known})
    return sum(follow(case_id, actor=actor) for case_id in missing)

"""Why the vault does not answer. Each carries what a person may be told, and nothing else."""

from __future__ import annotations

from typing import ClassVar


class VaultRefusal(PermissionError):
    """The share that would allow this reading is not open."""


class PayloadTooLong(ValueError):
    """More text than the largest size class takes."""


class VaultTrouble(Exception):
    """The vault did not answer. `sentence` is what the person reads; the message is for logs."""

    sentence: ClassVar[str] = ""
    title: ClassVar[str] = "Informations protégées"
    status: ClassVar[int] = 503


class VaultAway(VaultTrouble):
    """Nobody answers on the vault's socket."""

    sentence = (
        "Les informations protégées ne peuvent pas être ouvertes pour le moment. "
        "Rien n’est perdu : attendez une minute, puis recommencez."
    )


class KeyMissing(VaultTrouble, KeyError):
    """The key of this compartment is not in the store: destroyed, or the wrong store."""

    sentence = (
        "La clé de ces informations n’existe plus : elles ne peuvent plus être lues. "
        "Si vous ne vous y attendiez pas, prévenez la personne qui administre Havre."
    )


class KeyTrouble(VaultTrouble):
    """The keyset is missing, or is not the one of this store."""

    sentence = (
        "Les clés de cette installation n’ouvrent pas les informations protégées. "
        "Prévenez la personne qui administre Havre ; n’effacez et ne ressaisissez rien."
    )


class CiphertextRefused(VaultTrouble):
    """The ciphertext is not that of this row: moved, altered, or of another key."""

    sentence = (
        "Ces informations ont été modifiées hors de Havre et ne peuvent pas être lues. "
        "Prévenez la personne qui administre Havre."
    )


class QuotaReached(VaultTrouble):
    """The person, or all together, opened as many cases in an hour as is allowed."""

    title = "Beaucoup de situations ouvertes"
    sentence = (
        "Vous avez ouvert beaucoup de situations en une heure. Par précaution, Havre fait une "
        "pause : attendez un peu, ou voyez avec la personne qui coordonne le dispositif."
    )
    status = 429

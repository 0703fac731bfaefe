"""How large a file may be, and what is said of one that cannot be read."""

from __future__ import annotations

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 50
MAX_CELL_CHARACTERS = 32_767

MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_UNPACKED_RATIO = 200
MAX_ARCHIVE_PARTS = 2_000

READER_SECONDS = 60
READER_MEMORY_BYTES = 768 * 1024 * 1024


class UnreadableFile(Exception):
    """The file cannot be read; its text is a French sentence for the person who sent it."""


TOO_LARGE_TABLE = (
    f"Ce tableau est trop grand : {MAX_ROWS} lignes et {MAX_COLUMNS} colonnes au plus. "
    "Gardez les seules lignes et colonnes utiles."
)
DAMAGED = "Ce fichier est abîmé ou incomplet. Rouvrez l’original, enregistrez-le et renvoyez-le."
PROTECTED = (
    "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe et renvoyez-le."
)
NO_TABLE = "Ce fichier ne contient aucun tableau : toutes ses feuilles sont vides."
BOMB = (
    "Ce fichier est anormalement volumineux une fois décompressé. Il n’a pas été ouvert. "
    "Copiez le tableau dans un nouveau classeur."
)

"""How large a file may be once opened, and what is said of one that is not taken."""

from __future__ import annotations

from havre.documents.content import MAX_BYTES

CHILD_SECONDS = 60
CHILD_MEMORY_BYTES = 1536 * 1024 * 1024

MAX_PIXELS = 50_000_000
"""A telephone's largest photo is about 48 million."""

MAX_SIDE = 20_000
MAX_PDF_PAGES = 300
MAX_BUNDLE_PAGES = 150
MAX_BUNDLE_BYTES = 40 * 1024 * 1024
MAX_BUNDLE_PIECES = 40
MAX_READ_BYTES = 14 * 1024 * 1024
"""What one candidate's file may hold, and the largest PDF the gate reads; what is left out is
opened piece by piece."""

MAX_PDF_OBJECTS = 200_000
MAX_UNPACKED_BYTES = 120 * 1024 * 1024
MAX_UNPACKED_RATIO = 100
MAX_ARCHIVE_PARTS = 2_000
PREVIEW_WIDTH = 1_000

AGAIN = "Rien n’a été enregistré."
_ASK_PDF = "Demandez-le en PDF, ou photographiez-le."

SENTENCES = {
    "empty": f"Ce fichier est vide. Vérifiez-le et renvoyez-le. {AGAIN}",
    "too_large": f"Ce fichier dépasse {MAX_BYTES // 1024**2} Mo. Envoyez-le en plusieurs fois, "
    f"ou photographiez-le. {AGAIN}",
    "unknown": f"Ce fichier n’est ni un PDF, ni une photo, ni un texte Word ou LibreOffice. "
    f"{_ASK_PDF} {AGAIN}",
    "web_page": f"Ce fichier est une page web ou un dessin (HTML, SVG). {_ASK_PDF} {AGAIN}",
    "old_word": "Ce fichier est un ancien document Word (.doc), ou protégé par un mot de passe. "
    f"Enregistrez-le en PDF et renvoyez-le. {AGAIN}",
    "spreadsheet": f"Ce fichier est un tableau. Enregistrez-le en PDF et renvoyez-le. {AGAIN}",
    "archive": f"Ce fichier est une archive. Sortez-en le document et renvoyez-le seul. {AGAIN}",
    "other_image": f"Ce format d’image n’est pas accepté. Envoyez-la en JPEG, PNG ou HEIC. {AGAIN}",
    "misnamed": "Le contenu de ce fichier n’est pas celui que son nom annonce. Renvoyez "
    f"l’original, sans le renommer. {AGAIN}",
    "mixed": "Ce fichier en contient un autre, caché. Renvoyez l’original, ou photographiez-le. "
    f"{AGAIN}",
    "damaged": f"Ce fichier est abîmé ou incomplet. Rouvrez l’original et renvoyez-le. {AGAIN}",
    "protected": "Ce fichier est protégé par un mot de passe. Enregistrez-le sans mot de passe "
    f"et renvoyez-le. {AGAIN}",
    "active": "Ce fichier contient un programme, une action automatique ou une pièce jointe. "
    f"Imprimez-le en PDF, ou photographiez-le, et renvoyez-le. {AGAIN}",
    "linked": "Ce fichier va chercher une partie de son contenu ailleurs. Imprimez-le en PDF et "
    f"renvoyez-le. {AGAIN}",
    "bomb": "Ce fichier est anormalement volumineux une fois ouvert. Renvoyez-le plus léger, "
    f"ou photographiez-le. {AGAIN}",
    "too_many_pages": f"Ce PDF compte plus de {MAX_PDF_PAGES} pages. Envoyez-le en plusieurs "
    f"fois. {AGAIN}",
}


class Refusal(Exception):
    """Why a file is not taken: a key of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

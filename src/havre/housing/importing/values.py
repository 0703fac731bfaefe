"""Numbers, typologies, floors, dates and yes/no, as landlords write them.

Every function takes a cell and raises `BadValue`, and nothing else, when it cannot read it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import Cell, normalised, shown

LONGEST_VALUE = 100
HIGHEST_FLOOR = 40
MOST_DEGREES = 180
_CENT = Decimal("0.01")
_UNIT = re.compile(r"(m\s?[²2]|€|euros?|eur)?\s*(/\s*mois|par mois|mensuels?)?\s*(hc|cc)?$", re.I)
_THOUSANDS = re.compile(r"(?<=[0-9])[\s'’](?=[0-9]{3}(?![0-9]))")
_TYPOLOGY = re.compile(r"(?:t|f|p|type|typ)? ?([0-9]{1,3}) ?(bis|b|plus)?(?: ?(?:p|pieces?))?")
_FLOOR = re.compile(
    r"(?:etage|niveau|et|r)? ?(-?[0-9]{1,3}) ?(?:er?|ere|eme|nd|nde|me)? ?(?:etage|et)?"
)
_GROUND = {"rdc", "rc", "rez de chaussee", "rez chaussee", "rez de jardin", "rdj", "plain pied"}
_YES = {"o", "oui", "x", "v", "vrai", "true", "1", "yes", "avec"}
_NO = {"", "n", "non", "faux", "false", "0", "no", "sans", "aucun", "neant"}
_NOW = {"immediate", "immediat", "immediatement", "de suite", "tout de suite", "libre", "vacant"}
_NOW |= {"disponible", "disponible de suite", "libre de suite", "disponibilite immediate"}
_NOW |= {"maintenant", "aujourd hui", "sans delai", "des maintenant"}
_MONTHS = (
    "janv",
    "fevr",
    "mars",
    "avr",
    "mai",
    "juin",
    "juil",
    "aout",
    "sept",
    "oct",
    "nov",
    "dec",
)
_ISO = re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})(?:[ t][0-9]{2} [0-9]{2}[0-9 z]*)?")
_BEFORE_DATE = re.compile(
    r"^(?:(?:libre|dispo|disponible) )?(?:a partir du |a compter du |des le |le |au )?"
)
_FIRST_SERIAL = date(1899, 12, 30)


def _text(cell: Cell) -> str:
    text = shown(cell)
    if len(text) > LONGEST_VALUE:
        raise BadValue(f"Ce texte est trop long ({len(text)} caractères) pour cette colonne.")
    return text


def parse_number(cell: Cell) -> Decimal:
    """A number with two decimals, without its unit: « 1 234,50 € » is 1234.50.

    Raises:
        BadValue: the cell holds no number, or one that reads in two ways (« 1,234 »).
    """
    if isinstance(cell, bool | date):
        raise BadValue(
            f"« {shown(cell)} » n’est pas un nombre. Écrivez un nombre, par exemple 348,10."
        )
    if isinstance(cell, int | float):
        if not math.isfinite(cell) or abs(cell) > 1e9:
            raise BadValue("Ce nombre est hors de toute mesure. Corrigez-le.")
        return Decimal(repr(cell)).quantize(_CENT, ROUND_HALF_UP)
    text = _text(cell)
    bare = _THOUSANDS.sub("", _UNIT.sub("", text).strip())
    if re.fullmatch(r"[-+−]?[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,2}", bare):
        bare = bare.replace(".", "")
    elif re.fullmatch(r"[-+−]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]{1,2}", bare):
        bare = bare.replace(",", "")
    if re.fullmatch(r"[-+−]?[1-9][0-9]{0,2}[.,][0-9]{3}", bare):
        raise BadValue(f"« {text} » se lit de deux façons. Écrivez par exemple 1234 ou 1,23.")
    if not re.fullmatch(r"[-+−]?[0-9]{1,9}([.,][0-9]{0,12})?", bare):
        raise BadValue(f"« {text} » n’est pas un nombre. Écrivez un nombre, par exemple 348,10.")
    number = Decimal(bare.replace(",", ".").replace("−", "-"))
    return number.quantize(_CENT, ROUND_HALF_UP)


def parse_degrees(cell: Cell) -> float:
    """A latitude or a longitude in decimal degrees: « 47,9021 », « 1.909 ».

    Raises:
        BadValue: no number of degrees, or one that no place has.
    """
    text = _text(cell).replace(",", ".").replace("−", "-").removesuffix("°").strip()
    if isinstance(cell, bool | date) or not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,16})?", text):
        raise BadValue(f"« {shown(cell)} » n’est pas une coordonnée. Écrivez par exemple 47,9021.")
    degrees = float(text)
    if abs(degrees) > MOST_DEGREES:
        raise BadValue(f"« {shown(cell)} » n’est pas une coordonnée : 180 au plus.")
    return degrees


def parse_typology(cell: Cell) -> tuple[int, str]:
    """(main rooms, label): « F3 », « Type 3 », 3 give (3, « T3 »); a T1 bis has one room.

    From 7 to 9 rooms the label is « T6+ » and the rooms are kept.

    Raises:
        BadValue: no typology, or none between T1 and T9.
    """
    help_text = "Écrivez T1, T1 bis, T2… jusqu’à T6 ou T6+."
    if isinstance(cell, bool | date):
        raise BadValue(f"« {shown(cell)} » n’est pas une typologie. {help_text}")
    text = _text(cell)
    words = normalised(text.replace("+", " plus"))
    words = re.sub(r"^(appartement|appt|maison|pavillon) | (duplex|triplex|meuble)$", "", words)
    if words == "studio":
        return 1, "T1"
    match = re.fullmatch(_TYPOLOGY, words)
    # « 3.5 » loses its point above: only digits that were written together are a typology.
    if not match or match[1] not in text:
        raise BadValue(f"« {text} » n’est pas une typologie. {help_text}")
    rooms = int(match[1])
    if not 1 <= rooms <= 9 or (match[2] == "plus" and rooms < 6):
        raise BadValue(f"« {text} » n’est pas une typologie possible. {help_text}")
    if rooms > 6 or (rooms == 6 and match[2] == "plus"):
        return rooms, "T6+"
    return rooms, "T1 bis" if rooms == 1 and match[2] in ("bis", "b") else f"T{rooms}"


def parse_floor(cell: Cell) -> int:
    """The floor, 0 for the ground floor: « RDC », « 4e », « 1er étage », « R+2 ».

    Raises:
        BadValue: no floor between -1 and 40.
    """
    help_text = "Écrivez RDC, ou le numéro de l’étage."
    if isinstance(cell, bool | date):
        raise BadValue(f"« {shown(cell)} » n’est pas un étage. {help_text}")
    text = _text(cell)
    words = normalised(text)
    if words in _GROUND:
        return 0
    match = re.fullmatch(_FLOOR, f"-{words}" if re.match(r"[-−]", text) else words)
    if not match or match[1].lstrip("-") not in text:
        raise BadValue(f"« {text} » n’est pas un étage. {help_text}")
    floor = int(match[1])
    if not -1 <= floor <= HIGHEST_FLOOR:
        raise BadValue(f"« {text} » n’est pas un étage possible. {help_text}")
    return floor


def parse_flag(
    cell: Cell, yes: frozenset[str] = frozenset(), no: frozenset[str] = frozenset()
) -> bool:
    """True for O, oui, X, 1; False for N, non, 0 and a blank; `yes` and `no` add words.

    Raises:
        BadValue: neither.
    """
    if isinstance(cell, bool):
        return cell
    words = normalised(_text(cell))
    if words in _YES or words in yes:
        return True
    if words in _NO or words in no:
        return False
    raise BadValue(f"« {shown(cell)} » ne veut dire ni oui ni non. Écrivez oui, non, ou rien.")


def parse_date(cell: Cell, today: date) -> date:
    """A day; « immédiate », « de suite », « libre » are `today`.

    Raises:
        BadValue: no day, a day that does not exist, or a month alone.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    # An unformatted cell shows the number of days since 30 December 1899.
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 36526 <= cell <= 73050:
        return _FIRST_SERIAL + timedelta(days=int(cell))
    text = _text(cell)
    words = normalised(text)
    if words in _NOW:
        return today
    parts = _date_parts(words)
    if parts is None:
        raise BadValue(
            f"« {text} » n’est pas une date. Écrivez-la ainsi : 01/12/2026, ou « immédiate »."
        )
    try:
        return date(*parts)
    except ValueError:
        raise BadValue(f"La date « {text} » n’existe pas. Corrigez le jour ou le mois.") from None


def _date_parts(words: str) -> tuple[int, int, int] | None:
    """(year, month, day) of a normalised French or ISO date, or None."""
    if match := re.fullmatch(_ISO, words):
        return int(match[1]), int(match[2]), int(match[3])
    words = _BEFORE_DATE.sub("", words)
    if match := re.fullmatch(r"([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{4}|[0-9]{2})", words):
        return _full_year(match[3]), int(match[2]), int(match[1])
    if match := re.fullmatch(r"([0-9]{1,2})(?:er)? ([a-z]{3,9}) ([0-9]{4}|[0-9]{2})", words):
        written = match[2]
        months = [
            month
            for month, stem in enumerate(_MONTHS, start=1)
            if written.startswith(stem) or stem.startswith(written)
        ]
        # « jui » may be June or July.
        if len(months) == 1:
            return _full_year(match[3]), months[0], int(match[1])
    return None


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def parse_energy(cell: Cell) -> str | None:
    """The energy class, A to G; None when blank or not established yet.

    Raises:
        BadValue: anything else.
    """
    text = _text(cell)
    words = normalised(text).removeprefix("classe ").removeprefix("dpe ")
    if words in ("", "nc", "na", "n a", "vierge", "en cours", "non communique", "non soumis"):
        return None
    if re.fullmatch(r"[a-g]", words):
        return words.upper()
    raise BadValue(f"« {text} » n’est pas une étiquette énergie. Écrivez une lettre, de A à G.")

"""Financings, reservations and letting regimes, as landlords write them.

RPLS codes and their reading as PLAI, PLUS or PLS follow the rule kept for income ceilings:
10, 11, 51 are PLAI; 12, 13, 50, 52, 53 are PLUS; 14 is PLS; 16 is PLI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from havre.engine.vocabulary import Financing, Regime, ReservationCode
from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import Cell, normalised, shown
from havre.housing.importing.values import LONGEST_VALUE

_FINANCINGS: dict[Financing, str] = {
    Financing.PLAI: "10 11 51|plai|pla i|plai a|plai adapte|plai o|pla lm|pla ts|plats|pla lm ts"
    "|plalm|plr|psr|plr psr|pla integration",
    Financing.PLUS: "12 13 50 52 53|plus|plus cd|plus a a|plus neuf|pla|hlm|hlmo|hlm o"
    "|hlm ordinaire|hbm|ilm",
    Financing.PLS: "14|pls|pla cff",
    Financing.PLI: "16|pli",
    Financing.PRIVATE: "|prive|libre|non conventionne|loyer libre|parc prive",
}
_NO_CEILING = {"15", "17", "49", "54", "55", "99", "pap", "pcl", "iln", "cff", "autre"}

_REGIMES: dict[Regime, str] = {
    Regime.BAIL_DIRECT: "bail direct|direct|bail|bail classique|location|location directe",
    Regime.BAIL_GLISSANT: "bail glissant|glissant",
    Regime.IML: "intermediation locative|iml|sous location|sous location en intermediation locative"
    "|location sous location|sous location iml",
    Regime.MANDAT_GESTION: "mandat de gestion|mandat|aivs|gestion locative sociale",
    Regime.PRIVE_CONVENTIONNE: "prive conventionne|conventionne|conventionne anah|anah"
    "|loc avantages|locavantages|loc1|loc2|loc3|loc 1|loc 2|loc 3|conventionne social"
    "|conventionne tres social|loyer conventionne|convention anah",
    Regime.PRIVE_LIBRE: "libre|prive libre|prive|loyer libre|location libre|bail libre",
}

# Which words point at which holder; a label that points at two is refused.
_HOLDERS: tuple[tuple[ReservationCode, str, str], ...] = (
    (ReservationCode.STATE_CIVIL, "", r"fonctionnaires?|agents de l etat|agents publics"),
    (
        ReservationCode.STATE_PRIORITY,
        "",
        r"prioritaires?|dalo|mal loges|prefecture|prefet|prefectoral",
    ),
    (ReservationCode.EMPLOYERS, "", r"action logement|employeurs?|1 logement|1 patronal|cil|als"),
    (ReservationCode.LOCAL, "métropole", r"metropole|agglo|agglomeration|epci|communaute"),
    (ReservationCode.LOCAL, "commune", r"mairie|ville|commune|municipalite|municipal|ccas"),
    (ReservationCode.LOCAL, "département", r"departement|departemental|conseil general|cd45"),
    (ReservationCode.LOCAL, "région", r"region|regional"),
    (ReservationCode.LOCAL, "", r"collectivites?"),
    (ReservationCode.STATE_CONVENTION, "", r"ministere|defense|armees?|conventions?"),
    (ReservationCode.OTHER, "", r"autres?"),
    (ReservationCode.NONE, "", r"non reserve|bailleur|aucun|neant|libre|sans|propre"),
)
_PATTERNS = [(code, who, re.compile(rf"\b(?:{words})\b")) for code, who, words in _HOLDERS]


def _index(labels: dict[Financing, str] | dict[Regime, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for member, text in labels.items():
        for part in text.split("|"):
            for label in part.split() if part[:1].isdigit() else [part]:
                found[label] = member.value
    return found


_FINANCING_OF = _index(_FINANCINGS)
_REGIME_OF = _index(_REGIMES)


def _words(cell: Cell) -> str:
    text = shown(cell)
    if len(text) > LONGEST_VALUE:
        raise BadValue(f"Ce texte est trop long ({len(text)} caractères) pour cette colonne.")
    return normalised(text)


def parse_financing(cell: Cell) -> Financing:
    """The financing behind a label (« HLMO ») or an RPLS code (52).

    Raises:
        BadValue: blank, unknown, or a financing for which no ceiling is known (PAP, ILN…).
    """
    words = _words(cell)
    if words in _NO_CEILING:
        raise BadValue(
            f"Le financement « {shown(cell)} » n’a pas de plafond connu. "
            "Écrivez PLAI, PLUS, PLS, PLI ou privé selon le plafond appliqué."
        )
    if not words or words not in _FINANCING_OF:
        raise BadValue(
            f"Le financement « {shown(cell)} » n’est pas connu. "
            "Écrivez PLAI, PLUS, PLS, PLI ou privé."
        )
    return Financing(_FINANCING_OF[words])


def parse_regime(cell: Cell) -> Regime:
    """The letting regime; the Loc’Avantages levels (Loc1 to Loc3) are « privé conventionné ».

    Raises:
        BadValue: blank or unknown.
    """
    words = _words(cell)
    if not words or words not in _REGIME_OF:
        raise BadValue(
            f"Le régime « {shown(cell)} » n’est pas connu. Écrivez bail direct, bail glissant, "
            "intermédiation locative, mandat de gestion, conventionné ou libre."
        )
    return Regime(_REGIME_OF[words])


@dataclass(frozen=True)
class Reservation:
    """Who may designate candidates; `detail` says which local authority when the code is 4."""

    code: ReservationCode
    detail: str = ""

    @property
    def label(self) -> str:
        """The holder in French: « Collectivité territoriale (commune) »."""
        return f"{self.code.label} ({self.detail})" if self.detail else self.code.label


def parse_reservation(cell: Cell) -> Reservation:
    """The reservation holder behind an RPLS code (1 to 7) or a label; blank is not reserved.

    « Préfecture » alone is read as priority publics.

    Raises:
        BadValue: unknown, or naming two holders.
    """
    words = _words(cell)
    if not words:
        return Reservation(ReservationCode.NONE)
    if re.fullmatch(r"[1-7]", words):
        return Reservation(ReservationCode(words))
    found = [(code, who) for code, who, pattern in _PATTERNS if pattern.search(words)]
    found = _without_echoes(found, words)
    if len(found) != 1:
        what = "désigne plusieurs réservataires" if found else "n’est pas connu"
        raise BadValue(
            f"Le réservataire « {shown(cell)} » {what}. Écrivez un code de 1 à 7, ou préfecture, "
            "Action Logement, mairie, métropole, département, région, ou non réservé."
        )
    return Reservation(*found[0])


def _without_echoes(
    found: list[tuple[ReservationCode, str]], words: str
) -> list[tuple[ReservationCode, str]]:
    """Drop the words that only complete another one: « préfecture - fonctionnaires »."""
    codes = {code for code, _ in found}
    states = {ReservationCode.STATE_CIVIL, ReservationCode.STATE_PRIORITY}
    if codes & states or ReservationCode.STATE_CONVENTION in codes:
        found = [one for one in found if one[1] not in ("département", "région")]
    if ReservationCode.STATE_CIVIL in codes and not re.search(
        r"\b(prioritaires?|dalo|mal loges)\b", words
    ):
        found = [one for one in found if one[0] != ReservationCode.STATE_PRIORITY]
    if any(who for _, who in found):
        found = [one for one in found if one != (ReservationCode.LOCAL, "")]
    if (ReservationCode.LOCAL, "métropole") in found:
        found = [one for one in found if one[1] != "commune" or "mairie" in words]
    return found

"""The communes a programme covers, and how landlords write their names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import Cell, normalised, shown

_ARTICLE = re.compile(r"^(la|le|les|l) ")


@dataclass(frozen=True)
class Commune:
    """A commune: INSEE code, official name, postcodes, zone 1 to 3 for the APL, centroid."""

    code: str
    name: str
    postcodes: tuple[str, ...]
    zone_123: int
    lat: float
    lon: float


@dataclass(frozen=True)
class Locality:
    """A district that landlords write instead of, or after, its commune: « La Source »."""

    name: str
    commune_code: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Place:
    """A commune as found, and a French remark when it was read from something else."""

    commune: Commune
    remark: str = ""


def place_key(name: str) -> str:
    """The name without case, accents, hyphens, « St », CEDEX, a leading or trailing article."""
    words = normalised(name)
    words = re.sub(r"\bst\b", "saint", re.sub(r"\bste\b", "sainte", words))
    words = re.sub(r" cedex( [0-9]+)?$", "", words)
    words = re.sub(r"^(.+) (la|le|les|l)$", r"\2 \1", words)
    return _ARTICLE.sub("", words)


def of(name: str) -> str:
    """The name after « de »: « de Saran », « d’Orléans », « du Mans », « des Ulis »."""
    for article, joined in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return joined + name.removeprefix(article)
    return f"d’{name}" if normalised(name)[:1] in {"a", "e", "i", "o", "u"} else f"de {name}"


@dataclass(frozen=True)
class Territory:
    """The communes and localities of a programme, found by code, name or postcode."""

    communes: tuple[Commune, ...]
    localities: tuple[Locality, ...] = ()
    _by_code: dict[str, Commune] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, Commune] = field(init=False, repr=False, compare=False)
    _by_locality: dict[str, Locality] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the communes once.

        Raises:
            ValueError: a locality names a commune that is not in the territory.
        """
        by_code = {commune.code: commune for commune in self.communes}
        for locality in self.localities:
            if locality.commune_code not in by_code:
                raise ValueError(f"{locality.name}: no commune {locality.commune_code}")
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_name", {place_key(one.name): one for one in self.communes})
        object.__setattr__(
            self, "_by_locality", {place_key(one.name): one for one in self.localities}
        )

    def by_code(self, code: str) -> Commune | None:
        """The commune with this INSEE code."""
        return self._by_code.get(code)

    def by_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """The communes that share this postcode."""
        return tuple(one for one in self.communes if postcode in one.postcodes)

    def find(self, city: Cell, postcode: str = "") -> Place:
        """The commune meant by a town name, a postcode, or both.

        Raises:
            BadValue: the place is outside the territory, or cannot be told.
        """
        name = shown(city)
        key = place_key(name)
        if not key:
            return self._find_by_postcode(postcode)
        if commune := self._by_name.get(key):
            return self._with_checked_postcode(commune, name, postcode)
        if place := self._find_district(name, key, postcode):
            return place
        raise BadValue(self._unknown(name, key, postcode))

    def _find_by_postcode(self, postcode: str) -> Place:
        if not postcode:
            raise BadValue("La commune manque. Écrivez son nom et son code postal.")
        communes = self.by_postcode(postcode)
        if not communes:
            raise BadValue(f"Le code postal {postcode} n’est pas dans le territoire du dispositif.")
        if len(communes) > 1:
            names = ", ".join(one.name for one in communes)
            raise BadValue(
                f"La commune manque : le code postal {postcode} en couvre plusieurs ({names})."
            )
        return Place(communes[0], f"Commune absente : {communes[0].name}, d’après le code postal.")

    def _with_checked_postcode(self, commune: Commune, name: str, postcode: str) -> Place:
        if not postcode or postcode in commune.postcodes:
            return Place(commune)
        # A namesake elsewhere in France: there is an Ormes in five departments.
        if postcode[:2] != commune.code[:2]:
            raise BadValue(f"{name} ({postcode}) n’est pas dans le territoire du dispositif.")
        expected = " ou ".join(commune.postcodes)
        return Place(commune, f"Code postal {postcode} : celui {of(commune.name)} est {expected}.")

    def _find_district(self, name: str, key: str, postcode: str) -> Place | None:
        for town, commune in self._by_name.items():
            if not key.startswith(f"{town} "):
                continue
            district = _ARTICLE.sub("", key[len(town) + 1 :])
            known = self._by_locality.get(district)
            if known and known.commune_code == commune.code:
                return self._district(known, postcode)
            if postcode in commune.postcodes:
                return Place(
                    commune, f"« {name} » n’est pas une commune : {commune.name} est retenue."
                )
        if known := self._by_locality.get(key):
            return self._district(known, postcode)
        return None

    def _district(self, known: Locality, postcode: str) -> Place | None:
        commune = self._by_code[known.commune_code]
        if postcode and postcode not in commune.postcodes:
            return None
        return Place(
            commune,
            f"« {known.name} » est un quartier {of(commune.name)}, la commune retenue.",
        )

    def _unknown(self, name: str, key: str, postcode: str) -> str:
        where = f"{name} ({postcode})" if postcode else name
        reason = f"{where} n’est pas dans le territoire du dispositif."
        near = difflib.get_close_matches(key[:60], self._by_name, n=1, cutoff=0.85)
        if near and (not postcode or postcode in self._by_name[near[0]].postcodes):
            reason += f" S’agit-il {of(self._by_name[near[0]].name)} ? Corrigez le nom."
        return reason


def build_territory(
    communes: Iterable[tuple[str, str, Iterable[str], int, float, float]],
    localities: Iterable[tuple[str, str, float | None, float | None]] = (),
) -> Territory:
    """A territory from plain rows.

    Communes: (INSEE code, name, postcodes, zone 1 to 3, latitude, longitude). Localities: (name,
    commune code, latitude, longitude). Coordinates are WGS 84 degrees.

    Raises:
        ValueError: a locality names a commune that is not in the territory.
    """
    return Territory(
        tuple(
            Commune(code, name, tuple(posts), zone, lat, lon)
            for code, name, posts, zone, lat, lon in communes
        ),
        tuple(Locality(name, code, lat, lon) for name, code, lat, lon in localities),
    )

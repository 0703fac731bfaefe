"""The national service of addresses (Géoplateforme, or another that answers like it).

HAVRE_GEOCODER_URL=https://data.geopf.fr/geocodage. One address a request, and nothing else: no
name, no identifier, no cookie, no referer. Answers are GeoJSON (api-adresse, « search »).
"""

from __future__ import annotations

import json
import math
from typing import Any, Final

import requests
import urllib3
from django.conf import settings

from havre.housing.locating import Address, Found, Silent

WAIT: Final = (3.05, 6.0)
LARGEST: Final = 100_000
LONGEST: Final = 200


class AddressService:
    """Asks « search », for the best answer within the dwelling's commune."""

    def __init__(self, url: str | None = None) -> None:
        self.url = (url or settings.HAVRE_GEOCODER_URL).rstrip("/")

    def find(self, address: Address) -> Found | None:
        """Return the best answer, None when there is none. Raises Silent."""
        street = address.street.strip()[:LONGEST]
        if not street:
            return None
        asked = {"q": street, "citycode": address.commune_code, "limit": "1", "index": "address"}
        if address.postcode:
            asked["postcode"] = address.postcode
        return _best(self._answer(asked))

    def _answer(self, asked: dict[str, str]) -> Any:
        session = requests.Session()
        session.trust_env = False  # no credentials of a .netrc go with an address
        session.headers = requests.structures.CaseInsensitiveDict(
            {"User-Agent": "Havre", "Accept": "application/json"}
        )
        try:
            with session.get(
                f"{self.url}/search", params=asked, timeout=WAIT, allow_redirects=False, stream=True
            ) as answer:
                if answer.status_code != requests.codes.ok:
                    raise Silent(f"status {answer.status_code}")
                text = answer.raw.read(LARGEST + 1, decode_content=True)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise Silent(type(error).__name__) from None
        if len(text) > LARGEST:
            raise Silent("too long")
        try:
            return json.loads(text)
        except ValueError:
            raise Silent("not JSON") from None


def _best(answer: Any) -> Found | None:
    """Read the first feature; anything that is not one is a silence, not an absence."""
    try:
        features = answer["features"]
        if not features:
            return None
        properties = features[0]["properties"]
        longitude, latitude = (float(n) for n in features[0]["geometry"]["coordinates"][:2])
        found = Found(
            latitude,
            longitude,
            float(properties["score"]),
            str(properties["type"]),
            str(properties["citycode"]),
        )
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        raise Silent("unexpected answer") from None
    if not all(map(math.isfinite, (found.latitude, found.longitude, found.score))):
        raise Silent("unexpected answer")
    if abs(found.latitude) > 90 or abs(found.longitude) > 180:
        raise Silent("unexpected answer")
    return found

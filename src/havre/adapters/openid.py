"""An OpenID Connect provider (OpenID Connect Core 1.0, code flow), with what ProConnect adds.

State, nonce and PKCE tie the return to the browser that left. The ID token and the userinfo, which
is a signed token too, are both checked: signature by a key the provider publishes, algorithm,
issuer, audience, time, and that they speak of the same subject. Whatever is not checked is refused.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
import urllib3
from django.utils.crypto import constant_time_compare

from havre.platform.clock import now

SCOPES = "openid given_name usual_name email siret"
LEVEL = "eidas1"
ALGORITHMS = ("RS256", "ES256")
"""Public keys only: a token signed with the shared secret (HS256), or not signed, is refused."""
STRONG = {
    "eidas2",
    "eidas3",
    "https://proconnect.gouv.fr/assurance/self-asserted-2fa",
    "https://proconnect.gouv.fr/assurance/consistency-checked-2fa",
}
"""The values of `acr` by which ProConnect says that two factors were used."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
ASKED = {"id_token": {claim: {"essential": True} for claim in ("amr", "auth_time")}}
"""Not `acr`: made essential, it would have to be `LEVEL` exactly, and more would be refused."""
WAIT = (3.05, 6.0)
LARGEST = 200_000
LONGEST = 255
KEPT = 600.0
CLOCKS = 30
"""Seconds by which the provider's clock may differ."""
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class Refused(Exception):
    """The provider, or what came back, cannot be believed; the text is a code for the log."""


class Unreachable(Refused):
    """The provider does not answer as one."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What the installation knows of the provider; `vouches` stands for an absent claim."""

    issuer: str
    client_id: str
    client_secret: str
    vouches: bool = False


@dataclass(frozen=True, slots=True)
class Departure:
    """What the browser's session keeps until the return."""

    state: str
    nonce: str
    verifier: str
    at: float


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came back. `fresh`: she proved it within the last five minutes, not by an old session."""

    subject: str
    email: str
    email_verified: bool
    second_factor: bool
    fresh: bool
    id_token: str


def leave(provider: Provider, back: str) -> tuple[str, Departure]:
    """Return the provider's sign-in address, and what to keep. Raises Refused, Unreachable."""
    departure = Departure(
        secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), _moment()
    )
    digest = hashlib.sha256(departure.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": SCOPES,
        "acr_values": LEVEL,
        "claims": json.dumps(ASKED, separators=(",", ":")),
        "prompt": "login",  # an older session of hers, on a shared computer, proves nothing
        "state": departure.state,
        "nonce": departure.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    return _with(_described(provider)["authorization_endpoint"], asked), departure


def come_back(
    provider: Provider, sent: Mapping[str, str], departure: Departure, back: str
) -> Identity:
    """Return who came back, all checked. Raises Refused, Unreachable.

    `sent` is what the address holds, `departure` what this browser's session kept.
    """
    if not constant_time_compare(str(sent.get("state", "")), departure.state):
        raise Refused("state")
    if not 0 <= _moment() - departure.at <= KEPT:
        raise Refused("late")
    described = _described(provider)
    named = sent.get("iss", "")  # RFC 9207
    if named != provider.issuer and (
        named or described.get("authorization_response_iss_parameter_supported")
    ):
        raise Refused("issuer")
    if sent.get("error") or not sent.get("code"):
        raise Refused("error")
    tokens = _exchanged(provider, described, str(sent["code"]), departure, back)
    claims = _checked(provider, described, tokens["id_token"], ("exp", "iat", "sub"))
    if not constant_time_compare(str(claims.get("nonce", "")), departure.nonce):
        raise Refused("nonce")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Refused("audience")
    if not 0 < len(claims["sub"]) <= LONGEST:
        raise Refused("subject")
    return _identity(provider, claims, _userinfo(provider, described, tokens, claims), tokens)


def end_address(provider: Provider, id_token: str, back: str) -> str | None:
    """Return where her session at the provider ends; None when it ends nowhere or is silent."""
    try:
        place = _described(provider).get("end_session_endpoint")
    except Refused:
        return None
    if not place:
        return None
    asked = {"id_token_hint": id_token, "post_logout_redirect_uri": back}
    return _with(str(place), asked | {"state": secrets.token_urlsafe(32)})


def _identity(
    provider: Provider, claims: dict[str, Any], info: dict[str, Any], tokens: dict[str, str]
) -> Identity:
    level, means = str(claims.get("acr") or ""), claims.get("amr") or []
    if level.startswith("eidas0"):
        raise Refused("level")
    proved = claims.get("auth_time")
    recent = isinstance(proved, int) and _moment() - proved <= 300
    said = info.get("email_verified")
    return Identity(
        subject=claims["sub"],
        email=str(info.get("email") or ""),
        email_verified=provider.vouches if said is None else said is True,
        second_factor=level in STRONG or (isinstance(means, list) and "mfa" in means),
        fresh=recent,
        id_token=tokens["id_token"],
    )


def _exchanged(
    provider: Provider, described: dict[str, Any], code: str, departure: Departure, back: str
) -> dict[str, str]:
    body = {
        "grant_type": "authorization_code",
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "redirect_uri": back,
        "code": code,
        "code_verifier": departure.verifier,
    }
    answer = _object(_asked("POST", described["token_endpoint"], data=body)[0])
    if not all(isinstance(answer.get(name), str) for name in ("id_token", "access_token")):
        raise Refused("tokens")
    return {name: answer[name] for name in ("id_token", "access_token")}


def _userinfo(
    provider: Provider,
    described: dict[str, Any],
    tokens: dict[str, str],
    claims: dict[str, Any],
) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    body, kind = _asked("GET", described["userinfo_endpoint"], headers=headers)
    if kind != "application/jwt":
        raise Refused("userinfo")
    info = _checked(provider, described, body.decode("ascii", "replace").strip(), ("sub",))
    if info["sub"] != claims["sub"]:
        raise Refused("subject")
    return info


def _checked(
    provider: Provider, described: dict[str, Any], token: str, required: tuple[str, ...]
) -> dict[str, Any]:
    """Return what a token says, once its signature, issuer, audience and time are checked."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS:
            raise Refused("algorithm")
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(described["jwks_uri"], str(header.get("kid", "")), str(header["alg"])),
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=CLOCKS,
            options={"require": ["iss", "aud", *required]},
        )
    except jwt.PyJWTError as error:
        raise Refused("signature") from error
    return claims


def _key(address: str, number: str, algorithm: str) -> jwt.PyJWK:
    """Return the published key of this number; read again once when it is a new one."""
    for known in (True, False):
        found = jwt.PyJWKSet.from_dict(_read(address, known=known)).keys
        for key in found:
            if key.key_id == number and key.algorithm_name == algorithm:
                return key
    raise Refused("key")


def _described(provider: Provider) -> dict[str, Any]:
    """Return how the provider describes itself (OpenID Connect Discovery 1.0)."""
    described = _read(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration", known=True)
    if described.get("issuer") != provider.issuer:
        raise Unreachable("discovery")
    secure = urlsplit(provider.issuer).scheme
    for name in (*ENDPOINTS, "end_session_endpoint"):
        place = described.get(name)
        if (place or name in ENDPOINTS) and urlsplit(str(place)).scheme != secure:
            raise Unreachable("discovery")
    return described


def _read(address: str, *, known: bool) -> dict[str, Any]:
    """Read a public document, kept ten minutes; with `known` false, half a minute."""
    at, found = _kept.get(address, (0.0, {}))
    if not found or time.monotonic() - at > (KEPT if known else CLOCKS):
        found = _object(_asked("GET", address)[0])
        _kept[address] = (time.monotonic(), found)
    return found


def _asked(method: str, address: str, **more: Any) -> tuple[bytes, str]:
    """Ask the provider; return what it says and its kind. Follows nothing, waits nine seconds."""
    try:
        with requests.request(
            method, address, timeout=WAIT, allow_redirects=False, stream=True, **more
        ) as answer:
            body = answer.raw.read(LARGEST + 1, decode_content=True)
            kind = str(answer.headers.get("Content-Type", "")).split(";")[0].strip().lower()
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable("silent") from error
    if answer.status_code >= 500 or len(body) > LARGEST:
        raise Unreachable("silent")
    if answer.status_code != 200:
        raise Refused("answer")
    return body, kind


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unreachable("words") from error
    if not isinstance(found, dict):
        raise Unreachable("words")
    return found


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def _moment() -> float:
    return now().timestamp()

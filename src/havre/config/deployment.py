"""What a real installation must have around it, point by point, each with a sentence in French."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.conf import settings

from havre.config.serving import SERVER
from havre.platform import limits
from havre.web.shell.middleware import HEADERS, POLICY

YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Point:
    """One point looked at: whether it holds, and what it means."""

    name: str
    holds: bool
    sentence: str


def points() -> list[Point]:
    """Return every point, in a fixed order, from the settings this process would serve with."""
    return [*_browser(), *_cookies(), *_transport(), *_limits(), *_secrets()]


def as_lines(found: list[Point]) -> list[str]:
    """Return the points as lines to read."""
    return [
        f"{'oui' if point.holds else 'NON'}  {point.name} : {point.sentence}" for point in found
    ]


def as_data(found: list[Point]) -> list[dict[str, object]]:
    """Return the points for a program."""
    return [asdict(point) for point in found]


def _browser() -> Iterator[Point]:
    strict = "'unsafe" not in POLICY and POLICY.startswith("default-src 'none'")
    yield Point("csp", strict, "aucun script ni style dans la page, rien d’un autre site.")
    framed = "frame-ancestors 'none'" in POLICY and HEADERS.get("X-Frame-Options") == "DENY"
    yield Point("frames", framed, "aucune page ne s’affiche dans un autre site.")
    yield Point(
        "referrer",
        HEADERS.get("Referrer-Policy") == settings.SECURE_REFERRER_POLICY == "same-origin",
        "aucune adresse de Havre n’est dite à un autre site.",
    )
    yield Point(
        "permissions",
        all(f"{name}=()" in HEADERS["Permissions-Policy"] for name in ("camera", "geolocation")),
        "ni caméra, ni micro, ni position.",
    )
    isolated = {"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"} <= set(HEADERS)
    yield Point("isolation", isolated, "aucun autre site ne lit ni ne pilote une page.")


def _cookies() -> Iterator[Point]:
    secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    yield Point("cookies_secure", bool(secure), "les témoins ne voyagent que chiffrés.")
    hidden = settings.SESSION_COOKIE_HTTPONLY and settings.CSRF_COOKIE_HTTPONLY
    yield Point("cookies_httponly", bool(hidden), "aucun script ne lit les témoins.")
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    yield Point(
        "cookies_host",
        all(name.startswith("__Host-") for name in names),
        "les témoins n’appartiennent qu’à ce site (préfixe __Host-).",
    )
    yield Point(
        "session",
        settings.SESSION_COOKIE_AGE <= 36_000 and settings.SESSION_EXPIRE_AT_BROWSER_CLOSE,
        "une session finit avec le navigateur, et au plus tard après dix heures.",
    )


def _transport() -> Iterator[Point]:
    yield Point("https", settings.SECURE_SSL_REDIRECT, "tout passe par HTTPS.")
    yield Point(
        "hsts",
        settings.SECURE_HSTS_SECONDS >= YEAR,
        "le navigateur n’essaie plus sans HTTPS (HSTS).",
    )
    public = settings.HAVRE_PUBLIC_URL
    yield Point("url", public.startswith("https://"), "HAVRE_URL commence par https://.")
    hosts = settings.ALLOWED_HOSTS
    named = bool(hosts) and not any(host.startswith(("*", ".")) for host in hosts)
    yield Point("hosts", named, "HAVRE_HOSTS nomme chaque nom de site, sans joker.")
    proxied = settings.SECURE_PROXY_SSL_HEADER is not None and settings.HAVRE_TRUSTED_PROXIES > 0
    yield Point(
        "proxy",
        proxied,
        "HAVRE_TRUSTED_PROXIES compte les relais devant Havre ; eux seuls sont crus.",
    )


def _limits() -> Iterator[Point]:
    yield Point(
        "rates",
        "havre.web.shell.limits.Limits" in settings.MIDDLEWARE and limits.WRITES.times <= 60,
        "un compte, ou une adresse, ne peut ni écrire ni envoyer sans mesure.",
    )
    body = int(str(SERVER["max_request_body_size"]))
    yield Point(
        "uploads",
        body <= 18_000_000 and settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 2_500_000,
        "un envoi est borné avant d’être lu.",
    )
    yield Point("server", SERVER["ident"] is None, "le serveur ne dit pas ce qu’il est.")


def _secrets() -> Iterator[Point]:
    yield Point("production", settings.HAVRE_PRODUCTION, "HAVRE_ENV vaut « production ».")
    yield Point("debug", not settings.DEBUG, "aucune page d’erreur ne montre le programme.")
    long = len(settings.SECRET_KEY) >= 50 and len(settings.HAVRE_ACTING_SECRET) >= 32
    different = settings.SECRET_KEY != settings.HAVRE_ACTING_SECRET
    yield Point("secrets", long and different, "les secrets sont longs et différents.")
    yield Point(
        "owner",
        "owner" not in settings.DATABASES,
        "l’adresse du propriétaire de la base n’est pas donnée au serveur.",
    )

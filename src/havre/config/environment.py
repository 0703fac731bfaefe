"""What the environment says, read once and checked: where data live, which database, which keys.

Every refusal to start is a sentence that says what to set.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import platformdirs
from django.core.exceptions import ImproperlyConfigured

HOLDERS = ("vault", "keys", "journal")
"""The processes that may hold the master keyset, or connect as the vault."""

SECRETS = (
    *("HAVRE_SECRET_KEY", "HAVRE_ACTING_SECRET", "HAVRE_KEYSET", "HAVRE_KEYSET_PASSPHRASE"),
    *("HAVRE_VAULT_DATABASE_URL", "HAVRE_OWNER_DATABASE_URL", "DATABASE_URL", "HAVRE_MAIL_URL"),
    "HAVRE_PROCONNECT_CLIENT_SECRET",
)
DEMO_SECRET = "demonstration-only"  # noqa: S105  refused in production by `check_production`


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation, from `HAVRE_*` variables and `DATABASE_URL`."""

    home: Path
    production: bool
    debug: bool
    secret_key: str
    acting_secret: str
    allowed_hosts: tuple[str, ...]
    public_url: str
    database_url: str
    vault_database_url: str
    owner_database_url: str
    process: str
    keyset_path: Path
    keyset_text: str
    keyset_passphrase: str
    key_service: str
    vault_beside: bool
    vault_socket: Path
    durable: bool
    quota_person: int
    quota_everyone: int
    mail_url: str
    mail_sender: str
    trusted_proxies: int
    pooled: bool
    journal_witness: str
    journal_mail: str
    s3_url: str = ""
    clamd: str = ""
    proconnect_issuer: str = ""
    proconnect_client_id: str = ""
    proconnect_client_secret: str = ""
    proconnect_vouches: bool = False
    geocoder_url: str = ""
    tiles: str = ""
    tiles_credit: str = ""


def home_folder() -> Path:
    """Where this installation keeps its data: `HAVRE_HOME`, else the user's data folder."""
    given = os.environ.get("HAVRE_HOME")
    return Path(given).expanduser().resolve() if given else platformdirs.user_data_path("havre")


def _local_secret(home: Path, name: str) -> str:
    """Return the secret kept in the data folder, made at first use, readable by its owner only."""
    path = home / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
        fresh.replace(path)
    return path.read_text().strip()


def _vault_environment(home: Path, *, production: bool) -> dict[str, Any]:
    """What concerns keys and the vault. Outside production, one process may hold everything."""
    process = os.environ.get("HAVRE_PROCESS", "")
    keyset = os.environ.get("HAVRE_KEYSET", "")
    inside = "beside" if production and process not in HOLDERS else "inside"
    return {
        "process": process,
        "keyset_path": home / "secrets" / "keyset.json" if keyset[:1] in "{" else Path(keyset),
        "keyset_text": keyset if keyset[:1] == "{" else "",
        "keyset_passphrase": os.environ.get("HAVRE_KEYSET_PASSPHRASE", ""),
        "key_service": os.environ.get("HAVRE_KEY_SERVICE", ""),
        "vault_beside": os.environ.get("HAVRE_VAULT", inside) == "beside",
        "vault_socket": Path(os.environ.get("HAVRE_VAULT_SOCKET", home / "run" / "vault.sock")),
        "durable": os.environ.get("HAVRE_ENV") != "test",
        "quota_person": _number("HAVRE_QUOTA_PERSON", 300),
        "quota_everyone": _number("HAVRE_QUOTA_EVERYONE", 3_000),
    }


def _proconnect_environment(*, production: bool) -> dict[str, Any]:
    """What concerns sign-in by ProConnect: all three variables, or none and it does not exist."""
    names = ("issuer", "client_id", "client_secret")
    given = {name: os.environ.get(f"HAVRE_PROCONNECT_{name.upper()}", "") for name in names}
    if any(given.values()) and not all(given.values()):
        raise ImproperlyConfigured(
            "HAVRE_PROCONNECT_ISSUER, HAVRE_PROCONNECT_CLIENT_ID and "
            "HAVRE_PROCONNECT_CLIENT_SECRET go together: set all three, or none."
        )
    schemes = {"https"} if production else {"https", "http"}
    if given["issuer"] and urlsplit(given["issuer"]).scheme not in schemes:
        raise ImproperlyConfigured("HAVRE_PROCONNECT_ISSUER must be an https:// address.")
    found: dict[str, Any] = {f"proconnect_{name}": value for name, value in given.items()}
    vouches = os.environ.get("HAVRE_PROCONNECT_VOUCHES", "") == "1"
    return found | {"proconnect_vouches": vouches}


def _number(name: str, otherwise: int) -> int:
    given = os.environ.get(name, str(otherwise))
    if not given.isdecimal() or not int(given):
        raise ImproperlyConfigured(f"{name} must be a number of cases an hour.")
    return int(given)


def drop_secrets() -> None:
    """Take the secrets out of the environment that child processes inherit, once read."""
    for name in SECRETS:
        os.environ.pop(name, None)


def read_environment() -> Environment:
    """Read the environment; raise ImproperlyConfigured with a sentence when it is not usable."""
    home = home_folder()
    production = os.environ.get("HAVRE_ENV", "demo") == "production"
    database_url = os.environ.get("DATABASE_URL", "")
    environment = Environment(
        home=home,
        production=production,
        debug=os.environ.get("HAVRE_DEBUG", "") == "1",
        secret_key=os.environ.get("HAVRE_SECRET_KEY")
        or ("" if production else _local_secret(home, "secret-key")),
        acting_secret=os.environ.get("HAVRE_ACTING_SECRET")
        or ("" if production else _local_secret(home, "acting-secret")),
        allowed_hosts=tuple(
            host
            for host in os.environ.get("HAVRE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
            if host
        ),
        public_url=os.environ.get("HAVRE_URL", "http://127.0.0.1:8000"),
        database_url=database_url,
        vault_database_url=os.environ.get("HAVRE_VAULT_DATABASE_URL", ""),
        owner_database_url=os.environ.get("HAVRE_OWNER_DATABASE_URL", ""),
        **_vault_environment(home, production=production),
        mail_url=os.environ.get("HAVRE_MAIL_URL", ""),
        mail_sender=os.environ.get("HAVRE_MAIL_SENDER", "Havre <ne-pas-repondre@havre.invalid>"),
        trusted_proxies=proxies_of(os.environ.get("HAVRE_TRUSTED_PROXIES", "0")),
        pooled=os.environ.get("HAVRE_POOLED", "") == "1",
        journal_witness=witness_of(os.environ.get("HAVRE_JOURNAL_WITNESS", "")),
        journal_mail=mailbox_of(os.environ.get("HAVRE_JOURNAL_MAIL", "")),
        s3_url=os.environ.get("HAVRE_S3_URL", ""),
        clamd=os.environ.get("HAVRE_CLAMD", ""),
        **_proconnect_environment(production=production),
        geocoder_url=geocoder_of(os.environ.get("HAVRE_GEOCODER_URL", ""), production=production),
        tiles=tiles_of(os.environ.get("HAVRE_TILES", ""), production=production),
        tiles_credit=os.environ.get("HAVRE_TILES_CREDIT", "")[:200],
    )
    if production:
        check_production(environment)
    return environment


def witness_of(given: str) -> str:
    """Read the folder where heads of the journal go; raise ImproperlyConfigured.

    A mail address would read as a folder's name, and its heads would reach nobody: it has a
    variable of its own.
    """
    if given and ("@" in given or not Path(given).expanduser().is_absolute()):
        raise ImproperlyConfigured(
            "HAVRE_JOURNAL_WITNESS is a folder, from the root: a mail address goes to "
            "HAVRE_JOURNAL_MAIL."
        )
    return given


def mailbox_of(given: str) -> str:
    """Read the mail address outside that receives heads; raise ImproperlyConfigured."""
    if given and not re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+", given):
        raise ImproperlyConfigured(
            "HAVRE_JOURNAL_MAIL is one mail address, kept by somebody who does not run Havre."
        )
    return given


WEB_ADDRESS = re.compile(r"(https?)://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/{}@-]*)?")
"""Neither credentials nor a query: it stands in a header and in a page."""


def geocoder_of(given: str, *, production: bool) -> str:
    """Read the address of the service of addresses, "" for none; raise ImproperlyConfigured."""
    if given and not _is_address(given, production):
        raise ImproperlyConfigured(
            "HAVRE_GEOCODER_URL is an https:// address, as https://data.geopf.fr/geocodage"
        )
    return given


def tiles_of(given: str, *, production: bool) -> str:
    """Read the address of a tile server, "" for none; raise ImproperlyConfigured."""
    if given and not (
        _is_address(given, production) and all(f"{{{axis}}}" in given for axis in "zxy")
    ):
        raise ImproperlyConfigured(
            "HAVRE_TILES is an https:// address with {z}, {x} and {y}, of a server of your own."
        )
    return given


def _is_address(given: str, production: bool) -> bool:
    found = WEB_ADDRESS.fullmatch(given)
    return found is not None and (found[1] == "https" or not production)


def proxies_of(given: str) -> int:
    """Read how many proxies stand in front of Havre; raise ImproperlyConfigured."""
    if not given.isdecimal() or int(given) > 9:
        raise ImproperlyConfigured(
            "HAVRE_TRUSTED_PROXIES is the number of proxies in front: 0 to 9."
        )
    return int(given)


def check_production(environment: Environment) -> None:
    """Refuse to start in production with anything that is only good for trying Havre."""
    checks = _holder_refusals if environment.process in HOLDERS else _serving_refusals
    for refused, sentence in [*_refusals(environment), *checks(environment)]:
        if refused:
            raise ImproperlyConfigured(sentence)


def _refusals(environment: Environment) -> list[tuple[bool, str]]:
    return [(environment.debug, "HAVRE_DEBUG=1 is not allowed in production: unset it.")]


def _serving_refusals(environment: Environment) -> list[tuple[bool, str]]:
    """What a process that serves people needs, and what it must not know."""
    wrapping = environment.keyset_passphrase or environment.keyset_text or environment.key_service
    return [
        (
            len(environment.secret_key) < 50 or DEMO_SECRET in environment.secret_key,
            "HAVRE_SECRET_KEY must be set to a random text of at least 50 characters.",
        ),
        _acting_refusal(environment),
        (
            not environment.database_url,
            "DATABASE_URL must name the production database (role havre_web or havre_jobs).",
        ),
        (
            not environment.mail_url,
            "HAVRE_MAIL_URL must name the mail server: smtp://user:password@host:587",
        ),
        (
            bool(wrapping),
            "HAVRE_KEYSET_PASSPHRASE and HAVRE_KEYSET must not be set here: "
            "only « havre vault » holds the keys.",
        ),
        (
            bool(environment.vault_database_url),
            "HAVRE_VAULT_DATABASE_URL must not be set here: only « havre vault » connects so.",
        ),
        (not environment.vault_beside, "HAVRE_VAULT=inside is not allowed in production."),
    ]


def _holder_refusals(environment: Environment) -> list[tuple[bool, str]]:
    """What the vault needs, and the command that looks after its keys."""
    vault = environment.process == "vault"
    acting, sentence = _acting_refusal(environment)
    return [
        (vault and acting, sentence),
        (
            vault and not environment.vault_database_url,
            "HAVRE_VAULT_DATABASE_URL must name the production database (role havre_vault).",
        ),
        (
            not environment.keyset_passphrase and not environment.key_service,
            "HAVRE_KEYSET_PASSPHRASE (or HAVRE_KEY_SERVICE) must be set: "
            "the keyset is never kept unencrypted.",
        ),
    ]


def _acting_refusal(environment: Environment) -> tuple[bool, str]:
    return (
        len(environment.acting_secret) < 32 or DEMO_SECRET in environment.acting_secret,
        "HAVRE_ACTING_SECRET must be set to a random text of at least 32 characters.",
    )


POOLED: dict[str, object] = {"prepare_threshold": None}
"""No statement is prepared in a backend that the next transaction may not have."""


def database_settings(url: str) -> dict[str, object]:
    """Turn a `postgresql://` address into Django's settings; raise ImproperlyConfigured if not."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("Havre runs on PostgreSQL only: DATABASE_URL=postgresql://…")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": options,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def mail_settings(url: str) -> dict[str, object]:
    """Turn `smtp://user:password@host:port` (or `smtps://`) into Django's mail settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("HAVRE_MAIL_URL reads smtp://user:password@host:587")
    local = parts.hostname in {"localhost", "127.0.0.1"}
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not local,
    }

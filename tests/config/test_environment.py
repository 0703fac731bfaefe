"""Production refuses, with a sentence, whatever is only good for trying Havre."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from havre.config.environment import (
    database_settings,
    drop_secrets,
    geocoder_of,
    read_environment,
    tiles_of,
)

GOOD = {
    "HAVRE_ENV": "production",
    "HAVRE_SECRET_KEY": "s" * 60,
    "HAVRE_ACTING_SECRET": "a" * 40,
    "DATABASE_URL": "postgresql://havre_web:x@db/havre",
    "HAVRE_MAIL_URL": "smtp://havre:x@mail.exemple.test:587",
}
VAULT = {
    "HAVRE_ENV": "production",
    "HAVRE_PROCESS": "vault",
    "HAVRE_ACTING_SECRET": "a" * 40,
    "HAVRE_VAULT_DATABASE_URL": "postgresql://havre_vault:x@db/havre",
    "HAVRE_KEYSET_PASSPHRASE": "une phrase bien longue",
}
PROCONNECT = tuple(f"HAVRE_PROCONNECT_{n}" for n in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"))
OTHERS = (
    *PROCONNECT,
    "HAVRE_PROCONNECT_VOUCHES",
    "HAVRE_DEBUG",
    "HAVRE_OWNER_DATABASE_URL",
    "HAVRE_KEYSET",
    "HAVRE_VAULT",
    "HAVRE_GEOCODER_URL",
    "HAVRE_TILES",
)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> object:
    def set_to(values: Mapping[str, str]) -> None:
        for name in (*OTHERS, *GOOD, *VAULT):
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"HAVRE_HOME": str(tmp_path)} | dict(values)).items():
            monkeypatch.setenv(name, value)

    return set_to


def test_a_complete_production_environment_is_accepted(environment: object) -> None:
    environment(GOOD)  # type: ignore[operator]
    assert read_environment().production


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"HAVRE_DEBUG": "1"}, "HAVRE_DEBUG=1 is not allowed"),
        ({"HAVRE_SECRET_KEY": ""}, "HAVRE_SECRET_KEY must be set"),
        ({"HAVRE_SECRET_KEY": "demonstration-only" * 5}, "HAVRE_SECRET_KEY must be set"),
        ({"HAVRE_ACTING_SECRET": ""}, "HAVRE_ACTING_SECRET must be set"),
        ({"DATABASE_URL": ""}, "DATABASE_URL must name"),
        ({"HAVRE_MAIL_URL": ""}, "HAVRE_MAIL_URL must name"),
        ({"HAVRE_KEYSET_PASSPHRASE": "une phrase"}, "must not be set here"),
        ({"HAVRE_KEYSET": '{"keyset": ""}'}, "must not be set here"),
        ({"HAVRE_VAULT_DATABASE_URL": "postgresql://v@db/havre"}, "must not be set here"),
        ({"HAVRE_VAULT": "inside"}, "HAVRE_VAULT=inside is not allowed"),
        ({"HAVRE_QUOTA_PERSON": "beaucoup"}, "HAVRE_QUOTA_PERSON must be a number"),
        ({"HAVRE_PROCONNECT_ISSUER": "https://agents.exemple.test"}, "set all three, or none"),
        ({"HAVRE_PROCONNECT_CLIENT_SECRET": "x"}, "set all three, or none"),
        (
            {
                "HAVRE_PROCONNECT_ISSUER": "http://agents.exemple.test",
                "HAVRE_PROCONNECT_CLIENT_ID": "havre",
                "HAVRE_PROCONNECT_CLIENT_SECRET": "x",
            },
            "HAVRE_PROCONNECT_ISSUER must be an https:// address",
        ),
    ],
)
def test_each_refusal_has_its_sentence(
    environment: object, change: dict[str, str], sentence: str
) -> None:
    environment(GOOD | change)  # type: ignore[operator]
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read_environment()


def test_proconnect_exists_when_all_of_it_is_set(
    environment: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(GOOD)  # type: ignore[operator]
    assert read_environment().proconnect_issuer == ""
    for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.setenv(f"HAVRE_PROCONNECT_{name}", "https://agents.exemple.test")
    found = read_environment()
    assert found.proconnect_issuer == "https://agents.exemple.test"
    assert not found.proconnect_vouches
    monkeypatch.setenv("HAVRE_PROCONNECT_VOUCHES", "1")
    assert read_environment().proconnect_vouches
    drop_secrets()
    assert "HAVRE_PROCONNECT_CLIENT_SECRET" not in os.environ


def test_the_vault_needs_its_own_and_nothing_else(environment: object) -> None:
    environment(VAULT)  # type: ignore[operator]
    assert not read_environment().vault_beside
    for name in ("HAVRE_ACTING_SECRET", "HAVRE_VAULT_DATABASE_URL", "HAVRE_KEYSET_PASSPHRASE"):
        environment(VAULT | {name: ""})  # type: ignore[operator]
        with pytest.raises(ImproperlyConfigured, match=name):
            read_environment()


def test_trying_havre_makes_its_own_secrets_once(environment: object, tmp_path: Path) -> None:
    environment({})  # type: ignore[operator]
    first, second = read_environment(), read_environment()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert (tmp_path / "secrets" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_only_postgresql() -> None:
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL only"):
        database_settings("mysql://x@y/z")
    settings = database_settings("postgresql://u%40:p@/base?host=/run/pg")
    assert (settings["USER"], settings["HOST"], settings["NAME"]) == ("u@", "/run/pg", "base")


@pytest.mark.parametrize("given", ["-1", "x", "10", ""])
def test_the_number_of_proxies_is_a_small_number(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("HAVRE_TRUSTED_PROXIES", given)
    with pytest.raises(ImproperlyConfigured, match="number of proxies"):
        read_environment()


def test_only_the_announced_proxies_are_believed() -> None:
    from havre.config.serving import proxy_settings

    assert proxy_settings(0) == {"clear_untrusted_proxy_headers": True}
    assert proxy_settings(2)["trusted_proxy_count"] == 2


@pytest.mark.parametrize("given", ["temoin@exemple.test", "/srv/temoin@exemple.test", "temoin"])
def test_a_witness_is_a_folder(
    environment: object, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    environment(GOOD)  # type: ignore[operator]
    monkeypatch.setenv("HAVRE_JOURNAL_WITNESS", given)
    with pytest.raises(ImproperlyConfigured, match="is a folder, from the root"):
        read_environment()


@pytest.mark.parametrize(
    "given",
    ["temoin", "a@exemple.test,b@exemple.test", "a@exemple", "A <a@exemple.test>", "a@b@c.d"],
)
def test_heads_go_to_one_mail_address(
    environment: object, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    environment(GOOD)  # type: ignore[operator]
    monkeypatch.setenv("HAVRE_JOURNAL_MAIL", given)
    with pytest.raises(ImproperlyConfigured, match="is one mail address"):
        read_environment()
    monkeypatch.setenv("HAVRE_JOURNAL_MAIL", "temoin@exemple.test")
    assert read_environment().journal_mail == "temoin@exemple.test"


def test_the_witness_folder_is_kept(environment: object, monkeypatch: pytest.MonkeyPatch) -> None:
    environment(GOOD)  # type: ignore[operator]
    monkeypatch.setenv("HAVRE_JOURNAL_WITNESS", "/srv/temoin")
    assert read_environment().journal_witness == "/srv/temoin"


@pytest.mark.parametrize(
    "given",
    [
        "https://tuiles.exemple.org/{z}/{x}.png",
        "https://tuiles.exemple.org/{z}/{x}/{y}.png; script-src *",
        "https://name:secret@tuiles.exemple.org/{z}/{x}/{y}.png",
        "https://tuiles.exemple.org/{z}/{x}/{y}.png?key=secret",
        "javascript:{z}{x}{y}",
        "//tuiles.exemple.org/{z}/{x}/{y}.png",
        "https://tuiles.exemple.org 'unsafe-inline'/{z}/{x}/{y}",
    ],
)
def test_a_tile_server_is_an_address_and_nothing_more(given: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HAVRE_TILES"):
        tiles_of(given, production=False)


def test_in_production_tiles_and_addresses_go_by_https() -> None:
    tiles, service = "http://tuiles.exemple.org/{z}/{x}/{y}.png", "http://adresses.exemple.org/g"
    assert tiles_of(tiles, production=False) == tiles
    assert geocoder_of(service, production=False) == service
    for read, given in ((tiles_of, tiles), (geocoder_of, service)):
        with pytest.raises(ImproperlyConfigured, match="https"):
            read(given, production=True)
        assert read(given.replace("http:", "https:"), production=True)
        assert read("", production=True) == ""
    with pytest.raises(ImproperlyConfigured, match="HAVRE_GEOCODER_URL"):
        geocoder_of("https://name:secret@adresses.exemple.org", production=True)

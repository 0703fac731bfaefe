"""Nobody is named by a bare setting; a name never outlives its transaction or leaks outward."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from havre.platform.acting import Actor, acting, derive_pads, sign

ONE = Actor(user_id=1, organisation_id=41, programme_id=1, roles=frozenset())
TWO = Actor(user_id=2, organisation_id=42, programme_id=1, roles=frozenset())


def named() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.acting()")
        return cursor.fetchone()[0]


def set_token(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('havre.token', %s, true)", [token])


def test_unset_and_empty_name_nobody() -> None:
    assert named() is None
    with transaction.atomic():
        set_token("")
        assert named() is None


def test_the_signed_actor_is_named_for_the_transaction_only() -> None:
    with acting(ONE):
        assert named() == 41
    assert named() is None


def test_nested_names_and_the_outer_one_back() -> None:
    with acting(ONE):
        with acting(TWO):
            assert named() == 42
        assert named() == 41


def test_a_rolled_back_savepoint_restores_the_outer_name() -> None:
    with acting(ONE):
        with pytest.raises(RuntimeError), acting(TWO):
            raise RuntimeError
        assert named() == 41


@pytest.mark.parametrize(
    "token",
    [
        "1.41.web.9999999999.00.deadbeef",
        "1.41.web.9999999999.00." + "0" * 64,
        "41",
        "x.41.web.9999999999.00." + "0" * 64,
        "1.41.web.9999999999.00.00." + "0" * 64,
        "1" * 500,
    ],
)
def test_a_forged_token_names_nobody(token: str) -> None:
    with transaction.atomic():
        set_token(token)
        assert named() is None


def test_a_token_signed_with_another_secret_names_nobody() -> None:
    body = "1.41.web.9999999999.00"
    signature = hmac.new(hashlib.sha256(b"guess").digest(), body.encode(), "sha256").hexdigest()
    with transaction.atomic():
        set_token(f"{body}.{signature}")
        assert named() is None


def test_a_changed_organisation_breaks_the_signature() -> None:
    parts = sign(ONE).split(".")
    parts[1] = "42"
    with transaction.atomic():
        set_token(".".join(parts))
        assert named() is None


def test_an_expired_token_names_nobody_and_act_refuses_it() -> None:
    expired = sign(ONE, seconds=-1)
    with transaction.atomic():
        set_token(expired)
        assert named() is None
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT havre.act(%s)", [expired])


def test_the_pads_are_those_of_hmac_sha256() -> None:
    inner, outer = derive_pads(settings.HAVRE_ACTING_SECRET)
    key = hashlib.sha256(settings.HAVRE_ACTING_SECRET.encode()).digest()
    message = b"body"
    ours = hashlib.sha256(outer + hashlib.sha256(inner + message).digest()).hexdigest()
    assert ours == hmac.new(key, message, hashlib.sha256).hexdigest()


def test_the_web_role_cannot_read_the_key() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM havre.acting_key")


def test_a_purpose_cannot_add_parts_to_the_token() -> None:
    odd = Actor(1, 41, 1, frozenset(), purpose="a.b.c;--'")
    with acting(odd):
        assert named() == 41

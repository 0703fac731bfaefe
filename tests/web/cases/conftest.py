"""A browser signed in as one of the world's people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from havre.platform.clock import today
from tests.world import World

SignIn = Callable[[str], Client]


@pytest.fixture
def signed(world: World) -> SignIn:
    """Return a client signed in as an organisation's coordinator."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(world.users[name])
        return client

    return sign_in


@pytest.fixture
def typed() -> dict[str, Any]:
    """A complete referral form, as a browser posts it."""
    return {
        "last_name": "Zyntharel",
        "first_name": "Oriane",
        "birth_date": "1991-04-02",
        "unique_number": "1111023517879GDPUB",
        "phone": "06 00 00 00 01",
        "children": "1",
        "others": "",
        "pathway": "SHELTERED",
        "reason": "Motif confidentiel",
        "place": "Foyer Quetzaline",
        "agreed": ["OPERATOR", "REFERRER", "BOARD", "LANDLORD", "HOLDER"],
        "consent_form": "WRITTEN",
        "consent_on": today().isoformat(),
        "consent_until": (today() + timedelta(days=365)).isoformat(),
    }

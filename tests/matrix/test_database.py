"""At each step, each organisation: its shares, and what raw SQL and the vault give it."""

from __future__ import annotations

import pytest

from havre.platform import vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import now
from havre.platform.compartments import SealedRow, case_models
from havre.platform.models import Share
from havre.platform.vault import VaultRefusal
from havre.sharing.matrix import STEPS, Party, Row, expected
from havre.sharing.models import ReservationRequest
from tests.matrix.scenario import MOVES, PLAYERS, Scene, reach
from tests.platform.sql import visible
from tests.world import World

CODES = [step.code for step in STEPS]


def rights_of(scene: Scene) -> dict[str, dict[str, str]]:
    """What the open shares say: {organisation: {compartment: rights}}; nothing while suspended."""
    names = {organisation.pk: name for name, organisation in scene.world.organisations.items()}
    found: dict[str, dict[str, str]] = {name: {} for name in names.values()}
    with acting(keeper(scene)):
        outside = ReservationRequest.objects.filter(suspended=True, ended_at=None)
        shares = Share.objects.filter(case=scene.case, closed_at=None)
        for share in shares.exclude(organisation_id__in=outside.values("organisation_id")):
            if share.until is None or share.until > now():
                rights = "r" * share.reads + "w" * share.writes
                found[names[share.organisation_id]][share.compartment] = rights
    return found


def keeper(scene: Scene) -> Actor:
    """Who keeps the file: the author of a draft, then the operator."""
    return scene.world.shelter if scene.done == ["DRAFT"] else scene.world.operator


def check_raw_sql(scene: Scene, row: Row) -> None:
    everything = set(visible(keeper(scene)))
    compartments = {m._meta.db_table: m.compartment for m in case_models()}  # type: ignore[attr-defined]
    owned = {m._meta.db_table for m in case_models() if m.owner_column}  # type: ignore[attr-defined]
    for name, party in PLAYERS.items():
        readable = {c for c, rights in row[party].items() if "r" in rights}
        wanted = {table for table in everything if compartments[table] in readable}
        if party is not Party.OPERATOR:  # what one organisation says of itself: the keeper's also
            wanted -= owned
        assert set(visible(scene.world.actors[name])) == wanted, name


def sealed_rows(scene: Scene) -> list[SealedRow]:
    """The ciphertexts of the case, as its keeper has them."""
    with acting(keeper(scene)):
        return [
            one
            for model in case_models()
            if issubclass(model, SealedRow)
            for one in model._default_manager.filter(case_id=scene.case.pk)
        ]


def check_vault(scene: Scene, row: Row) -> None:
    """Even with the ciphertexts in hand, the vault opens what the matrix says and no more."""
    sealed = sealed_rows(scene)
    assert sealed
    for name, party in PLAYERS.items():
        actor = scene.world.actors[name]
        for one in sealed:
            allowed = "r" in row[party].get(one.compartment, "")
            assert opens(actor, one) == allowed, (name, one.compartment)


def opens(actor: Actor, row: SealedRow) -> bool:
    try:
        with acting(actor):
            return bool(vault.open_row(row, actor=actor))
    except VaultRefusal:
        return False


@pytest.mark.parametrize("code", CODES)
def test_a_step(world: World, code: str) -> None:
    scene, row = reach(world, code), expected(code)
    assert rights_of(scene) == {name: dict(row[party]) for name, party in PLAYERS.items()}
    check_raw_sql(scene, row)
    check_vault(scene, row)


def test_every_step_is_played() -> None:
    assert set(MOVES) == set(CODES)
    assert set(PLAYERS.values()) == set(Party)

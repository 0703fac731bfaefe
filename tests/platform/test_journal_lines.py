"""Lines committed at once are the lines that a save would have written, all columns of them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from havre.engine.vocabulary import Compartment
from havre.platform import journal
from havre.platform.models import JournalEntry
from tests.world import World

FIELDS = [field.attname for field in JournalEntry._meta.concrete_fields]


def test_every_column_is_written() -> None:
    assert sorted(journal.NAMES) == sorted(FIELDS)


@pytest.mark.parametrize(
    "compartments", [[], [Compartment.IDENTITY], [Compartment.IDENTITY, Compartment.SAFETY]]
)
def test_what_is_read_again_is_what_was_said(world: World, compartments: list[Compartment]) -> None:
    actor = world.operator.in_the_name_of(world.shelter.organisation_id, "job-ends")
    with journal.reached_from("192.0.2.7"):
        lines = [
            journal.entry(
                actor, "READ", case_id=uuid4(), compartments=compartments, subject="a'\\,{"
            ),
            journal.entry(actor, "LISTED"),
        ]
    journal.commit(lines)
    for line in lines:
        found = JournalEntry.objects.using("owner").get(pk=line.pk)
        assert [getattr(found, name) for name in FIELDS] == [getattr(line, name) for name in FIELDS]


def test_no_line_is_no_line() -> None:
    journal.commit([])
    assert not JournalEntry.objects.using("owner").exists()

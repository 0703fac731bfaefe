"""`havre journal`: what it prints, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import connections

from havre.config.commands import journal as command
from havre.config.jobs import seal_journal, send_journal_head
from havre.oversight import attesting
from havre.platform import journal
from havre.platform.acting import acting
from havre.platform.journal_sealing import seal
from havre.platform.journal_verifying import verify
from havre.platform.journal_witness import read_heads
from havre.platform.models import JournalHead
from havre.platform.roles import drop_database, make_database
from tests import environment
from tests.platform.journal import tampered, written
from tests.worker import deliver_all
from tests.world import World, build_world


def havre_journal(*arguments: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args(arguments))


def test_an_untouched_journal(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    written(world, 2, 3)
    assert havre_journal("verify") == 0
    said = capsys.readouterr().out
    assert "Rien n’a été touché : 2 blocs, 5 lignes scellées, 0 en attente." in said
    assert "Aucune tête d’un témoin n’a été comparée" in said


def test_a_touched_journal_ends_badly(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    written(world, 2)
    tampered("UPDATE platform_journalentry SET action = 'READ'")
    assert havre_journal("verify") == 1
    assert "La ligne 1 n’est plus celle qui a été scellée." in capsys.readouterr().out
    assert havre_journal("verify", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["faults"][0]["code"], found["faults"][0]["seq"]) == ("LINE_CHANGED", 1)


def test_heads_held_outside(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    written(world, 1, 1)
    assert havre_journal("heads") == 0
    held = tmp_path / "heads.jsonl"
    held.write_text(capsys.readouterr().out)
    assert havre_journal("verify", "--heads", str(held)) == 0
    assert "Têtes détenues par un témoin, comparées : 2." in capsys.readouterr().out
    tampered(
        "DELETE FROM platform_journalentry",
        "DELETE FROM platform_journalplace",
        "DELETE FROM platform_journalhead",
    )
    assert havre_journal("verify", "--heads", str(held)) == 1
    assert "une copie plus ancienne a été remise en place" in capsys.readouterr().out


def test_heads_that_cannot_be_read(
    world: World, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert havre_journal("verify", "--heads", str(tmp_path / "none")) == 1
    assert "ne peuvent pas être lues" in capsys.readouterr().err


def test_the_job_seals_and_gives_the_heads(
    world: World, settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HAVRE_JOURNAL_WITNESS = str(tmp_path)  # type: ignore[attr-defined]
    with acting(world.operator) as actor:
        journal.record(actor, "TESTED")
    seal_journal(0)
    assert JournalHead.objects.using("vault").count() == 1
    assert [path.name for path in tmp_path.iterdir()] == ["000000000001.json"]
    assert havre_journal("verify") == 0
    assert "comparées : 1." in capsys.readouterr().out


def test_a_witness_out_of_reach_does_not_stop_the_sealing(
    world: World, settings: object, tmp_path: Path
) -> None:
    settings.HAVRE_JOURNAL_WITNESS = str(tmp_path / "gone")  # type: ignore[attr-defined]
    for _ in range(2):
        with acting(world.operator) as actor:
            journal.record(actor, "TESTED")
        seal_journal(0)
    assert JournalHead.objects.using("vault").count() == 2


def test_the_head_is_written_to_a_mailbox_outside(
    world: World, settings: object, tmp_path: Path, mailoutbox: list[EmailMessage]
) -> None:
    settings.HAVRE_JOURNAL_MAIL = "temoin@exemple.test"  # type: ignore[attr-defined]
    send_journal_head(0)
    assert deliver_all() == []  # nothing is sealed yet
    written(world, 2, 1)
    send_journal_head(0)
    deliver_all()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["temoin@exemple.test"], "Relevé du jour")
    (line,) = [line for line in mail.body.splitlines() if line.startswith("{")]
    assert set(json.loads(line)) == {"number", "head"}
    held = tmp_path / "heads.jsonl"
    held.write_text(line)
    assert havre_journal("verify", "--heads", str(held)) == 0
    tampered("DELETE FROM platform_journalhead WHERE number = 2")
    tampered("DELETE FROM platform_journalplace WHERE block = 2")
    tampered("DELETE FROM platform_journalentry WHERE subject = '2/0'")
    assert havre_journal("verify") == 0
    assert havre_journal("verify", "--heads", str(held)) == 1


def test_no_mailbox_no_mail(world: World, settings: object) -> None:
    settings.HAVRE_JOURNAL_MAIL = ""  # type: ignore[attr-defined]
    written(world, 1)
    send_journal_head(0)
    assert deliver_all() == []


@pytest.fixture
def alone() -> Iterator[str]:
    """A database of one's own, that no other thread of the tests is connected to; its name."""
    home = str(connections["default"].settings_dict["NAME"])
    mine = f"{home}_alone"
    names = (mine, f"{mine}_older")
    environment.leave()
    for name in names:
        drop_database(environment.superuser_url(), name)
    make_database(environment.superuser_url(), mine, template=environment.TEMPLATE)
    environment.connect_to(mine)
    yield mine
    environment.leave()
    environment.connect_to(home)
    for name in names:
        drop_database(environment.superuser_url(), name)


def test_an_older_copy_of_the_whole_database_put_back(alone: str, tmp_path: Path) -> None:
    """Everything agrees with itself, attestations included: the receipt kept outside tells."""
    world, older = build_world(), f"{alone}_older"
    written(world, 2)
    with acting(world.shelter) as shelter:
        attesting.attest(actor=shelter)
    assert seal() == 1  # that somebody attested
    environment.leave()
    make_database(environment.superuser_url(), older, template=alone)
    written(world, 3)
    with acting(world.shelter) as shelter:
        kept = attesting.receipt_of(attesting.attest(actor=shelter))
    assert seal() == 1
    receipt = tmp_path / f"recu-{kept['number']}.json"
    receipt.write_text(json.dumps(kept))
    assert havre_journal("verify", "--heads", str(receipt)) == 0
    environment.connect_to(older)
    assert havre_journal("verify") == 0
    assert codes(receipt) == ["OLDER_COPY"]
    written(world, 1)  # work goes on, as if nothing had happened
    assert havre_journal("verify") == 0
    assert codes(receipt) == ["NOT_AS_WITNESSED"]


def codes(heads: Path) -> list[str]:
    """What a verification against these heads finds."""
    return [fault.code for fault in verify(read_heads(heads)).faults]


def test_sealing_by_hand(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    with acting(world.operator) as actor:
        journal.record(actor, "TESTED")
    assert havre_journal("seal") == 0
    assert "Lignes scellées : 1." in capsys.readouterr().out

"""What leaves is neutral, checked at that moment, and sent after the change it tells of."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.db import transaction

from havre.platform import clock, gate
from havre.platform.gate import Document, Held, refusal_of
from havre.platform.models import JournalEntry, OutgoingMail
from tests.worker import deliver_all
from tests.world import World


@pytest.mark.parametrize(
    ("text", "protected", "leaves"),
    [
        ("Bonjour, une réponse est attendue.", [], True),
        ("Relogement de Mme X", [], False),
        ("Elle habite 3 impasse Vorlabe.", ["3, impasse VORLABE"], False),
        ("Impassé Vorlabè", ["impasse vorlabe"], False),
        ("Rendez-vous mardi", ["ma"], True),
        ("Victime", [], False),
    ],
)
def test_texts(text: str, protected: list[str], leaves: bool) -> None:
    assert (refusal_of(text, protected) == "") is leaves


def test_mail_leaves_after_commit_and_its_text_is_not_kept() -> None:
    with transaction.atomic():
        gate.send("digest", "agente@exemple.test", {"link": "http://127.0.0.1/", "number": 1})
        assert mail.outbox == []
    assert mail.outbox == []  # never in the request
    assert [m.subject for m in deliver_all()] == ["Vous avez un nouveau message"]
    kept = OutgoingMail.objects.get()
    assert (kept.status, kept.body) == (OutgoingMail.Status.SENT, "")


def test_mail_of_a_change_that_failed_never_leaves() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        gate.send("digest", "agente@exemple.test", {"link": ""})
        raise RuntimeError
    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


def test_a_protected_place_holds_the_message() -> None:
    gate.send("digest", "agente@exemple.test", {"link": "impasse Vorlabe"}, protected=["Vorlabe"])
    kept = OutgoingMail.objects.get()
    assert mail.outbox == []
    assert kept.status == OutgoingMail.Status.HELD
    assert "Vorlabe" not in kept.reason


def test_a_failing_server_is_tried_again_then_given_up() -> None:
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        gate.send("digest", "agente@exemple.test", {"link": ""})
        moment = clock.now()
        for hours in range(gate.MAX_ATTEMPTS):
            with clock.at(moment + timedelta(hours=hours)):
                gate.deliver_waiting()
                gate.deliver_waiting()  # too early for the next
    kept = OutgoingMail.objects.get()
    assert (kept.status, kept.body) == (OutgoingMail.Status.FAILED, "")
    assert gate.deliver_waiting() == 0


def test_waiting_mail_leaves_at_the_next_round() -> None:
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError):
        gate.send("digest", "agente@exemple.test", {"link": ""})
        assert gate.deliver_waiting() == 0
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert gate.deliver_waiting() == 1
    assert len(mail.outbox) == 1


def test_a_document_is_checked_again_when_it_leaves(world: World) -> None:
    from havre.platform.acting import acting

    document = Document("rapport.csv", "text/csv", b"a")
    with acting(world.landlord):
        released = gate.release(
            document, actor=world.landlord, subject="import", still_allowed=lambda: True
        )
        assert released is document
        with pytest.raises(Held):
            gate.release(
                document, actor=world.landlord, subject="import", still_allowed=lambda: False
            )
        assert JournalEntry.objects.filter(action="DOCUMENT_RELEASED").count() == 1

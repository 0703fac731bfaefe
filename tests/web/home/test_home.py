"""The home page: what waits for each person, and how many queries that takes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.allocations import actions
from havre.assessments import actions as assessments
from havre.engine.vocabulary import CommitteeDecision
from havre.housing.models import Vacancy
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.web.home.tasks import last_moves, tasks_for
from tests import world as w
from tests.web.allocations.queries import queries
from tests.world import World


def sentences(world: World, name: str) -> list[tuple[str, str]]:
    """(sentence, tone) of what waits for one organisation."""
    actor = world.actors[name]
    with acting(actor):
        return [(task.sentence, task.tone) for task in tasks_for(actor)]


def some_of_everything(world: World, mark: str = "") -> None:
    """A case at each moment of the path."""
    w.referred(world, last_name=f"Alpharel{mark}")
    w.admitted(world, last_name=f"Betharel{mark}")
    w.assessed(world, w.admitted(world, last_name=f"Gammarel{mark}"))
    published = w.admitted(world, last_name=f"Deltarel{mark}")
    assessment = w.assessed(world, published)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
    for number in range(4):
        case = w.admitted(world, last_name=f"Epsilarel{mark}{number}")
        w.assessed(world, case)
        right = "2" if number == 1 else "7"
        proposal = w.proposed(
            world, case, w.vacancy(world, reference=f"T{mark}-{number}", right=right)
        )
        with acting(world.operator):
            if number >= 1:
                actions.record_her_agreement(proposal, actor=world.operator)
                proposal = actions.transmit(proposal, actor=world.operator)
        if number == 3:
            with acting(world.landlord):
                proposal = actions.record_landlord_answer(
                    proposal, agrees=True, committee_on=today(), actor=world.landlord
                )
                actions.record_decision(
                    proposal,
                    CommitteeDecision.ATTRIBUTION,
                    decided_on=today(),
                    actor=world.landlord,
                )


def test_what_waits_for_each(world: World) -> None:
    some_of_everything(world)
    assert sentences(world, "operator") == [
        ("1 proposition attend sa réponse", "info"),
        ("1 attribution attend sa réponse", "info"),
        ("1 orientation attend votre décision", "info"),
        ("1 diagnostic est à établir", "info"),
        ("1 besoin validé n’a pas de fiche publiée", "info"),
        ("1 situation n’a aucune proposition en cours", "info"),
    ]
    assert sentences(world, "landlord") == [
        ("1 proposition attend votre réponse", "info"),
        ("1 fiche besoin a été publiée cette semaine", "info"),
    ]
    assert sentences(world, "holder") == [
        ("1 candidature attend votre désignation", "info"),
        ("1 fiche besoin a été publiée cette semaine", "info"),
    ]
    for name in ("other_shelter", "referrer", "specialist", "funder"):
        assert sentences(world, name) == [], name


def test_what_presses_comes_first(world: World) -> None:
    some_of_everything(world)
    soon = w.vacancy(world, reference="S-1")
    Vacancy.objects.filter(pk=soon.pk).update(expires_on=today() + timedelta(days=2))
    late = w.vacancy(world, reference="S-2")
    Vacancy.objects.filter(pk=late.pk).update(expires_on=today())
    assert sentences(world, "landlord")[0] == ("2 offres expirent bientôt", "danger")
    assert sentences(world, "landlord")[1] == ("1 proposition attend votre réponse", "info")


def test_one_leads_to_itself_and_several_to_their_list(client: Client, world: World) -> None:
    first = w.referred(world)
    with acting(world.operator):
        [task] = tasks_for(world.operator)
    assert task.url == reverse("case", args=[first.reference])
    w.referred(world, last_name="Autrel")
    with acting(world.operator):
        [task] = tasks_for(world.operator)
    assert (task.sentence, task.url) == (
        "2 orientations attendent votre décision",
        reverse("cases") + "?stage=REFERRED",
    )


def test_every_task_leads_to_a_page(client: Client, world: World) -> None:
    some_of_everything(world)
    for name in ("operator", "landlord", "holder", "shelter"):
        client.force_login(world.users[name])
        actor = world.actors[name]
        with acting(actor):
            found = [*tasks_for(actor), *last_moves(actor)]
        for task in found:
            assert client.get(task.url).status_code == 200, (name, task.url)


def test_counts_are_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("havre.web.home.counting.BOUND", 2)
    for number in range(3):
        w.referred(world, last_name=f"Nomarel{number}")
    assert sentences(world, "operator") == [
        ("Plus de 1 orientations attendent votre décision", "info")
    ]


def test_a_shelter_sees_the_last_moves_without_a_name(client: Client, world: World) -> None:
    case = w.admitted(world)
    client.force_login(world.users["shelter"])
    page = client.get("/").content.decode()
    assert f"{case.reference} : diagnostic" in page
    assert "Zyntharel" not in page and "Oriane" not in page
    client.force_login(world.users["other_shelter"])
    assert case.reference not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("operator", "Voir les situations"),
        ("shelter", "Orienter une personne"),
        ("landlord", "Voir vos offres"),
        ("agency", "Voir vos offres"),
        ("holder", "Voir les fiches besoin"),
        ("referrer", "Orienter une personne"),
        ("funder", "Voir les indicateurs"),
        ("specialist", "Lire l’aide"),
    ],
)
def test_nothing_waits(client: Client, world: World, name: str, label: str) -> None:
    client.force_login(world.users[name])
    page = client.get(reverse("home")).content.decode()
    assert "Rien n’attend de réponse aujourd’hui." in page and label in page
    assert "<title>Havre · Accueil</title>" in page


EXPECTED = {
    "a": {"operator": 13, "landlord": 12, "holder": 10, "shelter": 9},
    "b": {"operator": 11, "landlord": 10, "holder": 8, "shelter": 9},
}
"""What waits alone is named by its link, hence journaled: once for each part it tells."""


def test_a_few_queries_whatever_waits(client: Client, world: World) -> None:
    for mark in ("a", "b"):
        some_of_everything(world, mark)
        for name, expected in EXPECTED[mark].items():
            client.force_login(world.users[name])
            client.get("/")
            assert queries(client, "/") == expected, (mark, name)

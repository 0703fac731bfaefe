"""Around « Accès protégé »: the file, the proof asked first, and a dwelling held out of sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from havre.allocations.models import Proposal
from havre.cases import exceptional_access as exceptional
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ExceptionalGround, Seat
from havre.housing.models import Vacancy
from havre.organisations.models import User
from havre.platform.acting import acting
from havre.programmes.selectors import actor_of
from tests import papers
from tests import world as w
from tests.documents.deposits import bring
from tests.platform.sql import run
from tests.sharing.walls import RECUSE
from tests.world import World


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def member(world: World) -> User:
    return w.add_person(world.organisations["operator"], "membre@exemple.test", Seat.MEMBER)


def test_the_file_leads_there_in_each_one_s_words(world: World, member: User) -> None:
    case = w.admitted(world)
    file, access = (
        reverse("case", args=[case.reference]),
        reverse("case-access", args=[case.reference]),
    )
    for user in (world.users["operator"], member):
        client = browser(user)
        assert f'href="{access}">Accès protégé' in text(client, file)
        assert "<h1>Accès protégé" in text(client, access)
    client = browser(world.users["shelter"])
    assert f'href="{access}">Accès dans votre équipe' in text(client, file)
    page = text(client, access)
    assert "<h1>Accès dans votre équipe" in page and "Toute votre équipe" in page
    for keeper_only in ("Accès protégé", "Qui ne doit pas savoir", "Demander un accès"):
        assert keeper_only not in page


def test_all_who_hold_the_file_see_an_exceptional_access_on_it(world: World, member: User) -> None:
    case = w.admitted(world)
    second = actor_of(member.memberships.select_related("organisation").get())
    part, ground = Compartment.SUPPORT_MEDICAL, ExceptionalGround.VITAL_EMERGENCY
    with acting(world.operator) as operator:
        case.refresh_from_db()
        asked = exceptional.ask(case, part, ground, "Traitement vital", actor=operator)
    file = reverse("case", args=[case.reference])
    people = [world.users["operator"], member, world.users["shelter"]]
    for user in people:
        assert "Accès exceptionnel" not in text(browser(user), file)
    with acting(second):
        exceptional.confirm(asked.pk, actor=second)
    for user in people:
        page = text(browser(user), file)
        assert "Accès exceptionnel en cours" in page and "Traitement vital" not in page
        assert "Accès exceptionnel : Accompagnement médical" in page
    with acting(second):
        exceptional.close(asked.pk, actor=second)
    for user in people:
        page = text(browser(user), file)
        assert "Accès exceptionnel en cours" not in page
        assert "Accès exceptionnel : Accompagnement médical" in page


def test_each_weightier_act_asks_for_a_proof_first(world: World, member: User) -> None:
    case = w.admitted(world)
    paper = bring(case, world.operator, content=papers.pdf())
    recusal = run(world.operator, RECUSE, case.pk, world.landlord.user_id, None)[0][0]
    second = actor_of(member.memberships.select_related("organisation").get())
    with acting(second):
        pass
    with acting(world.operator) as operator:
        case.refresh_from_db()
        asked = exceptional.ask(
            case,
            Compartment.SUPPORT_MEDICAL,
            ExceptionalGround.VITAL_EMERGENCY,
            "motif",
            actor=operator,
        )
    client = browser(world.users["operator"])
    session = client.session
    del session["proved_at"]
    session.save()
    here = [case.reference]
    gets: list[tuple[str, list[object]]] = [
        ("case-exceptional", [*here]),
        ("share-open", [*here]),
        ("paper", [*here, "acces"]),
        ("document-download", [*here, paper.pk]),
    ]
    posts: list[tuple[str, list[object]]] = [
        ("case-exceptional", [*here]),
        ("case-exceptional-answer", [*here, asked.pk]),
        ("case-recusal-lift", [*here, recusal]),
        ("case-hold-lift", [*here]),
        ("share-open", [*here]),
    ]
    asks: list[tuple[Callable[..., object], list[tuple[str, list[object]]]]] = [
        (client.get, gets),
        (client.post, posts),
    ]
    for send, pages in asks:
        for name, arguments in pages:
            answer = send(reverse(name, args=arguments))
            shown = answer.content.decode()  # type: ignore[attr-defined]
            assert "Mot de passe, ou code de votre application" in shown, name
            assert "attachment" not in answer.headers.get("Content-Disposition", "")  # type: ignore[attr-defined]
    assert run(world.operator, "SELECT lifted_at FROM sharing_recusal") == [(None,)]
    assert run(world.operator, "SELECT confirmed FROM sharing_exceptionalaccess") == [(None,)]


def test_a_dwelling_held_out_of_sight_is_no_longer_free_like_a_withdrawn_one(
    world: World, member: User
) -> None:
    hidden, own = w.admitted(world), w.admitted(world, last_name="Autrel")
    w.assessed(world, hidden)
    w.assessed(world, own)
    held, gone = w.vacancy(world), w.vacancy(world, reference="T-2")
    w.proposed(world, hidden, held)
    run(world.operator, RECUSE, hidden.pk, member.pk, None)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE housing_vacancy SET status = 'WITHDRAWN' WHERE id = %s", [gone.pk])
    client = browser(member)
    answers = []
    for offer in (held, gone):
        address = reverse("propose", args=[own.reference, offer.reference])
        sent = client.post(address)
        page = client.get(sent["Location"])
        [message] = [str(one) for one in page.context["messages"]]
        answers.append((sent.status_code, sent["Location"], page.status_code, message))
    assert answers[0] == answers[1]
    assert "Ce logement n’est plus disponible" in answers[0][3]
    with acting(world.operator):
        assert Proposal.objects.count() == 1
        assert Vacancy.objects.get(pk=held.pk).status == "OPEN"
        assert Case.objects.get(pk=own.pk).stage == "SEARCH"

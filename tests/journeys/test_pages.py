"""Every page of every role: accessible, neutral, within the window, asking nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from havre.allocations import actions as allocations
from havre.allocations import urgent_calls
from havre.allocations.urgent_selectors import own_asks
from havre.assessments import actions as assessments
from havre.cases import reservations
from havre.engine.vocabulary import UrgentReason
from havre.matching import plan_actions
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.web.shell.navigation import places_for
from tests import world as w
from tests.coordination import commission
from tests.journeys.conftest import Person
from tests.world import World


def pages_of(world: World, role: str, filled: dict[str, str]) -> list[str]:
    """The pages a role reaches: its navigation, and the objects it may open."""
    pages = [reverse(name) for _, name in places_for(world.actors[role])]
    case, searching = filled["case"], filled["searching"]
    more = {
        "operator": [
            *(
                reverse(name, args=[case])
                for name in (
                    *("case", "shares", "share-open", "consent", "case-entrust"),
                    *("case-access", "case-recuse", "case-reserve", "case-exceptional"),
                    "case-log",
                )
            ),
            *(
                reverse(name, args=[searching])
                for name in ("assessment", "need-card", "compatible")
            ),
            reverse("case", args=[filled["referred"]]),
            reverse("case-refuse", args=[filled["referred"]]),
            reverse("case-correct", args=[case, "identite"]),
            reverse("case-correct", args=[case, "securite"]),
            reverse("case-reserve-ask", args=[case]),
            reverse("vacancy", args=[filled["offer"]]),
            reverse("vacancy-edit", args=[filled["offer"]]),
            reverse("compatible-excluded", args=[searching]),
            reverse("matching-board"),
            reverse("vacancy-needs", args=[filled["offer"]]),
            reverse("programme-weights"),
            reverse("programme-plan"),
            reverse("plan"),
            reverse("plan-need", args=[filled["plan"], searching]),
            reverse("compatible-pair", args=[searching, filled["offer"]]),
            reverse("proposal", args=[filled["proposal"]]),
            reverse("candidate-file", args=[filled["proposal"]]),
            reverse("documents", args=[case]),
            reverse("flow-rights"),
            reverse("flow-target", args=[today().year]),
            reverse("card", args=[filled["card"]]),
            reverse("import-send"),
            reverse("case-urgent", args=[searching]),
            reverse("urgent"),
            reverse("between"),
            reverse("person-invite"),
            reverse("consents-ending"),
            reverse("organisations"),
            reverse("programme-settings"),
            reverse("programme-watch"),
            reverse("case-search"),
            reverse("journal"),
            reverse("programme-ceilings"),
            *(reverse(name) for name in ("meetings-settings", "meetings-guests")),
            *(
                reverse(name, args=[filled["meeting"]])
                for name in (
                    *("meeting", "meeting-move", "meeting-attendance", "meeting-session"),
                    *("meeting-apart", "meeting-minutes"),
                )
            ),
            reverse("meeting-minutes", args=[filled["minutes"]]),
            reverse("account_change_password"),
            reverse("account_security"),
            reverse("account_protect"),
            reverse("account_application"),
            reverse("account_passkey"),
        ],
        "shelter": [
            reverse("referral-new"),
            reverse("case-correct", args=[filled["referred"], "menage"]),
            reverse("reservation-asked", args=[filled["asked"]]),
            reverse("case-signal", args=[case]),
            *(reverse(name, args=[case]) for name in ("case", "case-access", "case-reserve")),
            reverse("case-search"),
            reverse("journal"),
            reverse("journal-attest"),
        ],
        "landlord": [
            reverse("case-search"),
            reverse("journal"),
            reverse("journal-attest"),
            reverse("proposal", args=[filled["proposal"]]),
            reverse("candidate-file", args=[filled["proposal"]]),
            reverse("flow-rights"),
            reverse("between"),
            reverse("card", args=[filled["card"]]),
            reverse("case-access", args=[case]),
            reverse("committees"),
            reverse("question", args=[filled["proposal"]]),
            reverse("question-done"),
            reverse("committee-dates"),
            reverse("decisions-send"),
            reverse("committee", args=[filled["sitting"]]),
            reverse("vacancy-enter"),
            reverse("vacancy-withdraw", args=[filled["free"]]),
            reverse("meeting-minutes", args=[filled["minutes"]]),
        ],
        "holder": [
            reverse("flow-rights"),
            reverse("urgent"),
            reverse("urgent-ask", args=[filled["ask"]]),
        ],
    }
    return [*pages, *more.get(role, []), reverse("help")]


def sitting(world: World) -> str:
    """The day of a committee that a candidacy goes to."""
    case = w.admitted(world, last_name="Quatre", birth_date=date(1988, 3, 4))
    w.assessed(world, case)
    offer = w.vacancy(world, reference="T-0004")
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    with acting(world.landlord) as landlord:
        going = allocations.record_landlord_answer(
            proposal, agrees=True, committee_on=w.today(), actor=landlord
        )
    return str(going.committee_on)


@pytest.fixture
def filled(world: World) -> dict[str, str]:
    """A case at each interesting step."""
    case = w.admitted(world)
    w.assessed(world, case)
    offer, free = w.vacancy(world), w.vacancy(world, reference="T-0002")
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    searching = w.admitted(world, last_name="Autre", birth_date=w.today().replace(year=1990, day=1))
    assessment = w.assessed(world, searching)
    with acting(world.operator):
        card = assessments.publish_card(assessment, actor=world.operator)
        plan = plan_actions.make_plan(set(), actor=world.operator)
        shelter = world.organisations["shelter"].pk
        reservations.ask(searching, shelter, suspend=False, actor=world.operator)
    with acting(world.shelter):
        (asked,) = reservations.asked_of(world.shelter)
    with acting(world.operator):
        asked_ids = [world.organisations["holder"].pk]
        urgent_calls.open_call(searching, UrgentReason.DANGER, asked_ids, actor=world.operator)
    with acting(world.holder):
        ask = own_asks(world.holder).get()
    referred = w.referred(world, last_name="Encore")
    over, running = commission.two_meetings(world)
    return {
        "ask": str(ask.pk),
        "case": case.reference,
        "searching": searching.reference,
        "referred": referred.reference,
        "offer": offer.reference,
        "free": free.reference,
        "proposal": proposal.reference,
        "card": card.reference,
        "asked": str(asked.request_id),
        "sitting": sitting(world),
        "plan": plan.reference,
        "minutes": over,
        "meeting": running,
    }


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("role", ["operator", "shelter", "landlord", "holder", "funder"])
def test_every_page(
    world: World, person: Callable[..., Person], filled: dict[str, str], role: str, width: int
) -> None:
    one = person(role, width=width)
    for path in pages_of(world, role, filled):
        assert one.go(path) == 200, path
        one.check()


@pytest.mark.browser
def test_quick_exit_by_key(person: Callable[..., Person]) -> None:
    """Échap twice: another page at once, signed out, and nothing to come back to."""
    one = person("operator")
    one.go("/situations/")
    one.page.keyboard.press("Escape")
    one.page.keyboard.press("Escape")
    one.page.wait_for_url("**/pause")
    one.check()
    assert one.page.title() == "Accueil"
    one.page.go_back()
    one.page.wait_for_load_state()
    assert "Situations" not in one.page.title()
    one.go("/situations/")
    assert one.page.url.startswith(f"{one.address}/connexion")


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_quick_exit_by_button(person: Callable[..., Person], scripts: bool) -> None:
    one = person("shelter", scripts=scripts)
    one.go("/situations/")
    one.page.get_by_role("button", name="Sortie rapide").click()
    one.page.wait_for_url("**/pause")
    one.go("/situations/")
    assert one.page.url.startswith(f"{one.address}/connexion")


@pytest.mark.browser
def test_by_keyboard_alone(person: Callable[..., Person]) -> None:
    """The first key leads to the content; a page's action is reached and taken with keys."""
    one = person("shelter")
    one.go("/situations/")
    one.page.keyboard.press("Tab")
    assert one.page.evaluate("document.activeElement.textContent").strip() == "Aller au contenu"
    one.page.keyboard.press("Enter")
    for _ in range(12):
        one.page.keyboard.press("Tab")
        if "Nouvelle orientation" in one.page.evaluate("document.activeElement.textContent"):
            break
    one.page.keyboard.press("Enter")
    one.page.wait_for_url("**/situations/nouvelle")


@pytest.mark.browser
def test_a_referral_without_scripts(person: Callable[..., Person]) -> None:
    one = person("shelter", scripts=False)
    one.go("/situations/nouvelle")
    one.page.get_by_label("Hébergée, mise à l’abri").check()
    one.press("Continuer")
    one.page.locator("[name=last_name]").fill("Zyntharel")
    one.press("Enregistrer et continuer plus tard")
    assert one.go("/situations/") == 200
    assert "Zyntharel" in one.text()

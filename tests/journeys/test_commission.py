"""A commission, from its dates to its minutes: by the operator, then read by a landlord."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from havre.cases.recusals import recuse_organisation
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.coordination import commission
from tests.journeys.conftest import Person
from tests.world import World


def dates(one: Person) -> None:
    """Fixed, two guests, who are told."""
    one.go("/reunions/")
    one.check()
    one.press("Fixer les dates")
    one.check()
    one.page.locator("[name=first_on]").fill((today() + timedelta(days=9)).isoformat())
    one.page.locator("[name=at]").fill("14:00")
    one.page.locator("[name=place]").fill("Salle Vermeille")
    one.press("Enregistrer")
    for name in ("Org landlord", "Org holder"):
        one.page.get_by_label(name, exact=True).check()
    one.check()
    one.press("Enregistrer")
    one.press("Prévenir les participants")
    assert "2 personnes reçoivent les dates" in one.text()
    one.check()


def agenda(one: Person, kept: str) -> None:
    """Prepared; a subject is added, and put first."""
    one.press("Ordre du jour")
    one.press("Préparer")
    one.page.locator("[name=title]").fill("Bilan du trimestre")
    with one.page.expect_navigation():
        one.page.locator("form[action$=sujet] button").click()
    assert f"Situation {kept}" in one.text()
    for _ in range(3):
        with one.page.expect_navigation():
            point = one.page.locator(".agenda-point", has_text="Bilan du trimestre")
            point.locator("button[value=monter]").click()
    assert "Bilan du trimestre" in one.page.locator(".agenda-point").first.inner_text()
    one.check()
    one.press("Ouvrir la séance")
    for name in ("Org landlord", "Org holder"):
        one.page.get_by_label(name, exact=True).check()
    one.check()
    one.press("Commencer la séance")


def decided(one: Person, label: str) -> None:
    one.page.get_by_label(label).check()
    one.press("Enregistrer la décision")
    assert "La décision est enregistrée." in one.text()


def session(one: Person, kept: str) -> None:
    """One point at a time, by keyboard; nothing of the case that the landlord must not know."""
    assert "1 sur 3" in one.text()
    decided(one, "Pas de décision")
    seen = []
    for number in (2, 3):
        with one.page.expect_navigation():
            one.page.keyboard.press("ArrowRight")
        assert f"{number} sur 3" in one.text()
        one.check()
        seen.append(one.text())
        if "Fiche" in seen[-1]:
            one.page.get_by_label("Demander à un bailleur").check()
            one.page.locator("[name=asked]").select_option("OFFER")
            one.page.locator("[name=responsible]").select_option(label="Org landlord")
            one.press("Enregistrer la décision")
        else:
            decided(one, "Pas de décision")
    with one.page.expect_navigation():
        one.page.keyboard.press("ArrowRight")
    assert "L’ordre du jour est terminé" in one.text()
    assert kept not in " ".join(seen)
    with one.page.expect_navigation():
        one.page.keyboard.press("ArrowLeft")
    one.press("Quitter la séance")


def minutes(one: Person, kept: str) -> str:
    """What was kept from the room is decided apart; then the minutes are validated."""
    one.press("Traiter à part")
    assert kept in one.text()
    one.page.locator("summary", has_text="Décider").click()
    one.page.get_by_label("Revoir le diagnostic").check()
    one.check()
    one.press("Enregistrer la décision")
    one.press("Ordre du jour")
    one.press("Compte rendu")
    one.check()
    one.page.get_by_role("button", name="Valider le compte rendu").click()
    with one.page.expect_navigation():
        one.page.locator("dialog").get_by_role("button", name="Valider").click()
    assert "Le compte rendu est validé." in one.text()
    one.press("Lire le compte rendu")
    return one.page.url.removeprefix(one.address)


def test_a_commission(world: World, person: Callable[..., Person]) -> None:
    _, card = commission.published(world)
    kept, _ = commission.published(world, "Gardée")
    w.vacancy(world, rooms=5, typology="T5")
    with acting(world.operator) as operator:
        recuse_organisation(kept, world.landlord.organisation_id, "Motif", actor=operator)
        reference = kept.reference
    one = person("operator")
    dates(one)
    agenda(one, reference)
    session(one, reference)
    address = minutes(one, reference)
    reader = person("landlord", width=390)
    assert reader.go("/reunions/") == 200
    reader.check()
    reader.press("Lire")
    assert reader.page.url.endswith(address)
    assert f"Fiche {card.reference}" in reader.text()
    assert "Revoir le diagnostic" not in reader.text()
    reader.check()
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "document.pdf"
    reader.press("C’est fait")
    assert "C’est noté." in reader.text()

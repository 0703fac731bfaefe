"""From a referral to the keys: each step by its own role, at her own browser, asserting what each
one sees and does not see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from havre.housing.models import Vacancy
from havre.platform.clock import today
from tests.journeys.conftest import Person
from tests.world import World

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
NAME, FIRST, PLACE = "Zyntharel", "Oriane", "Foyer Quetzaline, 3 impasse Vorlabe"
SECRETS = (NAME, FIRST, "Quetzaline", "Vorlabe", "mirabelle", "06 00 00 00 01")


def refer(shelter: Person) -> str:
    """The shelter saves a draft, comes back to it, and sends it. Returns the case's reference."""
    page = shelter.page
    shelter.go("/situations/")
    shelter.press("Nouvelle orientation")
    page.get_by_label("Hébergée, mise à l’abri").check()
    shelter.press("Continuer")
    page.get_by_label("Nom", exact=False).first.fill(NAME)
    shelter.check()
    shelter.press("Enregistrer et continuer plus tard")
    reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.url + shelter.text())
    assert reference
    shelter.go(f"/situations/{reference.group(0)}/orientation")
    expect(page.locator("[name=last_name]")).to_have_value(NAME)
    shelter.press("Envoyer l’orientation")  # incomplete: says what is missing, loses nothing
    assert "Indiquez sa date de naissance." in shelter.text()
    expect(page.locator("[name=last_name]")).to_have_value(NAME)
    shelter.check()
    page.locator("[name=first_name]").fill(FIRST)
    page.locator("[name=birth_date]").fill("1991-04-02")
    page.locator("[name=phone]").fill("06 00 00 00 01")
    page.locator("[name=code_word]").fill("mirabelle")
    page.locator("[name=children]").fill("1")
    page.locator("[name=place]").fill(PLACE)
    page.locator("[name=reason]").fill("Elle cherche un logement sûr.")
    for box in page.locator("[name=agreed]:visible").all():
        box.check()
    page.get_by_label("Par écrit, signé").check()
    page.locator("[name=consent_on]").fill(today().isoformat())
    page.locator("[name=consent_until]").fill((today() + timedelta(days=365)).isoformat())
    shelter.press("Envoyer l’orientation")
    assert "/orientation" not in page.url
    return reference.group(0)


def assess(operator: Person, reference: str, avoided: str) -> None:
    """The operator assesses, places a zone to avoid, and validates."""
    page = operator.page
    operator.go(f"/situations/{reference}/diagnostic")
    operator.press("Commencer le diagnostic")
    operator.go(f"/situations/{reference}/diagnostic/menage")
    page.locator("[name=a-birth_date]").fill("1991-04-02")
    page.locator("[name=m-0-birth_date]").fill("2018-05-02")
    operator.check()
    operator.press("Enregistrer et continuer")
    page.locator("[name=monthly_income]").fill("1 650,00")
    page.locator("[name=tax_income]").fill("11800")
    operator.check()
    operator.press("Enregistrer et continuer")
    page.locator("[name=rooms_min]").fill("2")
    page.locator("[name=rooms_max]").fill("3")
    page.locator("[name=any_commune]").check()
    page.locator("[name=ground_floor_ok]").check()
    page.get_by_label("Bail direct").check()
    page.get_by_label("État, publics prioritaires").check()
    operator.check()
    operator.press("Enregistrer et continuer")
    page.get_by_label("Élevé", exact=True).check()
    operator.check()
    operator.press("Une commune entière")
    page.locator("[name=code]").select_option(label=avoided)
    operator.check()
    operator.press("Ajouter la zone")
    assert avoided in operator.text()
    operator.press("Enregistrer et continuer")
    operator.go(f"/situations/{reference}/diagnostic/conclusion")
    operator.check()
    page.get_by_label("Relogement").check()
    page.locator("[name=urgency]").first.check()
    operator.press("Valider le diagnostic")


def import_file(landlord: Person) -> None:
    """The landlord sends its own spreadsheet, looks at what will be done, and confirms."""
    page = landlord.page
    landlord.go("/offres/")
    landlord.press("Importer un fichier")
    landlord.check()
    page.locator("input[type=file]").set_input_files(SAMPLES / "val-habitat-logements-libres.xlsx")
    landlord.press("Envoyer")
    landlord.check()
    landlord.press("Continuer")
    assert "VH-09002" in landlord.text()
    landlord.check()
    assert not Vacancy.objects.exists()  # nothing is written before she confirms
    landlord.press("Importer")
    landlord.check()
    assert Vacancy.objects.count() == 71


Words = tuple[str, ...]


def says(person: Person, path: str, *, shown: Words = (), hidden: Words = ()) -> None:
    """The page says these, and none of those; and it is accessible and neutral."""
    assert person.go(path) == 200, path
    text = person.text()
    assert [word for word in shown if word not in text] == [], text
    assert [word for word in hidden if word in text] == []
    person.check()


def absent(person: Person, *paths: str) -> None:
    """None of these pages exists for her."""
    assert {path: person.go(path) for path in paths} == dict.fromkeys(paths, 404)


@pytest.mark.browser
def test_from_a_referral_to_the_keys(world: World, person: Callable[..., Person]) -> None:
    shelter, operator, landlord = person("shelter"), person("operator"), person("landlord")
    other, holder, stranger = person("other_landlord"), person("holder"), person("other_shelter")
    strangers = (landlord, other, holder, stranger)

    reference = refer(shelter)
    case = f"/situations/{reference}"
    says(shelter, case, shown=(NAME, reference))
    says(operator, case, shown=(NAME, "Quetzaline", "mirabelle"))
    for one in strangers:
        absent(one, case, f"{case}/diagnostic", f"{case}/logements", f"{case}/partages")

    operator.go(case)
    operator.press("Admettre")
    absent(shelter, f"{case}/diagnostic", f"{case}/logements", f"{case}/partages")

    import_file(landlord)
    says(other, "/offres/", hidden=("VH-",))
    assess(operator, reference, avoided="Orléans")

    says(operator, f"{case}/fiche", hidden=SECRETS)
    operator.press("Publier la fiche")
    for one in (landlord, other, holder):
        says(one, "/fiches/", shown=("2 à 3 pièces",), hidden=(*SECRETS, reference, "Aucune fiche"))
    absent(stranger, "/fiches/AAAA-AAAA")

    says(operator, f"{case}/logements", shown=("aide au logement",))
    choose_dwelling(operator)
    proposal = operator.page.url.removeprefix(operator.address)
    says(shelter, case, shown=("Proposition en cours",), hidden=("Val Habitat", "Org landlord"))
    absent(shelter, proposal)
    absent(landlord, proposal, case)

    decide(operator, landlord, holder, proposal)
    says(landlord, proposal, shown=(NAME, FIRST), hidden=("Quetzaline", "mirabelle", "06 00"))
    absent(other, proposal, case)
    absent(stranger, proposal, case)

    finish(operator, landlord, proposal)
    says(landlord, proposal, shown=("Emménagée",))
    absent(holder, proposal, case)
    absent(other, proposal, case, "/fiches/AAAA-AAAA")
    says(shelter, case, shown=("Relogée",), hidden=("rue ", "Org landlord"))
    says(operator, case, shown=("Relogée", NAME))
    says(operator, "/indicateurs/", shown=("Situations traitées", "Relogements"))
    for one in (shelter, operator, landlord, holder):
        says(one, "/")


def choose_dwelling(operator: Person) -> None:
    """The operator proposes the first compatible dwelling."""
    page = operator.page
    page.get_by_role("button", name=re.compile("Proposer ce logement")).first.click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name="Proposer").click()
    operator.check()


def decide(operator: Person, landlord: Person, holder: Person, proposal: str) -> None:
    """She agrees, the holder designates her when there is one, the committee allocates."""
    operator.go(proposal)
    operator.press("Elle accepte ce logement")
    operator.check()
    operator.press("Transmettre")
    operator.check()
    if holder.go(proposal) == 200:
        holder.check()
        holder.press("Désigner")
    landlord.go(proposal)
    landlord.check()
    landlord.page.locator("[name$=committee_on]").fill(today().isoformat())
    landlord.press("Présenter en commission")
    landlord.check()
    landlord.page.locator("summary", has_text=re.compile("^Attribution$")).click()
    for field in ("decided_on", "notified_on"):
        landlord.page.locator(f"[name$={field}]:visible").fill(today().isoformat())
    landlord.page.locator("[name$=examined]:visible").fill("3")
    landlord.page.locator("button:visible", has_text="Enregistrer la décision").click()
    landlord.page.wait_for_load_state()
    landlord.page.get_by_text("La décision est enregistrée").wait_for()
    landlord.check()
    operator.go(proposal)
    operator.check()
    operator.press("Elle accepte")


def finish(operator: Person, landlord: Person, proposal: str) -> None:
    """The lease, then the keys."""
    for field, button in (
        ("signed_on", "Enregistrer le bail"),
        ("moved_in_on", "Enregistrer la remise des clés"),
    ):
        landlord.go(proposal)
        landlord.check()
        landlord.page.locator(f"[name$={field}]").fill(today().isoformat())
        landlord.press(button)
    operator.go(proposal)
    operator.check()

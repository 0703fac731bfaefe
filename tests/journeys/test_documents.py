"""Documents, at a desk and on a telephone: add, look, take a copy, replace, remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import papers
from tests import world as w
from tests.documents.deposits import bring
from tests.journeys.conftest import Person
from tests.world import World


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, False)])
def test_a_paper_from_hand_to_hand(
    world: World, person: Callable[..., Person], tmp_path: Path, width: int, scripts: bool
) -> None:
    case = w.admitted(world)
    photo, wrong = tmp_path / "IMG_1.jpg", tmp_path / "avis.pdf"
    photo.write_bytes(papers.jpeg(size=(900, 1200)))
    wrong.write_bytes(papers.pdf_with("script"))
    one = person("operator", width=width, scripts=scripts)
    one.go(f"/situations/{case.reference}")
    one.press("Documents")
    assert "Aucun document pour l’instant" in one.text()
    one.press("Ajouter un document")
    page = one.page
    page.get_by_label("Type de document").select_option("AVIS_IMPOSITION")
    page.get_by_label("Précision").fill("année 2026")
    page.get_by_label("Fichier ou photo").set_input_files(wrong)
    one.press("Ajouter le document")
    assert "contient un programme" in one.text()
    assert page.get_by_label("Précision").input_value() == "année 2026"
    page.get_by_label("Fichier ou photo").set_input_files(photo)
    one.press("Ajouter le document")
    assert "Le document est ajouté." in one.text()
    one.press("Avis d’imposition")
    picture = page.get_by_role("img", name="Avis d’imposition, page 1 sur 1")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger").click()
    assert taken.value.suggested_filename.startswith("document-")
    one.press("Retirer")
    page.get_by_label("Ajouté par erreur").check()
    one.press("Retirer et détruire")
    assert "Le document est retiré" in one.text()
    assert "1 document retiré" in one.text()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_documents(world: World, person: Callable[..., Person], width: int) -> None:
    case, empty = w.admitted(world), w.admitted(world, last_name="Autre")
    paper = bring(case, world.operator, content=papers.pdf(2))
    for name in ("operator", "shelter"):
        one = person(name, width=width)
        pages = ["", f"/{paper.pk}?page=2", "/ajouter"]
        if name == "operator":
            pages += [f"/{paper.pk}/remplacer", f"/{paper.pk}/retirer"]
        for path in pages:
            assert one.go(f"/situations/{case.reference}/documents{path}") == 200
            one.page.wait_for_load_state("networkidle")
            one.check()
        assert one.go(f"/situations/{empty.reference}/documents") == 200
        one.check()

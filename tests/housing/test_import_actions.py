"""Importing a file: what it writes, what it leaves alone, and what happens twice."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from havre.allocations.selectors import holds
from havre.housing import actions, import_actions, selectors
from havre.housing.import_actions import AlreadySettled
from havre.housing.importing.problems import ImportProblem
from havre.housing.models import Dwelling, ImportProfile, ImportRun, Vacancy
from havre.platform import clock
from havre.platform.acting import acting
from havre.platform.models import JournalEntry
from tests import world as w
from tests.housing.imports import HEADINGS, NOVEMBER_20, csv_of, imported, line, received, sample
from tests.world import World


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.at(NOVEMBER_20):
        yield


def counts(told: dict[str, object]) -> tuple[object, ...]:
    return tuple(told[key] for key in ("accepted", "created", "updated", "unchanged"))


@pytest.mark.parametrize(
    ("who", "name", "accepted", "rejected", "warnings", "duplicates"),
    [
        ("landlord", "val-habitat-logements-libres.xlsx", 71, 3, 1, 1),
        ("landlord", "loire-logis-vacants.csv", 56, 3, 0, 0),
        ("agency", "agences-offres-privees.ods", 14, 0, 0, 0),
    ],
)
def test_samples_twice(
    world: World, who: str, name: str, accepted: int, rejected: int, warnings: int, duplicates: int
) -> None:
    actor = world.actors[who]
    first = imported(actor, sample(name))
    assert counts(first) == (accepted, accepted, 0, 0)
    assert len(first["rejected"]) == rejected
    assert len(first["warnings"]) == warnings
    assert first["duplicates"] == duplicates
    assert Vacancy.objects.filter(status="OPEN").count() == accepted
    before = list(Vacancy.objects.order_by("pk").values())
    again = imported(actor, sample(name))
    assert counts(again) == (accepted, 0, 0, accepted)
    assert list(Vacancy.objects.order_by("pk").values()) == before
    with clock.at(NOVEMBER_20 + timedelta(days=3)):
        assert counts(imported(actor, sample(name))) == (accepted, 0, 0, accepted)
    assert again["missing"] == 0


def test_stock_sample_twice(world: World) -> None:
    first = imported(world.landlord, sample("rpls-extrait.csv"))
    assert counts(first) == (240, 240, 0, 0)
    assert (first["stock"], first["vacancies"], first["kind"]) == (240, 0, "stock")
    assert (Dwelling.objects.count(), Vacancy.objects.count()) == (240, 0)
    assert counts(imported(world.landlord, sample("rpls-extrait.csv"))) == (240, 0, 0, 240)
    assert Dwelling.objects.count() == 240


def test_agency_regimes(world: World) -> None:
    imported(world.agency, sample("agences-offres-privees.ods"))
    assert Vacancy.objects.filter(regime="IML").count() == 6
    assert set(Dwelling.objects.values_list("financing", flat=True)) == {"PRIVATE"}


def test_formula_stays_text(world: World) -> None:
    imported(world.landlord, sample("loire-logis-vacants.csv"))
    dwelling = Dwelling.objects.get(reference="LL9003")
    assert dwelling.residence == '=HYPERLINK("http://exemple.invalid")'


def test_nothing_before_confirmation(world: World) -> None:
    run = received(world.landlord, csv_of(line(1)))
    with acting(world.landlord):
        plan = import_actions.plan_import(run)
    assert len(plan.rows) == 1
    assert (Dwelling.objects.count(), Vacancy.objects.count()) == (0, 0)
    assert (run.status, run.report, len(run.digest)) == ("PREVIEW", {}, 64)


def test_corrected_file_updates_by_reference(world: World) -> None:
    imported(world.landlord, csv_of(line(1), line(2), line(3)))
    told = imported(
        world.landlord,
        csv_of(
            line(1, **{"Loyer HC": "399,99"}),
            line(2, **{"Réf.": "f - 0002"}),
            line(3, Étage="RDC", **{"Dispo. le": "15/01/2027"}),
        ),
    )
    assert counts(told) == (3, 0, 2, 1)
    assert Dwelling.objects.count() == 3
    first = Vacancy.objects.get(dwelling__reference="F-0001")
    third = Vacancy.objects.select_related("dwelling").get(dwelling__reference="F-0003")
    assert first.rent == Decimal("399.99")
    assert (third.dwelling.floor, third.available_on) == (0, date(2027, 1, 15))
    assert third.expires_on == date(2027, 1, 15) + timedelta(days=60)


def test_blank_cells_and_absent_columns_forget_nothing(world: World) -> None:
    kept = w.vacancy(world, reference="F-0001", address="1 rue des Tests", right="2", lift=True)
    headings = tuple(h for h in HEADINGS if h not in {"Résidence", "Réservataire", "Étage"})
    cells = [c for h, c in zip(HEADINGS, line(1, Surface=""), strict=True) if h in headings]
    told = imported(world.landlord, csv_of(cells, headings=headings))
    assert counts(told) == (1, 0, 1, 0)
    offer = Vacancy.objects.select_related("dwelling").get(pk=kept.pk)
    assert (offer.right, offer.holder_id) == ("2", world.organisations["holder"].pk)
    dwelling = offer.dwelling
    assert (dwelling.residence, dwelling.floor, dwelling.lift) == ("Résidence Palimbaud", 2, True)
    assert (dwelling.surface, dwelling.latitude) == (Decimal("61.00"), 47.90)


def test_another_address_forgets_the_coordinates(world: World) -> None:
    w.vacancy(world, reference="F-0001", address="1 rue des Tests")
    imported(world.landlord, csv_of(line(1)))
    assert Dwelling.objects.get().latitude == 47.90
    imported(world.landlord, csv_of(line(1, Adresse="8 quai du Roi")))
    assert (Dwelling.objects.get().latitude, Dwelling.objects.get().longitude) == (None, None)


def test_missing_offers_stay_unless_asked(world: World) -> None:
    imported(world.landlord, csv_of(line(1), line(2), line(3)))
    with clock.at(NOVEMBER_20 + timedelta(hours=1)):
        told = imported(world.landlord, csv_of(line(1), line(2, Type="T12")))
        assert (told["missing"], told["withdrawn"]) == (1, 0)
        assert Vacancy.objects.filter(status="OPEN").count() == 3
        told = imported(world.landlord, csv_of(line(1), line(2, Type="T13")), withdraw_missing=True)
    assert (told["missing"], told["withdrawn"]) == (1, 1)
    gone = Vacancy.objects.get(status="WITHDRAWN")
    assert (
        gone.reference
        == JournalEntry.objects.using("owner").get(action="VACANCY_WITHDRAWN").subject
    )


def test_offers_entered_after_the_file_are_not_missing(world: World) -> None:
    run = received(world.landlord, csv_of(line(1)))
    with clock.at(NOVEMBER_20 + timedelta(hours=1)):
        w.vacancy(world)
        with acting(world.landlord):
            done = import_actions.confirm_import(
                run, withdraw_missing=True, holds=holds, actor=world.landlord
            )
    assert done.report["figures"]["missing"] == 0
    assert Vacancy.objects.filter(status="OPEN").count() == 2


def test_an_offer_under_proposal_is_updated_but_never_withdrawn(world: World) -> None:
    held = w.vacancy(world, reference="F-0001")
    case = w.admitted(world)
    w.assessed(world, case)
    w.proposed(world, case, held)
    w.vacancy(world, reference="F-0002")
    with clock.at(NOVEMBER_20 + timedelta(hours=1)):
        told = imported(world.landlord, csv_of(line(3)), withdraw_missing=True)
        assert (told["missing"], told["withdrawn"]) == (2, 1)
        held.refresh_from_db()
        assert held.status == "OPEN"
        imported(world.landlord, csv_of(line(1)))
    held.refresh_from_db()
    assert (held.status, held.rent) == ("OPEN", Decimal("410.50"))


def test_let_lately_is_not_put_back(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    w.leased(world, w.with_landlord(world, w.proposed(world, case, w.vacancy(world))))
    told = imported(world.landlord, csv_of(line(1, **{"Réf.": "T-0001"})))
    assert (told["accepted"], told["let"], told["created"]) == (1, 1, 0)
    assert "loué dans le dispositif le 20/11/2026" in told["warnings"][0]["reason"]
    assert not Vacancy.objects.filter(status="OPEN").exists()
    with clock.at(NOVEMBER_20 + timedelta(days=91)):
        told = imported(world.landlord, csv_of(line(1, **{"Réf.": "T-0001"})))
    assert (told["let"], told["reopened"]) == (0, 1)


def test_withdrawn_or_expired_is_open_again(world: World) -> None:
    imported(world.landlord, csv_of(line(1)))
    offer = Vacancy.objects.get()
    with acting(world.landlord):
        actions.withdraw_vacancy(offer, actor=world.landlord, holds=holds)
    told = imported(world.landlord, csv_of(line(1)))
    assert (told["reopened"], told["created"], Vacancy.objects.count()) == (1, 0, 2)


def test_listed_again_near_its_end_is_renewed(world: World) -> None:
    imported(world.landlord, csv_of(line(1)))
    assert Vacancy.objects.get().expires_on == date(2027, 1, 30)
    with clock.at(NOVEMBER_20 + timedelta(days=50)):
        assert counts(imported(world.landlord, csv_of(line(1)))) == (1, 0, 1, 0)
        assert Vacancy.objects.get().expires_on == clock.today() + timedelta(days=60)


def test_two_confirmations_write_once(world: World) -> None:
    run = received(world.landlord, csv_of(*(line(n) for n in range(1, 40))))
    said: list[str] = []

    def confirm() -> None:
        try:
            with clock.at(NOVEMBER_20), acting(world.landlord):
                import_actions.confirm_import(run, holds=holds, actor=world.landlord)
            said.append("done")
        except AlreadySettled:
            said.append("already")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["already", "done"]
    assert Vacancy.objects.count() == 39
    assert JournalEntry.objects.using("owner").filter(action="IMPORT_DONE").count() == 1


def test_abandoned_once_and_forgotten(world: World) -> None:
    run = received(world.landlord, csv_of(line(1)))
    with acting(world.landlord):
        run = import_actions.abandon_import(run, actor=world.landlord)
        assert (run.status, run.content) == ("ABANDONED", None)
        with pytest.raises(AlreadySettled):
            import_actions.confirm_import(run, holds=holds, actor=world.landlord)
        with pytest.raises(AlreadySettled):
            import_actions.plan_import(run)


def test_the_same_file_waits_once(world: World) -> None:
    first = received(world.landlord, csv_of(line(1)))
    assert received(world.landlord, csv_of(line(1))).pk == first.pk


def test_who_may_import(world: World) -> None:
    landlord_id = world.landlord.organisation_id
    for actor in (world.other_landlord, world.holder, world.shelter, world.agency):
        with pytest.raises(PermissionError):
            received(actor, csv_of(line(1)), landlord_id)
    with pytest.raises(PermissionError):
        received(world.operator, csv_of(line(1)), world.shelter.organisation_id)
    run = received(world.operator, csv_of(line(1)), landlord_id)
    with acting(world.other_landlord), pytest.raises(ImportRun.DoesNotExist):
        selectors.get_import(run.pk, actor=world.other_landlord)
    with acting(world.other_landlord), pytest.raises(PermissionError):
        import_actions.confirm_import(run, holds=holds, actor=world.other_landlord)


def test_columns_chosen_are_remembered(world: World) -> None:
    headings = tuple("Prix au mois" if h == "Loyer HC" else h for h in HEADINGS)
    run = received(world.landlord, csv_of(line(1), headings=headings))
    with acting(world.landlord):
        with pytest.raises(ImportProblem, match="Loyer hors charges"):
            import_actions.plan_import(run)
        chosen = dict.fromkeys(headings, "")
        header = import_actions.header_of(run)
        chosen |= {headings[i]: field.value for i, field in header.mapping.items()}
        with pytest.raises(ImportProblem, match="Il manque une colonne"):
            import_actions.choose_columns(run, chosen, actor=world.landlord)
        chosen |= {"Prix au mois": "rent", "Étage": ""}
        run = import_actions.choose_columns(run, chosen, actor=world.landlord)
        assert run.headings == {"Prix au mois": "rent", "Étage": ""}
        assert not ImportProfile.objects.exists()
        import_actions.confirm_import(run, holds=holds, actor=world.landlord)
    assert ImportProfile.objects.get().headings == {"Prix au mois": "rent", "Étage": ""}
    told = imported(world.landlord, csv_of(line(1), line(2), headings=headings))
    assert counts(told) == (2, 1, 0, 1)
    assert Dwelling.objects.get(reference="F-0002").floor is None


@pytest.mark.parametrize("changed", [False, True])
def test_constant_queries(world: World, changed: bool) -> None:
    used = []
    for size in (1, 300):
        lines = [line(n + size) for n in range(size)]
        imported(world.landlord, csv_of(*lines))
        if changed:
            lines = [line(n + size, Charges="91") for n in range(size)]
        run = received(world.landlord, csv_of(*lines))
        with acting(world.landlord), CaptureQueriesContext(connection) as queries:
            import_actions.plan_import(run)
            import_actions.confirm_import(run, holds=holds, actor=world.landlord)
        used.append(len(queries))
    assert used[0] == used[1] <= 30, used


def stock_at(x: str, y: str, street: str = "DES TESTS") -> bytes:
    """One RPLS line, of 4 rue des Tests in Orléans, with its X and Y."""
    names, first = sample("rpls-extrait.csv").decode("utf-8-sig").splitlines()[:2]
    cells = dict(zip(names.split(";"), first.split(";"), strict=True))
    cells |= {"NUMVOIE": "4", "TYPVOIE": "RUE", "NOMVOIE": street, "X": x, "Y": y}
    return "\r\n".join([names, ";".join(cells.values())]).encode()


def places() -> list[tuple[float | None, float | None, str]]:
    rows = Dwelling.objects.order_by("reference")
    return list(rows.values_list("latitude", "longitude", "located_by"))


def test_the_stock_is_placed_by_x_and_y_once(world: World) -> None:
    here = (47.899265, 1.902554, "IMPORT")
    assert counts(imported(world.landlord, stock_at("618000", "6756000"))) == (1, 1, 0, 0)
    assert places() == [here]
    assert counts(imported(world.landlord, stock_at("618000", "6756000"))) == (1, 0, 0, 1)
    assert counts(imported(world.landlord, stock_at("", ""))) == (1, 0, 0, 1)
    assert places() == [here]
    assert counts(imported(world.landlord, stock_at("618120,5", "6756050"))) == (1, 0, 1, 0)
    assert places() == [(47.89973, 1.904157, "IMPORT")]


@pytest.mark.parametrize("surer", ["HAND", "ADDRESS"])
def test_a_place_that_is_surer_stays(world: World, surer: str) -> None:
    imported(world.landlord, stock_at("", ""))
    Dwelling.objects.update(latitude=47.9, longitude=1.91, located_by=surer)
    assert counts(imported(world.landlord, stock_at("618000", "6756000"))) == (1, 0, 0, 1)
    assert places() == [(47.9, 1.91, surer)]


def test_an_offer_behind_the_same_door_is_placed_as_the_stock(world: World) -> None:
    imported(world.landlord, stock_at("618000", "6756000"))
    offers = csv_of(
        line(4),
        line(5, Adresse="5 rue des Tests"),
        line(6, Adresse="4 RUE DES TESTS", Ville="Olivet", CP="45160"),
        line(7, Adresse="rue des Tests"),
    )
    assert counts(imported(world.landlord, offers)) == (4, 4, 0, 0)
    found = Dwelling.objects.filter(reference__startswith="F-").order_by("reference")
    assert [(one.latitude, one.located_by) for one in found] == [
        (47.899265, "IMPORT"), (None, ""), (None, ""), (None, "")
    ]  # fmt: skip
    assert counts(imported(world.landlord, offers)) == (4, 0, 0, 4)


def test_a_place_erased_stays_erased_and_one_that_moves_is_placed_anew(world: World) -> None:
    imported(world.landlord, stock_at("618000", "6756000"))
    imported(world.landlord, csv_of(line(4)))
    offer = Dwelling.objects.filter(reference="F-0004")
    offer.update(latitude=None, longitude=None, located_by="")
    imported(world.landlord, csv_of(line(4, Étage="3")))
    assert offer.get().latitude is None
    offer.update(address="9 rue d’avant", latitude=47.0, longitude=1.0, located_by="HAND")
    imported(world.landlord, csv_of(line(4, Étage="3")))
    assert (offer.get().latitude, offer.get().located_by) == (47.899265, "IMPORT")


def test_another_landlord_s_place_or_two_places_for_one_door_say_nothing(world: World) -> None:
    imported(world.other_landlord, stock_at("618000", "6756000"))
    imported(world.landlord, csv_of(line(4)))
    assert Dwelling.objects.get(reference="F-0004").latitude is None
    imported(world.landlord, stock_at("618000", "6756000"))
    twin = Dwelling.objects.filter(landlord_id=world.landlord.organisation_id).exclude(
        reference="F-0004"
    )
    copy = twin.get()
    copy.pk, copy.reference, copy.latitude = uuid.uuid4(), "twin", 47.91
    copy.save(force_insert=True)
    imported(world.landlord, csv_of(line(4), line(8, Adresse="4 rue des Tests")))
    assert Dwelling.objects.get(reference="F-0008").latitude is None


def test_long_stock_references_stay_apart(world: World) -> None:
    content = sample("rpls-extrait.csv").decode("utf-8-sig").splitlines()
    names = content[0].split(";")
    cells = content[1].split(";")
    cells[names.index("NOMVOIE")] = "DU TRES LONG CHEMIN DE LA CROIX DU BOIS DES ANGES PERDUS"
    cells[names.index("COMPLGEO")] = "BATIMENT QUATRIEME ESCALIER"
    other = list(cells)
    other[names.index("ETAGE")] = "3"
    text = "\r\n".join([content[0], ";".join(cells), ";".join(other)])
    assert counts(imported(world.landlord, text.encode())) == (2, 2, 0, 0)
    assert counts(imported(world.landlord, text.encode())) == (2, 0, 0, 2)
    assert {len(one.reference) for one in Dwelling.objects.all()} == {100}


def test_expiry_waits_for_a_running_proposal(world: World) -> None:
    held, free = w.vacancy(world, reference="F-1"), w.vacancy(world, reference="F-2")
    late = held.expires_on + timedelta(days=1)
    assert actions.expire_vacancies(late - timedelta(days=1)) == 0
    assert actions.expire_vacancies(late, held={held.pk}) == 1
    held.refresh_from_db()
    free.refresh_from_db()
    assert (held.status, free.status) == ("OPEN", "EXPIRED")
    with acting(world.landlord):
        actions.extend_vacancy(free, late + timedelta(days=30), actor=world.landlord)
        free.refresh_from_db()
        assert free.status == "OPEN"


def test_a_held_offer_is_not_withdrawn_by_hand(world: World) -> None:
    held = w.vacancy(world)
    case = w.admitted(world)
    w.assessed(world, case)
    w.proposed(world, case, held)
    with acting(world.landlord), pytest.raises(actions.HeldByProposal):
        actions.withdraw_vacancy(held, actor=world.landlord, holds=holds)


def test_editing_by_hand(world: World) -> None:
    offer = w.vacancy(world)
    with acting(world.landlord):
        offer = actions.edit_vacancy(offer, w.terms(rent=Decimal(350)), actor=world.landlord)
        assert (offer.rent, Dwelling.objects.get().latitude) == (Decimal(350), 47.90)
        actions.edit_vacancy(offer, w.terms(address="8 quai du Roi"), actor=world.landlord)
        assert Dwelling.objects.get().latitude is None
        placed = w.terms(address="8 quai du Roi", latitude=47.89, longitude=1.92)
        actions.edit_vacancy(offer, placed, actor=world.landlord)
        assert Dwelling.objects.get().latitude == 47.89
        nowhere = replace(placed, latitude=None, longitude=None)
        actions.edit_vacancy(offer, nowhere, actor=world.landlord)
        assert Dwelling.objects.get().latitude is None
        actions.withdraw_vacancy(offer, actor=world.landlord, holds=holds)
        with pytest.raises(actions.NotOpen):
            actions.edit_vacancy(offer, placed, actor=world.landlord)

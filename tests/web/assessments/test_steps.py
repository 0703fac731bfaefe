"""The assessment's pages: each step alone, validation, versions, and who may open them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from havre.assessments import selectors
from havre.assessments.models import Assessment
from havre.cases import selectors as cases
from havre.cases.models import Case
from havre.engine.vocabulary import Stage
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    return w.admitted(world)


@pytest.fixture
def operator(client: Client, world: World) -> Client:
    client.force_login(world.users["operator"])
    return client


@pytest.fixture
def begun(operator: Client, case: Case) -> str:
    """The address of a begun assessment."""
    base = f"/situations/{case.reference}/diagnostic"
    operator.post(f"{base}/commencer")
    return base


def household(*companions: tuple[str, str], **more: str) -> dict[str, str]:
    data = {"a-birth_date": "1991-04-02", "m-INITIAL_FORMS": "0"}
    data["m-TOTAL_FORMS"] = str(len(companions))
    for i, (relation, day) in enumerate(companions):
        data |= {f"m-{i}-relation": relation, f"m-{i}-birth_date": day}
    return data | more


RESOURCES = {"monthly_income": "1 450,50", "tax_income": "11800"}
NEED = {
    "rooms_min": "2",
    "rooms_max": "3",
    "in_45232": "on",
    "rank_45234": "1",
    "regimes": ["BAIL_DIRECT", "IML"],
    "rights": ["2"],
}
SAFETY = {"level": "HIGH", "has_OP": "on", "until_OP": "2027-05-01"}


def version(world: World, case: Case) -> selectors.Version:
    with acting(world.operator):
        found = selectors.current(case, actor=world.operator)
        assert found is not None
        return selectors.version_of(case, found.version, actor=world.operator)


def fill(client: Client, base: str) -> None:
    for slug, data in (
        ("menage", household(("CHILD", "2018-05-02"))),
        ("ressources", RESOURCES),
        ("besoin", NEED),
        ("securite", SAFETY),
    ):
        assert client.post(f"{base}/{slug}", data).status_code == 302, slug


def test_it_begins_once_and_goes_on(operator: Client, case: Case, world: World) -> None:
    base = f"/situations/{case.reference}/diagnostic"
    assert "Commencer le diagnostic" in operator.get(base).content.decode()
    for _ in range(2):
        answer = operator.post(f"{base}/commencer")
        assert (answer.status_code, answer.url) == (302, f"{base}/menage")
    with acting(world.operator):
        assert Assessment.objects.filter(case=case).count() == 1


def test_it_cannot_begin_before_admission(operator: Client, world: World) -> None:
    case = w.referred(world)
    base = f"/situations/{case.reference}/diagnostic"
    assert "Pas encore de diagnostic" in operator.get(base).content.decode()
    assert operator.post(f"{base}/commencer").url == base
    assert operator.get(f"{base}/menage").url == base


def test_household_begins_with_what_the_referral_says(operator: Client, begun: str) -> None:
    page = operator.get(f"{begun}/menage").content.decode()
    assert 'value="1991-04-02"' in page
    assert page.count('name="m-0-birth_date"') == 1
    assert 'name="m-1-birth_date"' in page and 'name="m-2-birth_date"' not in page


def test_household_adds_and_removes_lines(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    lines = (("CHILD", "2018-05-02"), ("CHILD", ""), ("OTHER", "1960-01-01"))
    answer = operator.post(f"{begun}/menage", household(*lines, next="stay"))
    assert answer.url == f"{begun}/menage"
    assert [m.relation for m in version(world, case).members] == ["APPLICANT", "CHILD", "OTHER"]
    answer = operator.post(f"{begun}/menage", household(lines[0], lines[2], remove="0"))
    assert answer.url == f"{begun}/menage"
    assert [m.birth_date for m in version(world, case).members] == [
        date(1991, 4, 2),
        date(1960, 1, 1),
    ]
    assert operator.post(f"{begun}/menage", household(next="go")).url == f"{begun}/ressources"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"a-birth_date": ""}, "Indiquez sa date de naissance."),
        ({"a-birth_date": "2024-01-01"}, "Cette date ne donne pas un âge possible"),
        ({"a-birth_date": "hier"}, "Donnez une date"),
        ({"m-0-birth_date": "1800-01-01"}, "Cette date ne donne pas un âge possible"),
        ({"m-0-birth_date": "in 320 days"}, "Cette naissance est trop"),
        ({"m-0-relation": "APPLICANT"}, "Sélectionnez un choix valide"),
        ({"m-TOTAL_FORMS": "9999"}, "12"),
    ],
)
def test_household_refuses_what_cannot_be(
    operator: Client, begun: str, data: dict[str, str], message: str
) -> None:
    late = str(today() + timedelta(days=320))
    data = {name: late if value == "in 320 days" else value for name, value in data.items()}
    answer = operator.post(f"{begun}/menage", household(("CHILD", "2018-05-02")) | data)
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_resources_are_saved_summary_and_sealed_detail(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    data = RESOURCES | {"line_SALAIRE": "900", "debt_LOYER": "1200", "note": "Reste à voir"}
    assert operator.post(f"{begun}/ressources", data).url == f"{begun}/besoin"
    saved = version(world, case)
    assert saved.resources is not None
    assert saved.resources.monthly_income == Decimal("1450.50")
    assert saved.detail == {
        "lines": [{"kind": "SALAIRE", "amount": 900.0}],
        "debts": [{"kind": "LOYER", "amount": 1200.0}],
        "note": "Reste à voir",
    }
    page = operator.get(f"{begun}/ressources").content.decode()
    assert 'value="1450,50"' in page and 'value="900,00"' in page


def test_resources_total_comes_from_the_detail(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    data = {"monthly_income": "", "tax_income": "0", "line_RSA": "607,75", "line_FAMILLE": "150"}
    assert operator.post(f"{begun}/ressources", data).status_code == 302
    saved = version(world, case).resources
    assert saved is not None and saved.monthly_income == Decimal("757.75")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"monthly_income": ""}, "Indiquez les ressources mensuelles"),
        ({"line_SALAIRE": "2000"}, "plus que le total"),
        ({"monthly_income": "-1"}, "Le montant ne peut pas être négatif."),
        ({"monthly_income": "NaN"}, "Donnez un montant en euros"),
        ({"monthly_income": "1e9"}, "trop élevé"),
        ({"tax_income": ""}, "Indiquez le revenu fiscal"),
        ({"tax_income": "12.5"}, "Donnez un nombre entier"),
        ({"note": "x" * 1001}, "1000 caractères au plus."),
    ],
)
def test_resources_refuse_what_cannot_be(
    operator: Client, begun: str, data: dict[str, str], message: str
) -> None:
    answer = operator.post(f"{begun}/ressources", RESOURCES | data)
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_need_keeps_her_own_order(operator: Client, begun: str, case: Case, world: World) -> None:
    data = NEED | {"rank_45284": "2", "in_45034": "on", "max_floor_without_lift": "2"}
    assert operator.post(f"{begun}/besoin", data).url == f"{begun}/securite"
    need = version(world, case).need
    assert need is not None
    assert need.communes == ["45234", "45284", "45034", "45232"]
    assert (need.rights, need.max_floor_without_lift) == (["2", "7"], 2)
    page = operator.get(f"{begun}/besoin").content.decode()
    assert 'name="rank_45034" class="form-control rank" value="3"' in page


def test_any_commune_keeps_no_list(operator: Client, begun: str, case: Case, world: World) -> None:
    operator.post(f"{begun}/besoin", NEED | {"any_commune": "on"})
    need = version(world, case).need
    assert need is not None and need.any_commune and need.communes == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"in_45232": "", "rank_45234": ""}, "Cochez au moins une commune"),
        ({"rank_45232": "1"}, "Le rang 1 est déjà celui"),
        ({"rank_45232": "99"}, "Donnez un nombre entre 1 et 22."),
        ({"rooms_min": "4"}, "Le nombre le plus grand"),
        ({"rooms_min": "0"}, "Donnez un nombre entre 1 et 9."),
        ({"regimes": []}, "Cochez au moins une forme"),
        ({"needed_by": "2020-01-01"}, "Cette date est passée."),
        ({"max_floor_without_lift": "-1"}, "Donnez un nombre entre 0 et 30."),
        ({"rights": ["9"]}, "Sélectionnez un choix valide"),
    ],
)
def test_need_refuses_what_cannot_be(
    operator: Client, begun: str, data: dict[str, str], message: str
) -> None:
    answer = operator.post(f"{begun}/besoin", NEED | data)
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_contact_is_kept_with_the_case(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    page = operator.get(f"{begun}/contact").content.decode()
    assert 'value="mirabelle"' in page
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    data = {"phone": "06 00 00 00 09", "shared_device": "on", "channel": "SMS", "seen": seen}
    assert operator.post(f"{begun}/contact", data).url == f"{begun}/conclusion"
    with acting(world.operator):
        contact = cases.contact_of(case, actor=world.operator)
    assert (contact["phone"], contact["shared_device"], contact["channel"]) == (
        "06 00 00 00 09",
        True,
        "SMS",
    )
    assert "pas complète" in operator.post(f"{begun}/contact", {"email": "x"}).content.decode()
    other = data | {"phone": "06 00 00 00 08"}  # typed on a page shown before
    conflict = operator.post(f"{begun}/contact", other).content.decode()
    assert "Quelqu’un vient de modifier cette partie" in conflict
    assert 'value="06 00 00 00 08"' in conflict
    again = other | {"seen": re.findall(r'name="seen" value="(\w+)"', conflict)[0]}
    assert operator.post(f"{begun}/contact", again).url == f"{begun}/conclusion"


def test_conclusion_says_what_is_missing(operator: Client, begun: str, case: Case) -> None:
    page = operator.get(f"{begun}/conclusion").content.decode()
    for slug in ("menage", "ressources", "besoin", "securite"):
        assert f'href="{begun}/{slug}"' in page
    answer = operator.post(f"{begun}/conclusion", {"conclusion": "REHOUSING", "urgency": "1"})
    assert answer.status_code == 200
    assert "Il manque encore des éléments" in answer.content.decode()
    answer = operator.post(f"{begun}/conclusion", {"urgency": "4"})
    assert "Choisissez l’orientation." in answer.content.decode()


def test_validation_freezes_and_back_is_harmless(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    fill(operator, begun)
    answer = operator.post(f"{begun}/conclusion", {"conclusion": "REHOUSING", "urgency": "1"})
    assert answer.url == f"/situations/{case.reference}/fiche"
    with acting(world.operator):
        fresh = cases.get_case(case.reference, actor=world.operator)
        assert (fresh.stage, fresh.urgency) == (Stage.SEARCH, 1)
    for slug, data in (
        ("conclusion", {"conclusion": "SHELTER", "urgency": "3"}),
        ("menage", household()),
        ("zones/commune", {"code": "45302"}),
    ):
        assert operator.post(f"{begun}/{slug}", data).url == begun
    page = operator.get(begun).content.decode()
    assert "Ce diagnostic est validé. Pour le modifier, rouvrez-le." in page
    assert "1. Orléans, 2. Olivet" in page
    assert "Ordonnance de protection" in page and "1er\u00a0mai 2027" in page
    assert len(version(world, case).members) == 2


def test_a_shelter_conclusion_stops_the_search(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    fill(operator, begun)
    answer = operator.post(f"{begun}/conclusion", {"conclusion": "SHELTER", "urgency": "2"})
    assert answer.url == begun
    assert operator.get(f"/situations/{case.reference}/fiche").url == begun
    with acting(world.operator):
        assert cases.get_case(case.reference, actor=world.operator).stage == "SHELTER_ORIENTED"


def test_reopening_keeps_the_earlier_version(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    fill(operator, begun)
    operator.post(f"{begun}/conclusion", {"conclusion": "REHOUSING", "urgency": "1"})
    for _ in range(2):
        assert operator.post(f"{begun}/rouvrir").url == begun
    answer = operator.post(f"{begun}/menage", household(("CHILD", "2018-05-02")) | {"next": "go"})
    assert answer.url == f"{begun}/ressources"
    operator.post(f"{begun}/menage", household())
    assert "Version 1, validée le" in operator.get(begun).content.decode()
    first = operator.get(f"{begun}/versions/1").content.decode()
    assert "2\u00a0mai 2018" in first and "remplacée depuis" in first
    assert operator.get(f"{begun}/versions/2").url == begun
    assert operator.get(f"{begun}/versions/3").status_code == 404
    assert len(version(world, case).members) == 1


def test_it_does_not_reopen_while_a_proposal_runs(
    operator: Client, begun: str, case: Case, world: World
) -> None:
    fill(operator, begun)
    operator.post(f"{begun}/conclusion", {"conclusion": "REHOUSING", "urgency": "1"})
    w.proposed(world, case, w.vacancy(world))
    assert "Rouvrir" not in operator.get(begun).content.decode()
    operator.post(f"{begun}/rouvrir")
    assert "tant qu’une proposition est en cours" in operator.get(begun).content.decode()


@pytest.mark.parametrize("who", ["shelter", "other_shelter", "landlord"])
def test_only_the_operator_opens_it(client: Client, world: World, case: Case, who: str) -> None:
    client.force_login(world.users[who])
    base = f"/situations/{case.reference}/diagnostic"
    for path in ("", "/menage", "/securite", "/zones/rayon", "/versions/1"):
        assert client.get(base + path).status_code == 404, path
    for path in ("/commencer", "/rouvrir", "/menage"):
        assert client.post(base + path).status_code == 404, path


def test_unknown_steps_are_not_found(operator: Client, begun: str) -> None:
    assert operator.get(f"{begun}/autre").status_code == 404
    assert operator.get(f"{begun}/zones/autre").status_code == 404
    assert operator.get(f"{begun}/commencer").status_code == 405

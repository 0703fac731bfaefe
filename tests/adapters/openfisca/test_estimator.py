"""Benefits by OpenFisca-France: against published amounts, and against itself point by point.

Published: the amounts of the CAF (RSA 646.52 € and a housing flat rate of 77.58 € for a person
alone, ASF 199.18 € a child, family benefits 151.05 € for two children, all from 1 April 2025), and
case 3 of OpenFisca-France's `aides_logement_fiabilisation.yaml`.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from havre.adapters.openfisca.apart import estimate_apart
from havre.adapters.openfisca.boards import apl_curves
from havre.adapters.openfisca.estimator import EARLIEST, OpenFisca
from havre.adapters.openfisca.households import DEPENDANT_BELOW, apl_at
from havre.adapters.openfisca.rules import rules
from havre.config.board_files import openfisca_curves
from havre.engine.benefits import Estimate, RulesUnknown
from havre.engine.board import AplRequest, Wrong
from havre.engine.matching import interpolate
from havre.engine.vocabulary import Benefit, ResourceKind
from tests.adapters.openfisca.situations import NOVEMBER, TWO, alone
from tests.engine.matching.builders import SETTINGS, a_need

K = ResourceKind
JUNE_2025 = dt.date(2025, 6, 1)
MIXED = [
    alone({}, TWO),
    alone({K.SALAIRE: 900}, TWO),
    alone({K.SALAIRE: 1500}, TWO),
    alone({K.SALAIRE: 2600}, ["2012-05-02"] * 5),
    alone({K.CHOMAGE: 1100, K.PENSION_ALIMENTAIRE: 150}, ["2015-05-02"]),
    alone({K.AAH: 1000}, disabled=True),
    alone({K.RETRAITE: 1250}, born="1958-03-03"),
    alone({K.SALAIRE: 1300}, ["2027-01-15"]),
    alone({}, born="2004-01-01"),
    alone({K.INDEMNITES: 800, K.AUTRE: 120}, TWO),
]


OF_AGE = f"{NOVEMBER.year - DEPENDANT_BELOW}-01-01"
RECEIVED = {K.RSA: 900.0, K.PRIME_ACTIVITE: 300.0, K.FAMILLE: 400.0, K.ASF: 390.0}
OTHERS = {
    "june 2025, two": alone({}, TWO, day=JUNE_2025),
    "june 2025, nobody": alone({}, day=JUNE_2025),
    "june 2025, expecting": alone({}, ["2025-09-01"], day=JUNE_2025),
    "june 2025, under three": alone({}, ["2024-01-15"], day=JUNE_2025),
    "june 2025, above three": alone({}, ["2021-01-15"], day=JUNE_2025),
    "june 2024, two": alone({}, TWO, day=dt.date(2024, 6, 1)),
    "2018": alone({K.SALAIRE: 850}, ["2003-05-20"], born="1968-01-10", day=dt.date(2018, 11, 1)),
    "received": alone(RECEIVED, TWO),
    "nobody": alone({}),
    "earliest": alone({}, day=EARLIEST),
    "of age": alone({}, [OF_AGE]),
    "expecting": alone({}, ["2027-02-01"]),
}
ZONES = ["2", "3", "1"]


pytestmark = pytest.mark.xdist_group("openfisca")
"""Loading the law takes long: one worker does it, once."""


@pytest.fixture(scope="module")
def estimates() -> list[Estimate]:
    """Those of MIXED, then of OTHERS: one call, since each runs the whole law."""
    return OpenFisca().estimate([*MIXED, *OTHERS.values()], ZONES)


@pytest.fixture(scope="module")
def others(estimates: list[Estimate]) -> dict[str, Estimate]:
    return dict(zip(OTHERS, estimates[len(MIXED) :], strict=True))


def test_published_amounts_of_a_month(others: dict[str, Estimate]) -> None:
    nobody, two = others["june 2025, nobody"].rights, others["june 2025, two"].rights
    assert nobody.amounts[Benefit.RSA] == pytest.approx(646.52 - 77.58, abs=0.01)
    assert two.amounts[Benefit.ASF] == pytest.approx(2 * 199.18, abs=0.02)
    assert two.amounts[Benefit.FAMILLE] == pytest.approx(151.05, abs=0.02)


def test_alone_with_a_birth_awaited_or_a_child_under_three_rsa_is_raised(
    others: dict[str, Estimate],
) -> None:
    """CASF L262-9. Published, April 2025: 830.21 € expecting; 1,106.94 € with one child, 969.78 €
    when it is above three; the basic allowance counted as received, 197.57 € before the CRDS.
    """
    expecting = others["june 2025, expecting"].rights.amounts
    assert expecting[Benefit.RSA] == pytest.approx(830.21 - 77.58, abs=0.01)
    young, older = (others[f"june 2025, {age} three"].rights.amounts for age in ("under", "above"))
    raised = 1106.94 - 969.78 - 197.57
    assert young[Benefit.RSA] - older[Benefit.RSA] == pytest.approx(raised, abs=0.02)
    assert young[Benefit.FAMILLE] == pytest.approx(197.57 * (1 - 0.005), abs=0.02)
    assert young[Benefit.ASF] == older[Benefit.ASF] == pytest.approx(199.18, abs=0.01)


def test_a_case_its_authors_checked_with_the_cnaf(others: dict[str, Estimate]) -> None:
    assert interpolate(others["2018"].curves["1"], 550) == pytest.approx(334.70, abs=1)


def test_a_mother_of_two_in_orleans(estimates: list[Estimate]) -> None:
    assert interpolate(estimates[0].curves["2"], 450) == pytest.approx(437, abs=1)
    assert interpolate(estimates[1].curves["2"], 450) == pytest.approx(420, abs=1)


@pytest.mark.parametrize("zone", ZONES)
def test_a_curve_is_within_a_euro_of_the_law_at_every_rent(
    estimates: list[Estimate], zone: str
) -> None:
    draw = random.Random(int(zone))
    rents = [
        draw.choice([draw.uniform(0, 700), draw.uniform(0, 2500)]) for _ in range(25) for _ in MIXED
    ]
    exact = apl_at(MIXED * 25, zone, rents)
    for place, (rent, paid) in enumerate(zip(rents, exact, strict=True)):
        curve = estimates[place % len(MIXED)].curves[zone]
        assert abs(interpolate(curve, rent) - paid) <= 1, (place % len(MIXED), rent)


def test_a_curve_starts_at_nothing_and_has_few_points(estimates: list[Estimate]) -> None:
    for estimate in estimates:
        assert list(estimate.curves) == ZONES
        for curve in estimate.curves.values():
            rents = [rent for rent, _ in curve]
            assert rents == sorted(set(rents)) and rents[0] == 0
            assert curve[0][1] == 0 and 2 <= len(curve) <= 11
            assert all(amount == int(amount) for _, amount in curve)


def test_order_company_and_other_zones_change_nothing(estimates: list[Estimate]) -> None:
    backwards = OpenFisca().estimate(MIXED[4:1:-1], ["2"])
    for one, other in zip(estimates[2:5], reversed(backwards), strict=True):
        assert one.curves["2"] == other.curves["2"] and one.rights == other.rights


def test_rules_of_the_month_apply(estimates: list[Estimate], others: dict[str, Estimate]) -> None:
    assert estimates[0].rights.rent == 463.37
    assert others["june 2024, two"].rights.rent == 439.07


def test_rights_are_those_of_the_highest_rent_counted(estimates: list[Estimate]) -> None:
    rights = estimates[2].rights
    assert rights.zone == "2"
    assert rights.amounts[Benefit.APL] == interpolate(estimates[2].curves["2"], rights.rent)
    assert rights.amounts[Benefit.RSA] == 0 and rights.amounts[Benefit.PRIME_ACTIVITE] > 100
    assert rights.rent_reduction == pytest.approx(49.32, abs=0.01)
    assert estimates[5].rights.amounts[Benefit.AAH] == 1000


def test_what_is_worked_out_again_changes_nothing_when_received_today(
    estimates: list[Estimate], others: dict[str, Estimate]
) -> None:
    assert others["received"] == estimates[0]


def test_an_adult_child_no_longer_counts_and_an_expected_one_does(
    others: dict[str, Estimate],
) -> None:
    assert others["of age"].curves == others["nobody"].curves
    assert others["expecting"].rights.rent > others["nobody"].rights.rent


def test_zones_that_do_not_exist_are_refused() -> None:
    for zones in ([], ["4"], ["2", ""]):
        with pytest.raises(ValueError, match="zones"):
            OpenFisca().estimate([alone({})], zones)
    assert OpenFisca().estimate([], ["2"]) == []


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf"), 1e6])
def test_an_amount_that_makes_no_sense_is_refused(amount: float) -> None:
    with pytest.raises(ValueError, match=r"monthly\.SALAIRE"):
        alone({K.SALAIRE: amount})


@pytest.mark.parametrize("day", ["2018-02-28", "1950-01-01", "0002-03-01", "9999-12-31"])
def test_a_month_whose_rules_are_not_known_is_refused(day: str) -> None:
    with pytest.raises(RulesUnknown):
        OpenFisca().estimate([alone({}, day=dt.date.fromisoformat(day))], ["2"])


def test_the_rules_have_a_version() -> None:
    assert rules().startswith("openfisca-france 1")


def test_the_curves_that_a_board_does_not_give() -> None:
    need = a_need(monthly_income=900.0)
    asked = [AplRequest(need, 900.0, "2"), AplRequest(need, 900.0, "3")]
    untold = AplRequest(replace(need, ref="N-2"), None, "2")
    rich = AplRequest(replace(need, ref="N-3"), 1e300, "2")
    told, other_zone, lived_on, none = apl_curves([*asked, untold, rich], SETTINGS)
    assert told == lived_on != other_zone
    assert {apl for _, apl in none} == {0}
    assert apl_curves([], SETTINGS) == []
    dated = replace(SETTINGS, date=dt.date(2024, 6, 1))
    assert apl_curves(asked, dated)[0] != told


def test_a_process_apart_answers_the_same(estimates: list[Estimate]) -> None:
    assert estimate_apart(MIXED[:1], ZONES, stop=lambda: False) == estimates[:1]


def test_a_board_of_a_month_whose_rules_are_not_known_is_told_so() -> None:
    request = AplRequest(a_need(), 900.0, "2")
    dated = replace(SETTINGS, date=dt.date(2016, 11, 22))
    with pytest.raises(Wrong, match=r"^programme\.date: aucune règle d’aide au logement"):
        openfisca_curves([request], dated)

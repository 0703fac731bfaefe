"""The list a committee asks: what is there, missing, out of date, and who brings it."""

from __future__ import annotations

from datetime import date

import pytest

from havre.engine.candidate_file import (
    ITEMS,
    Bringer,
    Freshness,
    Household,
    ItemState,
    Line,
    Paper,
    asked_of,
    both_proofs,
    is_complete,
    judge,
    months_before,
)
from havre.engine.vocabulary import DATED_KINDS, DocumentState, Pathway
from havre.engine.vocabulary import DocumentKind as K

S = ItemState
ON = date(2026, 11, 24)
HOME = Household(adults=1, children=1)
WHOLE = (
    (K.NUMERO_UNIQUE, date(2026, 6, 1)),
    (K.PIECE_IDENTITE, None),
    (K.LIVRET_FAMILLE, None),
    (K.AVIS_IMPOSITION, date(2025, 8, 1)),
    (K.FICHES_PAIE, date(2026, 10, 31)),
    (K.ATTESTATION_CAF, date(2026, 11, 2)),
    (K.ATTESTATION_HEBERGEMENT, date(2026, 9, 1)),
    (K.NOTE_SOCIALE, None),
)


def paper(kind: K, dated_on: date | None, state: DocumentState = DocumentState.READY) -> Paper:
    return Paper(kind, state, dated_on)


def found(
    *papers: Paper,
    household: Household = HOME,
    pathway: Pathway = Pathway.SHELTERED,
    on: date = ON,
    seen: frozenset[K] = frozenset(K),
) -> dict[str, Line]:
    return {line.item.code: line for line in judge(pathway, household, papers, on=on, seen=seen)}


def test_a_whole_file_is_complete_without_the_proof_of_her_own_income() -> None:
    lines = found(*(paper(*one) for one in WHOLE)).values()
    assert is_complete(lines)
    assert both_proofs(lines) == (True, False)
    assert {line.item.code for line in lines if line.state is S.MISSING} == {"OWN_INCOME"}


def test_an_empty_file_says_who_brings_each_piece() -> None:
    lines = found()
    assert {line.state for line in lines.values()} == {S.MISSING}
    assert {code: line.bringer for code, line in lines.items()} == {
        "REQUEST": Bringer.SHELTER,
        "IDENTITY": Bringer.SHELTER,
        "CHILDREN": Bringer.SHELTER,
        "TAX_NOTICE": Bringer.HER,
        "INCOME": Bringer.SHELTER,
        "BENEFITS": Bringer.SHELTER,
        "STAY": Bringer.SHELTER,
        "MOTIVE": Bringer.SHELTER,
        "OWN_INCOME": Bringer.LAWYER,
    }
    assert not is_complete(lines.values())


def test_what_is_asked_follows_the_pathway_and_the_household() -> None:
    codes = {p: {item.code for item in asked_of(p, Household(1, 0))} for p in Pathway}
    assert {p: codes[p] & {"LEASE", "STAY", "HOME"} for p in Pathway} == {
        Pathway.TENANT: {"LEASE"},
        Pathway.NON_TENANT: {"HOME"},
        Pathway.SHELTERED: {"STAY"},
    }
    assert all("CHILDREN" not in found_codes for found_codes in codes.values())
    assert found(pathway=Pathway.TENANT)["LEASE"].bringer is Bringer.LANDLORD


@pytest.mark.parametrize(
    ("dated_on", "state"),
    [
        (date(2024, 8, 1), S.OUTDATED),
        (date(2025, 1, 1), S.PRESENT),
        (date(2025, 12, 31), S.PRESENT),
        (date(2026, 8, 1), S.CHECK),
        (None, S.CHECK),
    ],
)
def test_the_tax_notice_is_that_of_two_years_ago(dated_on: date | None, state: S) -> None:
    assert found(paper(K.AVIS_IMPOSITION, dated_on))["TAX_NOTICE"].state is state


def test_the_notice_of_two_years_ago_counts_beside_a_newer_one() -> None:
    papers = [paper(K.AVIS_IMPOSITION, date(year, 8, 1)) for year in (2025, 2026)]
    assert found(*papers)["TAX_NOTICE"].state is S.PRESENT


@pytest.mark.parametrize(
    ("dated_on", "state"),
    [(date(2026, 8, 24), S.PRESENT), (date(2026, 8, 23), S.OUTDATED), (None, S.CHECK)],
)
@pytest.mark.parametrize(
    ("kind", "code"),
    [(K.FICHES_PAIE, "INCOME"), (K.ATTESTATION_CAF, "BENEFITS"),
     (K.ATTESTATION_HEBERGEMENT, "STAY")],
)  # fmt: skip
def test_recent_proofs_are_under_three_months(
    kind: K, code: str, dated_on: date | None, state: S
) -> None:
    assert found(paper(kind, dated_on))[code].state is state


@pytest.mark.parametrize(
    ("dated_on", "state", "until"),
    [
        (date(2026, 1, 24), S.PRESENT, date(2027, 1, 24)),
        (date(2026, 1, 23), S.RENEW, date(2027, 1, 23)),
        (date(2025, 11, 25), S.RENEW, date(2026, 11, 25)),
        (date(2025, 11, 24), S.OUTDATED, date(2026, 11, 24)),
        (date(2024, 2, 29), S.OUTDATED, date(2025, 2, 28)),
    ],
)
def test_a_request_is_renewed_within_its_last_sixty_days(
    dated_on: date, state: S, until: date
) -> None:
    line = found(paper(K.NUMERO_UNIQUE, dated_on))["REQUEST"]
    assert (line.state, line.until) == (state, until)


def test_each_adult_shows_who_she_is() -> None:
    one, two = paper(K.PIECE_IDENTITE, None), paper(K.TITRE_SEJOUR, None)
    couple = Household(adults=2)
    line = found(one, household=couple)["IDENTITY"]
    assert (line.state, line.count, line.needed) == (S.MISSING, 1, 2)
    assert found(one, two, household=couple)["IDENTITY"].state is S.PRESENT
    waiting = paper(K.TITRE_SEJOUR, None, DocumentState.QUARANTINE)
    assert found(one, waiting, household=couple)["IDENTITY"].state is S.WAITING


def test_the_two_proofs_are_apart() -> None:
    proofs = {
        K.NOTE_SOCIALE: (True, False),
        K.PLAINTE: (True, True),
        K.SAISINE_JUGE: (True, True),
        K.JUGEMENT: (True, True),
        K.AIDE_JURIDICTIONNELLE: (False, False),
        K.ATTESTATION_SUIVI: (False, False),
    }
    for kind, flags in proofs.items():
        assert both_proofs(found(paper(kind, None)).values()) == flags, kind
    assert "main courante" in found(paper(K.PLAINTE, None))["OWN_INCOME"].why
    assert found(paper(K.PLAINTE, None))["MOTIVE"].why == ""


@pytest.mark.parametrize(
    ("dated_on", "flags"),
    [(date(2025, 11, 25), (True, True)), (date(2025, 11, 24), (False, False)),
     (None, (False, False))],
)  # fmt: skip
def test_an_order_proves_for_a_year(dated_on: date | None, flags: tuple[bool, bool]) -> None:
    assert both_proofs(found(paper(K.ORDONNANCE_PROTECTION, dated_on)).values()) == flags


@pytest.mark.parametrize("state", [DocumentState.INFECTED, DocumentState.LOST])
def test_what_nobody_can_read_is_missing(state: DocumentState) -> None:
    assert found(paper(K.PIECE_IDENTITE, None, state))["IDENTITY"].state is S.MISSING


def test_what_the_reader_does_not_see_is_not_called_missing() -> None:
    seen = frozenset({K.PIECE_IDENTITE, K.TITRE_SEJOUR, K.NOTE_SOCIALE})
    there = paper(K.ORDONNANCE_PROTECTION, ON)
    lines = found(there, seen=seen)
    assert lines["IDENTITY"].state is S.MISSING
    assert {code for code, line in lines.items() if line.state is not S.UNSEEN} == {"IDENTITY"}
    assert both_proofs(found(paper(K.NOTE_SOCIALE, None), seen=seen).values()) == (True, False)


def test_only_what_goes_out_of_date_is_dated() -> None:
    asked = {k for i in ITEMS for k, f in i.freshness.items() if f is not Freshness.NEVER}
    assert asked == DATED_KINDS


def test_months_before_ends_within_the_month() -> None:
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2024, 5, 31), 3) == date(2024, 2, 29)
    assert months_before(date(2026, 1, 15), 1) == date(2025, 12, 15)
    assert months_before(date(2025, 12, 31), -2) == date(2026, 2, 28)

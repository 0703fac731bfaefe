"""The ledger of shares, where plans do not lead: lapsing, widening, scopes."""

from __future__ import annotations

import pytest

from havre.config.synthetic.copying import encode
from havre.config.synthetic.ledger import Ledger
from havre.engine.vocabulary import Compartment as C
from havre.sharing.policy import Grant, grants_of

SOON, LATER = "2026-01-31T23:59:59.999999+01:00", "2026-06-30T23:59:59.999999+02:00"


def test_what_has_passed_is_closed_and_nothing_else() -> None:
    ledger = Ledger()
    ledger.open(1, grants_of([C.PROGRESS]), basis="REFERRAL", at="a", until=None)
    ledger.open(2, grants_of([C.PROGRESS]), basis="REFERRAL", at="a", until=SOON)
    assert ledger.lapse(SOON, "morning") == 1
    assert [line.closed_at for line in ledger.lines] == [None, "morning"]
    assert ledger.authorised("PROGRESS", None) == ([1], [])


def test_a_scoped_share_opens_its_own_rows_only() -> None:
    ledger = Ledger()
    own = (Grant(C.PROPOSAL, writes=True),)
    ledger.open(1, grants_of([C.PROPOSAL], writes=True), basis="REFERRAL", at="a", until=None)
    ledger.open(2, own, basis="PROPOSAL", at="b", until=LATER, scope="p")
    assert ledger.authorised("PROPOSAL", "p") == ([1, 2], [1, 2])
    assert ledger.authorised("PROPOSAL", "q") == ([1], [1])
    assert ledger.close(at="c", organisation=2, bases={"PROPOSAL"}) == 1
    assert ledger.authorised("PROPOSAL", "p") == ([1], [1])


def test_narrowing_never_widens_and_closes_what_is_empty() -> None:
    ledger = Ledger()
    ledger.open(2, grants_of([C.SAFETY, C.PROGRESS]), basis="REFERRAL", at="a", until=SOON)
    ledger.narrow(2, (Grant(C.SAFETY, reads=False, writes=True),), at="b")
    assert [(line.compartment, line.closed_at) for line in ledger.lines] == [
        ("SAFETY", "b"),
        ("PROGRESS", "b"),
    ]
    assert ledger.organisations(but=1) == []


def test_only_a_draft_takes_a_new_basis() -> None:
    ledger = Ledger()
    ledger.open(2, grants_of([C.PROGRESS], writes=True), basis="DRAFT", at="a", until=None)
    assert ledger.open(2, grants_of([C.PROGRESS]), basis="REFERRAL", at="b", until=SOON) == []
    assert ledger.open(2, grants_of([C.PROGRESS]), basis="PROPOSAL", at="c", until=SOON) == []
    (line,) = ledger.lines
    assert (line.basis, line.until, line.opened_at, line.writes) == ("REFERRAL", SOON, "a", True)
    assert ledger.organisations(writing=True, but=1) == [2]


def test_a_text_never_breaks_a_line() -> None:
    assert encode([("a", 1, None, True, b"\x01", (2, 3))]) == b"a\t1\t\\N\tt\t\\\\x01\t{2,3}\n"
    with pytest.raises(ValueError, match="tab"):
        encode([("a\tb", 1)])

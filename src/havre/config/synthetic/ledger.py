"""The shares of one case as the actions open, narrow and close them, without a database.

Mirrors `havre.sharing.actions`, rule for rule; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from havre.platform.models import Share
from havre.sharing.policy import Grant


@dataclass(slots=True, eq=False)
class Line:
    """One share; moments are written as the database reads them."""

    organisation: int
    compartment: str
    scope: str | None
    reads: bool
    writes: bool
    basis: str
    opened_at: str
    until: str | None
    closed_at: str | None = None


def _widen(line: Line, grant: Grant, basis: str, *, until: str | None) -> None:
    """Widen an open share; only a draft's own takes a new basis.

    Plans never come back to a share whose date has passed, which would take one too.
    """
    line.reads, line.writes = line.reads or grant.reads, line.writes or grant.writes
    if line.basis == Share.Basis.DRAFT:
        line.basis, line.until = basis, until


class Ledger:
    """The shares of one case, open and closed, in the order they were opened."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._open: list[Line] = []

    def open(
        self,
        organisation: int,
        grants: Iterable[Grant],
        *,
        basis: str,
        at: str,
        until: str | None,
        scope: str | None = None,
    ) -> list[str]:
        """Open or widen an organisation's shares; return the compartments newly opened."""
        known = {
            line.compartment: line
            for line in self._open
            if line.organisation == organisation and line.scope == scope
        }
        opened: list[str] = []
        for grant in grants:
            line = known.get(grant.compartment)
            if line is None:
                compartment = grant.compartment.value
                fresh = Line(
                    organisation, compartment, scope, grant.reads, grant.writes, basis, at, until
                )
                self.lines.append(fresh)
                self._open.append(fresh)
                opened.append(compartment)
            else:
                _widen(line, grant, basis, until=until)
        return opened

    def narrow(self, organisation: int, grants: Iterable[Grant], *, at: str) -> None:
        """Bring an organisation's unscoped shares down to these grants; nothing is widened."""
        kept = {grant.compartment.value: grant for grant in grants}
        for line in list(self._open):
            if line.organisation != organisation or line.scope is not None:
                continue
            grant = kept.get(line.compartment)
            reads = line.reads and grant is not None and grant.reads
            writes = line.writes and grant is not None and grant.writes
            if reads or writes:
                line.reads, line.writes = reads, writes
            else:
                self._end(line, at)

    def close(
        self,
        *,
        at: str,
        organisation: int | None = None,
        bases: Collection[str] | None = None,
    ) -> int:
        """Close the open shares that match; return how many."""
        ended = [
            line
            for line in self._open
            if (organisation is None or line.organisation == organisation)
            and (bases is None or line.basis in bases)
        ]
        for line in ended:
            self._end(line, at)
        return len(ended)

    def _end(self, line: Line, at: str) -> None:
        line.closed_at = at
        self._open.remove(line)

    def lapse(self, until: str, at: str) -> int:
        """Close the shares that end at `until`, a date that has passed; return how many."""
        ended = [line for line in self._open if line.until == until]
        for line in ended:
            self._end(line, at)
        return len(ended)

    def standing(self) -> list[Line]:
        """Return the open shares."""
        return list(self._open)

    def organisations(self, *, writing: bool = False, but: int) -> list[int]:
        """Return who holds an open share, or one that writes, in order."""
        return sorted(
            {
                line.organisation
                for line in self._open
                if line.organisation != but and (line.writes or not writing)
            }
        )

    def authorised(self, compartment: str, scope: str | None) -> tuple[list[int], list[int]]:
        """Return (readers, writers) of the rows of a compartment, as the database keeps them."""
        fit = [
            line
            for line in self._open
            if line.compartment == compartment and (line.scope is None or line.scope == scope)
        ]
        return (
            sorted({line.organisation for line in fit if line.reads}),
            sorted({line.organisation for line in fit if line.writes}),
        )

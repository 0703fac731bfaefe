"""A seeded, plausible year of the programme in Orléans Métropole, all of it invented.

`plan` says what happens, without a database; `record` turns each case into the rows the actions
would have left; `write` copies them in. `build`, `exists` and `ACCOUNTS`
are all a caller needs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from havre.config.synthetic.blueprint import draw_blueprint
from havre.config.synthetic.papers import bring_papers
from havre.config.synthetic.partners import ACCOUNTS, PASSWORD, Account
from havre.config.synthetic.write import OWNER, PROGRAMME, write_territory
from havre.engine.vocabulary import Role
from havre.organisations.models import Membership
from havre.platform.acting import Actor
from havre.programmes.models import Programme
from havre.programmes.selectors import actor_of

Accounts = list[Account]
__all__ = ["ACCOUNTS", "PASSWORD", "Account", "Accounts", "AlreadyBuilt", "build", "exists"]


class AlreadyBuilt(ValueError):
    """The synthetic territory is there already."""


def exists() -> bool:
    """Tell whether the synthetic territory has been written in this database."""
    return Programme.objects.using(OWNER).filter(slug=PROGRAMME).exists()


def build(
    *,
    seed: int,
    today: date,
    cases: int = 60,
    vacancies: int = 150,
    papers: bool = False,
    progress: Callable[[str], object] = print,
) -> Accounts:
    """Write the territory as it stands on `today`; return the demonstration accounts.

    The same arguments give the same world, row ids included; keys and ciphertexts differ.
    `vacancies` are open up to 60 cases; beyond that there are more of them, at most ten times as
    many. With `papers`, cases under way have a few, put in the store of documents. Needs a
    migrated database and the owner's connection. Raises AlreadyBuilt, ValueError.
    """
    if cases < 0 or vacancies < 1:
        raise ValueError("cases: at least 0; vacancies: at least 1")
    if exists():
        raise AlreadyBuilt
    write_territory(
        draw_blueprint(seed=seed, today=today, cases=cases, vacancies=vacancies), progress
    )
    if papers:
        progress(f"{bring_papers(caseworker())} documents")
    return ACCOUNTS


def caseworker() -> Actor:
    """Return the operator's person of the demonstration."""
    (email,) = [account.email for account in ACCOUNTS if account.role == Role.OPERATOR]
    seat = Membership.objects.using(OWNER).select_related("organisation", "user")
    return actor_of(seat.get(user__email=email))

"""Writes the planned territory, as the owner, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from random import Random
from time import monotonic
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connections, transaction

from havre.config.synthetic.blueprint import Blueprint
from havre.config.synthetic.chunks import FEW, Encoded, Work, encoded_chunks
from havre.config.synthetic.copying import copy_in, encode
from havre.config.synthetic.made_last import made_last
from havre.config.synthetic.market import Offer
from havre.config.synthetic.offers import free_offers
from havre.config.synthetic.partners import OPERATOR, PARTNERS, PASSWORD, PEOPLE
from havre.config.synthetic.record import Rows, record_offer
from havre.config.synthetic.recorder import FIXED_BITS, RANDOM_BITS, Directory
from havre.config.synthetic.tables import TABLES
from havre.engine.vocabulary import BOARD_ROLES, Pathway, VacancyStatus
from havre.organisations.factors import demonstration_factor
from havre.organisations.models import Membership, Organisation, User
from havre.platform import vault
from havre.platform.compartments import case_models
from havre.platform.models import Share
from havre.programmes.models import Participation, PathwayTarget, Programme, ReservationRight
from havre.reporting.counting import recount

OWNER: Final = "owner"
PROGRAMME: Final = "orleans-metropole"
TARGETS: Final = {
    Pathway.TENANT: (7, 10),
    Pathway.NON_TENANT: (10, 10),
    Pathway.SHELTERED: (10, 10),
}
Progress = Callable[[str], object]


def write_territory(blueprint: Blueprint, progress: Progress) -> None:
    """Write everything. Needs the owner's connection, which passes row security."""
    with transaction.atomic(using=OWNER):
        directory = write_partners(blueprint)
        progress(f"{len(PARTNERS)} organismes, {len(PEOPLE)} personnes")
        many = blueprint.cases > FEW
        with connections[OWNER].cursor() as cursor, triggers_off(cursor), made_last(cursor, many):
            written = write_free_offers(cursor, blueprint, directory)
            progress(f"{written} offres sans proposition")
            write_cases(cursor, Work(blueprint, directory), progress)
        recount()
    analyse(progress)


def write_partners(blueprint: Blueprint) -> Directory:
    """Write the programme, its participants and their people; return their numbers."""
    programme = write_programme(blueprint)
    organisations = {
        partner.slug: Organisation.objects.using(OWNER).create(
            slug=partner.slug, name=partner.name, city="Orléans"
        )
        for partner in PARTNERS
    }
    write_roles(programme, organisations)
    people = write_people(organisations)
    return Directory(
        programme_id=programme.pk,
        operator_slug=OPERATOR,
        organisations={slug: organisation.pk for slug, organisation in organisations.items()},
        roles={partner.slug: partner.role for partner in PARTNERS},
        people={email: user.pk for email, user in people.items()},
        speakers={person.partner: people[person.email].pk for person in reversed(PEOPLE)},
        board=tuple(organisations[p.slug].pk for p in PARTNERS if p.role in BOARD_ROLES),
        communes=len(blueprint.towns),
        effort_rate_max=programme.effort_rate_max,
        answer_days=programme.answer_days,
        hold_days=programme.hold_days,
        proposal_days=programme.proposal_days,
    )


def write_programme(blueprint: Blueprint) -> Programme:
    """Write the programme, and its targets for every year it has known and the next."""
    first_year = blueprint.today.year - blueprint.span // 365 - 1
    programme = Programme.objects.using(OWNER).create(
        slug=PROGRAMME,
        name="Relogement Orléans Métropole",
        territory="Orléans Métropole",
        starts_on=date(first_year, 1, 1),
    )
    PathwayTarget.objects.using(OWNER).bulk_create(
        PathwayTarget(programme=programme, year=year, pathway=pathway, low=low, high=high)
        for year in range(first_year, blueprint.today.year + 2)
        for pathway, (low, high) in TARGETS.items()
    )
    return programme


def write_roles(programme: Programme, organisations: dict[str, Organisation]) -> None:
    """Write who takes part and how, and whose the reserved dwellings are."""
    Participation.objects.using(OWNER).bulk_create(
        Participation(programme=programme, organisation=organisations[p.slug], role=p.role)
        for p in PARTNERS
    )
    ReservationRight.objects.using(OWNER).bulk_create(
        ReservationRight(
            programme=programme, code=code, detail=detail, holder=organisations[partner.slug]
        )
        for partner in PARTNERS
        for code, detail in partner.rights
    )


def write_people(organisations: dict[str, Organisation]) -> dict[str, User]:
    """Write the accounts, all with the demonstration's password, made once."""
    password = make_password(PASSWORD)
    people = {
        person.email: User.objects.using(OWNER).create(
            email=person.email,
            first_name=person.first_name,
            last_name=person.last_name,
            password=password,
        )
        for person in PEOPLE
    }
    Membership.objects.using(OWNER).bulk_create(
        Membership(
            user=people[person.email], organisation=organisations[person.partner], seat=person.seat
        )
        for person in PEOPLE
    )
    Authenticator.objects.using(OWNER).bulk_create(
        demonstration_factor(user) for user in people.values()
    )
    return people


@contextmanager
def triggers_off(cursor: Any) -> Iterator[None]:
    """Write case rows and shares without their triggers: rows come with their readers.

    Part of the transaction: an error brings the triggers back with everything else. Keys are
    checked at once, for a table with checks still to come cannot get its triggers back.
    """
    tables = [*(model._meta.db_table for model in case_models()), Share._meta.db_table]
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def write_free_offers(cursor: Any, blueprint: Blueprint, directory: Directory) -> int:
    """Write the offers that no proposal holds, and that their landlords entered them."""
    bits = Random(blueprint.offers_seed + 1)  # noqa: S311  ids of invented rows

    def new_id() -> str:
        return f"{bits.getrandbits(128) & RANDOM_BITS | FIXED_BITS:032x}"

    rows: Rows = {table.name: [] for table in TABLES}
    offers = free_offers(blueprint)
    for offer in offers:
        record_offer(rows, offer, directory, (new_id(), new_id()))
        slug = offer.dwelling.landlord
        for action, at in journal_of(offer):
            rows["platform_journalentry"].append(
                (
                    *(new_id(), at, directory.speakers[slug], directory.organisations[slug]),
                    *(None, None, action, "web", (), offer.reference, ""),
                )
            )
    copy_all(cursor, {name: encode(found) for name, found in rows.items() if found})
    return len(offers)


def journal_of(offer: Offer) -> Iterator[tuple[str, datetime]]:
    """Yield what the landlord did with its offer, and when."""
    yield "VACANCY_ENTERED", offer.entered_at
    if offer.status is VacancyStatus.WITHDRAWN and offer.ended_at:
        yield "VACANCY_WITHDRAWN", offer.ended_at


def copy_all(cursor: Any, content: Encoded) -> None:
    """Copy encoded rows, in the order that their keys ask for."""
    for table in TABLES:
        if table.name in content:
            copy_in(cursor, table, content[table.name])


def write_cases(cursor: Any, work: Work, progress: Progress) -> None:
    """Write the cases chunk by chunk, telling how far it has come."""
    started, told = monotonic(), 0.0
    cases = work.blueprint.cases
    for made, chunk in encoded_chunks(work):
        vault.keep_keys(chunk.keys)
        copy_all(cursor, chunk.rows)
        spent = monotonic() - started
        if spent - told > 5 or made == cases:
            told = spent
            progress(f"{made} situations sur {cases} ({spent:.0f} s)")


def analyse(progress: Progress) -> None:
    """Tell the database what its tables now hold."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")
    progress("statistiques à jour")

"""Who may do what with vacancies."""

from __future__ import annotations

from havre.engine.vocabulary import HOUSING_ROLES, Role
from havre.housing.models import Vacancy
from havre.platform.acting import Actor


def offers_dwellings(actor: Actor) -> bool:
    """The actor's organisation lets dwellings."""
    return actor.has(*HOUSING_ROLES)


def sees_all_vacancies(actor: Actor) -> bool:
    """The operator sees the vacancies of every landlord."""
    return actor.has(Role.OPERATOR)


def may_manage_for(actor: Actor, landlord_id: int) -> bool:
    """A landlord manages its own vacancies; the operator does so on behalf of any landlord."""
    own = offers_dwellings(actor) and actor.organisation_id == landlord_id
    return actor.writes and (own or actor.has(Role.OPERATOR))


def may_manage(actor: Actor, vacancy: Vacancy) -> bool:
    """The actor may change this vacancy."""
    return may_manage_for(actor, vacancy.landlord_id)


def sees_vacancies(actor: Actor) -> bool:
    """The operator, those who let dwellings and those who designate for them follow the offers."""
    return offers_dwellings(actor) or actor.has(Role.OPERATOR, Role.RESERVATION_HOLDER)


def enters_vacancies(actor: Actor) -> bool:
    """Who lets dwellings enters offers, by hand or from a file; the operator does so for them."""
    return actor.writes and (offers_dwellings(actor) or actor.has(Role.OPERATOR))

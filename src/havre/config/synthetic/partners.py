"""Who takes part: organisations, their people, and one demonstration account per role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from havre.engine.vocabulary import Role, Seat

PASSWORD: Final = "essai-havre-orleans"  # noqa: S105  demonstration accounts only
DOMAIN: Final = "demo.invalid"


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account: its role, how to sign in, and what it is called on screen."""

    role: str
    email: str
    password: str
    name: str


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation and its role; `rights` are the (code, detail) it designates for."""

    slug: str
    name: str
    role: Role
    prefix: str = ""
    rights: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works for a partner."""

    email: str
    first_name: str
    last_name: str
    partner: str
    seat: Seat


PARTNERS: Final = (
    Partner("passerelle-loire", "Passerelle Loire", Role.OPERATOR),
    Partner("maison-des-tilleuls", "Maison des Tilleuls", Role.SHELTER),
    Partner("halte-du-faubourg", "Halte du Faubourg", Role.SHELTER),
    Partner("les-trois-ormes", "Les Trois Ormes", Role.SHELTER),
    Partner("val-habitat", "Val Habitat", Role.LANDLORD, "VH"),
    Partner("loire-logis", "Loire Logis", Role.LANDLORD, "LL"),
    Partner("bionne-habitat", "Bionne Habitat", Role.LANDLORD, "BH"),
    Partner("toit-ligerien", "Le Toit ligérien", Role.LANDLORD, "TL"),
    Partner("habitat-des-mauves", "Habitat des Mauves", Role.LANDLORD, "HM"),
    Partner("foyer-du-dhuy", "Foyer du Dhuy", Role.LANDLORD, "FD"),
    Partner("agence-du-quai", "Agence du Quai", Role.LETTING_AGENCY, "AQ"),
    Partner("clef-de-sologne", "La Clef de Sologne", Role.LETTING_AGENCY, "CS"),
    Partner(
        "etat-prioritaires",
        "État, publics prioritaires",
        Role.RESERVATION_HOLDER,
        rights=(("2", ""),),
    ),
    Partner("etat-agents", "État, agents publics", Role.RESERVATION_HOLDER, rights=(("1", ""),)),
    Partner("action-logement", "Action Logement", Role.RESERVATION_HOLDER, rights=(("3", ""),)),
    Partner(
        "orleans-metropole",
        "Orléans Métropole",
        Role.RESERVATION_HOLDER,
        rights=(("4", "métropole"), ("4", "")),
    ),
    Partner(
        "ville-d-orleans", "Ville d’Orléans", Role.RESERVATION_HOLDER, rights=(("4", "commune"),)
    ),
    Partner("ccas-des-bords-de-loire", "CCAS des Bords de Loire", Role.REFERRER),
    Partner("maison-des-solidarites", "Maison des solidarités", Role.REFERRER),
    Partner("permanence-du-droit", "Permanence du droit", Role.SPECIALIST),
    Partner("ecoute-plurielle", "Écoute plurielle", Role.SPECIALIST),
    Partner("centre-de-sante-bourgogne", "Centre de santé Bourgogne", Role.SPECIALIST),
    Partner("ful-du-loiret", "Fonds unifié logement du Loiret", Role.FUNDER),
    Partner("etat-fnavdl", "État, fonds national d’accompagnement", Role.FUNDER),
)
OPERATOR: Final = "passerelle-loire"
FIRST_SHELTER, FIRST_LANDLORD, FIRST_AGENCY = "maison-des-tilleuls", "val-habitat", "agence-du-quai"
FIRST_HOLDER: Final = "etat-prioritaires"

_ACCOUNT_OF_ROLE: Final = {
    Role.OPERATOR: ("operatrice", OPERATOR),
    Role.SHELTER: ("hebergement", FIRST_SHELTER),
    Role.LANDLORD: ("bailleur", FIRST_LANDLORD),
    Role.LETTING_AGENCY: ("agence", FIRST_AGENCY),
    Role.RESERVATION_HOLDER: ("reservataire", FIRST_HOLDER),
    Role.REFERRER: ("partenaire", "ccas-des-bords-de-loire"),
    Role.SPECIALIST: ("specialiste", "permanence-du-droit"),
    Role.FUNDER: ("financeur", "ful-du-loiret"),
}
_STAFF_FIRST: Final = [
    "Camille",
    "Dominique",
    "Claude",
    "Sacha",
    "Lou",
    "Charlie",
    "Maxence",
    "Andrea",
    "Noa",
    "Eden",
    "Alix",
    "Morgan",
    "Ange",
    "Swann",
    "Yaël",
    "Robin",
    "Jessy",
    "Élie",
    "Marley",
    "Sam",
    "Loïs",
    "Candide",
    "Axelle",
    "Timéo",
]
_STAFF_LAST: Final = [
    "Vermandel",
    "Toribault",
    "Gallimond",
    "Sarnette",
    "Belloquin",
    "Mardivel",
    "Quentard",
    "Fauvelin",
    "Ormandier",
    "Lacrisse",
    "Pavillet",
    "Dormenil",
    "Chastevel",
    "Bruandier",
    "Ganivelle",
    "Hautemart",
    "Jolivaud",
    "Kermadou",
    "Larmiguel",
    "Nervaux",
    "Oriflan",
    "Pontarel",
    "Rimbaudet",
    "Solvignac",
]
_COLLEAGUES: Final = (
    ("intervenante.nord", "Solène", "Tarnaudy", OPERATOR),
    ("intervenante.sud", "Maïwen", "Corvadier", OPERATOR),
    ("intervenant.loire", "Bastian", "Felgerolles", OPERATOR),
    ("equipe.tilleuls", "Ninon", "Davaretz", FIRST_SHELTER),
    ("gestion.val-habitat", "Hippolyte", "Morguelin", FIRST_LANDLORD),
)


def _people() -> tuple[Person, ...]:
    accounts = {slug: local for local, slug in _ACCOUNT_OF_ROLE.values()}
    chiefs = [
        Person(
            f"{accounts.get(partner.slug, partner.slug)}@{DOMAIN}",
            _STAFF_FIRST[place],
            _STAFF_LAST[place],
            partner.slug,
            Seat.COORDINATOR,
        )
        for place, partner in enumerate(PARTNERS)
    ]
    others = [
        Person(f"{local}@{DOMAIN}", first, last, partner, Seat.MEMBER)
        for local, first, last, partner in _COLLEAGUES
    ]
    return (*chiefs, *others)


PEOPLE: Final = _people()
ACCOUNTS: Final = [
    Account(role.value, f"{local}@{DOMAIN}", PASSWORD, role.label)
    for role, (local, _) in _ACCOUNT_OF_ROLE.items()
]


def slugs(*roles: Role) -> tuple[str, ...]:
    """Return the partners that hold one of the roles, in order."""
    return tuple(partner.slug for partner in PARTNERS if partner.role in roles)


def people_of(slug: str) -> tuple[str, ...]:
    """Return the e-mail addresses of a partner's people, its coordinator first."""
    return tuple(person.email for person in PEOPLE if person.partner == slug)


def holder_of(right: str, detail: str) -> str | None:
    """Return the partner that designates for an RPLS code, None for what is not reserved."""
    found = (partner.slug for partner in PARTNERS if (right, detail) in partner.rights)
    return next(found, None)

"""Reads about programmes, participants and reference data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from havre.engine.matching import DEFAULT_WEIGHTS, WEIGHTS
from havre.engine.matching.ceiling_zones import ceiling_zone
from havre.engine.vocabulary import (
    BOARD_ROLES,
    HOUSING_ROLES,
    CeilingZone,
    Pathway,
    Role,
    Seat,
)
from havre.organisations.models import Membership, Organisation, User
from havre.organisations.selectors import memberships_of
from havre.platform.acting import Actor
from havre.programmes.models import (
    CeilingRevision,
    Commune,
    FlowTarget,
    IncomeCeiling,
    LandlordCap,
    Participation,
    PathwayTarget,
    Programme,
    ReservationRight,
)


def actor_of(membership: Membership, *, purpose: str = "web") -> Actor:
    """Return the actor a membership makes: its organisation's roles in its first programme."""
    taken = _taken().filter(organisation_id=membership.organisation_id)
    return _actor(membership, list(taken.values_list("programme_id", "role")), purpose)


def actors_of(user: User) -> list[tuple[Membership, Actor]]:
    """Return a person's active memberships with the actor each makes, in one query."""
    taken = _taken().filter(organisation_id=OuterRef("organisation_id"))
    pairs = taken.values(pair=JSONObject(programme="programme_id", role="role"))
    found: Any = memberships_of(user).annotate(taken=ArraySubquery(pairs))
    return [
        (membership, _actor(membership, [(p["programme"], p["role"]) for p in membership.taken]))
        for membership in found
    ]


def _taken() -> QuerySet[Participation]:
    return Participation.objects.filter(active=True).order_by("programme_id", "pk")


def _actor(membership: Membership, taken: Sequence[tuple[int, str]], purpose: str = "web") -> Actor:
    programme_id = taken[0][0] if taken else 0
    return Actor(
        user_id=membership.user_id,
        organisation_id=membership.organisation_id,
        programme_id=programme_id,
        roles=frozenset()
        if membership.seat_word is Seat.ACCOUNTS
        else frozenset(Role(role) for programme, role in taken if programme == programme_id),
        seat=membership.seat_word,
        purpose=purpose,
        name=membership.organisation.name,
    )


def programme_of(actor: Actor) -> Programme:
    """Return the actor's programme; raise Programme.DoesNotExist when it takes part in none."""
    return Programme.objects.get(pk=actor.programme_id)


def weights_of(programme: Programme) -> dict[str, float]:
    """Return what each wish weighs in the ranking, in the engine's order; by default else."""
    chosen = programme.weights or DEFAULT_WEIGHTS
    return {name: float(chosen.get(name, 0)) for name in WEIGHTS}


def operator_of(programme_id: int) -> int:
    """Return the organisation that operates a programme; raise DoesNotExist when nobody does."""
    return Participation.objects.get(
        programme_id=programme_id, role=Role.OPERATOR, active=True
    ).organisation_id


def operators(*, purpose: str) -> list[Actor]:
    """Return, for each programme, the actor in whose name its jobs run (nobody in person)."""
    rows = Participation.objects.filter(role=Role.OPERATOR, active=True).order_by("programme_id")
    return [
        Actor(
            user_id=0,
            organisation_id=row.organisation_id,
            programme_id=row.programme_id,
            roles=frozenset({Role.OPERATOR}),
            purpose=purpose,
        )
        for row in rows
    ]


def with_role(programme_id: int, *roles: Role) -> QuerySet[Organisation]:
    """Return the active organisations that hold one of the roles in a programme."""
    return (
        Organisation.objects.filter(
            participations__programme_id=programme_id,
            participations__role__in=roles,
            participations__active=True,
            active=True,
        )
        .distinct()
        .order_by("name")
    )


def flow_targets(programme_id: int, year: int) -> QuerySet[FlowTarget]:
    """Return what each landlord owes each holder in a year, by their names."""
    return (
        FlowTarget.objects.filter(programme_id=programme_id, year=year)
        .select_related("landlord", "holder")
        .order_by("landlord__name", "holder__name")
    )


def may_be_named(actor: Actor) -> QuerySet[Organisation]:
    """Return the partners she may name in her agreement: all but the actor's own, and funders."""
    roles = [role for role in Role if role is not Role.FUNDER]
    return with_role(actor.programme_id, *roles).exclude(pk=actor.organisation_id)


def roles_in(programme_id: int, organisation_ids: Sequence[int]) -> dict[int, set[Role]]:
    """Return the roles these organisations hold in a programme; those with none are left out."""
    found: dict[int, set[Role]] = {}
    for organisation_id, role in Participation.objects.filter(
        programme_id=programme_id,
        organisation_id__in=organisation_ids,
        active=True,
        organisation__active=True,
    ).values_list("organisation_id", "role"):
        found.setdefault(organisation_id, set()).add(Role(role))
    return found


def with_any_role(programme_id: int) -> QuerySet[Organisation]:
    """Return the active organisations that take part in a programme."""
    return with_role(programme_id, *Role)


def participants_people(programme_id: int) -> QuerySet[User]:
    """Return the active people of the organisations that take part in a programme, by name."""
    return (
        User.objects.filter(
            memberships__active=True,
            memberships__organisation__in=with_any_role(programme_id).order_by(),
            is_active=True,
        )
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )


def landlords(programme_id: int) -> QuerySet[Organisation]:
    """Return the landlords and letting agencies of a programme."""
    return with_role(programme_id, *HOUSING_ROLES)


def board_participants(programme_id: int) -> QuerySet[Organisation]:
    """Return who reads the shared board: landlords, agencies and reservation holders."""
    return with_role(programme_id, *BOARD_ROLES)


def participants(programme_id: int) -> QuerySet[Participation]:
    """Return who takes part in a programme, and how."""
    return (
        Participation.objects.filter(programme_id=programme_id, active=True)
        .select_related("organisation")
        .order_by("role", "organisation__name")
    )


def communes() -> QuerySet[Commune]:
    """Return the communes of the territory, by name."""
    return Commune.objects.all()


def commune_names() -> dict[str, str]:
    """Return {code: name} of the territory's communes."""
    return dict(Commune.objects.values_list("code", "name"))


def targets(programme_id: int, year: int) -> dict[Pathway, PathwayTarget]:
    """Return the targets of a year, per pathway."""
    rows = PathwayTarget.objects.filter(programme_id=programme_id, year=year)
    return {Pathway(row.pathway): row for row in rows}


def ceilings() -> QuerySet[IncomeCeiling]:
    """Return the dated income ceilings, latest year first."""
    return IncomeCeiling.objects.all()


def participating(actor: Actor) -> QuerySet[Organisation]:
    """Return the organisations of the actor's programme, closed ones last; `taken`: their roles."""
    rows = Participation.objects.filter(programme_id=actor.programme_id, active=True)
    return (
        Organisation.objects.filter(participations__programme_id=actor.programme_id)
        .distinct()
        .prefetch_related(Prefetch("participations", queryset=rows, to_attr="taken"))
        .order_by("-active", "name", "pk")
    )


def participant(actor: Actor, slug: str) -> Organisation:
    """Return one organisation of the actor's programme; raise Organisation.DoesNotExist."""
    return participating(actor).get(slug=slug)


def rights(programme_id: int) -> QuerySet[ReservationRight]:
    """Return who holds which reservation right in a programme, by code."""
    return (
        ReservationRight.objects.filter(programme_id=programme_id)
        .select_related("holder")
        .order_by("code", "detail", "pk")
    )


def all_targets(programme_id: int) -> QuerySet[PathwayTarget]:
    """Return the targets of a programme, latest year first."""
    return PathwayTarget.objects.filter(programme_id=programme_id).order_by("-year", "pathway")


def ceiling_years() -> list[int]:
    """Return the years that have income ceilings, latest first."""
    return list(IncomeCeiling.objects.order_by("-year").values_list("year", flat=True).distinct())


def ceilings_of(year: int, zone: CeilingZone) -> QuerySet[IncomeCeiling]:
    """Return a zone's ceilings of a year with who edited them, by financing and category."""
    return (
        IncomeCeiling.objects.filter(year=year, zone=zone)
        .select_related("edited_by")
        .order_by("financing", "category")
    )


def home_zone() -> CeilingZone:
    """Return the zone of ceilings of the territory: that of most of its communes."""
    zones = Counter(ceiling_zone(code) for code in Commune.objects.values_list("pk", flat=True))
    return max(zones, key=lambda zone: zones[zone], default=CeilingZone.OTHER)


def ceiling_revisions(ceiling_id: int) -> QuerySet[CeilingRevision]:
    """Return what a ceiling was before each correction, the latest first."""
    found = CeilingRevision.objects.filter(ceiling_id=ceiling_id)
    return found.select_related("replaced_by")


def expected_range(ceiling: IncomeCeiling) -> tuple[int, int]:
    """Return the amounts (low, high) between which a ceiling surprises nobody.

    At most 10 % off the same ceiling of the year before, else off what it is now: no arrêté has
    moved one further.
    """
    before = (
        IncomeCeiling.objects.filter(
            year__lt=ceiling.year,
            financing=ceiling.financing,
            zone=ceiling.zone,
            category=ceiling.category,
        )
        .order_by("-year")
        .values_list("amount", flat=True)
        .first()
    )
    usual = before or ceiling.amount
    return usual * 9 // 10, usual * 11 // 10


def ceiling(ceiling_id: int) -> IncomeCeiling:
    """Return one ceiling with who edited it; raise IncomeCeiling.DoesNotExist."""
    return IncomeCeiling.objects.select_related("edited_by").get(pk=ceiling_id)


def caps_of(programme_id: int) -> dict[int, int]:
    """Return how many dwellings of each landlord, by id, a plan may give at most."""
    return dict(
        LandlordCap.objects.filter(programme_id=programme_id).values_list("landlord_id", "most")
    )

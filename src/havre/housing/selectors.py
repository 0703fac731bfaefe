"""Reads on dwellings and vacancies: each organisation its own, the operator all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from havre.engine.vocabulary import HOUSING_ROLES, Role, VacancyStatus
from havre.housing.importing.territory import Territory, build_territory
from havre.housing.models import ImportProfile, ImportRun, Vacancy
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.models import Commune, Locality


def vacancies(actor: Actor) -> QuerySet[Vacancy]:
    """Return the vacancies the actor may see, latest first.

    The operator sees all; a landlord its own; a reservation holder those it may designate for,
    until one is let: from then on its address is where somebody lives.
    """
    found = (
        Vacancy.objects.filter(programme_id=actor.programme_id)
        .select_related("landlord", "dwelling__commune", "holder")
        .order_by("-entered_at", "pk")
    )
    if actor.has(Role.OPERATOR):
        return found
    own = Q()
    if actor.has(*HOUSING_ROLES):
        own |= Q(landlord_id=actor.organisation_id)
    if actor.has(Role.RESERVATION_HOLDER):
        designates = Q(holder_id=actor.organisation_id)
        own |= designates & ~Q(status=VacancyStatus.LEASED)
    return found.filter(own) if own else found.none()


def open_vacancies(actor: Actor) -> QuerySet[Vacancy]:
    """Return the vacancies that can be proposed, the soonest available first."""
    return vacancies(actor).filter(status=VacancyStatus.OPEN).order_by("available_on", "pk")


def standing_offers(actor: Actor) -> QuerySet[Vacancy]:
    """Return the open vacancies whose time has not passed, the soonest available first."""
    return open_vacancies(actor).filter(expires_on__gte=today())


def matching_vacancies(
    actor: Actor,
    *,
    status: str = "",
    landlord_id: int | None = None,
    commune_code: str = "",
    rooms: int | None = None,
) -> QuerySet[Vacancy]:
    """Return the vacancies the actor may see that match every filter given, latest first.

    Five rooms stand for five and more.
    """
    found = vacancies(actor)
    if status:
        found = found.filter(status=status)
    if landlord_id:
        found = found.filter(landlord_id=landlord_id)
    if commune_code:
        found = found.filter(dwelling__commune_id=commune_code)
    if rooms:
        found = found.filter(**{"dwelling__rooms__gte" if rooms >= 5 else "dwelling__rooms": rooms})
    return found


def get_vacancy(reference: str, *, actor: Actor) -> Vacancy:
    """Return a vacancy; raise Vacancy.DoesNotExist when hidden or absent."""
    return vacancies(actor).get(reference=reference)


def vacancies_by_reference(references: Iterable[str], *, actor: Actor) -> dict[str, Vacancy]:
    """Return, by reference, those of some vacancies that the actor may see."""
    found = vacancies(actor).filter(reference__in=list(references))
    return {one.reference: one for one in found}


def expiring(actor: Actor, before: date) -> QuerySet[Vacancy]:
    """Return the open vacancies whose offer ends before a date."""
    return open_vacancies(actor).filter(expires_on__lt=before)


DECISIONS = ImportProfile.Kind.DECISIONS


def decision_runs(actor: Actor) -> QuerySet[ImportRun]:
    """Return the files of committee decisions that this very person sent, latest first.

    A colleague may not know of a candidacy that a file names; what it holds is recorded in the
    name of whoever sent it.
    """
    own = ImportRun.objects.filter(
        programme_id=actor.programme_id,
        landlord_id=actor.organisation_id,
        uploaded_by_id=actor.user_id,
        kind=DECISIONS,
    )
    return own.select_related("landlord").order_by("-created_at", "pk")


def import_runs(actor: Actor) -> QuerySet[ImportRun]:
    """Return the files of dwellings received for the actor's organisation (the operator: for all).

    Each says how many lines were `accepted` and `rejected`, once imported.
    """
    received = ImportRun.objects.filter(programme_id=actor.programme_id).exclude(kind=DECISIONS)
    found = received.select_related("landlord")
    if not actor.has(Role.OPERATOR):
        found = found.filter(landlord_id=actor.organisation_id)
    return (
        found.defer("content", "report")  # both are as long as the file
        .annotate(accepted=F("report__accepted"), rejected=F("report__rejected"))
        .order_by("-created_at", "pk")
    )


def get_import(run_id: UUID, *, actor: Actor) -> ImportRun:
    """Return a file received; raise ImportRun.DoesNotExist when hidden or absent.

    `imported_before` is when the very same file was last imported for this landlord, or None.
    """
    same = ImportRun.objects.filter(
        landlord_id=OuterRef("landlord_id"),
        kind=OuterRef("kind"),
        digest=OuterRef("digest"),
        status=ImportRun.Status.DONE,
    ).exclude(pk=OuterRef("pk"))
    latest = same.order_by("-done_at").values("done_at")[:1]
    found = import_runs(actor).defer(None).annotate(imported_before=Subquery(latest))
    return found.get(pk=run_id)


def columns_known(run: ImportRun) -> bool:
    """Tell whether a person has already confirmed the columns of such a file for this landlord."""
    profiles = ImportProfile.objects.filter(landlord_id=run.landlord_id, kind=run.kind)
    return run.kind == ImportProfile.Kind.STOCK or profiles.exists()


def profile_of(landlord_id: int, kind: str) -> dict[str, str]:
    """Return the headings remembered for a landlord: {heading: field}."""
    profile = ImportProfile.objects.filter(landlord_id=landlord_id, kind=kind).first()
    return dict(profile.headings) if profile else {}


def territory() -> Territory:
    """Return the communes and districts against which a file's places are read."""
    return build_territory(
        [
            (c.code, c.name, c.postcodes, int(c.zone_123), c.latitude, c.longitude)
            for c in Commune.objects.all()
        ],
        [
            (name, code, None, None)
            for name, code in Locality.objects.values_list("name", "commune_id")
        ],
    )

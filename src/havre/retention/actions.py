"""Changing periods, holding a file, and letting go of what is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection, transaction

from havre.cases import permissions
from havre.cases.actions import NotAllowed
from havre.cases.models import Case
from havre.documents.actions import destroy_object, remove_document
from havre.documents.selectors import found_by
from havre.engine.vocabulary import HOUSING_ROLES, REFERRING_ROLES, DocumentRemoval, DocumentState
from havre.housing.models import ImportRun
from havre.organisations.models import Invitation, User
from havre.platform import journal, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import now, today
from havre.programmes.permissions import may_change_settings
from havre.programmes.selectors import with_role
from havre.retention import selectors
from havre.retention.models import LegalHold, Policy
from havre.retention.rules import PERIODS, Ground, Kind
from havre.retention.selectors import ERASED, KEYS_DESTROYED

DAYS_A_MONTH = 31


class OutOfBounds(ValueError):
    """A period outside its bounds; `kind` says which."""

    def __init__(self, kind: Kind) -> None:
        period = PERIODS[kind]
        super().__init__(f"Entre {period.least} et {period.most} jours.")
        self.kind = kind


class WrongEnd(ValueError):
    """A hold cannot end before it begins."""


@transaction.atomic
def save_periods(days: Mapping[Kind, int], *, actor: Actor) -> None:
    """Write the periods of the actor's programme. Raises NotAllowed, OutOfBounds."""
    if not may_change_settings(actor):
        raise NotAllowed
    for kind, number in days.items():
        if not PERIODS[kind].least <= number <= PERIODS[kind].most:
            raise OutOfBounds(kind)
    for kind, number in days.items():
        Policy.objects.update_or_create(
            programme_id=actor.programme_id,
            kind=kind,
            defaults={"days": number, "changed_at": now()},
        )
    journal.record(actor, "PERIODS_CHANGED")


@transaction.atomic
def hold(case: Case, ground: Ground, until: date | None, *, actor: Actor) -> LegalHold:
    """Keep a file beyond its time; a second hold replaces the first.

    Raises NotAllowed, WrongEnd.
    """
    if not permissions.operates(actor, case):
        raise NotAllowed
    if until is not None and until < today():
        raise WrongEnd("Choisissez un jour à venir, ou laissez vide.")
    LegalHold.objects.filter(case=case).delete()
    held = LegalHold(case=case, ground=ground, until=until, placed_by_id=actor.user_id)
    held.save(force_insert=True)
    journal.record(actor, "HOLD_PLACED", case_id=case.pk, subject=ground)
    return held


@transaction.atomic
def lift_hold(case: Case, *, actor: Actor) -> None:
    """Let a file go with its time again; harmless when nothing holds it. Raises NotAllowed."""
    if not permissions.operates(actor, case):
        raise NotAllowed
    if LegalHold.objects.filter(case=case).delete()[0]:
        journal.record(actor, "HOLD_LIFTED", case_id=case.pk)


@transaction.atomic
def erase_case(case: Case, *, actor: Actor) -> None:
    """Erase a case whose time is over: counts by month remain, its rows go.

    For the jobs alone; the database refuses anybody else, and a case too early.
    """
    letting = sorted(role.value for role in HOUSING_ROLES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.erase_case(%s, %s)", [case.pk, letting])
    journal.record(actor, ERASED, subject=str(case.pk))  # she is nobody's case any more


def destroy_keys(actor: Actor) -> None:
    """Destroy the keys of every erased case: what backups still hold of it cannot be read.

    After the rows are gone for good; a run that was cut short is finished by the next one.
    """
    with acting(actor):
        for case_id in selectors.erased_with_keys(actor):
            vault.forget(case_id)
            journal.record(actor, KEYS_DESTROYED, subject=str(case_id))


def forget_account(user: User, *, actor: Actor) -> None:
    """Take away what names a person who left; what she did stays under her number."""
    Invitation.objects.filter(email__iexact=user.email).delete()
    user.email = f"compte-{user.pk}{selectors.FORGOTTEN}"
    user.first_name = user.last_name = ""
    user.is_active = False
    user.set_unusable_password()
    user.save()
    journal.record(actor, "ACCOUNT_FORGOTTEN", subject=f"user:{user.pk}")


def purge(actor: Actor) -> Counter[Kind]:
    """Let go of all that is over in the actor's programme; return how many of each kind.

    Each case in a transaction of its own: one that fails does not keep the others. A draft is its
    author's: it is erased in the author's name.
    """
    done: Counter[Kind] = Counter()
    for keeper in [actor, *authors(actor)]:
        done += _erase_due(keeper)
    with acting(actor):
        for user in selectors.due_accounts(actor):
            forget_account(user, actor=actor)
            done[Kind.ACCOUNTS] += 1
        done[Kind.IMPORTS] += _drop_imports(actor)
        done[Kind.PLANS] += _drop_plans(actor)
        done[Kind.DOCUMENTS] += _drop_documents(actor)
        done[Kind.MEETINGS] += _drop_meetings(actor)
    return +done


def _drop_documents(actor: Actor) -> int:
    """Destroy the papers of cases that are over; that they were there stays with the case."""
    dropped = 0
    for case in selectors.cases_without_need_of_papers(actor):
        for document in found_by(case_id=case.pk):
            if document.state != DocumentState.REMOVED:
                remove_document(document, DocumentRemoval.NO_LONGER_NEEDED, actor=actor)
                dropped += 1
    return dropped


def purge_journal(actors: Sequence[Actor]) -> int:
    """Remove the journal's oldest blocks, one period for the whole installation: the longest.

    Returns the last line removed, 0 when none is.
    """
    days = [selectors.days_of(actor)[Kind.JOURNAL] for actor in actors]
    return vault.purge_journal(-(-max(days) // DAYS_A_MONTH)) if days else 0


def authors(actor: Actor) -> list[Actor]:
    """Return the other organisations that may have drafts, as actors of this job."""
    others = with_role(actor.programme_id, *REFERRING_ROLES).exclude(pk=actor.organisation_id)
    return [actor.in_the_name_of(one.pk, "retention") for one in others.order_by("pk")]


def _erase_due(keeper: Actor) -> Counter[Kind]:
    done: Counter[Kind] = Counter()
    with acting(keeper):
        over = [one for one in selectors.due_cases(keeper, within=0) if not one.held]
    for one in over:
        with acting(keeper):
            papers = found_by(case_id=one.case.pk)
            erase_case(one.case, actor=keeper)
        for stored_as in {paper.stored_as for paper in papers} - {""}:
            destroy_object(stored_as)  # those the keeper does not see go with tonight's sweep
        done[one.kind] += 1
    destroy_keys(keeper)
    return done


def _drop_meetings(actor: Actor) -> int:
    """Remove the meetings that are over for long enough, with their minutes."""
    over = list(selectors.due_meetings(actor))
    for meeting in over:
        meeting.delete()
    if over:
        journal.record(actor, "MEETINGS_DROPPED", subject=f"count:{len(over)}")
    return len(over)


def _drop_imports(actor: Actor) -> int:
    """Drop the content of the files nobody imported; that they came stays."""
    over = selectors.due_imports(actor)
    dropped = over.update(status=ImportRun.Status.ABANDONED, content=None, report={}, headings={})
    if dropped:
        journal.record(actor, "IMPORTS_DROPPED", subject=f"count:{dropped}")
    return dropped


def _drop_plans(actor: Actor) -> int:
    """Erase the plans whose time is over, with the lines and choices of every case in them."""
    dropped = 0
    with connection.cursor() as cursor:
        for run in list(selectors.due_plans(actor)):
            cursor.execute("SELECT havre.drop_plan(%s)", [run.pk])
            dropped += bool(cursor.fetchone()[0])
    if dropped:
        journal.record(actor, "PLANS_DROPPED", subject=f"count:{dropped}")
    return dropped

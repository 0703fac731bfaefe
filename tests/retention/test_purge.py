"""What goes when its time is over, what stays, and who may not hurry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connections

from havre.cases import actions as cases
from havre.cases.models import Case, Identity
from havre.cases.restrictions import reserve_case
from havre.engine.vocabulary import AdmissionRefusal, Pathway
from havre.housing.models import ImportRun
from havre.organisations.models import Membership, User
from havre.platform import journal, vault
from havre.platform.acting import acting
from havre.platform.clock import at, now, today
from havre.platform.vault import VaultRefusal
from havre.platform.vault.custody import custody
from havre.reporting import selectors as reporting
from havre.retention import actions, selectors
from havre.retention.rules import PERIODS, Ground, Kind
from tests import world as w
from tests.documents.deposits import bring
from tests.documents.stores import DiskStore
from tests.matrix.scenario import break_glass, reach, recuse
from tests.platform.gate.test_holding import held
from tests.platform.sql import run, visible
from tests.retention.as_worker import worker
from tests.world import World

LATER = 800


def owner(query: str, *values: object) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def age(case: Case, days: int) -> None:
    """Make a case as old as that, as the owner: all its dates go back, on the clock of here."""
    back = timedelta(days=days)
    owner(
        "UPDATE cases_case SET "
        "created_at = (created_at AT TIME ZONE 'Europe/Paris' - %s) AT TIME ZONE 'Europe/Paris',"
        "stage_since = (stage_since AT TIME ZONE 'Europe/Paris' - %s) AT TIME ZONE 'Europe/Paris',"
        " ended_on = (ended_on - %s)::date, admitted_on = (admitted_on - %s)::date WHERE id = %s",
        back, back, back, back, case.pk,
    )  # fmt: skip
    owner('UPDATE cases_caseevent SET "on" = ("on" - %s)::date WHERE case_id = %s', back, case.pk)
    owner(
        "UPDATE allocations_tenancy SET lease_signed_on = (lease_signed_on - %s)::date"
        " WHERE case_id = %s",
        back, case.pk,
    )  # fmt: skip


def purged(world: World) -> Counter[Kind]:
    with worker():
        return actions.purge(world.operator)


def refused(world: World) -> Case:
    case = w.referred(world)
    with acting(world.operator) as actor:
        return cases.refuse_admission(case, AdmissionRefusal.HORS_PUBLIC, actor=actor)


def drafted(world: World) -> Case:
    with acting(world.shelter) as actor:
        case = cases.start_referral(Pathway.SHELTERED, actor=actor)
        cases.save_referral(case, w.referral_content(), actor=actor)
        return case


def housed(world: World) -> Case:
    found = reach(world, "MOVED_IN").case
    assert found is not None
    return found


MAKERS: dict[Kind, Callable[[World], Case]] = {
    Kind.DRAFT: drafted,
    Kind.NOT_ADMITTED: refused,
    Kind.CLOSED: housed,
}


def left_of(case: Case) -> dict[str, int]:
    """Rows that still point to the case, in any table, as the owner sees them."""
    tables = owner(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema IN ('public', 'havre') AND c.udt_name = 'uuid'"
        " AND t.table_type = 'BASE TABLE'"
    )
    found = {}
    for table, column in tables:
        schema = "havre" if owner("SELECT to_regclass(%s)", f"havre.{table}")[0][0] else "public"
        query = f'SELECT count(*) FROM {schema}."{table}" WHERE "{column}" = %s'
        number = owner(query, case.pk)[0][0]
        if number and table not in {"platform_journalentry"}:
            found[str(table)] = int(str(number))
    kept = custody().store.rows("SELECT 1 FROM case_key WHERE case_id = ?", [case.pk.bytes])
    if kept:
        found["keys"] = len(kept)
    return found


@pytest.mark.parametrize("kind", MAKERS)
def test_a_case_goes_on_its_day_and_not_before(world: World, kind: Kind) -> None:
    case = MAKERS[kind](world)
    age(case, PERIODS[kind].usual - 1)
    assert purged(world) == Counter()
    assert left_of(case)
    age(case, 1)
    assert purged(world) == Counter({kind: 1})
    assert left_of(case) == {}
    for actor in world.actors.values():
        assert visible(actor) == {}


def test_its_keys_are_destroyed(world: World) -> None:
    """Someone who kept a copy of a row, and of the share, opens nothing with it."""
    case = refused(world)
    with acting(world.operator) as actor:
        row = Identity.objects.get(case=case)
        assert vault.open_row(row, actor=actor)["last_name"] == "Zyntharel"
    age(case, LATER)
    purged(world)
    with pytest.raises(VaultRefusal), acting(world.operator) as actor:
        vault.open_row(row, actor=actor)


def test_the_indicators_of_the_past_do_not_change(world: World) -> None:
    case = housed(world)
    back = today() - timedelta(days=LATER)
    age(case, LATER)
    period = (back.replace(day=1), today())

    def figures() -> object:
        with acting(world.operator) as actor:
            found = reporting.figures(actor, *period)
        return (
            found.handled, found.rehoused, dict(found.by_landlord), dict(found.by_holder),
            dict(found.by_commune), found.between_landlords, found.same_landlord,
            found.no_reference, found.handled_by_pathway,
        )  # fmt: skip

    before = figures()
    assert before[:2] == (1, 1)  # type: ignore[index]
    assert purged(world) == Counter({Kind.CLOSED: 1})
    assert figures() == before


def test_each_fact_that_remains_stands_alone_and_at_the_first_of_the_month(world: World) -> None:
    case = housed(world)
    age(case, LATER)
    purged(world)
    rows = owner("SELECT fact, month, number FROM havre.past_fact ORDER BY fact")
    assert [row[0] for row in rows] == [
        "ADMITTED", "COMMUNE", "COMPARED", "ENDED", "GIVEN", "HOLDER", "LANDLORD", "RECEIVED",
    ]  # fmt: skip
    assert {row[1].day for row in rows} == {1}  # type: ignore[attr-defined]
    assert {row[2] for row in rows} == {1}


@pytest.mark.parametrize(
    ("moment", "month"),
    [("2024-02-01 00:30", date(2024, 2, 1)), ("2024-01-31 23:30", date(2024, 1, 1))],
)
def test_the_month_that_remains_is_that_of_here(world: World, moment: str, month: date) -> None:
    """Half past midnight in Paris is the day before in the database's own time."""
    case = housed(world)
    age(case, 3 * LATER)
    owner(
        "UPDATE cases_case SET ended_on = NULL,"
        " stage_since = %s::timestamp AT TIME ZONE 'Europe/Paris' WHERE id = %s",
        moment, case.pk,
    )  # fmt: skip
    purged(world)
    rows = owner("SELECT month FROM havre.past_fact WHERE fact = 'ENDED'")
    assert rows == [(month,)]


def test_a_held_case_stays_until_it_is_let_go(world: World) -> None:
    case = refused(world)
    age(case, LATER)
    with acting(world.operator) as actor:
        actions.hold(case, Ground.PROCEDURE, None, actor=actor)
        [due] = selectors.due_cases(actor)
        assert (due.held, due.kind) == (True, Kind.NOT_ADMITTED)
    assert purged(world) == Counter()
    with worker(), pytest.raises(ProgrammingError, match="not over"):
        run(world.operator, "SELECT havre.erase_case(%s, '{}')", case.pk)
    with acting(world.operator) as actor:
        actions.lift_hold(case, actor=actor)
        actions.lift_hold(case, actor=actor)
    assert purged(world) == Counter({Kind.NOT_ADMITTED: 1})


def test_a_hold_ends_on_its_day(world: World) -> None:
    case = refused(world)
    age(case, LATER)
    with acting(world.operator) as actor:
        actions.hold(case, Ground.DEMANDE, today(), actor=actor)
        with pytest.raises(actions.WrongEnd):
            actions.hold(case, Ground.DEMANDE, today() - timedelta(days=1), actor=actor)
    assert purged(world) == Counter()
    owner("UPDATE retention_legalhold SET until = until - 1")
    assert purged(world) == Counter({Kind.NOT_ADMITTED: 1})


def test_a_hold_is_seen_by_those_who_carry_her_rights_alone(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator) as actor:
        actions.hold(case, Ground.REQUISITION, None, actor=actor)
    seen = {name for name, a in world.actors.items() if "retention_legalhold" in visible(a)}
    assert seen == {"operator"}
    with pytest.raises(cases.NotAllowed), acting(world.shelter) as actor:
        actions.hold(case, Ground.REQUISITION, None, actor=actor)


@pytest.mark.parametrize("code", ["REFERRED", "SEARCH", "WITH_LANDLORD"])
def test_a_case_under_way_never_goes(world: World, code: str) -> None:
    case = w.admitted(world) if code == "SEARCH" else reach(world, code).case
    assert case is not None
    age(case, 5000)
    assert purged(world) == Counter()
    with worker(), pytest.raises(ProgrammingError, match="not over"):
        run(world.operator, "SELECT havre.erase_case(%s, '{}')", case.pk)


def test_the_web_role_erases_nothing(world: World) -> None:
    case = refused(world)
    age(case, LATER)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(world.operator, "SELECT havre.erase_case(%s, '{}')", case.pk)
    with worker(), pytest.raises(ProgrammingError, match="only its keeper"):
        run(world.shelter, "SELECT havre.erase_case(%s, '{}')", case.pk)


def test_the_database_has_the_least_periods_of_the_table(world: World) -> None:
    for kind, make in MAKERS.items():
        case = make(world)
        keeper = world.shelter if kind is Kind.DRAFT else world.operator
        age(case, PERIODS[kind].least - 1)
        with worker(), pytest.raises(ProgrammingError, match="not over"):
            run(keeper, "SELECT havre.erase_case(%s, '{}')", case.pk)
        age(case, 1)
        with worker():
            run(keeper, "SELECT havre.erase_case(%s, '{}')", case.pk)
        assert set(left_of(case)) == {"keys"}


def test_the_last_contact_is_the_same_in_the_list_and_in_the_database(world: World) -> None:
    for make in (refused, housed):
        age(make(world), 400)
    with acting(world.operator) as actor:
        for one in selectors.with_last_contact(Case.objects.all()):
            found = run(actor, "SELECT havre.last_contact(%s)", one.pk)
            assert found == [(one.last_contact,)]  # type: ignore[attr-defined]


def test_periods(world: World) -> None:
    case = refused(world)
    age(case, 120)
    with acting(world.operator) as actor:
        assert selectors.days_of(actor)[Kind.NOT_ADMITTED] == 365
        days = dict.fromkeys(Kind, 0) | {k: p.usual for k, p in PERIODS.items()}
        with pytest.raises(actions.OutOfBounds):
            actions.save_periods(days | {Kind.NOT_ADMITTED: 89}, actor=actor)
        actions.save_periods(days | {Kind.NOT_ADMITTED: 90}, actor=actor)
        assert selectors.days_of(actor)[Kind.NOT_ADMITTED] == 90
    with pytest.raises(cases.NotAllowed), acting(world.shelter) as actor:
        actions.save_periods(days, actor=actor)
    assert purged(world) == Counter({Kind.NOT_ADMITTED: 1})


def test_an_account_without_organisation_is_forgotten(world: World) -> None:
    user = world.users["referrer"]
    Membership.objects.filter(user=user).update(active=False, since=now() - timedelta(days=400))
    User.objects.filter(pk=user.pk).update(created_at=now() - timedelta(days=500))
    User.objects.filter(pk=user.pk).update(last_login=now() - timedelta(days=364))
    assert purged(world) == Counter()
    User.objects.filter(pk=user.pk).update(last_login=now() - timedelta(days=366))
    assert purged(world) == Counter({Kind.ACCOUNTS: 1})
    user.refresh_from_db()
    assert (user.email, user.first_name, user.last_name) == (
        f"compte-{user.pk}@retire.invalid", "", "",
    )  # fmt: skip
    assert not user.is_active
    assert not user.has_usable_password()
    assert purged(world) == Counter()


def test_a_file_never_imported_loses_its_content(world: World) -> None:
    landlord = world.landlord
    with acting(landlord):
        kept = ImportRun.objects.create(
            landlord_id=landlord.organisation_id, programme_id=landlord.programme_id,
            kind="VACANCIES", digest="0" * 64, content=b"x", created_at=now() - timedelta(days=6),
        )  # fmt: skip
        old = ImportRun.objects.create(
            landlord_id=landlord.organisation_id, programme_id=landlord.programme_id,
            kind="VACANCIES", digest="1" * 64, content=b"x", created_at=now() - timedelta(days=8),
        )  # fmt: skip
    assert purged(world) == Counter({Kind.IMPORTS: 1})
    found = dict(ImportRun.objects.values_list("pk", "status"))
    assert found == {kept.pk: "PREVIEW", old.pk: "ABANDONED"}
    old.refresh_from_db()
    assert old.content is None


def test_a_run_cut_short_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = refused(world)
    age(case, LATER)

    def cut(case_id: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(vault, "forget", cut)
        with pytest.raises(KeyboardInterrupt):
            purged(world)
    assert set(left_of(case)) == {"keys"}
    assert purged(world) == Counter()
    assert left_of(case) == {}


def test_a_case_is_listed_a_month_before(world: World) -> None:
    case = refused(world)
    age(case, 365 - 31)
    with acting(world.operator) as actor:
        assert selectors.due_cases(actor) == []
    age(case, 1)
    with acting(world.operator) as actor:
        [due] = selectors.due_cases(actor)
    assert due.on == today() + timedelta(days=30)
    with acting(world.shelter) as actor:
        assert selectors.due_cases(actor) == []


def test_the_papers_of_a_case_that_is_over_go_before_the_case(
    world: World, store: DiskStore
) -> None:
    case = refused(world)
    document = bring(case, world.operator)
    age(case, PERIODS[Kind.DOCUMENTS].usual - 1)
    assert purged(world) == Counter()
    age(case, 1)
    assert purged(world) == Counter({Kind.DOCUMENTS: 1})
    assert list(store.names()) == []
    with acting(world.operator):
        document.refresh_from_db()
    assert (document.state, document.removal) == ("REMOVED", "NO_LONGER_NEEDED")
    assert purged(world) == Counter()


def test_a_file_that_has_been_through_everything_leaves_nothing(
    world: World, store: DiskStore
) -> None:
    """Recusal, exceptional access, shares by hand, papers, what was held on its way out."""
    scene = reach(world, "BY_HAND")
    case = scene.case
    assert case is not None
    break_glass(scene)
    bring(case, world.operator)
    held(world, case, body="Voir impasse Tresmiel.")
    recuse(scene)
    with acting(world.operator) as actor:
        reserve_case(case, [actor.user_id], actor=actor)
        actions.hold(case, Ground.DEMANDE, today(), actor=actor)
    owner("UPDATE cases_case SET stage = 'HOUSED' WHERE id = %s", case.pk)
    owner("UPDATE retention_legalhold SET until = until - 1")
    age(case, LATER)
    assert purged(world)[Kind.CLOSED] == 1
    assert left_of(case) == {}


def test_the_journal_goes_block_by_block_after_the_longest_period(world: World) -> None:
    with at(now() - timedelta(days=400)):
        journal.commit([journal.entry(world.operator, "SEEN")])
        vault.seal_journal()
    journal.commit([journal.entry(world.operator, "SEEN")])
    vault.seal_journal()
    assert actions.purge_journal([]) == 0
    assert actions.purge_journal([world.operator]) == 1
    assert actions.purge_journal([world.operator]) == 0

"""networth_materialized equals the sum of the snapshots, whoever wrote them and however."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from tests.support.schema_rows import (
    ANNA,
    BERT,
    CASH,
    Database,
    act_as,
    giro_of,
    insert,
    settle,
    valid_row,
    value,
)


def asset(number: int) -> UUID:
    return UUID(int=(ANNA.int << 64) + number)


def add_assets(db: Database, count: int) -> None:
    """`asset(1)` to `asset(count)`, Anna's beside her Giro, which is `asset(0)`."""
    db.cursor().executemany(
        "INSERT INTO assets (user_id, id, category_id, asset_name) VALUES (%s, %s, %s, %s)",
        [(ANNA, asset(n), CASH, f"Asset {n}") for n in range(1, count + 1)],
    )


def record(db: Database, total: object, *, month: int = 1, number: int = 0) -> None:
    """Anna's snapshot of an asset; one that is there is replaced."""
    db.execute(
        """
        INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
        VALUES (%s, %s, 2026, %s, %s)
        ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = excluded.total
        """,
        [ANNA, asset(number), month, total],
    )


def kept(db: Database, user: UUID = ANNA) -> dict[int, tuple[Decimal, int]]:
    """Month of the year → net worth and number of snapshots, as cached."""
    rows = db.execute(
        "SELECT month, net_worth, snapshots FROM networth_materialized WHERE user_id = %s", [user]
    )
    return {month: (net_worth, snapshots) for month, net_worth, snapshots in rows}


def differences(db: Database) -> int:
    """How many months of any user are cached wrongly, too many or not at all."""
    wrong: int = value(
        db,
        """
        SELECT count(*)
        FROM networth_materialized AS kept
        FULL JOIN (
            SELECT user_id, year, month, sum(total) AS net_worth, count(*) AS snapshots
            FROM asset_inputs
            GROUP BY user_id, year, month
        ) AS told USING (user_id, year, month)
        WHERE (kept.net_worth, kept.snapshots) IS DISTINCT FROM (told.net_worth, told.snapshots)
        """,
    )
    return wrong


@pytest.fixture(params=["owner", "app"])
def household(request: pytest.FixtureRequest) -> Database:
    """Anna with three assets, seen by the owner of the tables and by the everyday role."""
    db: Database = request.getfixturevalue(request.param)
    settle(db, ANNA)
    add_assets(db, 2)
    return db


def test_a_month_is_the_sum_of_its_snapshots(household: Database) -> None:
    record(household, "1000.25", number=0)
    record(household, "250.50", number=1)
    record(household, "-400.75", number=2)
    # 1000.25 + 250.50 - 400.75 = 850.00
    assert kept(household) == {1: (Decimal("850.00"), 3)}


def test_one_statement_may_add_many_to_one_month(household: Database) -> None:
    household.execute(
        """
        INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
        SELECT user_id, id, 2026, month, 100 * month
        FROM assets
        CROSS JOIN generate_series(1, 2) AS month
        """
    )
    # Three assets, of 100 in January and 200 in February.
    assert kept(household) == {1: (Decimal(300), 3), 2: (Decimal(600), 3)}


def test_replacing_a_value_counts_it_once(household: Database) -> None:
    record(household, 1000)
    record(household, 700)
    assert kept(household) == {1: (Decimal(700), 1)}


def test_one_statement_may_both_add_and_replace(household: Database) -> None:
    record(household, 1000, number=0)
    household.execute(
        """
        INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
        SELECT user_id, id, 2026, 1, 50
        FROM assets
        ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = excluded.total
        """
    )
    # 1000 became 50, and two more of 50 came.
    assert kept(household) == {1: (Decimal(150), 3)}


def test_what_is_left_out_on_conflict_changes_nothing(household: Database) -> None:
    record(household, 1000)
    household.execute(
        """
        INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
        VALUES (%s, %s, 2026, 1, 5)
        ON CONFLICT DO NOTHING
        """,
        [ANNA, asset(0)],
    )
    assert kept(household) == {1: (Decimal(1000), 1)}


def test_a_value_moved_to_another_month_leaves_the_first(household: Database) -> None:
    record(household, 1000, number=0)
    record(household, 30, number=1)
    household.execute("UPDATE asset_inputs SET month = 7 WHERE asset_id = %s", [asset(0)])
    assert kept(household) == {1: (Decimal(30), 1), 7: (Decimal(1000), 1)}


def test_two_months_swapped_in_one_statement_are_swapped(household: Database) -> None:
    record(household, 1000, month=1, number=0)
    record(household, 30, month=2, number=1)
    household.execute("UPDATE asset_inputs SET month = 3 - month")
    assert kept(household) == {1: (Decimal(30), 1), 2: (Decimal(1000), 1)}


def test_a_month_that_loses_its_last_value_is_no_month_of_zero(household: Database) -> None:
    record(household, 1000, month=1)
    record(household, 1100, month=2)
    household.execute("DELETE FROM asset_inputs WHERE month = 2")
    assert kept(household) == {1: (Decimal(1000), 1)}
    household.execute("UPDATE asset_inputs SET month = 3")
    assert kept(household) == {3: (Decimal(1000), 1)}


def test_values_that_cancel_out_are_a_month_of_zero(household: Database) -> None:
    record(household, 1000, number=0)
    record(household, -1000, number=1)
    assert kept(household) == {1: (Decimal(0), 2)}


def test_a_value_of_zero_counts(household: Database) -> None:
    record(household, 0)
    assert kept(household) == {1: (Decimal(0), 1)}
    household.execute("DELETE FROM asset_inputs")
    assert kept(household) == {}


def test_a_note_moves_no_month(household: Database) -> None:
    record(household, 1000)
    version = "SELECT xmin::text || ctid::text FROM networth_materialized"
    before = value(household, version)
    household.execute("UPDATE asset_inputs SET notes = 'looked up twice'")
    assert value(household, version) == before


def test_a_statement_that_touches_nothing_changes_nothing(household: Database) -> None:
    record(household, 1000)
    household.execute("DELETE FROM asset_inputs WHERE month = 12")
    household.execute("UPDATE asset_inputs SET total = 5 WHERE month = 12")
    assert kept(household) == {1: (Decimal(1000), 1)}


def test_what_is_rolled_back_was_never_there(household: Database) -> None:
    record(household, 1000)
    with household.transaction(force_rollback=True):
        record(household, 5, number=1)
        household.execute("DELETE FROM asset_inputs WHERE asset_id = %s", [asset(0)])
        assert kept(household) == {1: (Decimal(5), 1)}
    assert kept(household) == {1: (Decimal(1000), 1)}


def test_a_refused_value_leaves_the_month_as_it_was(household: Database) -> None:
    record(household, 1000)
    with pytest.raises(errors.CheckViolation), household.transaction():
        record(household, "NaN", number=1)
    assert kept(household) == {1: (Decimal(1000), 1)}


def test_the_sum_of_the_widest_values_still_fits(household: Database) -> None:
    for number in range(3):
        record(household, "99999999999999999999.9999", number=number)
    # three times 10^20 less three times 0.0001
    assert kept(household) == {1: (Decimal("299999999999999999999.9997"), 3)}


def test_many_values_in_one_statement(household: Database) -> None:
    household.execute(
        """
        INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
        SELECT user_id, id, year, month, month
        FROM assets
        CROSS JOIN generate_series(2000, 2100) AS year
        CROSS JOIN generate_series(1, 12) AS month
        """
    )
    # 101 years of 12 months; three assets, each worth the month's number: 3 x 101 x (1 + … + 12)
    totals = "SELECT count(*), sum(net_worth), max(snapshots) FROM networth_materialized"
    assert household.execute(totals).fetchone() == (1212, 3 * 101 * 78, 3)
    assert differences(household) == 0
    household.execute("DELETE FROM asset_inputs WHERE asset_id <> %s", [asset(0)])
    assert household.execute(totals).fetchone() == (1212, 101 * 78, 1)


def test_latest_networth_is_the_newest_month(household: Database) -> None:
    record(household, 1000, month=9)
    record(household, 1200, month=10)
    latest = "SELECT year, month, period::text, net_worth, snapshots FROM latest_networth"
    assert household.execute(latest).fetchall() == [(2026, 10, "2026-10-01", Decimal(1200), 1)]


def test_the_everyday_role_cannot_write_the_cache(app: Database) -> None:
    settle(app, ANNA)
    record(app, 1000)
    for statement in (
        "UPDATE networth_materialized SET net_worth = 1000000",
        "DELETE FROM networth_materialized",
        "TRUNCATE networth_materialized",
        "TRUNCATE asset_inputs",
    ):
        with pytest.raises(errors.InsufficientPrivilege), app.transaction():
            app.execute(statement)
    with pytest.raises(errors.InsufficientPrivilege):
        insert(app, "networth_materialized", valid_row("networth_materialized", ANNA))


def test_copy_is_counted(owner: Database) -> None:
    settle(owner, ANNA)
    settle(owner, BERT)
    add_assets(owner, 1)
    columns = "asset_inputs (user_id, asset_id, year, month, total)"
    with owner.cursor().copy(f"COPY {columns} FROM STDIN") as copy:
        copy.write_row((ANNA, asset(0), 2026, 1, 10))
        copy.write_row((ANNA, asset(1), 2026, 1, 20))
        copy.write_row((BERT, giro_of(BERT), 2026, 1, 500))
    assert kept(owner) == {1: (Decimal(30), 2)}
    assert kept(owner, BERT) == {1: (Decimal(500), 1)}


def test_truncate_empties_the_cache(owner: Database) -> None:
    settle(owner, ANNA)
    record(owner, 1000)
    owner.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing is emptied before that is done
    owner.execute("TRUNCATE asset_inputs")
    assert kept(owner) == {}
    record(owner, 5)
    assert kept(owner) == {1: (Decimal(5), 1)}


def test_a_value_given_to_another_user_goes_with_them(owner: Database) -> None:
    settle(owner, ANNA)
    settle(owner, BERT)
    insert(owner, "asset_inputs", valid_row("asset_inputs", BERT) | {"total": 7, "month": 2})
    record(owner, 1000)
    owner.execute(
        "UPDATE asset_inputs SET user_id = %s, asset_id = %s WHERE user_id = %s",
        [BERT, giro_of(BERT), ANNA],
    )
    assert kept(owner, ANNA) == {}
    assert kept(owner, BERT) == {1: (Decimal(1000), 1), 2: (Decimal(7), 1)}


def test_merge_is_counted(owner: Database) -> None:
    settle(owner, ANNA)
    add_assets(owner, 2)
    record(owner, 1000, number=0)
    record(owner, 30, number=1)
    owner.execute(
        """
        MERGE INTO asset_inputs AS old
        USING (VALUES (%s::uuid, 1), (%s, 2), (%s, 3)) AS new (asset_id, total)
           ON old.user_id = %s AND old.asset_id = new.asset_id AND old.year = 2026 AND old.month = 1
        WHEN MATCHED AND new.total = 1 THEN DELETE
        WHEN MATCHED THEN UPDATE SET total = new.total
        WHEN NOT MATCHED THEN
            INSERT (user_id, asset_id, year, month, total)
            VALUES (%s, new.asset_id, 2026, 1, new.total)
        """,
        [asset(0), asset(1), asset(2), ANNA, ANNA],
    )
    # asset 0 is gone, asset 1 is worth 2, asset 2 is new and worth 3
    assert kept(owner) == {1: (Decimal(5), 2)}


def test_twenty_thousand_values_in_one_statement(owner: Database) -> None:
    settle(owner, ANNA)
    add_assets(owner, 199)
    owner.execute(
        """
        INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
        SELECT user_id, id, 2010 + n / 12, 1 + n %% 12, 0.01
        FROM assets
        CROSS JOIN generate_series(0, 99) AS n
        WHERE user_id = %s
        """,
        [ANNA],
    )
    # 200 assets in each of 100 months, of one cent each: 2.00 a month
    assert value(owner, "SELECT count(*) FROM asset_inputs") == 20_000
    months = "SELECT count(*), min(net_worth), max(net_worth) FROM networth_materialized"
    assert owner.execute(months).fetchone() == (100, Decimal(2), Decimal(2))

    owner.execute("UPDATE asset_inputs SET total = total + 1, year = year + 50")
    # each cent became 1.01, so 202.00 a month, fifty years later
    assert owner.execute(months).fetchone() == (100, Decimal(202), Decimal(202))
    assert differences(owner) == 0

    owner.execute("DELETE FROM asset_inputs")
    assert owner.execute(months).fetchone() == (0, None, None)


class TestManyAtOnce:
    """Each writer has a connection of its own, and commits."""

    WRITERS = 8

    @pytest.fixture
    def everyone(self, server: Any, fresh_database: str) -> Any:
        """Runs a function in every writer's own thread and connection, then gives the owner's."""
        with server.connect(fresh_database) as owner:
            settle(owner, ANNA)
            add_assets(owner, 300)

        def run(work: Callable[[Database, int], None]) -> Database:
            together = Barrier(self.WRITERS)

            def one(writer: int) -> None:
                with server.connect(fresh_database, user="finally_app", autocommit=True) as own:
                    own.execute("SELECT set_config('finally.user_id', %s, false)", [str(ANNA)])
                    together.wait(timeout=30)
                    work(own, writer)

            with ThreadPoolExecutor(self.WRITERS) as threads:
                list(threads.map(one, range(self.WRITERS)))
            view: Database = server.connect(fresh_database)
            return view

        return run

    def test_eight_writers_of_one_month_add_up(self, everyone: Any) -> None:
        def work(own: Database, writer: int) -> None:
            for n in range(25):
                record(own, writer + 1, number=25 * writer + n)

        with everyone(work) as owner:
            # 25 values of each of 1, 2, … 8: 25 x 36
            assert kept(owner) == {1: (Decimal(900), 200)}

    def test_eight_writers_who_replace_and_delete_add_up(self, everyone: Any) -> None:
        def work(own: Database, writer: int) -> None:
            for n in range(10):
                number = 10 * writer + n
                record(own, 1000, number=number)
                record(own, 3, number=number)
                if n % 2:
                    own.execute("DELETE FROM asset_inputs WHERE asset_id = %s", [asset(number)])

        with everyone(work) as owner:
            # of 80 values of 3 every other one is left
            assert kept(owner) == {1: (Decimal(120), 40)}

    def test_eight_writers_of_one_and_the_same_value_count_it_once(self, everyone: Any) -> None:
        def work(own: Database, writer: int) -> None:
            for n in range(20):
                record(own, 100 * writer + n)

        with everyone(work) as owner:
            net_worth, snapshots = kept(owner)[1]
            assert snapshots == 1
            assert net_worth % 100 == 19  # whose 20th was last nobody knows; it was somebody's
            assert differences(owner) == 0

    def test_the_last_value_removed_while_others_are_added(self, everyone: Any) -> None:
        # The month comes and goes: its row is deleted by one writer while another waits for it.
        def work(own: Database, writer: int) -> None:
            for _ in range(25):
                record(own, 5, number=writer)
                own.execute("DELETE FROM asset_inputs WHERE asset_id = %s", [asset(writer)])
            record(own, 5, number=writer)

        with everyone(work) as owner:
            assert kept(owner) == {1: (Decimal(40), 8)}

    def test_statements_over_many_months_do_not_lock_each_other_out(self, everyone: Any) -> None:
        # Half of the writers name the months upwards, half downwards.
        def work(own: Database, writer: int) -> None:
            order = "DESC" if writer % 2 else "ASC"
            for n in range(10):
                own.execute(
                    f"""
                    INSERT INTO asset_inputs (user_id, asset_id, year, month, total)
                    SELECT %s, %s, 2026, month, 1
                    FROM generate_series(1, 12) AS month
                    ORDER BY month {order}
                    """,
                    [ANNA, asset(10 * writer + n)],
                )
            first = asset(10 * writer)
            own.execute("UPDATE asset_inputs SET total = 2 WHERE asset_id = %s", [first])

        with everyone(work) as owner:
            # 80 values of 1 a month; each of the eight writers then made one of them 2
            assert kept(owner) == {month: (Decimal(88), 80) for month in range(1, 13)}

    @pytest.mark.parametrize("month_is_new", [True, False])
    def test_a_writer_who_had_to_wait_adds_to_what_was_written_meanwhile(
        self, server: Any, fresh_database: str, month_is_new: bool
    ) -> None:
        with (
            server.connect(fresh_database) as one,
            server.connect(fresh_database) as other,
            server.connect(fresh_database, autocommit=True) as watcher,
            ThreadPoolExecutor(1) as thread,
        ):
            settle(one, ANNA)
            add_assets(one, 2)
            if not month_is_new:
                record(one, 500, number=2)
            one.commit()

            record(one, 1000, number=0)
            waiting = thread.submit(record, other, 30, number=1)
            blocked = "SELECT cardinality(pg_blocking_pids(%s)) > 0"
            while not value(watcher, blocked, other.info.backend_pid):
                assert not waiting.done()
            one.commit()
            waiting.result(timeout=30)
            other.commit()
            # 1000 + 30, and the 500 that were there before, if they were
            assert kept(one) == {1: (Decimal(1030), 2) if month_is_new else (Decimal(1530), 3)}

    def test_a_writer_who_saw_an_older_month_is_told_to_try_again(
        self, server: Any, fresh_database: str
    ) -> None:
        with server.connect(fresh_database) as one, server.connect(fresh_database) as other:
            settle(one, ANNA)
            add_assets(one, 1)
            record(one, 1)
            one.commit()

            other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            act_as(other, ANNA)
            record(one, 2)
            one.commit()
            with pytest.raises(errors.SerializationFailure):
                record(other, 10, number=1)
            other.rollback()
            assert kept(one) == {1: (Decimal(2), 1)}

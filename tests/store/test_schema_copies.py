"""Carried values equal the newest one before them that was written down, whoever corrects that."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from typing import Any

import pytest

from finally_cli.store.statements import body
from tests.conftest import Server
from tests.store.test_schema_networth import add_assets, asset, differences
from tests.support.schema_rows import (
    ANNA,
    BERT,
    Database,
    act_as,
    giro_of,
    insert,
    settle,
    valid_row,
    value,
)


def bring_in(db: Database, *values: tuple[int, int, bool], number: int = 0) -> None:
    """Anna's values of an asset: month, total, and whether it is carried; one by one."""
    for month, total, carried in values:
        db.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total, carried)"
            " VALUES (%s, %s, 2026, %s, %s, %s)",
            [ANNA, asset(number), month, total, carried],
        )


def totals(db: Database, number: int = 0) -> dict[int, Decimal]:
    rows = db.execute(
        "SELECT month, total FROM asset_inputs WHERE user_id = %s AND asset_id = %s",
        [ANNA, asset(number)],
    )
    return dict(rows.fetchall())


WRITTEN, CARRIED = False, True
YEAR = (
    (1, 100, WRITTEN), (2, 100, CARRIED), (4, 100, CARRIED),
    (5, 70, WRITTEN), (6, 70, CARRIED), (8, 70, CARRIED),
)  # fmt: skip


@pytest.fixture(params=["owner", "app"])
def household(request: pytest.FixtureRequest) -> Database:
    """Anna with three assets, seen by the owner of the tables and by the everyday role."""
    db: Database = request.getfixturevalue(request.param)
    settle(db, ANNA)
    add_assets(db, 2)
    bring_in(db, *YEAR)
    return db


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("UPDATE asset_inputs SET total = 9 WHERE month = 1", "9 9 9 70 70 70"),
        ("UPDATE asset_inputs SET total = 9 WHERE month = 5", "100 100 100 9 9 9"),
        ("UPDATE asset_inputs SET total = month WHERE NOT carried", "1 1 1 5 5 5"),
        # Even what is written over the copies themselves gives way to their originals.
        ("UPDATE asset_inputs SET total = month", "1 1 1 5 5 5"),
        ("UPDATE asset_inputs SET carried = false, total = 3 WHERE month = 2", "100 3 3 70 70 70"),
        ("UPDATE asset_inputs SET carried = true WHERE month = 5", "100 100 100 70 100 100"),
        ("DELETE FROM asset_inputs WHERE month = 5", "100 100 100 - 100 100"),
        ("DELETE FROM asset_inputs WHERE NOT carried", "- 100 100 - 70 70"),
        # The value of May is moved to March, between the copies of January's.
        ("UPDATE asset_inputs SET month = 3 WHERE month = 5", "100 100 70 - 70 70"),
        ("UPDATE asset_inputs SET notes = 'looked up twice'", "100 100 100 70 70 70"),
    ],
)
def test_one_statement_corrects_all_that_follow(
    household: Database, statement: str, wanted: str
) -> None:
    household.execute(statement)
    found = totals(household)
    assert [str(int(found[m])) if m in found else "-" for m in (1, 2, 4, 5, 6, 8)] == wanted.split()
    assert differences(household) == 0


def test_a_history_that_is_brought_in_row_by_row_is_as_it_says(household: Database) -> None:
    bring_in(household, (6, 5, CARRIED), (1, 1, WRITTEN), (3, 7, WRITTEN), number=1)
    assert totals(household, 1) == {6: 5, 1: 1, 3: 7}


def test_neither_another_asset_nor_another_user_follows(owner: Database) -> None:
    settle(owner, BERT)
    insert(owner, "asset_inputs", valid_row("asset_inputs", BERT) | {"total": 7, "month": 1})
    insert(owner, "asset_inputs", valid_row("asset_inputs", BERT)
           | {"total": 8, "month": 2, "carried": True})  # fmt: skip
    settle(owner, ANNA)
    add_assets(owner, 2)
    bring_in(owner, *YEAR)
    bring_in(owner, (1, 1, WRITTEN), (2, 5, CARRIED), number=1)
    owner.execute("UPDATE asset_inputs SET total = 9 WHERE asset_id = %s", [asset(0)])
    assert totals(owner, 1) == {1: 1, 2: 5}
    act_as(owner, BERT)
    rows = owner.execute("SELECT total FROM asset_inputs WHERE asset_id = %s", [giro_of(BERT)])
    assert {int(total) for (total,) in rows} == {7, 8}


def until_blocked(watcher: Database, waiting: Database, its: Future[Any]) -> None:
    """Return when one connection waits for another."""
    blocked = "SELECT cardinality(pg_blocking_pids(%s)) > 0"
    while not value(watcher, blocked, waiting.info.backend_pid):
        assert not its.done()


def test_a_correction_that_is_under_way_is_waited_for_by_who_carries_it_forward(
    server: Server, fresh_database: str
) -> None:
    carry = {"user_id": ANNA, "id": asset(0), "month": "2026-07-01"}
    with (
        closing(server.connect(fresh_database)) as one,
        closing(server.connect(fresh_database)) as other,
        closing(server.connect(fresh_database, autocommit=True)) as watcher,
        ThreadPoolExecutor(1) as thread,
    ):
        settle(one, ANNA)
        bring_in(one, (5, 70, WRITTEN))
        one.commit()
        act_as(one, ANNA)
        one.execute("UPDATE asset_inputs SET total = 9")
        act_as(other, ANNA)
        carried = thread.submit(other.execute, body("snapshot/carry"), carry)
        until_blocked(watcher, other, carried)
        one.commit()
        assert carried.result(timeout=30).fetchall()[0][2] == 9
        # And the other way round: the copy is seen by who corrects the original next.
        act_as(one, ANNA)
        correction = "UPDATE asset_inputs SET total = 5 WHERE month = 5"
        corrected = thread.submit(one.execute, correction)
        until_blocked(watcher, one, corrected)
        other.commit()
        corrected.result(timeout=30)
        assert totals(one) == {5: 5, 7: 5}

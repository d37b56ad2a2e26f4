"""A month is closed while somebody writes in it: the seal covers it, or the write is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.conftest import Server
from tests.support.each import each
from tests.support.schema_rows import ANNA, Database, insert, settle, valid_row, value

CLOSE = "SELECT close_month(%s, '2026-01-01', NULL)"
SEALED = "SELECT (contents -> 'asset_inputs' ->> 'rows')::integer FROM month_seals"
ISOLATIONS = ("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
Connect = Callable[[], Database]


@pytest.fixture
def connect(server: Server, fresh_database: str) -> Iterator[Connect]:
    """Connections of the everyday role, in Anna's books."""
    with ExitStack() as stack:

        def opened() -> Database:
            connection = stack.enter_context(server.connect(fresh_database, user="finally_app"))
            connection.execute("SELECT set_config('finally.user_id', %s, false)", [str(ANNA)])
            connection.commit()
            return connection

        first = opened()
        settle(first, ANNA)
        first.commit()
        yield opened


def in_background(work: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    """Begin something that will have to wait; what came of it, once it is joined."""
    came: list[Any] = []

    def run() -> None:
        try:
            came.append(work())
        except psycopg.Error as error:
            came.append(error.sqlstate)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread, came


def wait_for_a_waiter(db: Database) -> None:
    while not value(db, "SELECT count(*) FROM pg_locks WHERE NOT granted"):
        db.rollback()
    db.rollback()


def write(db: Database) -> str:
    insert(db, "asset_inputs", valid_row("asset_inputs", ANNA))
    return "written"


def close(db: Database) -> bool:
    done = bool(value(db, CLOSE, ANNA))
    db.commit()
    return done


@each("isolation", ISOLATIONS)
def test_what_is_not_committed_yet_is_waited_for_and_sealed(
    connect: Connect, isolation: str
) -> None:
    writer, closer, watcher = connect(), connect(), connect()
    writer.execute(f"BEGIN ISOLATION LEVEL {isolation}".encode())
    write(writer)
    thread, came = in_background(lambda: close(closer))
    wait_for_a_waiter(watcher)
    writer.commit()
    thread.join(20)
    assert came == [True]
    assert value(watcher, f"{SEALED} ORDER BY sequence DESC LIMIT 1") == 1
    watcher.execute("SELECT reopen_months(%s, '2026-01-01', 'again')", [ANNA])
    watcher.execute("DELETE FROM asset_inputs")
    watcher.commit()


@pytest.mark.parametrize("isolation", ISOLATIONS)
def test_a_write_that_waited_for_the_close_is_refused(connect: Connect, isolation: str) -> None:
    writer, closer, watcher = connect(), connect(), connect()
    writer.execute(f"BEGIN ISOLATION LEVEL {isolation}".encode())
    assert value(writer, "SELECT count(*) FROM asset_inputs") == 0  # from when on it sees the books
    assert value(closer, CLOSE, ANNA)
    thread, came = in_background(lambda: write(writer))
    wait_for_a_waiter(watcher)
    closer.commit()
    thread.join(20)
    assert came == ["MC001" if isolation == "READ COMMITTED" else "40001"]
    writer.rollback()
    assert value(watcher, "SELECT count(*) FROM asset_inputs") == 0
    assert value(watcher, SEALED) == 0


def test_of_two_closes_at_once_one_closes(connect: Connect) -> None:
    first, second, watcher = connect(), connect(), connect()
    assert value(first, CLOSE, ANNA)
    thread, came = in_background(lambda: close(second))
    wait_for_a_waiter(watcher)
    first.commit()
    thread.join(20)
    assert came == [False]
    assert value(watcher, "SELECT count(*) FROM month_seals") == 1


def test_who_sees_one_state_throughout_closes_nothing(connect: Connect) -> None:
    db = connect()
    db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    with pytest.raises(errors.InvalidTransactionState):
        db.execute(CLOSE, [ANNA])

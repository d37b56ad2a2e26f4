"""Eight writers at once; what the audit kept, played again into empty books, gives the same."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from finally_cli.store.embedded import EmbeddedServer
from finally_cli.store.statements import body
from tests.conftest import Server, cloned
from tests.store.test_schema_audit import KEPT, owner_column
from tests.support.schema_rows import (
    ANNA,
    BERT,
    CASH,
    FOOD,
    SALARY,
    act_as,
    giro_of,
    phone_of,
    settle,
    value,
)
from tests.support.thoroughness import TIMES

WRITERS = 8
SECONDS = 1.5 * TIMES
HEADS = {"user_id": ANNA, "sequence": None, "hash": None}
STEPS = (
    "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
    " VALUES (%(user)s, %(giro)s, %(year)s, %(month)s, %(amount)s)"
    " ON CONFLICT (user_id, asset_id, year, month) DO UPDATE SET total = excluded.total",
    "DELETE FROM asset_inputs WHERE user_id = %(user)s AND year = %(year)s AND month = %(month)s",
    "INSERT INTO expense_items (user_id, category_id, year, month, amount, description)"
    " VALUES (%(user)s, %(food)s, %(year)s, %(month)s, %(amount)s, %(text)s)",
    "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
    " SELECT %(user)s, %(food)s, %(year)s, 1 + n %% 12, n + %(amount)s"
    " FROM generate_series(1, 700) AS n WHERE %(amount)s > 49000",
    "UPDATE expense_items SET amount = amount + 1, description = %(text)s"
    " WHERE user_id = %(user)s AND year = %(year)s AND month = %(month)s AND amount < 100",
    "DELETE FROM expense_items WHERE user_id = %(user)s AND year = %(year)s AND amount > 48000",
    "INSERT INTO incoming_items (user_id, category_id, year, month, amount, received_on)"
    " VALUES (%(user)s, %(salary)s, %(year)s, %(month)s, %(amount)s,"
    " make_date(%(year)s, %(month)s, 3))",
    "INSERT INTO budgets (user_id, category_id, year, month, budget_amount)"
    " VALUES (%(user)s, %(food)s, %(year)s, %(month)s, %(amount)s)"
    " ON CONFLICT (user_id, category_id, year, month)"
    " DO UPDATE SET budget_amount = budgets.budget_amount + 1",
    "INSERT INTO category_allocation_targets (user_id, category_id, target_pct, year, month)"
    " VALUES (%(user)s, %(cash)s, 0.5, %(year)s, %(month)s)"
    " ON CONFLICT (user_id, category_id, year, month) DO UPDATE SET target_pct = 0.25",
    "UPDATE users SET display_name = %(text)s WHERE id = %(user)s",
    "WITH claimed AS (INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month)"
    " VALUES (%(user)s, %(phone)s, gen_random_uuid(), %(year)s, %(month)s)"
    " ON CONFLICT (user_id, recurring_id, year, month, due_on) DO NOTHING"
    " RETURNING user_id, item_id)"
    " INSERT INTO expense_items (user_id, id, category_id, year, month, amount)"
    " SELECT user_id, item_id, %(food)s, %(year)s, %(month)s, 50 FROM claimed",
    "SELECT undo_event(%(user)s, id) FROM audit_events WHERE user_id = %(user)s"
    " AND sequence > 1 ORDER BY sequence DESC LIMIT 1",
)


def write(server: Server, name: str, writer: int, until: float) -> Counter[str]:
    """One writer through the everyday role: transactions of one to four statements."""
    chance = random.Random(writer)
    ended: Counter[str] = Counter()
    with closing(server.connect(name, user=EmbeddedServer.EVERYDAY)) as db:
        while time.monotonic() < until:
            try:
                act_as(db, ANNA)
                for _ in range(chance.randint(1, 4)):
                    step = chance.choice(STEPS)
                    with db.transaction(force_rollback=chance.random() < 0.1):
                        db.execute(step.encode(), given(chance))
                if chance.random() < 0.1:
                    db.rollback()
                    ended["rolled back"] += 1
                else:
                    db.commit()
                    ended["committed"] += 1
            except (psycopg.errors.DeadlockDetected, psycopg.errors.ForeignKeyViolation) as lost:
                # A set of targets can be gone by an undo that began before, and ends after.
                assert lost.diag.constraint_name in (None, "target_is_of_a_set")
                db.rollback()
                ended["tried in vain"] += 1
    return ended


def given(chance: random.Random) -> dict[str, object]:
    return {
        "user": ANNA, "giro": giro_of(ANNA), "phone": phone_of(ANNA), "food": FOOD, "cash": CASH,
        "salary": SALARY, "year": chance.randint(2026, 2027), "month": chance.randint(1, 12),
        "amount": chance.randint(1, 50_000), "text": chance.choice(["a", "b", None]),
    }  # fmt: skip


def play(source: psycopg.Connection[Any], target: psycopg.Connection[Any], user: UUID) -> int:
    """Do again what the audit of one user kept, in its order; how many changes there were."""
    act_as(target, user)
    count = 0
    kept = source.execute(
        "SELECT table_name, operation, before, after FROM audit_changes"
        " JOIN audit_events ON audit_events.user_id = audit_changes.user_id"
        " AND audit_events.id = event_id"
        " WHERE audit_changes.user_id = %s ORDER BY sequence, position",
        [user],
    )
    for table, operation, before, after in kept:
        count += 1
        columns = value(target, "SELECT written_columns(%s, '@')", table)
        rows = f"jsonb_populate_recordset(NULL::{table}, %s)"
        if operation == "insert":
            target.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {rows}".encode(),
                [Jsonb(after)],
            )
            continue
        if operation == "delete":
            gone = target.execute(
                f"DELETE FROM {table} AS live USING {rows} AS past"
                " WHERE live.id = past.id".encode(),
                [Jsonb(before)],
            )
            assert gone.rowcount == len(before)
            continue
        new = value(target, "SELECT written_columns(%s, 'present.@')", table)
        changed = target.execute(
            f"UPDATE {table} AS live SET ({columns}) = (SELECT {new})"
            f" FROM {rows} AS present WHERE live.id = present.id".encode(),
            [Jsonb(after)],
        )
        assert changed.rowcount == len(after)
    return count


def books(db: psycopg.Connection[Any], user: UUID) -> dict[str, Any]:
    """The rows of every table that is kept, and the net worth that follows from them."""
    act_as(db, user)
    kept = {
        table: value(
            db,
            f"SELECT jsonb_agg(to_jsonb(live) - 'updated_at' ORDER BY id) FROM {table} AS live"
            f" WHERE {owner_column(table)} = %s",
            user,
        )
        for table in KEPT
    }
    months = db.execute(
        "SELECT year, month, net_worth, snapshots FROM networth_materialized"
        " WHERE user_id = %s ORDER BY year, month",
        [user],
    ).fetchall()
    totals = db.execute(
        "SELECT (SELECT sum(total) FROM asset_inputs WHERE user_id = %(user)s),"
        " (SELECT sum(amount) FROM expense_items WHERE user_id = %(user)s),"
        " (SELECT sum(amount) FROM incoming_items WHERE user_id = %(user)s),"
        " (SELECT sum(budget_amount) FROM budgets WHERE user_id = %(user)s)",
        {"user": user},
    ).fetchone()
    return {**kept, "months": months, "totals": totals}


def test_what_eight_writers_did_played_again_gives_the_same_books(
    server: Server, template: str, fresh_database: str
) -> None:
    with closing(server.connect(fresh_database)) as db:
        # Writers of several rows in any order do meet; who loses need not wait a second for it.
        db.execute(f"ALTER DATABASE {fresh_database} SET deadlock_timeout = '10ms'".encode())
        for user in (BERT, ANNA):
            settle(db, user)
            db.commit()
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(WRITERS) as pool:
            ended = sum(
                pool.map(lambda one: write(server, fresh_database, one, until), range(WRITERS)),
                Counter[str](),
            )
        act_as(db, ANNA)
        assert db.execute(body("audit/verify"), HEADS).fetchall() == []
        assert db.execute(body("audit/verify_rows"), HEADS).fetchall() == []
        events = value(db, "SELECT count(*) FROM audit_events WHERE user_id = %s", ANNA)
        print(f"{SECONDS:g} s: {dict(ended)}, {events} events")
        assert ended["committed"] >= events - 1 > 5 * SECONDS
        with (
            cloned(server, template, f"again_{os.urandom(4).hex()}") as name,
            closing(server.connect(name)) as empty,
        ):
            for user in (BERT, ANNA):
                assert play(db, empty, user) > 0
                assert books(empty, user) == books(db, user)

"""A thousand alterations behind the program's back, each of them found by audit verify.

Whoever does this is the superuser, with the triggers asleep. Left out is what is not part of a
row's image: updated_at, and what is generated. What is refused even then, by a CHECK say, does not
count.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from psycopg import Connection, Rollback, errors
from psycopg.types.json import Jsonb

from finally_cli.store.statements import body
from tests.store.test_schema_audit import EDITS, KEPT, owner_column, seal
from tests.support.schema_rows import ANNA, BERT, act_as, insert, settle, valid_row, value

TAMPERINGS = 1000
NOT_IN_AN_IMAGE = {"period", "address_key", "updated_at"}
Way = Callable[["Tamperer"], str]


@dataclass(frozen=True)
class Anchor:
    sequence: int
    hash: str


def found(db: Connection[Any], anchor: Anchor) -> set[str]:
    """What audit verify says of Anna's books; the rows are looked at where the chain holds."""
    given = {"user_id": ANNA, "sequence": anchor.sequence, "hash": anchor.hash}
    problems = {row[-1] for row in db.execute(body("audit/verify"), given)}
    return problems or {row[-1] for row in db.execute(body("audit/verify_rows"), given)}


@pytest.fixture
def books(owner: Connection[Any]) -> Connection[Any]:
    """A row in every table, and events of one row, of several, of edits and of a deletion."""
    for user in (BERT, ANNA):
        settle(owner, user)
        seal(owner)
    for user in (BERT, ANNA):
        act_as(owner, user)
        for table in KEPT[1:]:
            insert(owner, table, valid_row(table, user))
            seal(owner)
    for table, (column, new) in EDITS.items():
        if table != "target_sets":  # which targets hold in place
            owner.execute(
                f"UPDATE {table} SET {column} = %s WHERE {owner_column(table)} = %s".encode(),
                [new, ANNA],
            )
            seal(owner)
    for month in range(3, 7):
        insert(owner, "asset_inputs", valid_row("asset_inputs", ANNA) | {"month": month})
        insert(owner, "expense_items", valid_row("expense_items", ANNA) | {"month": month})
    seal(owner)
    owner.execute("DELETE FROM expense_items WHERE user_id = %s AND month > 4", [ANNA])
    seal(owner)
    return owner


@pytest.fixture
def anchor(books: Connection[Any]) -> Anchor:
    return head(books)


def head(db: Connection[Any]) -> Anchor:
    row = db.execute(body("audit/anchor"), {"user_id": ANNA}).fetchone()
    assert row is not None
    return Anchor(row[0], row[1])


class Tamperer:  # its methods are tried in turn: see WAYS
    """Somebody with every right and a seeded mind; each method is one way, and says what it did."""

    def __init__(self, db: Connection[Any], seed: int) -> None:
        self.db = db
        self.chance = random.Random(seed)

    def row(self, table: str) -> dict[str, Any]:
        """One of Anna's rows."""
        return self.chance.choice(self.rows(table))

    def rows(self, table: str) -> list[dict[str, Any]]:
        order = {"audit_events": "sequence", "audit_changes": "position"}.get(table, "ctid")
        cursor = self.db.execute(
            f"SELECT * FROM {table} WHERE {owner_column(table)} = %s ORDER BY {order}".encode(),
            [ANNA],
        )
        names = [column.name for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        assert rows, f"{table} has no rows to tamper with"
        return rows

    def set(self, table: str, row: dict[str, Any], column: str, new: object) -> None:
        given = Jsonb(new) if isinstance(new, dict | list) else new
        self.db.execute(
            f"UPDATE {table} SET {column} = %s WHERE {owner_column(table)} = %s"
            " AND id = %s".encode(),
            [given, ANNA, row["id"]],
        )

    def other(self, old: Any, kinds: dict[str, Any]) -> Any:
        """Another value of the same type; of a null, something of the type that others have."""
        chance = self.chance
        if isinstance(old, bool):
            return not old
        if isinstance(old, int):
            return old + chance.choice([-1, 1, 7])
        if isinstance(old, Decimal):
            # By the last of its decimals: less would be rounded away.
            return old + chance.choice([1, -1]) * Decimal(1).scaleb(int(old.as_tuple().exponent))
        if isinstance(old, UUID):
            return UUID(int=chance.getrandbits(128))
        if isinstance(old, datetime):
            return old + timedelta(microseconds=chance.choice([-1, 1]))
        if isinstance(old, date):
            return old + timedelta(days=31)
        if isinstance(old, bytes):
            at = chance.randrange(len(old))
            return old[:at] + bytes([old[at] ^ 1 << chance.randrange(8)]) + old[at + 1 :]
        if isinstance(old, dict):
            return {**old, chance.choice(["note", *old]): chance.randint(1, 99)}
        if isinstance(old, list):
            return self.other_list(old)
        if isinstance(old, str):
            return chance.choice([old + "x", old[::-1], old.swapcase(), old[:-1]])
        return kinds["value"]

    def other_list(self, old: list[Any]) -> list[Any]:
        at = self.chance.randrange(len(old))
        row = dict(old[at])
        field = self.chance.choice(list(row))
        row[field] = self.chance.choice([one for one in (None, "x", 9) if one != row[field]])
        return self.chance.choice(
            [old[:at] + old[at + 1 :], [*old, old[at]], [*old[:at], row, *old[at + 1 :]]]
        )

    # -- the audit

    def alters_a_column_of(self, table: str) -> str:
        row = self.row(table)
        column = self.chance.choice([name for name in row if name not in NOT_IN_AN_IMAGE])
        new: Any
        if column == "user_id":
            new = BERT
        elif column == "operation":
            new = self.chance.choice(["insert", "update", "delete"])
            if new == row[column]:
                raise Rollback
        elif column == "sequence":
            new = self.chance.choice([-1, 0, 1000])
        else:
            fallback = {
                "uuid": UUID(int=self.chance.getrandbits(128)), "text": "XXX", "jsonb": [{}],
                "numeric": Decimal("0.5"), "date": date(2029, 1, 1), "bytea": b"x" * 32,
                "boolean": True, "integer": 7,
                "timestamp with time zone": datetime.fromisoformat("2026-01-01T00:00:00+00"),
            }  # fmt: skip
            kind = value(
                self.db,
                "SELECT format_type(atttypid, NULL) FROM pg_attribute"
                " WHERE attrelid = %s::regclass AND attname = %s",
                table,
                column,
            )
            new = self.other(row[column], {"value": fallback.get(kind)})
            if row[column] is not None and self.chance.random() < 0.1:
                new = None
        self.set(table, row, column, new)
        return f"{table}.{column}"

    def event(self) -> str:
        return self.alters_a_column_of("audit_events")

    def change(self) -> str:
        return self.alters_a_column_of("audit_changes")

    def takes_events(self) -> str:
        """The newest of them, or some in the middle, with their changes or without."""
        events = self.rows("audit_events")
        last = self.chance.choice([len(events), self.chance.randrange(1, len(events) + 1)])
        first = max(0, last - self.chance.randint(1, 5))
        gone = [event["id"] for event in events[first:last]]
        ways = self.chance.choice([("events",), ("changes",), ("events", "changes")])
        if "events" in ways:
            self.db.execute("DELETE FROM audit_events WHERE id = ANY(%s)", [gone])
        if "changes" in ways:
            self.db.execute("DELETE FROM audit_changes WHERE event_id = ANY(%s)", [gone])
        return f"took {' and '.join(ways)}"

    def takes_a_change(self) -> str:
        row = self.row("audit_changes")
        self.db.execute("DELETE FROM audit_changes WHERE id = %s", [row["id"]])
        return "took a change"

    def swaps(self) -> str:
        table = self.chance.choice(["audit_events", "audit_changes"])
        one, two = self.chance.sample(self.rows(table), 2)
        column = self.chance.choice(
            ["sequence", "payload", "event_type", "created_at", "hash", "previous_hash", "id"]
            if table == "audit_events"
            else ["before", "after", "digest", "event_id", "position", "table_name", "id"]
        )
        if one[column] == two[column]:
            raise Rollback
        if column in ("sequence", "id"):
            spare = UUID(int=1) if column == "id" else 10**9
            self.set(table, one, column, spare)
            if column == "id":
                self.set(table, two, "id", one["id"])
                self.set(table, {"id": spare}, "id", two["id"])
                return f"swapped {table}.id"
        self.set(table, two, column, one[column])
        self.set(table, one, column, two[column])
        return f"swapped {table}.{column}"

    def puts_an_event_in(self) -> str:
        """A copy of one, by the next number or by none, as if it were from before the chain."""
        row, last = self.row("audit_events"), len(self.rows("audit_events"))
        new = {**row, "id": UUID(int=self.chance.getrandbits(128))}
        if self.chance.random() < 0.5:
            new |= {"sequence": last + self.chance.randint(1, 3)}
        else:
            new |= dict.fromkeys(("sequence", "hash", "previous_hash", "actor"))
        self.put("audit_events", new)
        return f"put in an event, {'numbered' if new['sequence'] else 'old'}"

    def puts_a_change_in(self) -> str:
        """With a right digest, into an event that is there or one that is not."""
        row = self.row("audit_changes")
        new = {**row, "id": UUID(int=self.chance.getrandbits(128))}
        del new["position"]
        if self.chance.random() < 0.5:
            new["event_id"] = UUID(int=self.chance.getrandbits(128))
        self.put("audit_changes", new)
        self.redigest(new["id"])
        return "put in a change"

    def put(self, table: str, row: dict[str, Any]) -> None:
        given = {k: Jsonb(v) if isinstance(v, dict | list) else v for k, v in row.items()}
        self.db.execute(
            f"INSERT INTO {table} ({', '.join(given)})"
            f" VALUES ({', '.join(f'%({name})s' for name in given)})".encode(),
            given,
        )

    def redigest(self, change: UUID) -> None:
        self.db.execute(
            "UPDATE audit_changes SET digest = change_digest"
            " (user_id, event_id, table_name, operation, before, after),"
            " row_count = jsonb_array_length(coalesce(after, before)) WHERE id = %s",
            [change],
        )

    def alters_a_change_and_its_digest(self) -> str:
        row = self.row("audit_changes")
        column = "after" if row["after"] else "before"
        self.set("audit_changes", row, column, self.other_list(row[column]))
        self.redigest(row["id"])
        return "altered a change and its digest"

    def alters_an_event_and_all_hashes_after_it(self) -> str:
        """Everything is as if it had been so from the start: only the anchor knows."""
        row = self.row("audit_events")
        column, new = self.chance.choice(
            [("event_type", "asset.edit!"), ("actor", "somebody"), ("command", "finally nothing")]
        )
        self.set("audit_events", row, column, new)
        self.rehash()
        return "hashed all anew"

    def rehash(self) -> None:
        before = None
        for event in self.rows("audit_events"):
            self.db.execute(
                """
                UPDATE audit_events SET previous_hash = %(before)s, hash = event_hash(
                    %(before)s::bytea, user_id, id, sequence, event_type, payload, created_at,
                    actor, command, undoes, (
                        SELECT string_agg(
                            uuid_send(change.id) || int8send(position) || digest, ''
                            ORDER BY position
                        )
                        FROM audit_changes AS change
                        WHERE change.user_id = audit_events.user_id
                          AND change.event_id = audit_events.id
                    )
                ) WHERE user_id = %(user)s AND id = %(id)s
                """,
                {"before": before, "user": ANNA, "id": event["id"]},
            )
            before = value(self.db, "SELECT hash FROM audit_events WHERE id = %s", event["id"])

    # -- the books

    def alters_a_row(self) -> str:
        return "row " + self.alters_a_column_of(self.chance.choice(KEPT))

    def takes_a_row(self) -> str:
        table = self.chance.choice(KEPT)
        row = self.row(table)
        self.db.execute(f"DELETE FROM {table} WHERE id = %s".encode(), [row["id"]])
        return f"took a row of {table}"

    def puts_a_row_in(self) -> str:
        table = self.chance.choice(KEPT[1:])
        row = {k: v for k, v in self.row(table).items() if k not in ("period", "address_key")}
        new = {**row, "id": UUID(int=self.chance.getrandbits(128))}
        for column, other in (
            ("year", 2050),
            ("code", "NEW_ONE"),
            ("asset_name", "New one"),
            ("role_name", "new_login"),
            ("reader_id", UUID(int=5)),
        ):
            if column in new:
                new[column] = other
        if table == "budget_policies":
            new["category_id"] = UUID(int=3)
        self.put(table, new)
        return f"put in a row of {table}"


WAYS: tuple[Way, ...] = (
    Tamperer.event,
    Tamperer.event,
    Tamperer.change,
    Tamperer.change,
    Tamperer.takes_events,
    Tamperer.takes_a_change,
    Tamperer.swaps,
    Tamperer.puts_an_event_in,
    Tamperer.puts_a_change_in,
    Tamperer.alters_a_change_and_its_digest,
    Tamperer.alters_an_event_and_all_hashes_after_it,
    Tamperer.alters_a_row,
    Tamperer.alters_a_row,
    Tamperer.alters_a_row,
    Tamperer.takes_a_row,
    Tamperer.puts_a_row_in,
)


def test_a_thousand_alterations_behind_the_back_are_all_found(
    books: Connection[Any], anchor: Anchor
) -> None:
    assert found(books, anchor) == set(), "nothing is wrong before"
    books.execute("SET LOCAL session_replication_role = replica")
    books.execute("ALTER TABLE audit_changes ALTER position SET GENERATED BY DEFAULT")
    tamperer = Tamperer(books, seed=2027)
    done: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for n in range(5 * TAMPERINGS):
        if done.total() == TAMPERINGS:
            break
        try:
            with books.transaction(force_rollback=True):
                what = WAYS[n % len(WAYS)](tamperer)
                missed[what] += not found(books, anchor)
                done[what] += 1
        except (errors.IntegrityError, errors.DataError, errors.SyntaxErrorOrAccessRuleViolation):
            continue  # refused even to them
    assert +missed == {}
    assert done.total() == TAMPERINGS
    of_events = {what for what in done if what.startswith("audit_events.")}
    of_changes = {what for what in done if what.startswith("audit_changes.")}
    assert (len(of_events), len(of_changes)) == (11, 10), "every column was altered"
    assert {what.split()[1].split(".")[0] for what in done if what.startswith("row ")} == set(KEPT)
    assert found(books, anchor) == set(), "and nothing is wrong after"


def test_without_an_anchor_what_the_newest_events_did_can_be_taken_away(
    books: Connection[Any], anchor: Anchor
) -> None:
    """Why an anchor is kept elsewhere: the same is found with it."""
    insert(books, "expense_items", valid_row("expense_items", ANNA) | {"year": 2031})
    seal(books)
    later = head(books)
    assert later.sequence == anchor.sequence + 1
    assert found(books, anchor) == set(), "an older anchor holds too"
    books.execute("SET LOCAL session_replication_role = replica")
    for table, column in (("audit_events", "id"), ("audit_changes", "event_id")):
        books.execute(
            f"DELETE FROM {table} WHERE {column} = (SELECT event_id FROM audit_changes"
            " WHERE user_id = %s ORDER BY position DESC LIMIT 1)".encode(),
            [ANNA],
        )
        if table == "audit_events":
            assert found(books, later) == {"anchor", "unsealed"}
    books.execute("DELETE FROM expense_items WHERE year = 2031")
    assert found(books, anchor) == set()
    assert found(books, later) == {"anchor"}


def test_what_was_put_into_a_change_that_is_no_row_is_found_and_not_an_error(
    books: Connection[Any], anchor: Anchor
) -> None:
    books.execute("SET LOCAL session_replication_role = replica")
    lists: tuple[list[Any], ...] = (
        [],
        [{}],
        ["x"],
        [None],
        [{"id": "x"}],
        [{"id": 5}],
        [[{"id": {}}]],
    )
    for images in lists:
        with books.transaction(force_rollback=True):
            books.execute(
                "UPDATE audit_changes SET after = %s WHERE user_id = %s AND operation = 'insert'",
                [Jsonb(images), ANNA],
            )
            given = {"user_id": ANNA, "sequence": None, "hash": None}
            assert "changes" in {row[-1] for row in books.execute(body("audit/verify"), given)}
            books.execute(body("audit/verify_rows"), given).fetchall()
    for moment in ("infinity", "-infinity", "4713-01-01 BC"):
        with books.transaction(force_rollback=True):
            books.execute("UPDATE audit_events SET created_at = %s", [moment])
            assert "event" in found(books, anchor)


def test_an_event_that_is_in_no_chain_is_found(books: Connection[Any], anchor: Anchor) -> None:
    with books.transaction():
        books.execute("SET LOCAL session_replication_role = replica")
        books.execute(
            "INSERT INTO audit_events (user_id, event_type, created_at)"
            " VALUES (%s, 'put.in', '2020-01-01')",
            [ANNA],
        )
    assert found(books, anchor) == {"added"}


def test_undos_that_go_round_in_a_circle_undo_nothing(books: Connection[Any]) -> None:
    """An undo counts where it is later than what it undoes: each of these says it undoes the next
    of the four, and the last one the first. So does one that says it undoes itself."""
    act_as(books, ANNA)
    ids = [
        row[0]
        for row in books.execute(
            "SELECT id FROM audit_events WHERE user_id = %s ORDER BY sequence DESC LIMIT 5", [ANNA]
        )
    ]
    books.execute("SET LOCAL session_replication_role = replica")
    circle = [*zip(ids[:4], [*ids[1:4], ids[0]], strict=True), (ids[4], ids[4])]
    for event, undone in circle:
        books.execute("UPDATE audit_events SET undoes = %s WHERE id = %s", [undone, event])
    books.execute("SET LOCAL session_replication_role = origin")
    books.execute("SET LOCAL statement_timeout = '20s'")
    found = {row[0] for row in books.execute("SELECT undone_events(%s)", [ANNA])}
    # By hand, the newest first: 0 undoes 1, 1 undoes 2, 2 undoes 3; that 3 undoes 0, which is
    # later, does not count. 1 is undone, so 2 is not, so 3 is.
    assert found == {ids[1], ids[3]}

"""Generated histories of commands, undone one by one and done again: the books are as they were.

Each history runs in this process on one household and is rolled back. After every command the
deferred trigger seals its event, as the end of its transaction would. A command that is refused, or
that changes nothing, leaves no event and counts as none.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Run
from tests.store.test_schema_audit import KEPT, owner_column, seal
from tests.support.thoroughness import HISTORIES

PARTS = 4
LENGTHS = (3, 3, 3, 3, 3, 4, 4, 4, 5, 6, 8, 12)
MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
DAYS = ("2026-08-31", "2026-09-24", "2026-09-25", "2026-10-30", "2026-11-01")
ASSETS = ("Checking", "Fund", "Tracker", "Dollars", "House loan", "Gold")
SPENT, EARNED = ("FOOD", "RENT", "Hobby", "FOOD/Groceries", "Hobby/Chess"), ("SALARY", "Lessons")
HOUSEHOLD = (
    "asset add Checking --category CASH --value 1000 --month 2026-09",
    "asset add Fund --category ETF_STOCKS --value 500.5 --month 2026-09",
    "asset add Tracker --category ETF_STOCKS",
    "fx set USD/EUR 0.9 --month 2026-09",
    "asset add Dollars --category CASH --currency USD --value 50 --month 2026-09",
    "asset add 'House loan' --category MORTGAGE --value 900 --month 2026-09",
    "category add Hobby --kind expense",
    "category add Hobby/Chess",
    "category add Lessons --kind income",
    "category add Wine --kind asset",
    "expense add 12 FOOD --month 2026-09 --note bread",
    "expense add 30 Hobby --sub Chess --month 2026-09",
    "income add 3000 SALARY --month 2026-09",
    "expense add 14 FOOD --date 2026-09-28 --note cheese",
    "income add 20 Lessons --date 2026-10-25",
    "budget set FOOD 400 --month 2026-09",
    "budget set Hobby 50 --month 2026-09 --yearly 700",
    "recurring add expense 20 Hobby --from 2026-08 --note club",
    "marketcap set Fund 3T --month 2026-09",
    "marketcap set Tracker 1T --month 2026-09",
    "target set CASH 40 ETF_STOCKS 60 --asset Fund 80 --from 2026-08",
)
VALUES_FILE = "asset,month,value,category\nGold,2026-09,{},CASH\nChecking,2026-10,{},CASH\n"
EXPENSES_FILE = "amount,category,month,note\n{},FOOD,2026-10,cheese\n{},Hobby/Chess,2026-10,\n"


@dataclass
class Person:
    """Somebody who types one command after another, by chance but the same in every run."""

    db: psycopg.Connection[Any]
    folder: Path
    chance: random.Random

    def one(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def amount(self) -> str:
        return f"{self.chance.randint(-500, 9000) / 100 or 1}"

    def month(self) -> tuple[str, str]:
        return "--month", self.one(*MONTHS)

    def asset(self) -> str:
        return self.one(*ASSETS)

    def id_of(self, table: str, order: str) -> str:
        """The id of one of the rows; which one does not depend on ids."""
        rows = self.db.execute(f"SELECT id::text FROM {table} ORDER BY {order}".encode()).fetchall()
        return str(self.chance.choice(rows)[0]) if rows else "abcdef"

    def file(self, text: str) -> str:
        file = self.folder / "in.csv"
        file.write_text(text.format(self.chance.randint(1, 9), self.chance.randint(1, 9)))
        return str(file)

    def item(self) -> list[str]:
        table, noun = self.chance.choice(
            [("expense_items", "expense"), ("incoming_items", "income")]
        )
        categories = SPENT if noun == "expense" else EARNED
        id_ = self.id_of(table, "year, month, amount, description, category_id")
        return self.chance.choice(
            [
                [noun, "add", "--", self.amount(), self.one(*categories)],
                [noun, "add", *self.month(), "--", self.amount(), self.one(*categories)],
                [
                    noun,
                    "add",
                    "--date",
                    self.one(*DAYS),
                    "--",
                    self.amount(),
                    self.one(*categories),
                ],
                [noun, "edit", id_, "--date", self.one(*DAYS)],
                [noun, "edit", id_, "--note", self.one("x", "y")],
                [noun, "edit", id_, f"--amount={self.amount()}", *self.month()],
                [noun, "edit", id_, "--category", self.one(*categories)],
                [noun, "delete", id_, "--yes"],
            ]
        )

    def snapshot(self) -> list[str]:
        asset = self.asset()
        return self.chance.choice(
            [
                ["snapshot", "add", *self.month(), "--yes", "--", asset, self.amount()],
                ["snapshot", "add", *self.month(), "--yes", "Checking=5", "Fund=6", "Dollars=7"],
                ["snapshot", "edit", asset, *self.month(), f"--value={self.amount()}"],
                ["snapshot", "edit", asset, *self.month(), "--note", self.one("x", "y")],
                ["snapshot", "delete", asset, *self.month(), "--yes"],
                ["snapshot", "carry", *self.month()],
            ]
        )

    def of_asset(self) -> list[str]:
        asset = self.asset()
        return self.chance.choice(
            [
                ["asset", "add", "Gold", "--category", self.one("CASH", "Wine", "LOAN")],
                ["asset", "add", "Gold", "--category", "Wine", "--value", "7", *self.month()],
                ["asset", "edit", asset, "--name", self.one(*ASSETS)],
                ["asset", "edit", asset, "--category", self.one("CASH", "Wine", "MORTGAGE")],
                ["asset", "edit", asset, "--ticker", self.one("XX", "YY")],
                ["asset", "close", asset, *self.month()],
                ["asset", "reopen", asset],
                ["asset", "delete", asset, "--yes"],
            ]
        )

    def budget(self) -> list[str]:
        category = self.one("FOOD", "RENT", "Hobby")
        return self.chance.choice(
            [
                ["budget", "set", category, str(self.chance.randint(1, 500)), *self.month()],
                ["budget", "set", category, "9", "--from", "2026-09", "--to", "2026-11"],
                ["budget", "set", category, "--yearly", str(self.chance.randint(1, 500))],
                ["budget", "roll", *self.month()],
                ["budget", "roll", "--again", *self.month()],
                ["budget", "copy", "--from", self.one(*MONTHS), "--to", self.one(*MONTHS)],
                ["budget", "delete", category, *self.month(), "--yes"],
                ["budget", "delete", category, "--yearly", "--yes"],
                ["budget", "policy", category, self.one("carry", "reset", "adjust", "default")],
            ]
        )

    def category(self) -> list[str]:
        return self.chance.choice(
            [
                [
                    "category",
                    "add",
                    self.one("Tea", "Travel"),
                    "--kind",
                    self.one("expense", "asset"),
                ],
                ["category", "add", f"{self.one('Hobby', 'FOOD')}/Games"],
                ["category", "rename", self.one("HOBBY", "LESSONS", "WINE"), self.one("Aa", "Bb")],
                ["category", "delete", self.one("HOBBY", "WINE", "CHESS", "LESSONS"), "--yes"],
                ["category", "close", self.one("HOBBY", "LESSONS"), *self.month()],
            ]
        )

    def recurring(self) -> list[str]:
        id_ = self.id_of("recurring_items", "amount, description, first_month")
        return self.chance.choice(
            [
                ["recurring", "add", "expense", "5", self.one(*SPENT), "--from", self.one(*MONTHS)],
                ["recurring", "add", "income", "70", "SALARY", "--every", "quarter"],
                ["recurring", "post"],
                ["recurring", "post", *self.month()],
                ["recurring", "edit", id_, f"--amount={self.amount()}"],
                ["recurring", "stop", id_, *self.month()],
                ["recurring", "delete", id_, "--yes"],
            ]
        )

    def target(self) -> list[str]:
        return self.chance.choice(
            [
                ["target", "set", "CASH", "30", "ETF_STOCKS", "50", "--from", self.one(*MONTHS)],
                ["target", "set", "Wine", "5", "--asset", "Tracker", "10"],
                ["target", "clear", "--from", self.one(*MONTHS), "--yes"],
                ["target", "clear", "CASH", "--yes"],
                ["target", "clear", "--asset", "Fund", "--yes"],
                ["target", "weigh", "ETF_STOCKS", "--from", self.one(*MONTHS)],
                ["marketcap", "set", self.asset(), self.one("2T", "5B"), *self.month()],
                ["marketcap", "delete", self.asset(), *self.month(), "--yes"],
            ]
        )

    def other(self) -> list[str]:
        return self.chance.choice(
            [
                ["fx", "set", "USD/EUR", self.one("0.8", "1.1"), *self.month()],
                ["user", "edit", "--name", self.one("Ann", "Anna")],
                ["user", "edit", "--month-begins", self.one("1", "25", "31")],
                ["import", "snapshots", self.file(VALUES_FILE), "--create-assets"],
                ["import", "expenses", self.file(EXPENSES_FILE), "--again"],
            ]
        )

    def command(self) -> list[str]:
        ways: tuple[Callable[[], list[str]], ...] = (
            self.snapshot, self.of_asset, self.item, self.budget, self.category, self.recurring,
            self.target, self.other,
        )  # fmt: skip
        return self.chance.choice(ways)()


def words(line: str) -> list[str]:
    import shlex

    return shlex.split(line)


@pytest.fixture
def household(run: Run, books: psycopg.Connection[Any]) -> Run:
    """Run a command as if it were committed: its event is sealed, and the next begins anew."""

    def command(*given: str) -> Any:
        told = run(*given)
        seal(books)
        for setting in ("finally.undoes", "finally.command", "finally.command_line"):
            books.execute("SELECT set_config(%s, '', true)", [setting])
        return told

    seal(books)
    for line in HOUSEHOLD:
        told = command(*words(line))
        assert told.exit_code == 0, told.stderr
    return command


BOOKS = " UNION ALL ".join(
    f"(SELECT '{table}', jsonb_agg(to_jsonb(live) - '{{updated_at,computed_at}}'::text[]"
    f" ORDER BY live.{'month, live.year' if table == 'networth_materialized' else 'id'})::text"
    f" FROM {table} AS live WHERE {owner_column(table)} = current_user_id())"
    for table in (*KEPT, "networth_materialized")
)


def state(db: psycopg.Connection[Any]) -> dict[str, str | None]:
    """All of Ann's rows, table by table."""
    return dict(db.execute(BOOKS.encode()).fetchall())


def sealed(db: psycopg.Connection[Any]) -> list[tuple[int, str, str | None]]:
    """(sequence, id, the event it undoes) of each event, the newest first."""
    return db.execute(
        "SELECT sequence, id::text, undoes::text FROM audit_events ORDER BY sequence DESC"
    ).fetchall()


@pytest.mark.parametrize("part", range(PARTS))
def test_undone_one_by_one_the_first_books_are_back_and_redone_the_last(
    household: Run, books: psycopg.Connection[Any], tmp_path: Path, part: int
) -> None:
    done: Counter[str] = Counter()
    for number in range(part, HISTORIES, PARTS):
        with books.transaction(force_rollback=True):
            chance = random.Random(number)
            tell_and_take_back(household, Person(books, tmp_path, chance), done, f"#{number}")
    assert len(done) >= 25 or HISTORIES < 500, f"most commands took place: {sorted(done)}"


def tell_and_take_back(run: Run, person: Person, done: Counter[str], which: str) -> None:
    """One history, there, back and there again; the books are compared after every step."""
    db = person.db
    states = [state(db)]
    told: list[list[str]] = []
    length, tries = person.chance.choice(LENGTHS), 0
    while len(told) < length and tries < 40:
        tries += 1
        line, before = person.command(), sealed(db)[0][0]
        outcome = run(*line)
        now, count = state(db), sealed(db)[0][0] - before
        assert "Traceback" not in outcome.stderr, (which, line, outcome.stderr)
        if outcome.exit_code != 0 or count == 0:
            assert (now, count) == (states[-1], 0), (which, line)
            continue
        assert count == 1 and now != states[-1], (which, line, "is one event")
        done[" ".join(line[:2])] += 1
        told.append(line)
        states.append(now)

    for place in range(len(told) - 1, -1, -1):
        outcome = run("undo")
        assert outcome.exit_code == 0, (which, told, told[place], outcome.stderr)
        differs(state(db), states[place], which, told, f"undone {told[place]}")
    undos = [id_ for _, id_, undoes in sealed(db)[: len(told)] if undoes is not None]
    assert len(undos) == len(told)
    for place, undo in enumerate(undos, start=1):
        outcome = run("undo", undo)
        assert outcome.exit_code == 0, (which, told, told[place - 1], outcome.stderr)
        differs(state(db), states[place], which, told, f"done again {told[place - 1]}")


def differs(now: Any, wanted: Any, *what: object) -> None:
    tables = [table for table in wanted if now[table] != wanted[table]]
    assert not tables, (*what, {table: (wanted[table], now[table]) for table in tables})


def test_what_one_statement_deleted_from_several_tables_comes_back_in_their_order(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    """A posting refers to its item, a value to its asset; each statement leaves them in its own."""
    assert household("recurring", "post").exit_code == 0
    before = state(books)
    statements = (
        ["recurring", "delete", "club", "--yes"],
        "WITH gone AS (DELETE FROM recurring_postings) DELETE FROM recurring_items",
        "WITH a AS (DELETE FROM asset_inputs), b AS (DELETE FROM asset_targets),"
        " c AS (DELETE FROM market_cap_history) DELETE FROM assets",
    )
    for statement in statements:
        if isinstance(statement, str):
            books.execute(statement.encode())
            seal(books)
        else:
            assert household(*statement).exit_code == 0
        after = state(books)
        assert after != before
        told = household("undo")
        assert told.exit_code == 0, told.stderr
        differs(state(books), before, statement)
        undo = sealed(books)[0][1]
        told = household("undo", undo)
        assert told.exit_code == 0, told.stderr
        differs(state(books), after, "done again", statement)
        assert household("undo", sealed(books)[0][1]).exit_code == 0


# Two files of 600 rows each: a row's other side is 600 further on, and the audit keeps 500 at a
# time. Of every third row, which is no transfer, an expense came; of the first file, a value.
BANK = """
    INSERT INTO sources (user_id, source_name, currency)
    SELECT current_user_id(), 'Bank ' || n, 'EUR' FROM generate_series(1, 2) AS n;
    INSERT INTO imports (user_id, source_id, file_name, file_hash, format, rows_read)
    SELECT user_id, id, source_name, sha256('x'), 'csv', 600 FROM sources;
    INSERT INTO rules (user_id, position, pattern, action, source_id)
    SELECT user_id, 1, 'x', 'ignore', id FROM sources;
    INSERT INTO import_rows (
        user_id, id, import_id, source_id, line, day, amount, text, key, occurrence,
        decision, decided_by, pair_id
    )
    SELECT
        user_id, md5(i::text)::uuid, id, source_id, i, '2026-09-01', i, '', md5(i::text)::uuid, 1,
        CASE i % 3 WHEN 0 THEN 'category' ELSE 'transfer' END, 'rule',
        CASE WHEN i % 3 > 0 THEN md5((1 + (i + 599) % 1200)::text)::uuid END
    FROM generate_series(1, 1200) AS i
    JOIN imports ON file_name = CASE WHEN i <= 600 THEN 'Bank 1' ELSE 'Bank 2' END;
    INSERT INTO expense_items (user_id, category_id, year, month, amount, import_row_id)
    SELECT import_rows.user_id, expense_categories.id, 2026, 9, line, import_rows.id
    FROM import_rows, expense_categories WHERE decision = 'category' AND code = 'FOOD';
    UPDATE asset_inputs SET import_id = imports.id FROM imports WHERE file_name = 'Bank 1'
"""


def test_a_banks_files_are_taken_back_with_all_that_came_of_them_and_done_again(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    """Also where rows refer to each other in a circle, and to those of another 500."""
    states = [state(books)]
    for statements in (
        BANK,
        "UPDATE import_rows SET decision = 'waits', decided_by = NULL WHERE line % 3 = 0",
        "DELETE FROM expense_items WHERE import_row_id IS NOT NULL AND amount > 30;"
        "WITH value AS (UPDATE asset_inputs SET import_id = NULL),"
        " item AS (UPDATE expense_items SET import_row_id = NULL),"
        " gone AS (DELETE FROM import_rows), rule AS (DELETE FROM rules),"
        " file AS (DELETE FROM imports) DELETE FROM sources",
    ):
        books.execute(statements.encode())
        seal(books)
        states.append(state(books))
        assert states[-1] != states[-2]
    for before in reversed(states[:-1]):
        told = household("undo")
        assert told.exit_code == 0, told.stderr
        differs(state(books), before)
    for undo, after in zip([id_ for _, id_, _ in sealed(books)[:3]], states[1:], strict=True):
        told = household("undo", undo)
        assert told.exit_code == 0, told.stderr
        differs(state(books), after)
    assert household("audit", "verify").exit_code == 0

"""finally import json: books that were exported come back, and every report says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from finally_cli.commands.export.tables import TABLES
from finally_cli.commands.import_.book_tables import WRITINGS
from finally_cli.commands.report import REPORTS
from finally_cli.model.exporting.part import Part
from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Run, Server, command_line
from tests.conventions.test_goldens import LOOKS
from tests.support.each import each
from tests.support.generated_books import generated_books
from tests.support.processes import Program
from tests.support.sql_files import sql_files
from tests.support.thoroughness import TIMES

CATEGORY_ID = '"(category_)?id": "[0-9a-f-]*"'
As = Callable[[str], Run]
# What is asked of the books. An own category goes by its code, and has another id elsewhere.
QUESTIONS = [words for words in LOOKS.values() if words[0] not in ("user", "db", "config")]


def answers(run: Run, questions: list[list[str]] = QUESTIONS) -> dict[str, str]:
    """What commands that look say, whatever that is."""
    found = {}
    for words in questions:
        outcome = run(*words, "--json")
        assert outcome.exit_code in (0, 1, 2, 5), outcome.stderr
        said = outcome.stdout or outcome.stderr
        found[" ".join(words)] = (
            re.sub(CATEGORY_ID, "", said) if words[0] in ("category", "target") else said
        )
    return found


def exported(run: Run) -> dict[str, Any]:
    """The books without whose they are."""
    outcome = run("export", "json")
    assert outcome.exit_code == 0, outcome.stderr
    books: dict[str, Any] = json.loads(outcome.stdout)
    del books["user"]
    return books


def taken_back(run: Run) -> list[str]:
    """What each import of a bank's file would take with it, which hangs on when rows changed."""
    files = run("import", "list", "--json").json["rows"]
    assert files
    return [run("import", "undo", one["id"], "--dry-run", "--json").stdout for one in files]


@pytest.fixture
def people(
    server: Server,
    sample_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[As]:
    """Runs command lines as one user or another, on sample.sql, in a transaction that is undone."""
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        connection.execute("SELECT")  # it is open from here on
        run = command_line(connection, monkeypatch, capsys)

        def act_as(user: str) -> Run:
            monkeypatch.setenv("FINALLY_USER", user)
            return run

        yield act_as
        connection.rollback()


def test_every_report_is_asked() -> None:
    of_the_audit = {"restated"}  # which is not in the file
    assert set(REPORTS) - of_the_audit <= {words[1] for words in QUESTIONS if words[0] == "report"}


def test_every_column_of_the_books_is_written(owner: psycopg.Connection[Any]) -> None:
    """What a later migration adds to a table that is exported, an import brings back."""
    for table in TABLES:
        text = sql_files()[WRITINGS[table.name].statement.name].body
        found = re.match(r"INSERT INTO (\w+) \(([^)]*)\)", text)
        assert found is not None
        written = {name.strip() for name in found[2].split(",")}
        columns = owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = ''",
            [found[1]],
        ).fetchall()
        by_code = {"id"} if "code" in written else set()  # it has another id everywhere
        assert {name for (name,) in columns} - written == by_code, table.name


def test_the_sample_comes_back_and_every_report_is_the_same(people: As, tmp_path: Path) -> None:
    file = tmp_path / "books.json"
    ann = people("ann")
    assert ann("export", "json", "-o", str(file)).exit_code == 0
    before, books, undone = answers(ann), exported(ann), taken_back(ann)
    assert ann("user", "add", "carla@example.org").exit_code == 0
    carla = people("carla@example.org")
    done = carla("import", "json", str(file), "--json")
    assert done.exit_code == 0, done.stderr
    assert 'the books of "ann@example.org"' in done.stderr
    counts = {row["table"]: row["added"] for row in done.json["rows"]}
    assert counts == {name: len(rows) for name, rows in books.items() if rows and name in counts}
    assert answers(carla) == before
    assert exported(carla) == books
    assert taken_back(carla) == undone
    again = carla("import", "json", str(file), "--yes", "--json").json
    assert {row["added"] + row["replaced"] + row["kept"] for row in again["rows"]} == {0}
    assert people("ann")("report", "networth", "--json").stdout == before["report networth"]


REPORTS_ASKED = [words for words in QUESTIONS if words[0] == "report"]
SEEDS = range(12 if TIMES == 1 else 5 * TIMES)


@pytest.mark.parametrize("seed", SEEDS)
def test_generated_books_come_in_go_out_and_come_in_elsewhere_alike(
    seed: int, people: As, tmp_path: Path
) -> None:
    given = tmp_path / "given.json"
    given.write_text(generated_books(seed), encoding="utf-8")
    bob = people("bob")
    assert bob("user", "add", "dora@example.org").exit_code == 0
    assert bob("user", "add", "emil@example.org").exit_code == 0
    dora = people("dora@example.org")
    outcome = dora("import", "json", str(given), "--quiet")
    assert outcome.exit_code == 0, outcome.stderr
    assert_same_rows(exported(dora), json.loads(given.read_text(encoding="utf-8")))
    before, books = answers(dora, REPORTS_ASKED), exported(dora)
    written = tmp_path / "books.json"
    assert dora("export", "json", "-o", str(written)).exit_code == 0
    emil = people("emil@example.org")
    outcome = emil("import", "json", str(written))
    assert outcome.exit_code == 0, outcome.stderr
    assert answers(emil, REPORTS_ASKED) == before
    assert exported(emil) == books


def assert_same_rows(books: dict[str, Any], given: dict[str, Any]) -> None:
    """Every row of a table, whatever their order; a part does not say all of a row."""
    for table, rows in given.items():
        if not isinstance(rows, list):
            continue
        key = "id" if rows and "id" in rows[0] else "code"
        found = {row[key]: row for row in books[table]}
        assert len(found) == len(rows), table
        for row in rows:
            assert found[row[key]] | row == found[row[key]], table


def test_a_file_of_the_first_version_is_read_for_ever(people: As) -> None:
    """Never written anew: whatever the schema becomes, this file comes in."""
    bob = people("bob")
    assert bob("user", "add", "old@example.org").exit_code == 0
    file = Path(__file__).parents[2] / "data/books/version-1.json"
    old = people("old@example.org")
    assert old("import", "json", str(file)).exit_code == 0
    assert_same_rows(exported(old), json.loads(file.read_text(encoding="utf-8")))


def test_the_demo_comes_back_and_every_report_is_the_same(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "books.json")
    assert run("demo").exit_code == 0
    monkeypatch.setenv("FINALLY_USER", "demo@finally.example")
    assert run("export", "json", "-o", file).exit_code == 0
    before, books = answers(run, REPORTS_ASKED), exported(run)
    monkeypatch.setenv("FINALLY_USER", "ann@example.org")
    done = run("import", "json", file)
    assert done.exit_code == 0, done.stderr
    assert "are kept in USD from now on" in done.stderr  # and not in EUR
    assert answers(run, REPORTS_ASKED) == before
    assert exported(run) == books


def test_books_with_other_ids_throughout_are_known_and_nothing_is_there_twice(
    people: As, tmp_path: Path
) -> None:
    """The sample as another program would have it: its accounts, files and bank rows, too."""
    text = people("ann")("export", "json").stdout
    before = exported(people("ann"))
    for table in ("assets", "sources", "imports", "import_rows", "values", "recurring_postings"):
        for row in before[table]:
            text = text.replace(row["id"], row["id"][:-6] + "c0ffee")
    file = tmp_path / "books.json"
    file.write_text(text)
    done = people("ann")("import", "json", str(file), "--json")
    assert done.exit_code == 0, done.stderr
    assert done.json["differences"] == []
    counts = [row for row in done.json["rows"] if row["added"] or row["replaced"] or row["kept"]]
    assert counts == []
    assert exported(people("ann")) == before


@each("wanted", [[], ["--from", "2026-09", "--to", "2026-10"], ["--to", "2025-12"]])
def test_every_part_comes_in_by_itself(wanted: list[str], people: As, tmp_path: Path) -> None:
    for part in Part:
        file = tmp_path / f"{part}{len(wanted)}.json"
        reader = f"{part}{len(''.join(wanted))}@example.org"
        written = people("ann")("export", "json", "--what", part, *wanted, "-o", str(file))
        assert written.exit_code == 0, written.stderr
        assert people("ann")("user", "add", reader).exit_code == 0
        done = people(reader)("import", "json", str(file), "--json")
        assert done.exit_code == 0, f"{part}: {done.stderr}"
        given = json.loads(file.read_text(encoding="utf-8"))
        assert_same_rows(exported(people(reader)), given)


@pytest.mark.parametrize("seed", range(3 * TIMES))
def test_what_was_lost_comes_back_and_what_is_there_stays(
    seed: int, people: As, tmp_path: Path
) -> None:
    """Some rows that nothing refers to are left out at first; then all of the books come in."""
    chance = Random(seed)
    whole = json.loads(generated_books(seed))
    some = dict(whole)
    lost = 0
    for table in ("values", "incomes", "expenses", "budget_moves", "rates", "market_caps", "rules"):
        some[table] = [row for row in whole[table] if chance.random() < 0.6]
        lost += len(whole[table]) - len(some[table])
    bob = people("bob")
    assert bob("user", "add", "fay@example.org").exit_code == 0
    fay = people("fay@example.org")
    for name, books in (("some", some), ("whole", whole)):
        (tmp_path / name).write_text(json.dumps(books), encoding="utf-8")
        done = fay("import", "json", str(tmp_path / name), "--yes", "--json")
        assert done.exit_code == 0, done.stderr
    assert sum(row["added"] for row in done.json["rows"]) == lost
    assert done.json["differences"] == []
    found = exported(fay)
    # What was carried follows the values before it, of which some came later.
    assert_same_rows(
        {**found, "values": without_updates(found)}, {**whole, "values": without_updates(whole)}
    )


def without_updates(books: dict[str, Any]) -> list[dict[str, Any]]:
    """The values, without when they changed."""
    return [{**row, "updated_at": None} for row in books["values"]]


def test_one_that_waits_for_another_sees_the_currency_that_it_left(
    server: Server, fresh_database: str, tmp_path: Path
) -> None:
    file = Path(__file__).parents[2] / "data/books/version-1.json"  # in USD
    dsn = server.dsn(fresh_database)
    bob = Program(tmp_path, {"FINALLY_DSN": dsn, "FINALLY_USER": "bob"})
    with (
        closing(server.connect(fresh_database)) as first,
        closing(server.connect(fresh_database, autocommit=True)) as watch,
    ):
        first.execute("INSERT INTO users (email, base_currency) VALUES ('bob@example.org', 'EUR')")
        first.commit()
        first.execute("UPDATE users SET base_currency = 'USD'")
        first.execute(
            "INSERT INTO expense_categories (user_id, code, name)"
            " SELECT id, 'DOG', 'Dog' FROM users"
        )
        second = bob.start("import", "json", str(file), "--yes")
        while not watch.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        ).fetchone():
            assert second.poll() is None
        first.commit()
        said, refused = second.communicate()
    assert (second.returncode, refused) == (0, "")
    assert said.startswith("Imported ")

"""--known-at: every report and list as it was printed then, and what else is asked of it."""

from __future__ import annotations

import random
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.commands import known_at
from finally_cli.main import main
from finally_cli.store import identity
from finally_cli.store.database import Database
from tests.commands.test_undo_histories import Person, household  # noqa: F401
from tests.conftest import Outcome, Run, Server
from tests.conventions.test_goldens import LOOKS
from tests.support.command_tree import Words, commands, options
from tests.support.thoroughness import TIMES

HISTORIES = 12 * TIMES
LENGTH = 3  # commands of a history
LOOKED = {1: 3, 2: 2}  # how often, after so many of them; nothing is later than the last
# Those of sample.sql, without what only its household has.
STRANGE = ("--asset", "--category", "--search")


def called_by(line: list[str]) -> Words:
    """The words that call the command of a line."""
    return max((words for words in commands() if tuple(line[: len(words)]) == words), key=len)


ASKED = [
    line
    for line in LOOKS.values()
    if "--known-at" in options(commands()[called_by(line)])
    and not set(line) & set(STRANGE)
]  # fmt: skip
ASKED += [
    ["import", "list"],
    ["report", "cashflow", "--months", "3"],
    ["report", "restated"],
    ["close", "list"],
]


def newest_event(db: psycopg.Connection[Any]) -> str:
    found = db.execute("SELECT id::text FROM audit_events ORDER BY sequence DESC LIMIT 1")
    (event,) = found.fetchone() or ("",)
    return str(event)


def test_each_report_and_list_has_the_option_and_no_other_command() -> None:
    reports = {words for words in commands() if words[0] == "report"}
    lists = {words for words in commands() if words[-1] == "list"}
    wanted = (
        (reports - {("report", "new"), ("report", "check")})
        | lists
        | {("target", "history"), ("budget", "moves")}
    )
    wanted -= {("audit", "list"), ("user", "list")}  # what was done, and who there is
    has_it = {words for words, one in commands().items() if "--known-at" in options(one)}
    assert has_it - {("page",)} == wanted  # which is of reports: tests/commands/page
    assert {called_by(line) for line in ASKED} == wanted, "and each is asked below"


def test_at_each_moment_of_a_history_it_prints_what_was_printed_then(
    household: Run,  # noqa: F811
    books: psycopg.Connection[Any],
    tmp_path: Path,
) -> None:
    """Byte for byte in JSON, with the exit code. Each look has its turn."""
    turn = 0
    for number in range(HISTORIES):
        with books.transaction(force_rollback=True):
            person = Person(books, tmp_path, random.Random(number))
            printed: list[tuple[str, list[str], int, str, list[list[str]]]] = []
            done: list[list[str]] = []
            while len(done) < LENGTH:
                line = person.command()
                before = newest_event(books)
                household(*line)
                if newest_event(books) == before:
                    continue
                done.append(line)
                for _ in range(LOOKED.get(len(done), 0)):
                    look = ASKED[turn % len(ASKED)]
                    turn += 1
                    told = household(*look, "--json")
                    event = newest_event(books)
                    printed.append((event, look, told.exit_code, told.stdout, [*done]))
            for event, look, exit_code, stdout, by_then in printed:
                told = household(*look, "--json", "--known-at", event[:12])
                assert (told.exit_code, told.stdout) == (exit_code, stdout), (
                    number, look, by_then, done, told.stderr
                )  # fmt: skip
    assert turn >= len(ASKED), "each had its turn: make more histories"


Told = tuple[int, str]


@pytest.fixture
def committed(
    server: Server,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Run:
    """Command lines that each have a connection and a transaction of their own, on Ann's books."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("FINALLY_DSN", server.dsn(fresh_database))
    monkeypatch.setattr(sys, "argv", ["finally"])
    with closing(server.connect(fresh_database, autocommit=True)) as owner:
        owner.execute("INSERT INTO users (email, base_currency) VALUES ('ann@example.org', 'EUR')")

    def run_finally(*arguments: str) -> Outcome:
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return run_finally


def events(run: Run) -> list[str]:
    """The ids of what was done, the oldest first."""
    return [row["id"] for row in run("audit", "list", "--json").json["rows"]][::-1]


def done(run: Run, *lines: str) -> None:
    for line in lines:
        told = run(*line.split())
        assert told.exit_code == 0, told.stderr


def test_a_page_is_the_one_that_was_made_then(committed: Run) -> None:
    done(
        committed,
        "snapshot add Cash 100 --category CASH --month 2026-09",
        "snapshot add Cash 250 --month 2026-10",
        "expense add 20 food --month 2026-10",
    )
    before = committed("page", "--month", "2026-10", "-o", "-")
    done(
        committed,
        "snapshot add Cash 99000 --month 2026-10",
        "expense add 777 food --month 2026-10",
    )
    event = events(committed)[3]  # the first is that there is Ann
    assert "99,000.00" in committed("page", "--month", "2026-10", "-o", "-").stdout
    told = committed("page", "--month", "2026-10", "-o", "-", "--known-at", event)
    assert told.exit_code == 0
    assert told.stdout == before.stdout
    assert "right after" in told.stderr


def test_it_says_on_stderr_which_moment_it_is_and_how_much_came_later(committed: Run) -> None:
    done(committed, "expense add 10 food --month 2026-10", "expense add 5 food --month 2026-10")
    first = committed("expense", "list", "--json")
    done(committed, "expense add 1 rent --month 2026-10")
    event = events(committed)[2]
    told = committed("expense", "list", "--json", "--known-at", event)
    assert told.stdout == first.stdout
    assert told.stderr == (
        "As known right after finally expense add 5 food --month 2026-10"
        f" ({event[:8]}), before 1 later change.\n"
    )
    assert committed("expense", "list", "--known-at", event, "-q").stderr == ""
    newest = events(committed)[-1]
    told = committed("expense", "list", "--json", "--known-at", newest)
    assert told.stderr.endswith("; nothing has changed since.\n")
    assert told.stdout == committed("expense", "list", "--json").stdout


def test_a_day_ends_where_the_person_is(committed: Run) -> None:
    """All of it is done today, by the clock; yesterday there were no books."""
    today = date.today()  # noqa: DTZ011
    nothing = committed("expense", "list", "--json")
    done(committed, "expense add 10 food --month 2026-10")
    told = committed("expense", "list", "--json", "--known-at", today.isoformat())
    assert told.stdout == committed("expense", "list", "--json").stdout
    assert told.stderr == f"As known at the end of {today}; nothing has changed since.\n"
    before = today - timedelta(days=1)
    told = committed("expense", "list", "--json", "--known-at", before.isoformat())
    assert told.stdout == nothing.stdout
    assert told.stderr == (
        f"As known at the end of {before}: nothing, for the books began on {today}.\n"
    )


def test_it_is_that_day_for_all_that_the_command_line_says(
    committed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(
        committed,
        "expense add 10 food --month 2026-09",
        "expense add 20 food --month 2026-10",
        "expense add 30 food --month 2026-11",
    )
    asked = ["expense", "list", "--month", "this", "--json", "--known-at"]

    def amounts(moment: str) -> list[str]:
        told = committed(*asked, moment)
        assert told.exit_code == 0, told.stderr
        return [row["amount"] for row in told.json["rows"]]

    newest = events(committed)[-1]
    assert amounts(newest) == ["30.00"], "FINALLY_TODAY is the day where it is set"
    monkeypatch.setattr(
        known_at, "end_of", lambda day, kept=known_at.end_of: kept(date(2100, 1, 1))
    )
    assert amounts("2026-10-31") == ["20.00"]
    assert (
        committed("expense", "list", "--known-at", "2026-10-31", "--month", "this").exit_code == 0
    )
    monkeypatch.delenv("FINALLY_TODAY")
    monkeypatch.setattr(known_at, "local_day", lambda at: date(2026, 9, 30))
    assert amounts(newest) == ["10.00"], "else that of the event"
    assert committed("expense", "list", "--month", "this").exit_code == 0


def test_what_cannot_be_meant_is_refused(committed: Run) -> None:
    for moment, exit_code, said in (
        ("2099-01-01", 2, "2099-01-01 is still to come"),
        ("2026-02-30", 2, 'there is no day "2026-02-30"'),
        ("2026-1-5", 2, '"2026-1-5" is not a date'),
        ("someday", 2, '"someday" is not a date'),
        ("xyz", 2, '"xyz" is neither a day nor the beginning of an id'),
        ("abc", 2, '"abc" is neither a day nor the beginning of an id'),
        ("ffffffff", 5, 'there is no event with the id "ffffffff"'),
    ):
        told = committed("report", "networth", "--known-at", moment)
        assert (told.exit_code, told.stdout) == (exit_code, "")
        assert told.stderr.startswith(f"finally: {said}\n"), told.stderr
    told = committed("expense", "add", "5", "food", "--known-at", "2026-10-01")
    assert told.exit_code == 2


def test_a_reader_of_anothers_books_is_refused(look: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    identify = identity.identify
    monkeypatch.setattr(
        identity, "identify", lambda *given: replace(identify(*given), is_reader=True)
    )
    told = look("report", "networth", "--json", "--known-at", "2026-10-01")
    assert (told.exit_code, told.error["code"]) == (12, "AUDIT_NOT_SHARED")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE audit_changes SET before = jsonb_set(before, '{0,amount}', '7')"
        " WHERE before IS NOT NULL",
        "DELETE FROM audit_changes WHERE before IS NOT NULL",
        "DELETE FROM audit_events WHERE sequence = 3",
        "UPDATE audit_events SET hash = sha256('x') WHERE sequence = 2",
    ],
)
def test_from_an_audit_that_does_not_hold_nothing_is_told(
    damage: str, committed: Run, server: Server, fresh_database: str
) -> None:
    done(committed, "expense add 10 food --month 2026-10")
    id_ = committed("expense", "list", "--json").json["rows"][0]["id"]
    done(committed, f"expense edit {id_} --amount 20", f"expense edit {id_} --amount 30")
    event = events(committed)[1]
    with closing(server.connect(fresh_database)) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(damage.encode())
        owner.commit()
    told = committed("expense", "list", "--json", "--known-at", event)
    assert (told.exit_code, told.error["code"]) == (10, "AUDIT_BROKEN")
    assert told.error["hint"] == "See what is wrong: finally audit verify"
    assert committed("audit", "verify").exit_code == 10


def test_a_report_of_ones_own_is_asked_of_the_past_too(committed: Run, tmp_path: Path) -> None:
    """Whether it says public. or not, and whatever it calls: a function of ours, by its name."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "worth.sql").write_text(
        "-- report/worth\n-- What there is.\n--\n-- param  user_id  uuid\n"
        "-- row    worth    numeric\n-- row    missing  bigint\n-- row    latest  numeric\n"
        "SELECT net_worth AS worth,"
        " (SELECT count(*) FROM missing_assets(%(user_id)s::uuid, period)) AS missing,"
        " (SELECT newest_value.total FROM public.assets, newest_value(assets.user_id, assets.id,"
        " '2026-10-01') AS newest_value (period, total, native)"
        " WHERE asset_name = 'Fund') AS latest\n"
        "FROM public.networth_materialized\n"
        "WHERE user_id = %(user_id)s::uuid AND period = '2026-10-01'\n"
    )
    done(
        committed,
        "snapshot add Checking 90 --category CASH --month 2026-09",
        "snapshot add Checking 100 --month 2026-10",
        "snapshot add Fund 40 --category ETF_STOCKS --month 2026-10",
    )
    told = committed("report", "worth", "--json")
    assert told.json["rows"] == [{"worth": "140.00", "missing": 0, "latest": "40.00"}]
    event = events(committed)[-1]
    done(
        committed,
        "snapshot delete Checking --month 2026-10 --yes",
        "snapshot edit Fund --value 41 --month 2026-10",
    )
    now = committed("report", "worth", "--json").json["rows"]
    assert now == [{"worth": "41.00", "missing": 1, "latest": "41.00"}]
    assert committed("report", "worth", "--json", "--known-at", event).stdout == told.stdout


def test_the_sql_is_shown_as_it_stands_and_its_plan_is_that_of_the_past(committed: Run) -> None:
    done(committed, "snapshot add Checking 100 --category CASH --month 2026-10")
    event = events(committed)[-1]
    done(committed, "snapshot edit Checking --value 41 --month 2026-10")
    asked = ["report", "networth", "--known-at", event]
    shown = committed(*asked, "--show-sql")
    assert shown.stdout == committed("report", "networth", "--show-sql").stdout
    assert "pg_temp" not in shown.stdout
    assert "local hit" in committed(*asked, "--explain").stdout
    assert "local hit" not in committed("report", "networth", "--explain").stdout


def test_nothing_is_left_and_nobody_waits(
    committed: Run, server: Server, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another session writes while it is asked; a pooler's next guest finds no function of it."""
    done(committed, "snapshot add Checking 100 --category CASH --month 2026-10")
    event = events(committed)[-1]
    done(committed, "snapshot edit Checking --value 41 --month 2026-10")
    seen: list[Any] = []
    connections: list[psycopg.Connection[Any]] = []

    def say(db: Database, profile: Any, wanted: Any, tell: Any) -> Any:
        connections.append(db.connection)
        return kept(db, profile, wanted, lambda sentence: write(tell, sentence))

    def write(tell: Any, sentence: str) -> None:
        tell(sentence)
        with closing(server.connect(fresh_database, autocommit=True)) as other:
            other.execute("SET lock_timeout = '2s'")
            other.execute(
                "SELECT set_config('finally.user_id', (SELECT id::text FROM users), false)"
            )
            other.execute("UPDATE asset_inputs SET total = 7")
        seen.append(connections[0].execute("SELECT total FROM public.asset_inputs").fetchall())
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connections[0].transaction():
            connections[0].execute("UPDATE public.asset_inputs SET total = 8")

    kept = known_at.as_known
    monkeypatch.setattr(known_at, "as_known", say)
    closed = psycopg.Connection.close

    def close(connection: psycopg.Connection[Any]) -> None:
        if connection in connections:
            left = connection.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() UNION ALL"
                " SELECT proname FROM pg_proc WHERE pronamespace = pg_my_temp_schema()"
            ).fetchall()
            seen.append(left)
        closed(connection)

    monkeypatch.setattr(psycopg.Connection, "close", close)
    told = committed("report", "networth", "--json", "--known-at", event)
    assert told.json["totals"]["net_worth"] == "100.00"
    assert [str(total) for ((total,),) in seen[:1]] == ["41.0000"]
    assert seen[1:] == [[]]
    monkeypatch.setattr(known_at, "as_known", kept)
    assert committed("report", "networth", "--json").json["totals"]["net_worth"] == "7.00"


def test_the_currency_and_the_name_are_those_of_then(committed: Run) -> None:
    done(committed, "user edit --name Ann")
    event = events(committed)[-1]
    before = committed("asset", "list", "--json")
    done(committed, "user edit --currency USD")
    assert committed("asset", "list", "--json").json["currency"] == "USD"
    assert committed("asset", "list", "--json", "--known-at", event).stdout == before.stdout

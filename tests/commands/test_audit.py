"""finally audit and finally undo: what was done, whether it is all there, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from finally_cli.store import identity
from finally_cli.store.database import Database
from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows


@pytest.fixture
def done(run: Run, books: psycopg.Connection[Any]) -> Run:
    """Each command as if it were committed: its event is sealed at once."""

    def sealed() -> None:
        books.execute("SET CONSTRAINTS ALL IMMEDIATE")
        books.execute("SET CONSTRAINTS ALL DEFERRED")

    def command(*words: str) -> Outcome:
        told = run(*words)
        sealed()
        return told

    sealed()
    command("user", "edit", "--name", "Ann of Bern")
    return command


def values(run: Run) -> dict[tuple[str, str], str]:
    rows = run("snapshot", "list", "--json").json["rows"]
    return {(row["asset"], row["month"]): row["value"] for row in rows}


# -- list


def test_each_command_is_an_event_with_its_name_its_words_and_its_rows(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    done("snapshot", "add", "Checking", "120")
    done("target", "set", "cash", "50")
    done("expense", "add", "12", "food", "--note", "two words")
    rows = list_rows(done, "audit")
    assert [(row["type"], row["command"], row["changes"]) for row in rows[:4]] == [
        ("expense.add", "finally expense add 12 food --note 'two words'", "+1 expense_items"),
        ("target.set", "finally target set cash 50",
         "+1 target_sets, +1 category_allocation_targets"),
        ("snapshot.add", "finally snapshot add Checking 120", "~1 asset_inputs"),
        ("snapshot.add", "finally snapshot add Checking 100 --category cash",
         "+1 assets, +1 asset_inputs"),
    ]  # fmt: skip
    assert [row["sequence"] for row in rows] == [6, 5, 4, 3, 2, 1]
    assert {row["actor"] for row in rows} == {"finally_app"}
    assert rows[-1]["type"] == "users.insert"


def test_what_changed_nothing_or_was_refused_or_only_tried_is_no_event(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    before = len(list_rows(done, "audit"))
    done("snapshot", "add", "Checking", "100")  # as it was
    done("snapshot", "add", "Nowhere", "100")
    done("snapshot", "add", "Checking", "130", "--dry-run")
    done("report", "networth")
    assert len(list_rows(done, "audit")) == before


def test_the_list_is_narrowed_by_day_by_name_and_by_asset(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    done("snapshot", "add", "Savings", "50", "--category", "cash")
    done("asset", "edit", "savings", "--name", "Reserve")
    done("expense", "add", "12", "food")
    assert [row["type"] for row in list_rows(done, "audit", "--type", "snapshot")] == [
        "snapshot.add"
    ] * 2
    assert [row["type"] for row in list_rows(done, "audit", "--asset", "reserve")] == [
        "asset.edit", "snapshot.add",
    ]  # fmt: skip
    assert len(list_rows(done, "audit", "--limit", "1")) == 1
    assert list_rows(done, "audit", "--since", "2100-01-01") == []
    assert len(list_rows(done, "audit", "--since", "2000-01-01")) == 6


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+12", "Etc/GMT-14"])
def test_a_day_of_the_list_is_one_of_utc_whatever_zone_the_session_has(
    zone: str, done: Run, books: psycopg.Connection[Any]
) -> None:
    """What was done just now is of today in UTC: the list from today on has it, from tomorrow none.

    Midnight is 12 hours later in the one zone, 14 earlier in the other: at any time of the day one
    of them would have it wrong.
    """
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    books.execute("SELECT set_config('TimeZone', %s, true)", [zone])
    moments = [datetime.fromisoformat(row["at"]) for row in list_rows(done, "audit")]
    assert len(moments) == 3
    assert len(list_rows(done, "audit", "--since", f"{min(moments).date()}")) == 3
    assert list_rows(done, "audit", "--since", f"{max(moments).date() + timedelta(days=1)}") == []


@pytest.mark.parametrize(
    ("words", "exit_code", "code"),
    [
        (["list", "--asset", "nothing"], 5, "ASSET_NOT_FOUND"),
        (["list", "--since", "2026-13-01"], 2, "USAGE"),
        (["list", "--limit", "0"], 2, "USAGE"),
        (["show", "zzzz"], 5, "EVENT_NOT_FOUND"),
        (["show", "abc"], 5, "EVENT_NOT_FOUND"),
        (["verify", "--anchor", "12"], 2, "USAGE"),
        (["verify", "--anchor", "0:" + "a" * 64], 2, "USAGE"),
    ],
)
def test_what_cannot_be_looked_up_is_refused(
    done: Run, words: list[str], exit_code: int, code: str
) -> None:
    told = done("audit", *words, "--json")
    assert (told.exit_code, told.error["code"]) == (exit_code, code)
    assert told.error["hint"]


# -- show


def test_an_event_shows_every_value_that_it_changed(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    done("snapshot", "add", "Checking", "120", "--note", "Counted anew")
    event = list_rows(done, "audit")[0]["id"]
    document = done("audit", "show", event[:8], "--json").json
    assert (document["type"], document["actor"], document["undone"]) == (
        "snapshot.add", "finally_app", False,
    )  # fmt: skip
    assert [
        (row["table_name"], row["operation"], row["field"], row["before"], row["after"])
        for row in document["rows"]
    ] == [
        ("asset_inputs", "update", "notes", None, "Counted anew"),
        ("asset_inputs", "update", "total", "100.0000", "120.0000"),
    ]
    added = done("audit", "show", list_rows(done, "audit")[1]["id"], "--json").json["rows"]
    assert ("assets", "asset_name", None, "Checking") in [
        (row["table_name"], row["field"], row["before"], row["after"]) for row in added
    ]


def test_an_id_that_fits_two_events_is_refused(
    done: Run, books: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from finally_cli.commands import lookup

    done("expense", "add", "12", "food")
    monkeypatch.setattr(
        lookup, "id_range", lambda prefix: (f"{0:032x}", "ffffffff-ffff-ffff-ffff-ffffffffffff")
    )
    told = done("audit", "show", "1a2b", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "ID_AMBIGUOUS")


# -- undo


def test_the_last_command_is_taken_back_and_then_the_one_before_it(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    done("snapshot", "add", "Checking", "120")
    told = done("undo")
    assert told.exit_code == 0
    assert told.stdout.startswith("Took back: finally snapshot add Checking 120 (")
    assert values(done) == {("Checking", "2026-11"): "100.00"}
    done("undo")
    assert done("asset", "list", "--json").json["rows"] == []
    assert [row["undone"] for row in list_rows(done, "audit", "--type", "snapshot")] == [True, True]


def test_an_undo_can_be_undone_and_that_too(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    done("snapshot", "add", "Checking", "120")
    first = list_rows(done, "audit")[0]["id"]
    done("undo")
    undo = list_rows(done, "audit")[0]
    assert (undo["type"], undo["undoes"]) == ("undo", first)
    assert done("undo", undo["id"][:8]).stdout.startswith("Did again what was undone: ")
    assert values(done) == {("Checking", "2026-11"): "120.00"}
    assert done("undo", undo["id"][:8], "--json").error["code"] == "ALREADY_UNDONE"
    # The command stands again, so that it can be taken back again.
    assert done("undo", first[:8]).exit_code == 0
    assert values(done) == {("Checking", "2026-11"): "100.00"}
    assert done("undo", first[:8], "--json").error["code"] == "ALREADY_UNDONE"


@pytest.mark.parametrize("meant", ["itself", "no uuid", "nobody's"])
def test_an_event_undoes_only_one_that_was_before_it(
    done: Run, books: psycopg.Connection[Any], meant: str
) -> None:
    """Whoever writes with a client of their own may set finally.undoes to anything."""
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    # The id that the next event will have can be worked out before it is there.
    (itself,) = books.execute(
        "SELECT event FROM users CROSS JOIN generate_series(0, 99) AS n CROSS JOIN LATERAL (SELECT"
        " md5(pg_current_xact_id()::text || '/' || extract(epoch FROM transaction_timestamp())"
        " || '/' || users.id || '/' || n)::uuid) AS next (event)"
        " WHERE event NOT IN (SELECT id FROM audit_events) ORDER BY n LIMIT 1"
    ).fetchone() or (None,)
    said = {"itself": str(itself), "no uuid": "1; DROP", "nobody's": str(uuid4())}
    books.execute("SELECT set_config('finally.undoes', %s, true)", [said[meant]])
    books.execute("UPDATE assets SET ticker = 'T'")
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")
    books.execute("SET CONSTRAINTS ALL DEFERRED")
    books.execute("SELECT set_config('finally.undoes', '', true)")
    newest = list_rows(done, "audit")[0]
    assert (newest["type"], newest["undoes"], newest["undone"]) == ("snapshot.add", None, False)
    assert meant != "itself" or newest["id"] == str(itself)
    assert done("undo").exit_code == 0
    assert done("audit", "verify").exit_code == 0


def test_an_older_command_is_taken_back_when_nothing_later_needs_it(done: Run) -> None:
    done("expense", "add", "12", "food")
    done("expense", "add", "30", "rent")
    first = list_rows(done, "audit", "--type", "expense")[1]["id"]
    assert done("undo", first[:8]).exit_code == 0
    rows = done("expense", "list", "--json").json["rows"]
    assert [row["amount"] for row in rows] == ["30.00"]


def test_what_stands_in_the_way_is_named_and_nothing_is_done(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    done("snapshot", "add", "Checking", "120")
    later, first = (row["id"] for row in list_rows(done, "audit", "--type", "snapshot"))
    told = done("undo", first[:8])
    assert (told.exit_code, told.stdout) == (6, "")
    assert told.stderr == (
        f"finally: finally snapshot add Checking 100 --category cash ({first[:8]}) cannot be taken"
        f" back: finally snapshot add Checking 120 ({later[:8]}) came later and stands in the way\n"
        f"  Take that back first: finally undo {later[:8]}\n"
    )
    error = done("undo", first[:8], "--json").error
    assert error["code"] == "UNDO_BLOCKED"
    assert [one["problem"] for one in error["blocked"]] == ["changed"]
    assert values(done) == {("Checking", "2026-11"): "120.00"}
    assert len(list_rows(done, "audit")) == 4


def test_a_later_row_that_needs_it_stands_in_the_way_too(done: Run) -> None:
    done("asset", "add", "Checking", "--category", "cash")
    first = list_rows(done, "audit")[0]["id"]
    done("snapshot", "add", "Checking", "120")
    error = done("undo", first[:8], "--json").error
    assert error["code"] == "UNDO_BLOCKED"
    assert [one["problem"] for one in error["blocked"]] == ["snapshot_is_of_an_asset"]
    assert error["later"] == [list_rows(done, "audit")[0]["id"]]


def test_what_another_program_deleted_stands_in_the_way(
    done: Run, books: psycopg.Connection[Any]
) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    books.execute("DELETE FROM asset_inputs")
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")
    books.execute("SET CONSTRAINTS ALL DEFERRED")
    newest = list_rows(done, "audit")[0]
    # The command before it has been labelled in the same transaction of the test; the rows tell.
    assert newest["changes"] == "-1 asset_inputs"
    error = done("undo", list_rows(done, "audit")[1]["id"], "--json").error
    assert [one["problem"] for one in error["blocked"]] == ["gone"]


def test_where_nothing_came_later_the_rule_is_named(
    done: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from finally_cli.commands import undo

    done("expense", "add", "12", "food")
    blocked = undo.Blocked(table_name="expense_items", row_id=None, problem="some_rule")
    found = Database.all
    monkeypatch.setattr(
        Database,
        "all",
        lambda db, statement, **given: (
            [blocked] if statement is undo.UNDO else found(db, statement, **given)
        ),
    )
    error = done("undo", "--json").error
    assert (error["code"], error["later"]) == ("UNDO_BLOCKED", [])
    assert error["message"].endswith("cannot be taken back: some_rule of expense_items forbids it")


def test_the_beginning_of_the_books_stays(done: Run) -> None:
    told = done("undo", list_rows(done, "audit")[-1]["id"], "--json")
    assert (told.exit_code, told.error["code"]) == (1, "BOOKS_BEGIN")
    done("undo")  # the name that was given to Ann
    told = done("undo", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NOTHING_TO_UNDO")


def test_a_dry_run_takes_nothing_back(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    tried = done("undo", "--dry-run").stdout
    assert tried.startswith("Would take back: ")
    assert tried.endswith("Dry run: nothing was changed.\n")
    assert "To change your mind" not in tried
    assert values(done) == {("Checking", "2026-11"): "100.00"}


def test_an_import_is_one_event_and_is_taken_back_as_one(done: Run, tmp_path: Any) -> None:
    file = tmp_path / "values.csv"
    months = [f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(300)]
    lines = [f"Fund {k},{month},{k}.5,etf_stocks" for k in range(4) for month in months]
    file.write_text("asset,month,value,category\n" + "\n".join(lines) + "\n")
    done("import", "snapshots", str(file), "--create-assets")
    newest = list_rows(done, "audit")[0]
    assert (newest["type"], newest["changes"]) == (
        "import.snapshots", "+4 assets, +1200 asset_inputs",
    )  # fmt: skip
    assert done("undo").exit_code == 0
    assert done("asset", "list", "--json").json["rows"] == []


# -- verify, anchor


def test_what_was_done_holds_and_its_head_can_be_kept_elsewhere(done: Run) -> None:
    done("snapshot", "add", "Checking", "100", "--category", "cash")
    told = done("audit", "verify")
    assert told == Outcome(
        0, "3 events, all there and unaltered, and the books are as they left them.\n", ""
    )
    anchor = done("audit", "anchor").stdout.strip()
    assert anchor.startswith("3:")
    done("snapshot", "add", "Checking", "120")
    assert done("audit", "verify", "--anchor", anchor).exit_code == 0
    assert done("audit", "anchor", "--json").json["anchor"].startswith("4:")


def test_an_anchor_of_other_books_does_not_hold(done: Run) -> None:
    told = done("audit", "verify", "--anchor", f"2:{'0' * 64}", "--json")
    assert told.exit_code == 10
    assert [(row["sequence"], row["problem"]) for row in told.json["rows"]] == [(2, "anchor")]


def test_the_audit_is_nobodys_to_write(done: Run, books: psycopg.Connection[Any]) -> None:
    for statement in (
        "INSERT INTO audit_events (user_id, event_type) VALUES (current_user_id(), 'x')",
        "UPDATE audit_events SET actor = 'somebody'",
        "DELETE FROM audit_changes",
        "TRUNCATE audit_events",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), books.transaction():
            books.execute(statement)
    assert done("audit", "verify").exit_code == 0


def test_a_neighbour_sees_and_undoes_only_their_own(look: Run) -> None:
    mine, hers = (
        look("audit", "list", "--user", who, "--json").json["rows"] for who in ("ann", "bob")
    )
    assert {row["id"] for row in mine} & {row["id"] for row in hers} == set()
    told = look("audit", "show", mine[0]["id"], "--user", "bob", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "EVENT_NOT_FOUND")


def test_a_reader_of_anothers_books_is_not_shown_their_audit(
    look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    identify = identity.identify
    monkeypatch.setattr(
        identity, "identify", lambda *given: replace(identify(*given), is_reader=True)
    )
    for verb in (["list"], ["show", "1a2b"], ["verify"], ["anchor"]):
        told = look("audit", *verb, "--json")
        assert (told.exit_code, told.error["code"]) == (12, "AUDIT_NOT_SHARED")

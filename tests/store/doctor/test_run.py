"""What is found in databases that are sound, of another version, or damaged in many places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from finally_cli.store import migrations
from finally_cli.store.doctor import run
from finally_cli.store.doctor.context import Context, Finding, warning
from finally_cli.store.doctor.run import Check
from finally_cli.store.embedded import EmbeddedServer
from tests.conftest import Server
from tests.support.damaged_databases import OF_THE_TESTS, diagnosed, looked_over

Connection = psycopg.Connection[Any]

# -- healthy ones


def test_a_fresh_database_has_no_finding(owner: Connection) -> None:
    report = looked_over(owner, deep=True)
    assert [one for check, one in report.findings if check not in OF_THE_TESTS] == []
    assert report.unseen == []
    assert len(report.checks) == len({*report.checks}) == 28


def test_the_sample_household_has_no_finding(sample: Connection) -> None:
    assert diagnosed(sample, deep=True) == []


def test_the_everyday_role_finds_nothing_either_and_says_what_it_does_not_see(
    server: Server, sample_database: str
) -> None:
    """As the dsn of a server of one's own may have it: it is trusted, and held by row security."""
    with closing(server.connect(sample_database, user=EmbeddedServer.EVERYDAY)) as connection:
        report = looked_over(connection, deep=True)
    assert [one for check, one in report.findings if check not in OF_THE_TESTS] == []
    assert dict(report.unseen) == {
        "categories": "this login does not see other people's categories",
        "pages": "amcheck is not installed in this database"
        ' (permission denied to create extension "amcheck")',
    }


# -- the server


def test_the_settings_of_the_tests_own_server_are_found(owner: Connection) -> None:
    if owner.execute("SHOW full_page_writes").fetchone() != ("off",):
        pytest.skip("another server was given")
    owner.execute("SET LOCAL zero_damaged_pages = on; SET LOCAL ignore_checksum_failure = on")
    owner.execute("SET LOCAL synchronous_commit = off")
    found = [one for check, one in looked_over(owner).findings if check == "settings"]
    by_name = {one.finding.split(" ")[2]: one for one in found}
    assert {name: one.severity for name, one in by_name.items()} == {
        "fsync": "error",
        "full_page_writes": "error",
        "ignore_checksum_failure": "error",
        "zero_damaged_pages": "error",
        "synchronous_commit": "warning",
    }
    assert by_name["zero_damaged_pages"].remedy == (
        "Set zero_damaged_pages to off where it is set (session)"
    )


def test_a_server_without_corrections_is_found_on_the_day(
    owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINALLY_TODAY", "2040-01-01")
    ((check, one),) = diagnosed(owner)
    assert (check, one.severity) == ("server version", "warning")
    assert "has had no corrections since 20" in one.finding


# -- a schema of another version


def test_what_is_pending_is_one_finding_and_the_rest_is_not_checked(owner: Connection) -> None:
    owner.execute(
        "DELETE FROM schema_migrations WHERE version >= 8; DROP TABLE user_shares CASCADE"
    )
    ((check, one),) = diagnosed(owner)
    assert check == "migrations"
    last = max(migration.version for migration in migrations.find_migrations())
    assert one.finding.startswith(f"{last - 7} migrations are pending: 008_logins_and_shares.sql")
    assert one.remedy == "finally db migrate"
    unseen = dict(looked_over(owner).unseen)
    assert unseen["tables"] == unseen["net worth"] == "the schema is not of this version"
    assert "settings" not in unseen


def test_a_newer_database_is_one_finding(owner: Connection) -> None:
    owner.execute("INSERT INTO schema_migrations VALUES (999, '999_later.sql', 'x')")
    ((check, one),) = diagnosed(owner)
    assert (check, one.severity) == ("migrations", "error")
    assert one.finding.startswith("the database has schema 999, and this program knows only")


def test_an_empty_database_is_one_finding(server: Server) -> None:
    with closing(server.connect("postgres")) as connection:
        ((check, one),) = diagnosed(connection)
    assert (check, one.finding) == ("migrations", "the schema has not been made")


# -- much at once


def test_much_of_one_sort_is_one_finding_and_one_remedy(owner: Connection) -> None:
    owner.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM finally_app")
    ((check, one),) = diagnosed(owner)
    assert check == "grants"
    assert "grants that this version makes are missing: the right DELETE" in one.finding
    assert one.finding.endswith("more")
    owner.execute(one.remedy.encode())
    assert diagnosed(owner) == []


def test_a_check_that_cannot_be_made_hides_no_other(sample: Connection) -> None:
    """With a column of net worth gone its sums cannot be checked, and everything else is."""
    sample.execute("ALTER TABLE asset_inputs RENAME COLUMN total TO sum_of_it")
    report = looked_over(sample)
    found = {check for check, _ in report.findings} - {*OF_THE_TESTS}
    assert found == {"columns", "constraints", "functions", "indexes", "views"}
    assert dict(report.unseen) == {"net worth": "column asset_inputs.total does not exist"}
    assert [one.finding for check, one in report.findings if check == "columns"] == [
        "column total of table asset_inputs is missing",
        "column sum_of_it of table asset_inputs is not part of the schema",
    ]


def test_a_check_that_takes_too_long_is_not_made_and_no_damage(
    owner: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(context: Context) -> Iterator[Finding]:
        yield warning("something was found before", "Nothing.")
        context.connection.execute("SET LOCAL statement_timeout = '10ms'")
        context.connection.execute("SELECT pg_sleep(60)")

    monkeypatch.setattr(run, "CHECKS", [Check("slow", slow)])
    report = looked_over(owner)
    assert dict(report.unseen) == {"slow": "canceling statement due to statement timeout"}
    assert [one.finding for _, one in report.findings] == ["something was found before"]


def test_all_that_reads_sees_one_state_of_the_books(
    server: Server, sample_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Any] = []

    def note(context: Context) -> list[Finding]:
        row = context.connection.execute(
            "SELECT now(), current_setting('transaction_isolation'),"
            " current_setting('transaction_read_only')"
        ).fetchone()
        begun.append(row)
        return []

    monkeypatch.setattr(run, "CHECKS", [Check("one", note), Check("another", note)])
    with closing(server.connect(sample_database)) as connection:
        looked_over(connection)
    assert begun[0] == begun[1]
    assert begun[0][1:] == ("repeatable read", "on")


def test_a_server_that_breaks_off_is_a_finding_and_ends_the_look(
    server: Server, sample_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one does that stumbles over a damaged page."""

    def stumble(context: Context) -> list[Finding]:
        context.connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return []

    monkeypatch.setattr(run, "CHECKS", [Check("stumbling", stumble), *run.CHECKS])
    with closing(server.connect(sample_database)) as connection:
        report = looked_over(connection, deep=True)
    ((check, one),) = report.findings
    assert (check, one.severity) == ("stumbling", "error")
    assert one.finding.startswith("the check of stumbling failed: ")
    assert report.checks == ["migrations", "stumbling"]
    assert {*dict(report.unseen).values()} == {"the connection broke"}
    assert dict(report.unseen).keys() >= {"net worth", "pages"}


def test_tables_that_the_everyday_role_owns_are_found(owner: Connection) -> None:
    owner.execute(
        "DO $$ DECLARE thing text; BEGIN FOR thing IN"
        " SELECT format('ALTER TABLE %s OWNER TO finally_app', oid::regclass) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') UNION ALL"
        " SELECT format('ALTER FUNCTION %s OWNER TO finally_app', oid::regprocedure) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace LOOP EXECUTE thing; END LOOP; END $$"
    )
    found = [one.finding for check, one in diagnosed(owner) if check == "owners"]
    assert found == ["the everyday role finally_app owns the tables, and could change their rules"]


def test_a_public_schema_that_is_closed_to_strangers_is_no_fault(owner: Connection) -> None:
    owner.execute("REVOKE USAGE ON SCHEMA public FROM PUBLIC")
    assert diagnosed(owner) == []


# -- what only a look at every row finds


def test_a_row_that_an_index_lacks_is_found(sample: Connection) -> None:
    """Pages and checksums are as they should be: the row came while the index was not kept."""
    kept = "UPDATE pg_index SET indisready = {0}, indisvalid = {0} WHERE indexrelid = "
    index = "'incoming_items_by_category'::regclass"
    sample.execute((kept.format(False) + index).encode())
    sample.execute(
        "INSERT INTO incoming_items (user_id, category_id, year, month, amount)"
        " SELECT user_id, category_id, year, month, amount FROM incoming_items LIMIT 1"
    )
    sample.execute((kept.format(True) + index).encode())
    sample.execute("SET CONSTRAINTS ALL IMMEDIATE")  # seals the audit, as a commit would
    assert diagnosed(sample) == []
    found = diagnosed(sample, deep=True)
    assert [check for check, _ in found] == ["pages"], found
    ((_, one),) = found
    assert one.finding.startswith(
        "index incoming_items_by_category of table incoming_items is damaged: heap tuple"
    )
    assert "lacks matching index tuple" in one.finding
    sample.execute(one.remedy.encode())
    assert diagnosed(sample, deep=True) == []


# -- backups


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "there is no backup that was proven"),
        (34, None),
        (36, "the newest proven backup is of {day}, 36 days ago"),
    ],
)
def test_a_backup_is_missed_where_there_is_something_to_lose(
    days: int | None, said: str | None, sample: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = None if days is None else datetime.now(UTC) - timedelta(days=days)
    monkeypatch.setattr("finally_cli.store.backup.repository.newest_proven", lambda profile: made)
    found = [one for check, one in looked_over(sample).findings if check == "backups"]
    wanted = [] if said is None else [said.format(day=made and made.date())]
    assert [one.finding for one in found] == wanted
    assert {(one.severity, one.remedy) for one in found} <= {("warning", "finally db backup")}


def test_no_backup_is_missed_of_nothing(owner: Connection) -> None:
    assert "backups" not in {check for check, _ in looked_over(owner).findings}

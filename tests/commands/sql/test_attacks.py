"""What finally sql must not do: none of it works, each is told, and nothing is changed.

The same attacks by the everyday role of the embedded server, which is trusted with all books, and
by a person's own login on a server that others use, too.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from finally_cli.main import main
from finally_cli.model.errors import ExitCode
from finally_cli.store import query_watch
from tests.conftest import Outcome, Run, Server
from tests.store.test_isolation import TABLES, everything, own_cluster, people  # noqa: F401
from tests.support.people import PeoplesServer
from tests.support.schema_rows import ANNA, BERT

WRITES, CALLS, NO_QUERY = "SQL_WRITES", "SQL_CALLS_MORE", "SQL_NOT_A_QUERY"
SET_ID = "set_config('finally.user_id', '{victim}', {local})"

# The statement, and what it is refused with. {victim} is the id of another user.
ATTACKS: dict[str, tuple[str, str]] = {
    # Writes of each kind
    "insert": ("INSERT INTO users (email, base_currency) VALUES ('x@example.org', 'EUR')", WRITES),
    "update": ("UPDATE assets SET asset_name = 'mine'", WRITES),
    "delete": ("DELETE FROM expense_items", WRITES),
    "merge": (
        "MERGE INTO assets USING (VALUES (1)) AS v (n) ON true WHEN MATCHED THEN DELETE", WRITES,
    ),
    "truncate": ("TRUNCATE users CASCADE", WRITES),
    "a write in a CTE": ("WITH g AS (DELETE FROM assets RETURNING *) SELECT * FROM g", WRITES),
    "a write in a CTE of a CTE": (
        "WITH a AS (WITH b AS (UPDATE assets SET locked = true RETURNING 1 AS n) SELECT n FROM b)"
        " SELECT n FROM a", "SQL_INVALID",
    ),
    "a table made of a query": ("SELECT * INTO copied FROM assets", WRITES),
    "a temporary table": ("CREATE TEMPORARY TABLE t AS SELECT 1", WRITES),
    "a temporary view": ("CREATE TEMPORARY VIEW t AS SELECT 1", WRITES),
    "a function": (
        "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", WRITES,
    ),
    "a block": ("DO $$BEGIN DELETE FROM assets; END$$", WRITES),
    "a table dropped": ("DROP TABLE assets CASCADE", WRITES),
    "a policy dropped": ("ALTER TABLE assets NO FORCE ROW LEVEL SECURITY", WRITES),
    "a right given": ("GRANT ALL ON users TO PUBLIC", WRITES),
    "a comment": ("COMMENT ON TABLE assets IS 'mine'", WRITES),
    "rows locked": ("SELECT * FROM assets FOR UPDATE", WRITES),
    "rows locked to share, below": (
        "SELECT * FROM (SELECT * FROM assets FOR KEY SHARE) AS locked", WRITES,
    ),
    "a table locked": ("LOCK TABLE assets IN ACCESS EXCLUSIVE MODE", WRITES),
    "a vacuum": ("VACUUM FULL", WRITES),
    "a number taken": ("SELECT nextval('pg_catalog.pg_class'::regclass)", CALLS),
    # Files and programs
    "copy out to a file": ("COPY assets TO '/tmp/finally-attack'", WRITES),
    "copy out to a program": ("COPY assets TO PROGRAM 'touch /tmp/finally-attack'", WRITES),
    "copy in from a file": ("COPY assets FROM '/etc/passwd'", WRITES),
    "copy in from a program": ("COPY assets FROM PROGRAM 'id'", WRITES),
    "copy a query to the client": ("COPY (SELECT 1) TO STDOUT", WRITES),
    "a file read": ("SELECT pg_read_file('/etc/passwd')", CALLS),
    "a file read as bytes": ("SELECT pg_read_binary_file('/etc/passwd', 0, 10)", CALLS),
    "a folder listed": ("SELECT * FROM pg_ls_dir('/')", CALLS),
    "a file looked at": ("SELECT size FROM pg_stat_file('/etc/passwd')", CALLS),
    "the log's folder": ("SELECT * FROM pg_ls_logdir()", CALLS),
    "a large object imported": ("SELECT lo_import('/etc/passwd')", CALLS),
    "a large object exported": ("SELECT lo_export(1, '/tmp/finally-attack')", CALLS),
    "a large object made": ("SELECT lo_create(4711)", CALLS),
    "a large object made of bytes": ("SELECT lo_from_bytea(0, 'x')", CALLS),
    "another database": ("SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t (n int)",
                         "SQL_INVALID"),
    "the passwords": ("SELECT rolpassword FROM pg_authid", "DENIED"),
    "large objects": ("SELECT data FROM pg_largeobject", "DENIED"),
    # Another identity
    "the setting": ("SET finally.user_id = '{victim}'", NO_QUERY),
    "the setting, locally": ("SET LOCAL finally.user_id = '{victim}'", NO_QUERY),
    "the everyday role": ("SET ROLE finally_app", NO_QUERY),
    "the owner's role": ("SET ROLE finally", NO_QUERY),
    "the role reset": ("RESET ROLE", NO_QUERY),
    "all settings reset": ("RESET ALL", NO_QUERY),
    "another session": ("SET SESSION AUTHORIZATION finally", NO_QUERY),
    "all discarded": ("DISCARD ALL", NO_QUERY),
    "set_config": (f"SELECT {SET_ID}", CALLS),
    "set_config beside rows": (f"SELECT {SET_ID}, t.* FROM assets AS t", CALLS),
    "set_config in a CTE": (
        f"WITH s AS MATERIALIZED (SELECT {SET_ID} AS v) SELECT assets.* FROM s, assets", CALLS,
    ),
    "set_config in a CASE": (f"SELECT CASE WHEN 1 = 2 THEN {SET_ID} END", CALLS),
    "set_config in WHERE": (f"SELECT * FROM assets WHERE {SET_ID} <> ''", CALLS),
    "set_config in HAVING": (f"SELECT 1 AS n HAVING {SET_ID} <> ''", CALLS),
    "set_config in ORDER BY": (f"SELECT asset_name FROM assets ORDER BY {SET_ID}", CALLS),
    "set_config in GROUP BY": (f"SELECT 1 AS n FROM assets GROUP BY {SET_ID}", CALLS),
    "set_config in LIMIT": (f"SELECT 1 AS n LIMIT length({SET_ID})", CALLS),
    "set_config in OFFSET": (f"SELECT 1 AS n OFFSET length({SET_ID})", CALLS),
    "set_config in an aggregate": (f"SELECT max({SET_ID}) FROM assets", CALLS),
    "set_config in a FILTER": (
        f"SELECT count(*) FILTER (WHERE {SET_ID} = '') FROM assets", CALLS,
    ),
    "set_config in a window": (
        f"SELECT count(*) OVER (PARTITION BY {SET_ID}) FROM assets", CALLS,
    ),
    "set_config in a frame": (
        f"SELECT sum(1) OVER (ROWS length({SET_ID}) PRECEDING) FROM assets", CALLS,
    ),
    "set_config in FROM": (f"SELECT v FROM {SET_ID} AS v", CALLS),
    "set_config in a join": (f"SELECT 1 AS n FROM assets AS a JOIN assets AS b ON {SET_ID} = ''",
                             CALLS),
    "set_config in VALUES": (f"VALUES ({SET_ID})", CALLS),
    "set_config in a sub-select": (f"SELECT (SELECT {SET_ID}) AS v", CALLS),
    "set_config in an array": (f"SELECT ARRAY[{SET_ID}] AS v", CALLS),
    "set_config in a row": (f"SELECT ROW({SET_ID})::text AS v", CALLS),
    "set_config in COALESCE": (f"SELECT coalesce(NULL, {SET_ID}) AS v", CALLS),
    "set_config in a comparison of rows": (f"SELECT (1, {SET_ID}) < (2, '') AS v", CALLS),
    "set_config in TABLESAMPLE": (
        f"SELECT 1 AS n FROM assets TABLESAMPLE bernoulli (length({SET_ID}))", CALLS,
    ),
    "set_config in a recursion": (
        f"WITH RECURSIVE r AS (SELECT '' AS v UNION ALL SELECT {SET_ID} FROM r) SELECT v FROM r",
        CALLS,
    ),
    "set_config in UNION": (f"SELECT '' AS v UNION SELECT {SET_ID}", CALLS),
    "set_config in LATERAL": (
        f"SELECT v FROM assets CROSS JOIN LATERAL (SELECT {SET_ID} AS v) AS l", CALLS,
    ),
    "set_config in GROUPING SETS": (
        f"SELECT 1 AS n FROM assets GROUP BY GROUPING SETS (({SET_ID}), ())", CALLS,
    ),
    "set_config in XMLTABLE": (
        f"SELECT n FROM xmltable('/a' PASSING xmlparse(content {SET_ID})"
        " COLUMNS n text PATH '.')", CALLS,
    ),
    "set_config by another spelling": (
        "SELECT U&\"set\\005fconfig\"('finally.user_id', '{victim}', {local})", CALLS,
    ),
    "set_config with its schema": (f'SELECT "pg_catalog" . "set_config" {SET_ID[10:]}', CALLS),
    "set_config behind comments": (f"SELECT set_config /* a */ -- b\n {SET_ID[10:]}", CALLS),
    "set_config through query_to_xml": (
        "SELECT query_to_xml('SELECT set_config(''finally.user_id'', ''{victim}'', {local})',"
        " true, true, '')", CALLS,
    ),
    "rows through query_to_xml": ("SELECT query_to_xml('SELECT * FROM users', true, true, '')",
                                  CALLS),
    "rows through table_to_xml": ("SELECT table_to_xml('assets', true, true, '')", CALLS),
    "rows through database_to_xml": ("SELECT database_to_xml(true, true, '')", CALLS),
    "words of a text that is run": ("SELECT * FROM ts_stat('SELECT to_tsvector(email) FROM users')",
                                    CALLS),
    "a text that is run by ts_rewrite": (
        "SELECT ts_rewrite('a'::tsquery, 'SELECT ''a''::tsquery, ''b''::tsquery')", CALLS,
    ),
    "settings as an update": ("UPDATE pg_settings SET setting = '' WHERE name = 'role'", WRITES),
    "what others ask": ("SELECT query FROM pg_stat_activity", CALLS),
    "who has an address": ("SELECT user_of_email('bob@example.org')", CALLS),
    "who reads": ("SELECT readers_of('{victim}')", CALLS),
    # Another session, and the server
    "another session ended": ("SELECT pg_terminate_backend(pid) FROM pg_locks", CALLS),
    "another statement ended": ("SELECT pg_cancel_backend(1)", CALLS),
    "a notice": ("SELECT pg_notify('a', 'b')", CALLS),
    "a listener": ("LISTEN a", NO_QUERY),
    "a snapshot given away": ("SELECT pg_export_snapshot()", CALLS),
    "a number of a transaction": ("SELECT pg_current_xact_id()", CALLS),
    "a lock that stays": ("SELECT pg_advisory_lock(1)", CALLS),
    "a lock, tried": ("SELECT pg_try_advisory_xact_lock(1)", CALLS),
    "the configuration": ("SELECT pg_reload_conf()", CALLS),
    "the log": ("SELECT pg_rotate_logfile()", CALLS),
    # More than one, and what ends the transaction
    "two statements": ("SELECT 1; DELETE FROM assets", "SQL_INVALID"),
    "two statements behind a comment": ("SELECT 1 -- a\n; DELETE FROM assets", "SQL_INVALID"),
    "commit": ("COMMIT", NO_QUERY),
    "rollback": ("ROLLBACK TO SAVEPOINT finally_query", NO_QUERY),
    "another mode": ("SET TRANSACTION READ WRITE", NO_QUERY),
    "a cursor of one's own": ("DECLARE c CURSOR WITH HOLD FOR SELECT 1", NO_QUERY),
    "our cursor": ("FETCH ALL FROM finally_query", NO_QUERY),
    "a prepared statement": ("PREPARE p AS DELETE FROM assets", NO_QUERY),
    "a plan of a write that is run": ("EXPLAIN ANALYZE DELETE FROM assets", NO_QUERY),
    "a procedure": ("CALL pg_catalog.now()", "SQL_INVALID"),
    "the cursor's end": ("SELECT 1) TO STDOUT", "SQL_INVALID"),
    # Without end
    "sleep": ("SELECT pg_sleep(60)", CALLS),
    "sleep below": ("SELECT count(*) FROM assets, LATERAL pg_sleep(60)", CALLS),
    "many times many rows": (
        "SELECT count(*) FROM generate_series(1, 100000) AS a, generate_series(1, 100000) AS b",
        "SQL_TIMED_OUT",
    ),
    "a recursion without end": (
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n FROM r) SELECT count(*) FROM r",
        "SQL_TIMED_OUT",
    ),
    "long numbers": (
        "SELECT sum(factorial(20000 + n)) FROM generate_series(1, 1000) AS n", "SQL_TIMED_OUT",
    ),
    "one long text": ("SELECT repeat('x', 900000000) || '.'", "SQL_TOO_LARGE"),
    "one long text, padded": ("SELECT lpad('x', 250000000)", "SQL_TOO_LARGE"),
    "texts joined": (
        "SELECT length(string_agg(repeat('x', 100000), '')) FROM generate_series(1, 9000)",
        "SQL_TOO_LARGE",
    ),
    "an array gathered": (
        "SELECT cardinality(array_agg(repeat('x', 100000))) FROM generate_series(1, 90000)",
        "SQL_TOO_LARGE",
    ),
    "a long value": ("SELECT repeat('x', 20000000)", "SQL_TOO_LARGE"),
}  # fmt: skip
EXITS = {
    WRITES: ExitCode.REFUSED, CALLS: ExitCode.REFUSED, NO_QUERY: ExitCode.REFUSED,
    "SQL_INVALID": ExitCode.USAGE, "DENIED": ExitCode.DENIED, "SQL_TIMED_OUT": ExitCode.LOCKED,
    "SQL_TOO_LARGE": ExitCode.FULL,
}  # fmt: skip
TIMES = {"SQL_TIMED_OUT": "0.3"}  # seconds; as long as it takes, where something else is met


@pytest.fixture(autouse=True)
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement takes less than on other days, so that it is soon too much."""
    monkeypatch.setattr(query_watch, "MOST", 100)


def attack(run: Run, name: str, victim: str, local: str) -> None:
    """One attack: it is told with its code, in two sentences, and nothing else is said."""
    statement, code = ATTACKS[name]
    typed = statement.replace("{victim}", victim).replace("{local}", local)
    told = run("sql", "--timeout", TIMES.get(code, "60"), "--json", "-c", typed)
    assert told.error["code"] == code, told.stderr
    assert told.error["exit"] == told.exit_code == EXITS[code]
    assert told.error["message"]
    assert told.error["hint"]


def digest(connection: psycopg.Connection[Any]) -> list[Any]:
    """All rows of all tables, large objects and roles, as a superuser sees them."""
    tables = [*TABLES, "schema_migrations", "pg_roles", "pg_largeobject_metadata", "pg_settings"]
    return [
        connection.execute(
            sql.SQL("SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} AS t").format(
                sql.Identifier(table)
            )
        ).fetchone()
        for table in tables
    ]


def identity(connection: psycopg.Connection[Any]) -> Any:
    """As whom a session goes on, and what it has kept."""
    found = connection.execute(
        "SELECT current_setting('finally.user_id', true), current_user, session_user,"
        " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()),"
        " (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors)"
    ).fetchone()
    connection.rollback()
    return found


def test_the_everyday_role_gets_nothing_by_any_attack(
    look: Run,
    server: Server,
    sample_database: str,
    sample_connection: psycopg.Connection[Any],
) -> None:
    with closing(server.connect(sample_database, autocommit=True)) as admin:
        before = digest(admin)
        look("sql", "-c", "SELECT 1 AS n")
        me = identity(sample_connection)
        found = admin.execute("SELECT id FROM users WHERE email = 'bob@example.org'").fetchone()
        assert found is not None
        for place, name in enumerate(ATTACKS):
            try:
                attack(look, name, str(found[0]), "true" if place % 2 else "false")
            except AssertionError as error:
                raise AssertionError(name) from error
            assert identity(sample_connection) == me, name
        assert digest(admin) == before
    assert not Path("/tmp/finally-attack").exists()


def test_an_entity_of_an_xml_document_reads_no_file(look: Run) -> None:
    """Some servers refuse the document, and others leave the entity as it is."""
    document = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    shown = look("sql", "-c", f"SELECT xpath('/a/text()', xmlparse(document '{document}'))")
    assert "root:" not in shown.stdout + shown.stderr


@pytest.fixture
def log_in(
    people: PeoplesServer,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[str], Run]:
    """Command lines of a login on a server where Anna and Bert have books: hers, or its owner's."""
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("FINALLY_PROFILE", "server")

    def command_lines(role: str) -> Run:
        dsn = people.dsn(role)
        (tmp_path / "config.toml").write_text(f'[profiles.server]\ndsn = "{dsn}"\n')

        def run_finally(*arguments: str) -> Outcome:
            capsys.readouterr()
            exit_code = main(arguments)
            captured = capsys.readouterr()
            return Outcome(exit_code, captured.out, captured.err)

        return run_finally

    return command_lines


@pytest.mark.parametrize("people", ["landlord"], indirect=True)
def test_a_login_on_a_shared_server_gets_nothing_by_any_attack(
    log_in: Callable[[str], Run],
    people: PeoplesServer,  # noqa: F811
) -> None:
    before, run = everything(people), log_in("anna")
    for name, (_, code) in ATTACKS.items():
        if code in ("SQL_TIMED_OUT", "SQL_TOO_LARGE"):
            continue  # a server is a server: the test before has them
        try:
            attack(run, name, str(BERT), "true")
        except AssertionError as error:
            raise AssertionError(name) from error
    assert everything(people) == before


@pytest.mark.parametrize(
    ("people", "role"),
    [("landlord", "anna"), ("landlord", "landlord"), ("finally", "finally")],
    indirect=["people"],
    ids=["her own login", "the owner", "a superuser"],
)
def test_nobody_sees_more_than_one_user(
    role: str,
    log_in: Callable[[str], Run],
    people: PeoplesServer,  # noqa: F811
) -> None:
    """The owner opens any books, and to a superuser row security does not even apply; yet what is
    asked for Anna shows Anna's rows, all of them, and none that is Bert's."""
    run = log_in(role)
    for table in TABLES:
        asked = ["sql", "--json", "-c", f"SELECT t::text AS row FROM {table} AS t"]
        shown = run(*asked, *([] if role == "anna" else ["--user", "a@example.org"]))
        assert shown.exit_code == 0, shown.stderr
        assert str(BERT) not in shown.stdout, table
        if table != "user_logins":
            assert str(ANNA) in shown.stdout, table


def test_who_reads_anothers_books_asks_those_alone(
    log_in: Callable[[str], Run],
    people: PeoplesServer,  # noqa: F811
) -> None:
    """Dora reads Anna's and Bert's."""
    asked = "SELECT DISTINCT user_id FROM assets"
    shown = log_in("dora")("sql", "--json", "-c", asked, "--user", "a@example.org")
    assert shown.json["rows"] == [{"user_id": str(ANNA)}]

"""finally user grant, revoke, share, unshare: on a server of one's own, each with a login.

The owner of the database is `landlord`, who may make roles and is no superuser.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.main import main
from tests.conftest import TESTS, Outcome, Run
from tests.conventions.test_goldens import LOOKS
from tests.support.outcomes import refusal
from tests.support.people import PeoplesServer, database_of, peoples_server
from tests.support.processes import Program

ANN, BOB, CARL = "ann@example.org", "bob@example.org", "carl@example.org"
As = Callable[..., Outcome]  # as_("anna", "asset", "list"): a command line, typed by that login


@pytest.fixture(scope="module")
def own_cluster(clean_environment: None) -> Iterator[PeoplesServer]:
    with peoples_server("logins") as cluster:
        yield cluster


@pytest.fixture
def people(own_cluster: PeoplesServer, request: pytest.FixtureRequest) -> Iterator[PeoplesServer]:
    with database_of(getattr(request, "param", "landlord"), own_cluster):
        yield own_cluster
    with own_cluster.connect(own_cluster.superuser, "postgres") as connection:
        connection.execute("DROP ROLE IF EXISTS ann")
        connection.execute("GRANT finally_app TO anna, bert, dora, stranger")


@pytest.fixture
def as_(
    people: PeoplesServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> As:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("FINALLY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "argv", ["finally"])

    def typed(login: str, *arguments: str) -> Outcome:
        monkeypatch.setenv("FINALLY_DSN", people.dsn(login))
        capsys.readouterr()
        exit_code = main(arguments)
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return typed


@pytest.fixture
def homes(as_: As) -> As:
    """Ann and Bob, each with a login and one account; Carl, who has neither."""
    for email, login in ((ANN, "anna"), (BOB, "bert")):
        assert as_("landlord", "user", "add", email, "--currency", "EUR").exit_code == 0
        assert as_("landlord", "user", "grant", email, "--role", login).exit_code == 0
        opened = ("snapshot", "add", f"Account of {email[:3]}", "5", "--category", "CASH")
        assert as_(login, *opened).exit_code == 0
    assert as_("landlord", "user", "add", CARL, "--currency", "EUR").exit_code == 0
    return as_


def no_user(email: str) -> Outcome:
    return refusal(
        5,
        f'there is no user "{email}"',
        "See them with: finally user list. To add one: finally user add EMAIL",
    )


def assets(shown: Outcome) -> list[str]:
    return [row["asset"] for row in shown.json["rows"]]


def logins_and_readers(shown: Outcome) -> dict[str, tuple[str | None, str | None]]:
    return {row["email"]: (row["logins"], row["readers"]) for row in shown.json["rows"]}


# -- a login of one's own


def test_a_login_is_granted_and_is_that_person(homes: As) -> None:
    granted = homes("landlord", "user", "grant", CARL, "--role", "dora")
    assert granted == Outcome(
        0,
        f'"{CARL}" logs in as "dora", and is nobody else there.\n'
        # The landlord may not change a role that somebody else has made.
        "What its sessions lock while they are idle they may keep, which stops others. Whoever"
        ' looks after the roles can limit that: ALTER ROLE "dora" IN DATABASE "books"'
        " SET idle_in_transaction_session_timeout = '5min';\n",
        "",
    )
    homes("dora", "snapshot", "add", "Till", "7", "--category", "CASH")
    assert assets(homes("dora", "asset", "list", "--json")) == ["Till"]
    assert assets(homes("anna", "asset", "list", "--json")) == ["Account of ann"]
    assert logins_and_readers(homes("landlord", "user", "list", "--json")) == {
        ANN: ("anna", None),
        BOB: ("bert", None),
        CARL: ("dora", None),
    }
    assert logins_and_readers(homes("dora", "user", "list", "--json")) == {CARL: ("dora", None)}


def test_a_role_that_is_not_there_is_made_and_its_password_is_left_to_its_owner(
    homes: As, people: PeoplesServer
) -> None:
    granted = homes("landlord", "user", "grant", CARL, "--role", "ann", "--json").json
    assert granted["rows"] == [{"email": CARL, "role_name": "ann", "is_new": True}]
    with people.connect(people.superuser) as connection:
        made = connection.execute(
            "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " rolpassword IS NULL, pg_has_role('ann', 'finally_app', 'USAGE')"
            " FROM pg_authid WHERE rolname = 'ann'"
        ).fetchone()
    assert made == (True, False, False, False, False, True, True)
    assert homes("ann", "asset", "list").exit_code == 0
    again = homes("landlord", "user", "grant", CARL, "--role", "ann")
    assert again.stdout == f'"{CARL}" logs in as "ann" already.\n'


def test_how_to_set_a_password_is_told_for_a_new_role_alone(homes: As) -> None:
    told = homes("landlord", "user", "grant", CARL, "--role", "ann").stdout
    assert told == (
        f'"{CARL}" logs in as "ann", and is nobody else there.\n'
        "It is a new role without a password."
        " To set one, in psql: \\password ann. Or use the server's own ways to log in, in"
        " pg_hba.conf.\n"
    )


def test_a_grant_can_be_tried_first(homes: As, people: PeoplesServer) -> None:
    tried = homes("landlord", "user", "grant", CARL, "--role", "ann", "--dry-run")
    assert tried.stdout.endswith("Dry run: nothing was changed.\n")
    with people.connect(people.superuser) as connection:
        assert connection.execute("SELECT FROM pg_roles WHERE rolname = 'ann'").fetchall() == []
    assert logins_and_readers(homes("landlord", "user", "list", "--json"))[CARL] == (None, None)


@pytest.mark.parametrize(
    "role",
    [
        *("finally", "landlord", "finally_app", "past", "member", "maker", "copier", "runner"),
        *("reader", "writer", "aside", "watcher"),
    ],
)
def test_a_role_that_no_rule_would_hold_is_refused(
    role: str, homes: As, people: PeoplesServer
) -> None:
    roles = {
        "past": "CREATE ROLE past LOGIN BYPASSRLS",
        "member": "CREATE ROLE member LOGIN IN ROLE landlord",
        "maker": "CREATE ROLE maker LOGIN CREATEROLE",
        "copier": "CREATE ROLE copier LOGIN REPLICATION",
        "runner": "CREATE ROLE runner LOGIN IN ROLE pg_execute_server_program",
        "reader": "CREATE ROLE reader LOGIN IN ROLE pg_read_server_files",
        "writer": "CREATE ROLE writer LOGIN IN ROLE pg_write_server_files",
        "aside": "CREATE ROLE friends IN ROLE pg_read_server_files;"
        " CREATE ROLE aside LOGIN IN ROLE friends",
        "watcher": "CREATE ROLE watcher LOGIN IN ROLE pg_monitor",
    }
    with people.connect(people.superuser) as connection:
        connection.execute(roles.get(role, "SELECT"))
        try:
            shown = homes("landlord", "user", "grant", CARL, "--role", role, "--json")
        finally:
            if role in roles:
                connection.execute(f"DROP ROLE {role}; DROP ROLE IF EXISTS friends")
    assert (shown.error["exit"], shown.error["code"]) == (1, "ROLE_ABOVE_THE_RULES")
    assert logins_and_readers(homes("landlord", "user", "list", "--json"))[CARL] == (None, None)


def test_a_role_that_cannot_log_in_is_refused(homes: As, people: PeoplesServer) -> None:
    with people.connect(people.superuser) as connection:
        connection.execute("CREATE ROLE family NOLOGIN")
        shown = homes("landlord", "user", "grant", CARL, "--role", "family")
        connection.execute("DROP ROLE family")
    assert shown == refusal(
        1, '"family" cannot log in', "Let it: ALTER ROLE family LOGIN. Or name a role that can."
    )


def test_who_already_logs_in_so_and_who_is_not_there_is_told(homes: As) -> None:
    assert homes("landlord", "user", "grant", CARL, "--role", "anna") == refusal(
        6, '"anna" is the login of another user', "See who has which: finally user list"
    )
    for email in ("x@example.org", "ann@example.or"):
        assert homes("landlord", "user", "grant", email, "--role", "dora") == no_user(email)
    assert homes("landlord", "user", "grant", ANN, "--role", "x" * 64).exit_code == 1
    assert homes("landlord", "user", "grant", ANN, "--role", " ").exit_code == 2


def test_only_the_owner_gives_and_takes_logins(homes: As) -> None:
    told = refusal(
        12,
        "only the owner of the database gives logins and takes them away",
        "Ask them; your own books you share with: finally user share EMAIL --with EMAIL --read",
    )
    assert homes("anna", "user", "grant", ANN, "--role", "dora") == told
    assert homes("anna", "user", "revoke", ANN) == told
    assert homes("anna", "user", "grant", BOB, "--role", "anna") == no_user(BOB)
    assert homes("anna", "asset", "list").exit_code == 0


def test_an_owner_who_may_not_make_roles_is_told_what_is_needed(
    homes: As, people: PeoplesServer
) -> None:
    with people.connect(people.superuser) as connection:
        connection.execute("ALTER ROLE landlord NOCREATEROLE")
        shown = homes("landlord", "user", "grant", CARL, "--role", "ann")
        connection.execute("ALTER ROLE landlord CREATEROLE")
    assert shown == refusal(
        12,
        "this login may not make roles or let them join finally_app",
        "Log in as the owner, who needs CREATEROLE and finally_app WITH ADMIN OPTION.",
    )
    assert logins_and_readers(homes("landlord", "user", "list", "--json"))[CARL] == (None, None)


def test_a_login_is_revoked_and_the_role_stays(homes: As, people: PeoplesServer) -> None:
    with people.connect("anna") as open_still:
        revoked = homes("landlord", "user", "revoke", ANN)
        assert revoked == Outcome(
            0, f'"{ANN}" no longer logs in as "anna". To drop the role: DROP ROLE.\n', ""
        )
        # The test's superuser gave it finally_app too, which is not landlord's to take.
        assert open_still.execute("SELECT count(*) FROM assets").fetchone() == (0,)
    assert homes("anna", "asset", "list") == refusal(
        12,
        'the login "anna" has no books here',
        "Ask the owner of the database to run: finally user grant EMAIL --role anna",
    )
    assert homes("landlord", "user", "revoke", ANN) == refusal(
        5, f'"{ANN}" has no login of their own', "See who has which: finally user list"
    )
    assert homes("landlord", "user", "revoke", BOB, "--role", "anna") == refusal(
        5, f'"{BOB}" does not log in as "anna"', "See who has which: finally user list"
    )
    assert homes("landlord", "user", "grant", CARL, "--role", "anna").exit_code == 0
    assert assets(homes("anna", "asset", "list", "--json")) == []


def test_a_revoked_role_that_was_made_for_it_may_do_nothing(
    homes: As, people: PeoplesServer
) -> None:
    homes("landlord", "user", "grant", CARL, "--role", "ann")
    with people.connect("ann") as open_still:
        open_still.execute("SELECT FROM assets")
        assert homes("landlord", "user", "revoke", CARL, "--role", "ann").exit_code == 0
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            open_still.execute("SELECT FROM assets")
    assert homes("ann", "asset", "list").exit_code == 12


def test_a_login_whose_role_was_dropped_is_still_taken_away(
    homes: As, people: PeoplesServer
) -> None:
    homes("landlord", "user", "grant", CARL, "--role", "ann")
    with people.connect(people.superuser) as connection:
        connection.execute("DROP ROLE ann")
    assert homes("landlord", "user", "revoke", CARL).exit_code == 0


def test_a_login_that_was_given_nothing_has_no_books(homes: As) -> None:
    for line in ("asset list", "user list", "snapshot add A 1", "report networth"):
        shown = homes("stranger", *line.split(), "--json")
        assert (shown.error["exit"], shown.error["code"]) == (12, "LOGIN_WITHOUT_BOOKS"), line


def test_a_person_edits_themself_and_adds_nobody(homes: As) -> None:
    assert homes("anna", "user", "edit", "--name", "Anna").exit_code == 0
    for line in (["user", "edit", "--email", BOB], ["user", "edit", "--email", "new@example.org"]):
        assert homes("anna", *line) == refusal(
            12,
            "a person's own login does not change their address",
            "Ask the owner of the database.",
        )
    assert homes("anna", "user", "add", "new@example.org").exit_code == 12
    assert homes("anna", "user", "edit", "--name", "x", "--user", BOB) == no_user(BOB)
    assert len(logins_and_readers(homes("landlord", "user", "list", "--json"))) == 3


def test_no_option_and_no_setting_opens_anothers_books(
    homes: As, people: PeoplesServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with people.connect(people.superuser) as connection:
        found = connection.execute("SELECT id FROM users WHERE email = %s", [BOB]).fetchone()
    assert found is not None
    monkeypatch.setenv("PGOPTIONS", f"-c finally.user_id={found[0]}")
    assert assets(homes("anna", "asset", "list", "--json")) == ["Account of ann"]
    monkeypatch.setenv("FINALLY_USER", BOB)
    assert homes("anna", "asset", "list") == no_user(BOB)
    assert homes("anna", "snapshot", "add", "A", "1", "--user", "bob") == no_user("bob")


# -- shares


def test_books_are_shared_for_reading_and_for_nothing_else(homes: As) -> None:
    shared = homes("anna", "user", "share", ANN, "--with", BOB, "--read")
    assert shared == Outcome(
        0, f'"{BOB}" may read the books of "{ANN}". They open them with: --user {ANN}\n', ""
    )
    assert assets(homes("bert", "asset", "list", "--user", ANN, "--json")) == ["Account of ann"]
    assert assets(homes("bert", "asset", "list", "--json")) == ["Account of bob"], "his own"
    told = refusal(
        12,
        f'the books of "{ANN}" are shared with you for reading',
        "Only their owner changes them. To change your own, leave --user out.",
    )
    for line in (
        "snapshot add A 6 --category CASH",
        "snapshot add A 6 --category CASH --dry-run",
        "asset delete Account --yes",
        "user edit --name X",
        f"user share {ANN} --with {CARL} --read",
        f"user unshare {ANN} --with {CARL}",
    ):
        assert homes("bert", *line.split(), "--user", ANN) == told, line
    assert logins_and_readers(homes("anna", "user", "list", "--json")) == {ANN: ("anna", BOB)}
    assert logins_and_readers(homes("bert", "user", "list", "--json")) == {
        ANN: (None, None),
        BOB: ("bert", None),
    }
    assert homes("anna", "asset", "list", "--user", BOB) == no_user(BOB), "not the other way"


def test_a_share_is_given_once_and_taken_once(homes: As) -> None:
    share = ("user", "share", ANN, "--with", BOB.upper(), "--read", "--json")
    assert homes("anna", *share).json["rows"] == [
        {"email": ANN, "reader": BOB.upper(), "is_new": True}
    ]
    assert homes("landlord", *share).json["rows"][0]["is_new"] is False
    again = homes("anna", *share[:-1]).stdout
    assert again.startswith(f'"{BOB.upper()}" may already read the books of "{ANN}".')
    unshare = ("user", "unshare", ANN, "--with", BOB)
    assert homes("anna", *unshare, "--dry-run").exit_code == 0
    assert homes("bert", "asset", "list", "--user", ANN).exit_code == 0
    assert homes("anna", *unshare) == Outcome(
        0, f'"{BOB}" may no longer read the books of "{ANN}".\n', ""
    )
    assert homes("anna", *unshare) == refusal(
        5,
        f'the books of "{ANN}" are not shared with "{BOB}"',
        "See with whom they are: finally user list",
    )
    assert homes("bert", "asset", "list", "--user", ANN) == no_user(ANN)


def test_a_share_is_ended_from_either_end(homes: As) -> None:
    ended = Outcome(0, f'"{BOB}" may no longer read the books of "{ANN}".\n', "")
    nothing = refusal(
        5, f'"{BOB}" and "{ANN}" share nothing', "See with whom they are: finally user list"
    )
    for login, *words in (
        ("anna", ANN, "--with", BOB),
        ("bert", ANN, "--with", BOB),
        ("anna", BOB),
        ("bert", ANN),
        ("landlord", ANN, "--with", BOB),
        ("landlord", BOB, "--user", ANN),
        ("landlord", ANN, "--user", BOB),
    ):
        homes("anna", "user", "share", ANN, "--with", BOB, "--read")
        unshare = ("user", "unshare", *words)
        assert homes(login, *unshare, "--dry-run").exit_code == 0
        assert homes("bert", "asset", "list", "--user", ANN).exit_code == 0
        assert homes(login, *unshare) == ended, (login, words)
        assert homes("bert", "asset", "list", "--user", ANN) == no_user(ANN)
        assert homes("bert", "user", "unshare", ANN) == nothing
    assert homes("anna", "audit", "verify").exit_code == 0


def test_two_who_read_each_other_say_which_share_ends(homes: As) -> None:
    homes("anna", "user", "share", ANN, "--with", BOB, "--read")
    homes("bert", "user", "share", BOB, "--with", ANN, "--read")
    assert homes("bert", "user", "unshare", ANN) == refusal(
        6,
        f'"{BOB}" and "{ANN}" read each other\'s books',
        f"Say which ends: finally user unshare {BOB} --with {ANN},"
        f" or finally user unshare {ANN} --with {BOB}",
    )
    assert homes("bert", "user", "unshare", ANN, "--with", BOB).exit_code == 0
    assert homes("anna", "asset", "list", "--user", BOB).exit_code == 0, "the other one is kept"
    assert homes("bert", "asset", "list", "--user", ANN) == no_user(ANN)


def test_ones_own_sql_counts_what_is_open(homes: As, people: PeoplesServer) -> None:
    homes("anna", "user", "share", ANN, "--with", BOB, "--read")
    with people.connect("bert") as bert:
        assert bert.execute("SELECT count(*) FROM assets").fetchone() == (1,)
        assert bert.execute("SELECT asset_name FROM assets").fetchone() == ("Account of bob",)


def test_a_share_that_makes_no_sense_is_refused(homes: As) -> None:
    assert homes("anna", "user", "share", ANN, "--with", ANN, "--read") == refusal(
        1, "nobody needs a share of their own books", "Name somebody else with --with EMAIL."
    )
    assert homes("anna", "user", "share", ANN, "--with", BOB) == refusal(
        2, "books are shared for reading", "Say so: --read."
    )
    assert homes("anna", "user", "share", ANN, "--with", "x@y", "--read") == no_user("x@y")
    assert homes("anna", "user", "share", BOB, "--with", CARL, "--read") == no_user(BOB)
    assert homes("anna", "user", "share", BOB, "--with", ANN, "--read") == no_user(BOB)
    assert logins_and_readers(homes("landlord", "user", "list", "--json"))[BOB] == ("bert", None)


# -- what a reader is shown


def without_commands(text: str) -> list[str]:
    """The words of each line up to a command that it ends with."""
    lines = (" ".join(re.sub(r"\bfinally [a-z].*", "", line).split()) for line in text.splitlines())
    return [line for line in lines if line]


@pytest.mark.parametrize("people", ["finally"], indirect=True, ids=["a superuser's"])
def test_a_reader_is_shown_what_the_owner_is(as_: As, people: PeoplesServer) -> None:
    """Every command that looks, of the household of sample.sql, by its owner and by its reader.

    Bob has books of his own, with categories of the same codes as Ann's. A reader is told of no
    command that writes.
    """
    with closing(psycopg.connect(people.dsn("finally"))) as connection:
        connection.execute((TESTS / "sample.sql").read_bytes())
        connection.execute(  # as Bob, whom sample.sql leaves identified
            "INSERT INTO expense_categories (user_id, code, name)"
            " SELECT current_user_id(), code, 'Stamps' FROM (VALUES ('HOBBY'), ('OWN')) AS o (code)"
        )
        connection.commit()
    assert as_("finally", "user", "grant", ANN, "--role", "anna").exit_code == 0
    assert as_("finally", "user", "grant", BOB, "--role", "bert").exit_code == 0
    for name, words in LOOKS.items():
        if name == "user-list":
            continue
        own, read = as_("anna", *words), as_("bert", *words, "--user", "ann")
        assert (own.exit_code, own.stderr) == (0, ""), name
        assert (read.exit_code, read.stderr) == (0, ""), name
        assert without_commands(read.stdout) == without_commands(own.stdout), name
        if name == "status":  # which tells of backups where the server is ours
            continue
        golden = (TESTS / "golden" / f"{name}.txt").read_text(encoding="utf-8")
        assert own.stdout == golden, name


def test_what_a_report_shows_of_its_sql_answers_in_the_shell_of_whoever_may_read(
    homes: As, people: PeoplesServer, tmp_path: Path
) -> None:
    """Of the owner and of a reader, whose own books are others."""
    homes("anna", "user", "share", ANN, "--with", BOB, "--read")
    psql = people.embedded.binary("psql").parent
    for login, *whose in (["anna"], ["bert", "--user", "ann"]):
        shown = homes(login, "report", "networth", "--by", "asset", "--show-sql", *whose)
        assert (shown.exit_code, shown.stderr) == (0, "")
        program = Program(tmp_path, {"FINALLY_DSN": people.dsn(login), "PATH": f"{psql}:/bin"})
        answered = program("db", "shell", *whose, stdin=shown.stdout)
        assert (answered.exit_code, answered.stderr) == (0, "")
        assert re.findall("Account of ...", answered.stdout) == ["Account of ann"]
    # The statement names whose rows it asks for: elsewhere, it shows nobody's.
    answered = program("db", "shell", stdin=shown.stdout)
    assert "Account of" not in answered.stdout


def test_logins_and_shares_are_kept_in_the_audit(homes: As, people: PeoplesServer) -> None:
    homes("anna", "user", "share", ANN, "--with", BOB, "--read")
    homes("anna", "user", "unshare", ANN, "--with", BOB)
    homes("landlord", "user", "revoke", ANN)
    with people.connect(people.superuser) as connection:
        kept = connection.execute(
            "SELECT actor, table_name, operation FROM audit_changes"
            " JOIN audit_events ON audit_events.user_id = audit_changes.user_id"
            " AND audit_events.id = event_id JOIN users ON users.id = audit_changes.user_id"
            " WHERE email = %s AND table_name IN ('user_logins', 'user_shares') ORDER BY position",
            [ANN],
        ).fetchall()
    assert kept == [
        ("landlord", "user_logins", "insert"),
        ("anna", "user_shares", "insert"),
        ("anna", "user_shares", "delete"),
        ("landlord", "user_logins", "delete"),
    ]


# -- on the embedded server


def test_on_the_embedded_server_one_login_serves_all(run: Run) -> None:
    told = refusal(
        1,
        "on the embedded server one trusted login serves all users",
        "Name whose books to open with --user EMAIL. Logins are for a server of your own.",
    )
    assert run("user", "grant", ANN, "--role", "anna") == told
    assert run("user", "revoke", ANN) == told


def test_on_the_embedded_server_a_share_says_that_it_changes_nothing_yet(run: Run) -> None:
    run("user", "add", BOB, "--currency", "EUR")
    shared: Any = run("user", "share", ANN, "--with", BOB, "--read", "--json").json
    assert shared["rows"][0]["is_new"] is True
    assert [note["code"] for note in shared["notes"]] == ["ONE_LOGIN_HERE"]
    assert run("snapshot", "add", "A", "1", "--category", "CASH", "--user", "ann").exit_code == 0
    assert run("user", "unshare", ANN, "--with", BOB).exit_code == 0

"""finally db doctor on a server of one's own, as its landlord and as those who live there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from finally_cli.main import main
from tests.conftest import Outcome
from tests.support.people import DATABASE, PeoplesServer, database_of, peoples_server

OF_THE_SERVER = {"settings", "backups"}  # it has fsync off, and its books no backup
NOBODY_ELSES = "this login does not see other people's categories"
NO_AMCHECK = (
    'amcheck is not installed in this database (permission denied to create extension "amcheck")'
)
As = Callable[..., Outcome]


@pytest.fixture(scope="module")
def people(clean_environment: None) -> Iterator[PeoplesServer]:
    """The landlord's database with the books of Ann and Bob, who log in as anna and bert."""
    with peoples_server("doctored") as cluster, database_of("landlord", cluster) as server:
        with closing(server.connect("landlord")) as connection:
            for email, login in (("ann@example.org", "anna"), ("bob@example.org", "bert")):
                connection.execute(
                    "WITH added AS (INSERT INTO users (email, base_currency) VALUES (%s, 'EUR')"
                    " RETURNING id) INSERT INTO user_logins (user_id, role_name)"
                    " SELECT id, %s FROM added",
                    [email, login],
                )
        for login in ("anna", "bert"):
            with closing(server.connect(login)) as connection:
                connection.execute(
                    "WITH account AS (INSERT INTO assets (user_id, category_id, asset_name)"
                    " SELECT current_user_id(), id, 'Checking' FROM asset_categories"
                    " WHERE code = 'CASH' RETURNING user_id, id)"
                    " INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
                    " SELECT user_id, id, 2026, 10, 100 FROM account"
                )
        yield server


@pytest.fixture
def as_(
    people: PeoplesServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> As:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("FINALLY_DATA_DIR", str(tmp_path / "data"))

    def typed(login: str, *arguments: str, dbname: str = DATABASE) -> Outcome:
        monkeypatch.setenv("FINALLY_DSN", people.dsn(login, dbname))
        capsys.readouterr()
        exit_code = main(("db", "doctor", *arguments))
        captured = capsys.readouterr()
        return Outcome(exit_code, captured.out, captured.err)

    return typed


def found(shown: Outcome) -> list[str]:
    return [row["finding"] for row in shown.json["rows"] if row["check"] not in OF_THE_SERVER]


def unseen(shown: Outcome) -> dict[str, str]:
    """Why each check that was not made was not."""
    told = [note["message"] for note in shown.json["notes"] if note["code"] == "NOT_CHECKED"]
    reasons: dict[str, str] = {}
    for message in told:
        checks, reason = message.removeprefix("Not checked: ").removesuffix(".").split(": ", 1)
        reasons |= dict.fromkeys(checks.split(", "), reason)
    assert [*reasons] == sorted(shown.json["not_checked"], key=[*reasons].index)
    return reasons


def test_the_owner_who_is_no_superuser_finds_nothing_wrong(as_: As) -> None:
    shown = as_("landlord", "--deep", "--json")
    assert found(shown) == []
    assert unseen(shown) == {"categories": NOBODY_ELSES, "pages": NO_AMCHECK}


def test_a_superuser_sees_all(as_: As, people: PeoplesServer) -> None:
    shown = as_(people.superuser, "--deep", "--json")
    assert (found(shown), unseen(shown)) == ([], {})
    with closing(people.connect(people.superuser)) as connection:
        assert connection.execute(
            "SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"
        ).fetchone() == (0,)


def test_amcheck_that_is_installed_is_used_by_whom_it_is_granted_to(
    as_: As, people: PeoplesServer
) -> None:
    with closing(people.connect(people.superuser)) as connection:
        connection.execute("CREATE EXTENSION amcheck")
        try:
            before = as_("landlord", "--deep", "--json")
            connection.execute(
                "DO $$ DECLARE checking regprocedure; BEGIN FOR checking IN SELECT objid"
                " FROM pg_depend JOIN pg_extension ON pg_extension.oid = refobjid"
                " WHERE deptype = 'e' AND extname = 'amcheck' LOOP EXECUTE"
                " format('GRANT EXECUTE ON FUNCTION %s TO landlord', checking); END LOOP; END $$"
            )
            after = as_("landlord", "--deep", "--json")
        finally:
            connection.execute("DROP EXTENSION amcheck")
    assert unseen(before)["pages"].startswith("amcheck: permission denied for function ")
    assert unseen(after) == {"categories": NOBODY_ELSES}
    assert (found(before), found(after)) == ([], [])


def test_a_persons_own_login_checks_its_own_books_and_says_what_it_does_not_see(as_: As) -> None:
    shown = as_("anna", "--deep", "--json")
    assert found(shown) == []
    assert unseen(shown) == {
        "categories": NOBODY_ELSES,
        "foreign keys": "a person's own login does not see everybody that its rows may name",
        "pages": NO_AMCHECK,
    }
    told = as_("anna")
    assert "Not checked: categories: this login does not see other people's" in told.stdout


def test_a_login_without_books_is_told_so(as_: As) -> None:
    shown = as_("stranger", "--json")
    assert found(shown) == []
    reason = "the login stranger has no books here"
    assert unseen(shown)["net worth"] == unseen(shown)["targets"] == reason


def test_a_login_that_may_see_nothing_is_no_crash(as_: As, people: PeoplesServer) -> None:
    with closing(people.connect(people.superuser)) as connection:
        connection.execute("CREATE ROLE outsider LOGIN")
        try:
            shown = as_("outsider", "--deep", "--json")
        finally:
            connection.execute("DROP ROLE outsider")
    assert found(shown) == []
    assert unseen(shown)["migrations"] == "this login may not do that"
    assert "tables" not in unseen(shown), "the catalog is everybody's to read"


@pytest.mark.parametrize("login", ["landlord", "anna", "finally"])
def test_wrong_books_are_found_by_their_owner_and_by_the_databases(
    login: str, as_: As, people: PeoplesServer
) -> None:
    wrong = "UPDATE networth_materialized SET net_worth = net_worth + {} WHERE user_id ="
    ann = " (SELECT id FROM users WHERE email = 'ann@example.org')"
    with closing(people.connect(people.superuser)) as connection:
        connection.execute((wrong.format(1) + ann).encode())
        try:
            shown = as_(login, "--json")
            others = as_("bert", "--json")
        finally:
            connection.execute((wrong.format(-1) + ann).encode())
    assert found(shown) == [
        "The kept net worth of ann@example.org is wrong: in 2026-10 101.00 is kept, and 1 value"
        " is 100.00."
    ]
    assert shown.exit_code == 10
    assert found(others) == [], "no one sees another's books"
    assert "ann@example.org" not in others.stdout


def test_the_landlord_mends_them_with_what_is_advised(as_: As, people: PeoplesServer) -> None:
    with closing(people.connect(people.superuser)) as connection:
        connection.execute("DELETE FROM networth_materialized")
    shown = as_("landlord", "--json")
    assert len(found(shown)) == 2
    remedies = [row["remedy"] for row in shown.json["rows"] if row["check"] == "net worth"]
    with closing(psycopg.connect(people.dsn("landlord"), autocommit=True)) as connection:
        for remedy in remedies:
            connection.execute(remedy.encode())
    assert found(as_("landlord", "--json")) == []


def test_rows_of_nobody_are_found_by_the_landlord(as_: As, people: PeoplesServer) -> None:
    """Row security holds them: each user's rows are asked for as that user."""
    with closing(people.connect(people.superuser)) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "INSERT INTO recurring_postings (user_id, recurring_id, item_id, year, month)"
            " SELECT id, gen_random_uuid(), gen_random_uuid(), 2026, 1 FROM users"
        )
        try:
            shown = as_("landlord", "--json")
        finally:
            connection.execute("DELETE FROM recurring_postings")
    assert found(shown) == [
        "2 rows of recurring_postings name a row of recurring_items that is not there, or is"
        " another user's, against posting_is_of_a_recurring_item."
    ]


def test_a_database_that_a_restore_left_is_found_once_nobody_fills_it(
    as_: As, people: PeoplesServer
) -> None:
    name = "books_new_20260102t030405000000"
    with closing(people.connect(people.superuser, "postgres")) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            with closing(people.connect(people.superuser, name)):
                filling = as_("landlord", "--json")
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            left = as_("landlord", "--json")
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    assert found(filling) == []
    assert found(left) == [f"The database {name} is left of a restore that was broken off."]
    assert left.exit_code == filling.exit_code, "it is only a warning"


def test_an_unmigrated_database_is_one_finding(as_: As, people: PeoplesServer) -> None:
    with closing(people.connect(people.superuser, "postgres")) as connection:
        connection.execute("CREATE DATABASE empty")
        try:
            shown = as_("landlord", "--json", dbname="empty")
        finally:
            connection.execute("DROP DATABASE empty")
    assert (shown.exit_code, found(shown)) == (10, ["The schema has not been made."])
    assert "finally db migrate" in {row["remedy"] for row in shown.json["rows"]}
    assert unseen(shown)["tables"] == "the schema is not of this version"


def test_a_server_that_does_not_answer_is_the_usual_failure(
    as_: As, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINALLY_DSN", "host=/nowhere dbname=books")
    assert main(("db", "doctor", "--json")) == 8
    captured = capsys.readouterr()
    assert captured.out == ""
    assert json.loads(captured.err.splitlines()[-1])["code"] == "DATABASE_NOT_REACHABLE"

"""What others have set or made on a server: code says what it likes of itself, and is not asked.

A function that is marked STABLE may call set_config, and the check of a domain anything at all. The
logins here may make both, which a server's owner need not allow.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.commands.sql.test_attacks import log_in  # noqa: F401
from tests.conftest import Run
from tests.store.test_isolation import own_cluster, people  # noqa: F401
from tests.support.people import PeoplesServer
from tests.support.schema_rows import BERT

OTHER_BOOKS = f"set_config('finally.user_id', '{BERT}', true)"
MADE = f"""
CREATE FUNCTION mine.look(text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE me text := current_setting('finally.user_id'); found text;
BEGIN
    PERFORM {OTHER_BOOKS}, set_config('finally.trust', '', true), set_config('role', 'none', true);
    found := (SELECT string_agg(email, ' ') FROM public.users);
    PERFORM set_config('finally.user_id', me, true), set_config('role', 'finally_app', true);
    RETURN found;
END $$;
CREATE FUNCTION mine.tell(text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RAISE LOG USING MESSAGE = 'parse tree:', DETAIL = '{{QUERY :commandType 1 ';
    RETURN true;
END $$;
CREATE AGGREGATE mine.sum (text) (SFUNC = textcat, STYPE = text, FINALFUNC = mine.look);
CREATE OPERATOR mine.@#@ (FUNCTION = mine.look, RIGHTARG = text);
CREATE DOMAIN mine.other AS text CHECK ({OTHER_BOOKS} <> '');
CREATE DOMAIN mine.unseen AS text
    CHECK (set_config('debug_print_parse', 'off', true) = 'off' AND mine.tell(VALUE));
CREATE TABLE mine.shelf (a int);
CREATE VIEW mine.through AS SELECT mine.look('a');
CREATE VIEW mine.names AS SELECT asset_name FROM public.assets;
ALTER TABLE mine.shelf ENABLE ROW LEVEL SECURITY;
CREATE POLICY opened ON mine.shelf USING ({OTHER_BOOKS} <> '');
INSERT INTO mine.shelf VALUES (1);
GRANT USAGE ON SCHEMA mine TO finally_app;
GRANT SELECT ON ALL TABLES IN SCHEMA mine TO finally_app;
"""
# What is asked, and a word of the refusal.
ASKED = {
    "SELECT mine.look('a')": '"look"',
    "SELECT mine.sum('a')": '"look"',
    "SELECT OPERATOR(mine.@#@) 'a'": '"look"',
    "SELECT * FROM mine.through": "",
    "SELECT 'a'::mine.other": 'type "other"',
    "SELECT * FROM json_to_record('{}') AS r (a mine.other)": 'type "other"',
    "SELECT * FROM jsonb_to_recordset('[{}]') AS r (a int, b mine.other)": 'type "other"',
    "SELECT NULL::mine.other[]": 'type "_other"',
    "SELECT a FROM mine.shelf": "",
    "SELECT n FROM crosstab('SELECT 1, 2, 3') AS c (n text, m text)": '"crosstab"',
    "SELECT json_value('1', '$' RETURNING mine.other)": 'type "other"',
    "SELECT pg_input_is_valid('a', 'mine.other')": '"pg_input_is_valid"',
    "SELECT domain_in('a', 'mine.other'::regtype::oid, -1) IS NULL": '"domain_in"',
    "SELECT array_in('{a}', 'mine.other'::regtype::oid, -1) IS NULL": '"array_in"',
}


@pytest.fixture
def shared(people: PeoplesServer) -> PeoplesServer:  # noqa: F811
    """The server, after Anna has made what she may."""
    with people.connect(people.superuser) as admin:
        admin.execute("DROP SCHEMA IF EXISTS mine CASCADE; CREATE SCHEMA mine AUTHORIZATION anna")
        admin.execute("CREATE EXTENSION IF NOT EXISTS tablefunc SCHEMA public")
    with people.connect("anna") as anna:
        anna.execute(MADE)
    return people


@pytest.mark.parametrize("people", ["landlord"], indirect=True)
@pytest.mark.parametrize("login", ["anna", "landlord"])
def test_code_that_a_login_has_made_is_not_run(
    login: str,
    log_in: Callable[[str], Run],  # noqa: F811
    shared: PeoplesServer,
) -> None:
    """Nor by the owner, who was sent it, and as whom it would see all books."""
    run = log_in(login)
    for statement, said in ASKED.items():
        told = run("sql", "--json", "--user", "a@example.org", "-c", statement)
        assert told.exit_code == 1, f"{statement}: {told.stdout}"
        assert told.error["code"] == "SQL_CALLS_MORE", statement
        assert said in told.error["message"], statement
        assert "b@example.org" not in told.stdout


@pytest.mark.parametrize("people", ["landlord"], indirect=True)
def test_a_tree_that_is_told_in_place_of_the_true_one_is_not_believed(
    log_in: Callable[[str], Run],  # noqa: F811
    shared: PeoplesServer,
) -> None:
    """The server reads the array, and so calls the domain's check, while it parses."""
    statement = "SELECT '{a}'::mine.unseen[] AS a, set_config('finally.user_id', '', true) AS b"
    told = log_in("anna")("sql", "--json", "-c", statement)
    assert (told.exit_code, told.error["code"]) == (1, "SQL_NOT_CHECKED"), told.stdout


@pytest.mark.parametrize("people", ["landlord"], indirect=True)
def test_a_view_of_ones_own_is_asked_by_oneself(
    log_in: Callable[[str], Run],  # noqa: F811
    shared: PeoplesServer,
) -> None:
    asked = ["sql", "--json", "--user", "a@example.org", "-c", "SELECT * FROM mine.names"]
    assert log_in("anna")(*asked).json["rows"]
    assert log_in("landlord")(*asked).error["code"] == "SQL_CALLS_MORE"


@pytest.mark.parametrize("people", ["landlord"], indirect=True)
def test_what_belongs_to_whoever_may_act_as_the_owner_is_called(
    log_in: Callable[[str], Run],  # noqa: F811
    people: PeoplesServer,  # noqa: F811
) -> None:
    """As where somebody who is a member of the owner's role has brought the database up to date."""
    with people.connect(people.superuser) as admin:
        admin.execute("DROP ROLE IF EXISTS keeper; CREATE ROLE keeper; GRANT landlord TO keeper")
        admin.execute("ALTER FUNCTION year_of(date) OWNER TO keeper")
        try:
            asked = ["sql", "--json", "-c", "SELECT year_of('2026-10-01') AS year"]
            assert log_in("anna")(*asked).json["rows"] == [{"year": 2026}]
        finally:
            admin.execute("REASSIGN OWNED BY keeper TO landlord; DROP ROLE keeper")


@pytest.mark.parametrize("people", ["landlord"], indirect=True)
def test_any_text_is_asked_whatever_encoding_is_set(
    log_in: Callable[[str], Run],  # noqa: F811
    people: PeoplesServer,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with people.connect(people.superuser) as admin:
        admin.execute("ALTER ROLE bert SET client_encoding = 'LATIN1'")
    asked = ["sql", "--json", "-c", "SELECT '\u6771\u4eac' AS city"]
    assert log_in("bert")(*asked).json["rows"] == [{"city": "\u6771\u4eac"}]
    monkeypatch.setenv("PGCLIENTENCODING", "SQL_ASCII")
    assert log_in("anna")(*asked).json["rows"] == [{"city": "\u6771\u4eac"}]

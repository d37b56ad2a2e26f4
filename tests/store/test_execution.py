"""A statement written out: a value is what psql reads there, whatever it looks like."""

from __future__ import annotations

import subprocess
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest

from finally_cli.model.errors import FinallyError
from finally_cli.store.execution import Execution, explain, write_out
from tests.conftest import Server
from tests.support.each import each

# What would end a literal, a comment or a statement, or act on a terminal or on psql.
TEXTS = [
    "",
    "it's",
    "a\\b",
    "\\",
    "\\'",
    "'; DROP TABLE assets; --",
    "\\'; DROP TABLE assets; --",
    "''); SELECT pg_sleep(9); --",
    "x\n; DROP TABLE assets;\n\\! echo pwned\n--",
    "line\r\nand\ttab",
    "\\! echo pwned",
    ":user :'user' :\"user\"",
    "100 % %s %(user_id)s %%",
    "$$ $1 $tag$ */ /* --",
    '"quoted"',
    "Café Straße 東京 👩‍🚀 \u0301",
    "\x1b[31mred\x07\x08 \x7f\x9b31m",
    "\u202eabc\u2066\u200b\ufeff\u2028",
    "E'\\x41' U&'\\0041'",
    "{a,b}",
    " \t ",
]


def written(connection: psycopg.Connection[Any], text: str, **values: object) -> str:
    return write_out(connection, Execution("test", "A test.", text, values))


@pytest.fixture
def psql(server: Server, shared_database: str) -> Any:
    def ask(text: str) -> list[str]:
        done = subprocess.run(
            [server.binary("psql"), "-XqAt", "-vON_ERROR_STOP=1", server.dsn(shared_database)],
            env={"LC_ALL": "C.UTF-8"},
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), text
        return done.stdout.splitlines()

    return ask


def test_a_text_comes_through_psql_as_it_was_typed(app: psycopg.Connection[Any], psql: Any) -> None:
    hex_of = "SELECT encode(convert_to({}, 'UTF8'), 'hex')"
    shapes = ["%(it)s::text", "%(it)s", "%(it)s :: text -- %(it)s\n", "(%(it)s::text[])[2]"]
    for shape in shapes:
        lists = shape.startswith("(")
        statements = [
            written(app, hex_of.format(shape), it=["x", text] if lists else text) for text in TEXTS
        ]
        for statement, text in zip(statements, TEXTS, strict=True):
            assert statement.replace("\n", "").isprintable() or "\u200d" in text
        assert psql("\n".join(statements)) == [text.encode().hex() for text in TEXTS], shape


@each(
    "case",
    [
        ("SELECT %(v)s::numeric", Decimal("-12.3400"), "-12.3400"),
        ("SELECT 1-%(v)s::numeric", Decimal("-12.3400"), "13.3400"),
        ("SELECT %(v)s::integer", -2147483648, "-2147483648"),
        ("SELECT %(v)s", 7, "7"),
        ("SELECT -%(v)s", -7, "7"),
        ("SELECT %(v)s::date - 1", date(2026, 3, 1), "2026-02-28"),
        ("SELECT %(v)s - 1", date(2026, 3, 1), "2026-02-28"),
        ("SELECT %(v)s::uuid", UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        ("SELECT %(v)s::boolean", True, "t"),
        ("SELECT %(v)s::text IS NULL", None, "t"),
        ("SELECT %(v)s::numeric[]", [Decimal("1.50"), None], "{1.50,NULL}"),
        ("SELECT %(v)s::text[]", [], "{}"),
        ("SELECT %(v)s::date[]", [date(2026, 3, 1)], "{2026-03-01}"),
        ("SELECT 7 %% %(v)s::integer", 4, "3"),
        ("SELECT 'a' LIKE 'a%%' AND %(v)s::boolean", True, "t"),
    ],
)
def test_a_value_is_what_the_driver_sends(
    case: tuple[str, object, str], app: psycopg.Connection[Any], psql: Any
) -> None:
    text, value, answer = case
    assert psql(written(app, text, v=value)) == [answer]


@each(
    "case",
    [
        "SELECT 1 -- %(v)s\n",
        "SELECT 1 /* %(v)s */",
        "SELECT 1 /* a /* b */ %(v)s */",
        "SELECT 1 /* %(v)s",
        'SELECT 1 AS "%(v)s"',
        "SELECT 1 WHERE '%(v)s' <> ''",
        "SELECT 1 WHERE 'it''s %(v)s' <> ''",
        "SELECT 1 WHERE E'\\' %(v)s' <> ''",
        "SELECT 1 WHERE $$ %(v)s $$ <> ''",
        "SELECT 1 WHERE $a$ $$ %(v)s $a$ <> ''",
        "SELECT 1 WHERE date'2026-01-01' < %(v)s::date",
    ],
)
def test_what_stands_in_a_comment_or_in_quotes_is_no_value(
    case: str, app: psycopg.Connection[Any]
) -> None:
    """No value could end the comment or the quotes: the driver, too, has put `$1` there."""
    shown = written(app, case, v=date(2026, 3, 1))
    in_code = case.endswith("::date")
    assert ("'2026-03-01'" in shown) == in_code
    assert ("$1" in shown) != in_code


def test_a_value_that_is_not_cast_has_the_type_that_is_known_of_it(
    app: psycopg.Connection[Any], psql: Any
) -> None:
    texts = {"SELECT %(v)s - 1": "2026-02-28", "SELECT %(v)s::text || '!'": "2026-03-01!"}
    for text, answer in texts.items():
        for value in ("2026-03-01", date(2026, 3, 1)):
            one = Execution("a", "b", text, {"v": value}, {"v": "date"})
            assert psql(write_out(app, one)) == [answer]


def test_it_ends_with_a_semicolon_that_counts(app: psycopg.Connection[Any], psql: Any) -> None:
    texts = ["SELECT 1", "SELECT 2;\n", "SELECT 3 -- and that;", "SELECT 4 /* */ ; ", "SELECT '--'"]
    shown = [write_out(app, Execution("a", "b", text, None)) for text in texts]
    assert shown[:2] == ["SELECT 1;", "SELECT 2;"]
    assert psql("\n".join(shown)) == ["1", "2", "3", "4", "--"]


def test_a_statement_without_values_stands_as_it_is(app: psycopg.Connection[Any]) -> None:
    assert write_out(app, Execution("a", "b", "SELECT '100 %%' LIKE '%'", None)) == (
        "SELECT '100 %%' LIKE '%';"
    )


def test_a_plan_is_of_one_statement(app: psycopg.Connection[Any]) -> None:
    """In either form; a second statement in the text is not run, nor one that writes."""
    one = Execution("a", "b", "SELECT 3 %% %(v)s::integer;", {"v": 2})
    assert "Result" in str(explain(app, one, in_json=False))
    as_list: Any = explain(app, one, in_json=True)
    assert [plan["Plan"]["Actual Rows"] for plan in as_list] == [1]
    with pytest.raises(FinallyError, match="cannot insert multiple commands"):
        explain(app, Execution("a", "b", "SELECT 1; SELECT 2", None), in_json=False)

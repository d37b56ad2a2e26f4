"""What finally sql says of a statement that is wrong: where in it, and what was meant, perhaps."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from finally_cli.model.errors import Excerpt
from finally_cli.output.excerpt import draw_excerpt
from tests.conftest import Run

# A statement, the line that is shown, how far in the caret stands, and what is advised.
PLACES = {
    "a column": ("SELECT asset_nam FROM assets", "  SELECT asset_nam FROM assets", 9,
                 'Did you mean "asset_name"?'),
    "a column of an alias": ("SELECT a.asset_nam FROM assets AS a",
                             "  SELECT a.asset_nam FROM assets AS a", 9,
                             'Did you mean "asset_name"?'),
    "a table": ("SELECT 1 FROM asets", "  SELECT 1 FROM asets", 16, 'Did you mean "assets"'),
    "a table before a column": ("SELECT asets.id FROM assets", "  SELECT asets.id FROM assets", 9,
                                'Did you mean "assets"'),
    "a text without quotes": ("SELECT 1 FROM assets WHERE asset_name = Checking",
                              "  SELECT 1 FROM assets WHERE asset_name = Checking", 42,
                              "it stands in single quotes: 'Checking'"),
    "a function": ("SELECT lenght('a')", "  SELECT lenght('a')", 9, 'Did you mean "length"'),
    "a line further down": ("SELECT 1\nFROM assets\nWHERE asset_nam = ''",
                            "  WHERE asset_nam = ''", 8, 'Did you mean "asset_name"?'),
    "behind a tab": ("SELECT\n\tasset_nam FROM assets", "   asset_nam FROM assets", 3,
                     'Did you mean "asset_name"?'),
    "behind wide characters": ("SELECT '日本', asset_nam FROM assets",
                               "  SELECT '日本', asset_nam FROM assets", 17,
                               'Did you mean "asset_name"?'),
    "behind combining characters": ("SELECT 'e\u0301', asset_nam FROM assets",
                                    "  SELECT 'e\u0301', asset_nam FROM assets", 14,
                                    'Did you mean "asset_name"?'),
    "behind placeholders": (
        "SELECT %(first)s::int, '%%', %(first)s::int, asset_nam FROM assets",
        "  SELECT %(first)s::int, '%%', %(first)s::int, asset_nam FROM assets", 47,
        'Did you mean "asset_name"?'),
    "a placeholder's type": ("SELECT %(first)s IS NULL", "  SELECT %(first)s IS NULL", 9,
                             "%(first)s::date"),
    "a placeholder in quotes": ("SELECT '%(first)s'", "  SELECT '%(first)s'", 10,
                                "outside of them"),
    "a placeholder that is commented out": ("SELECT 1\n/* , %(first)s */", "  /* , %(first)s */", 7,
                                            "outside of them"),
    "a backslash in quotes": ("SELECT E'\\u0000'", "  SELECT E'\\u0000'", 11, "Write one SELECT"),
    "a stray percent sign": ("SELECT %(first)s::int, '5 %'", "  SELECT %(first)s::int, '5 %'", 28,
                             "Write %% for a percent sign"),
    "a letter that acts on a terminal": ("SELECT '\x1b[31m', asset_nam FROM assets",
                                         "  SELECT '\\x1b[31m', asset_nam FROM assets", 21,
                                         'Did you mean "asset_name"?'),
    "a call of more than looking": ("SELECT 1,\n  pg_sleep(1)", "    pg_sleep(1)", 4,
                                    "Leave it out."),
    "psql's own": ("\\d assets", "  \\d assets", 2, "finally sql --tables"),
    "psql's own behind a statement": ("SELECT 1 \\g", "  SELECT 1 \\g", 11, "Leave it out."),
    "a syntax error": ("SELEC 1", "  SELEC 1", 2, "Write one SELECT"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_a_mistake_is_shown_in_its_place(name: str, run: Run) -> None:
    statement, line, indent, advice = PLACES[name]
    params = ["--param", "first=1"] if "%(first)s" in statement else []
    told = run("sql", "-c", statement, *params)
    assert told.stdout == ""
    lines = told.stderr.splitlines()
    assert lines[0].startswith("finally: ")
    assert lines[1:3] == [line, f"{' ' * indent}^"]
    assert advice in lines[3]
    assert len(lines) == 4


def test_in_json_a_mistake_has_its_line_column_and_state(run: Run) -> None:
    told = run("sql", "--json", "-c", "SELECT 1\nFROM asets")
    assert told.exit_code == 2
    assert {key: told.error[key] for key in ("code", "line", "column", "sqlstate")} == {
        "code": "SQL_INVALID", "line": 2, "column": 6, "sqlstate": "42P01",
    }  # fmt: skip


def test_a_long_line_is_cut_around_the_place() -> None:
    """80 columns: one is left free, and two are a margin."""
    long = f"SELECT {'1, ' * 200}asset_nam{', 2' * 200} FROM assets"
    shown, mark = draw_excerpt(Excerpt(long, 8 + 600))
    assert len(shown) <= 79
    assert shown[mark.index("^") :].startswith("asset_nam")
    assert shown.startswith("  ...")
    assert shown.endswith("...")


# Content of a file, the exit code, and what is said.
FILES: dict[str, tuple[bytes, int, str]] = {
    "a mistake": (b"-- a\nSELECT 1\nFROM asets;\n", 7, 'q.sql, line 3: relation "asets"'),
    "after a mark and of Windows": (b"\xef\xbb\xbfSELECT 1\r\nFROM asets\r\n", 7, "line 2"),
    "empty": (b"", 7, "there is no statement"),
    "a comment alone": (b"-- SELECT 1\n/* 2 */\n", 7, "there is no statement"),
    "a NUL": (b"SELECT 1\n\0", 7, "line 2: the statement holds a NUL"),
    "not UTF-8": (b"SELECT 1 AS a,\n'\xff' AS b", 7, "line 2: it is not UTF-8"),
    "UTF-16": ("SELECT 1".encode("utf-16"), 7, "UTF-16"),
    "ten megabytes": (b"SELECT " + b"1," * 5_000_000 + b"1", 7, "too large for one statement"),
    "long": (b"SELECT " + b"1," * 150_000 + b"1", 7, "300,008 characters"),
    "brackets": (b"SELECT " + b"(" * 90_000 + b"1" + b")" * 90_000, 7, "memory exhausted"),
    "terms": (b"SELECT 1" + b"+1" * 90_000, 7, "Ask it in smaller parts."),
    "two statements": (b"SELECT 1;\nSELECT 2;\n", 7, "more than one statement"),
    "a write": (b"DELETE FROM assets;\n", 1, "DELETE would change something"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_asked_is_told(name: str, run: Run, tmp_path: Path) -> None:
    content, exit_code, said = FILES[name]
    file = tmp_path / "q.sql"
    file.write_bytes(content)
    told = run("sql", str(file))
    assert (told.exit_code, told.stdout) == (exit_code, "")
    assert said in told.stderr
    assert len(told.stderr) < 1_000


def test_a_file_that_is_not_there_or_a_folder_is_told(run: Run, tmp_path: Path) -> None:
    told = run("sql", str(tmp_path / "none.sql"), "--json")
    assert (told.exit_code, told.error["code"]) == (7, "FILE_NOT_FOUND")
    told = run("sql", str(tmp_path), "--json")
    assert (told.exit_code, told.error["code"]) == (7, "BAD_FILE")


def test_a_header_says_what_a_parameter_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "q.sql"
    file.write_text(
        "-- report/q\n-- What 100 % of it is.\n--\n-- param  month   date\n"
        "-- param  amount  money?\n-- param  most    integer=5\n-- row    m  date\n"
        "SELECT %(month)s::date AS m, %(amount)s::numeric AS a, %(most)s::int AS n\n"
    )
    shown = run("sql", str(file), "--param", "month=oct 2026", "--json").json["rows"]
    assert shown == [{"m": "2026-10-01", "a": None, "n": 5}]
    shown = run("sql", str(file), "--param", "month=this", "--param", "amount=1,250.5", "--json")
    assert shown.json["rows"] == [{"m": "2026-11-01", "a": "1250.50", "n": 5}]
    told = run("sql", str(file), "--param", "month=2026-13", "--json")
    assert (told.exit_code, told.error["code"]) == (2, "USAGE")


def test_a_date_is_read_as_it_is_everywhere(run: Run) -> None:
    asked = "SELECT %(month)s::date AS m, %(since)s::date AS s, %(text)s::text AS t"
    params = ["--param", "month=2026-10", "--param", "since=today", "--param", "text=last"]
    shown = run("sql", "-c", asked, *params, "--json").json["rows"]
    assert shown == [{"m": "2026-10-01", "s": "2026-11-15", "t": "last"}]
    params = ["--param", "month=infinity", "--param", "since=2026-10", "--param", "text="]
    told = run("sql", "-c", asked, *params, "--json")
    assert (told.exit_code, told.error["code"]) == (2, "SQL_PARAM_INVALID")
    assert "since" in told.error["message"]


# Parameters, the code of the failure, and a name that is said.
PARAMS = {
    "none": ([], "SQL_PARAM_MISSING", "a and b"),
    "one of two": (["--param", "a=1"], "SQL_PARAM_MISSING", "--param b=VALUE"),
    "one too many": (["--param", "a=1", "--param", "b=2", "--param", "c=3"], "SQL_PARAM_UNKNOWN",
                     "c"),
    "one twice": (["--param", "a=1", "--param", "a=2"], "USAGE", "two values"),
    "of another type": (["--param", "a=x", "--param", "b=2"], "SQL_PARAM_INVALID", "integer"),
    "another user's id": (["--param", "user_id=x"], "USAGE", "--user"),
    "no value": (["--param", "a"], "USAGE", "NAME=VALUE"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARAMS)
def test_parameters_that_do_not_fit_are_named(name: str, run: Run) -> None:
    params, code, said = PARAMS[name]
    told = run("sql", "-c", "SELECT %(a)s::int + %(b)s::int AS n", "--json", *params)
    assert (told.exit_code, told.error["code"]) == (2, code)
    assert said in told.error["message"] + told.error["hint"]


def test_a_statement_that_fails_on_its_rows_is_refused(run: Run) -> None:
    told = run("sql", "--json", "-c", "SELECT 1 / (n - 3) FROM generate_series(1, 5) AS n")
    assert (told.exit_code, told.error["code"]) == (1, "SQL_FAILED")
    assert told.error["sqlstate"] == "22012"


def test_where_nothing_is_asked_it_says_how(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    told = run("sql", "--json")
    assert (told.exit_code, told.error["code"]) == (2, "USAGE")
    told = run("sql", "q.sql", "-c", "SELECT 1", "--json")
    assert (told.exit_code, told.error["code"]) == (2, "USAGE")


def test_standard_input_is_a_statement(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (["sql", "--json"], ["sql", "-", "--json"]):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SELECT 1 AS a;")))
        assert run(*words).json["rows"] == [{"a": 1}]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"SELECT b")))
    told = run("sql", "--json")
    assert (told.exit_code, told.error["code"]) == (7, "SQL_INVALID")
    assert told.error["message"].startswith("standard input, line 1: ")


def test_a_statement_in_the_place_of_a_file_is_told_where_it_belongs(run: Run) -> None:
    for statement in ("SELECT 1", f"SELECT {'1, ' * 200} 1"):
        told = run("sql", statement, "--json")
        assert (told.exit_code, told.error["code"]) == (7, "FILE_NOT_FOUND")
        assert "-c" in told.error["hint"]


@pytest.mark.parametrize("seconds", ["nan", "inf", "-1", "0", "3601", "1e9", "soon", ""])
def test_a_time_that_is_none_is_refused(seconds: str, run: Run) -> None:
    told = run("sql", "-c", "SELECT 1", "--timeout", seconds, "--json")
    assert (told.exit_code, told.error["code"]) == (2, "USAGE")

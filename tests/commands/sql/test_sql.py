"""finally sql: one statement of a person's own, its values, and how they are printed."""

from __future__ import annotations

import pytest

from tests.conftest import Run

# A value of each kind, as PostgreSQL writes it, in JSON, and in CSV.
VALUES = {
    "an amount": ("3200.0000", "numeric", "3200.00", "3200.00"),
    "a share": ("0.12500", "numeric", "0.125", "0.125"),
    "a whole numeric": ("2026", "numeric", "2026", "2026"),
    "more digits than a float has": (
        "12345678901234567890.123456789", "numeric",
        "12345678901234567890.123456789", "12345678901234567890.123456789",
    ),
    "not a number": ("NaN", "numeric", "NaN", "NaN"),
    "without end": ("Infinity", "numeric", "Infinity", "Infinity"),
    "an integer": ("-7", "integer", -7, "-7"),
    "a bigint": ("9223372036854775807", "bigint", 9223372036854775807, "9223372036854775807"),
    "a float": ("0.1", "float8", 0.1, "0.1"),
    "a float that is none": ("NaN", "float8", "NaN", "NaN"),
    "true": ("true", "boolean", True, "true"),
    "false": ("false", "boolean", False, "false"),
    "null": (None, "text", None, ""),
    "a day": ("2026-10-05", "date", "2026-10-05", "2026-10-05"),
    "a day before Christ": ("0044-03-15 BC", "date", "0044-03-15 BC", "0044-03-15 BC"),
    "the last day": ("infinity", "date", "infinity", "infinity"),
    "a moment": (
        "2026-10-05 12:30:59.5+02", "timestamptz",
        "2026-10-05T10:30:59.5Z", "2026-10-05T10:30:59.5Z",
    ),
    "a time of no zone": (
        "2026-10-05 12:30:59", "timestamp", "2026-10-05T12:30:59", "2026-10-05T12:30:59",
    ),
    "an interval": ("1 year 2 months 3 days", "interval", "1 year 2 mons 3 days",
                    "1 year 2 mons 3 days"),
    "a range": ("[1,5)", "int4range", "[1,5)", '"[1,5)"'),
    "bytes": ("\\x00ff", "bytea", "\\x00ff", "\\x00ff"),
    "an array": ("{1,NULL,3}", "integer[]", [1, None, 3], '"{1,NULL,3}"'),
    "an array of arrays": ('{{a,"b,c"},{d,"NULL"}}', "text[]", [["a", "b,c"], ["d", "NULL"]],
                           '"{{a,""b,c""},{d,""NULL""}}"'),
    "a document": ('{"a": [1, 2.50, null]}', "jsonb", {"a": [1, 2.5, None]},
                   '"{""a"": [1, 2.50, null]}"'),
    "a formula": ("=1+1", "text", "=1+1", "'=1+1"),
    "markup": ("[red]x[/red]", "text", "[red]x[/red]", "[red]x[/red]"),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_exact_in_json_and_csv(name: str, run: Run) -> None:
    written, type_, in_json, in_csv = VALUES[name]
    literal = "NULL" if written is None else "'{}'".format(written.replace("'", "''"))
    asked = ["sql", "-c", f"SELECT {literal}::{type_} AS v"]
    shown = run(*asked, "--json")
    assert shown.exit_code == 0, shown.stderr
    assert shown.json["schema"] == "finally.sql/1"
    assert shown.json["rows"] == [{"v": in_json}]
    header, line = run(*asked, "--csv").stdout.split("\n")[:2]
    assert (header, line) == ("v", in_csv if in_csv else '""')


def test_columns_of_one_name_and_of_none_have_keys_of_their_own(run: Run) -> None:
    shown = run("sql", "-c", "SELECT 1, 2 AS a, 3 AS a, 4", "--json").json
    assert shown["rows"] == [{"column1": 1, "a": 2, "a_2": 3, "column4": 4}]


def test_parameters_are_bound_and_never_become_a_part_of_the_statement(run: Run) -> None:
    asked = "SELECT %(a)s::text AS a, %(b)s::int + 1 AS b, '5 %%' AS c"
    shown = run("sql", "-c", asked, "--param", "a='; DROP TABLE assets", "--param", "b=2", "--json")
    assert shown.json["rows"] == [{"a": "'; DROP TABLE assets", "b": 3, "c": "5 %"}]


def test_a_long_answer_comes_whole(run: Run) -> None:
    """More than are fetched at once, several times over: 1 to 30,000 sum to 450,015,000."""
    rows = run("sql", "-c", "SELECT n FROM generate_series(1, 30000) AS n", "--csv").stdout
    assert sum(map(int, rows.split()[1:])) == 450_015_000


def test_whatever_a_column_is_called_it_is_harmless(run: Run) -> None:
    asked = 'SELECT 1 AS "\x1b[31mred", 2 AS "[bold]b", 3 AS "=1+1", 4 AS "__class__", 5 AS """q"""'
    shown = run("sql", "-c", asked)
    assert "\\x1b[31mred" in shown.stdout
    assert "[bold]b" in shown.stdout
    assert "\x1b" not in shown.stdout
    row = run("sql", "-c", asked, "--json").json["rows"][0]
    assert list(row.items()) == [
        ("\x1b[31mred", 1), ("[bold]b", 2), ("=1+1", 3), ("__class__", 4), ('"q"', 5),
    ]  # fmt: skip
    assert ",'=1+1," in run("sql", "-c", asked, "--csv").stdout


def test_every_column_is_shown_also_one_that_says_nothing(run: Run) -> None:
    shown = run("sql", "-c", "SELECT NULL AS none, 0 AS zero, false AS wrong").stdout.splitlines()
    assert shown[0].split() == ["none", "zero", "wrong"]
    assert shown[2].split() == ["0", "false"]


def test_everything_that_there_is_to_ask_can_be_asked(look: Run) -> None:
    listed = look("sql", "--tables", "--json").json["rows"]
    names = list(dict.fromkeys(row["name"] for row in listed))
    assert "net_worth_by_month" in names
    counts = ", ".join(f'(SELECT count(*) FROM "{name}") AS "{name}"' for name in names)
    (row,) = look("sql", "-c", f"SELECT {counts}", "--json").json["rows"]
    assert list(row) == names
    assert row["net_worth_by_month"] == 14  # months of sample.sql

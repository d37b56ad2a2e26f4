"""The header of a report of the user's own: what it may say, and each way in which it may lie."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.report_fields import Fault
from finally_cli.model.report_file import parse_report
from finally_cli.model.report_proof import compare_columns, compare_params
from finally_cli.model.report_types import PARAM_TYPES, ROW_TYPES

HEAD = "-- report/one\n-- What there is.\n--\n"
BODY = "SELECT 1 AS n\n"


def faults(text: str) -> list[Fault]:
    return parse_report("one", text).faults


def test_a_header_is_read_line_by_line() -> None:
    report = parse_report(
        "one",
        "-- report/one\n-- What there is.\n-- All of it.\n-- And more.\n--\n"
        "-- param  user_id  uuid\n-- param  month    date   which month\n"
        "-- param\tmost\tint = 12\n-- param  note  text?\n"
        "-- row    month    date\n-- row    day      date?   of payment\n-- row    total    money\n"
        "SELECT %(user_id)s %(month)s %(most)s %(note)s\n",
    )
    assert report.faults == []
    assert (report.sentence, report.more) == ("What there is.", "All of it. And more.")
    assert [(p.flag, p.word, p.nullable, p.default, p.remark) for p in report.params] == [
        ("--month", "month", False, None, "which month"),  # a date of that name is one
        ("--most", "integer", False, "12", ""),
        ("--note", "text", True, None, ""),
    ]
    assert [(c.name, c.type.kind, c.nullable) for c in report.rows] == [
        ("month", "month", False),
        ("day", "day", True),
        ("total", "money", False),
    ]


@pytest.mark.parametrize("first", ["report/one", "reports/one", "one", "report/one.sql"])
def test_the_first_line_names_the_file_as_it_stands_or_as_ours_do(first: str) -> None:
    assert faults(f"-- {first}\n-- What.\n--\n-- row  n  integer\n{BODY}") == []


@pytest.mark.parametrize("word", ["line", "bar", "table"])
def test_a_header_says_how_a_page_draws_the_report(word: str) -> None:
    text = f"{HEAD}-- row  month  date\n-- row  paid  money\n-- chart  {word}\nSELECT 1\n"
    report = parse_report("one", text)
    assert report.faults == []
    assert report.chart is not None
    assert (report.chart.word, report.chart.line) == (word, 6)


def test_line_ends_and_the_mark_of_windows_change_nothing() -> None:
    text = f"\ufeff{HEAD}-- row  n  integer\n{BODY}".replace("\n", "\r\n")
    report = parse_report("one", text)
    assert (report.faults, report.body) == ([], BODY)


def test_a_statement_without_parameters_may_have_a_percent_sign() -> None:
    assert faults(f"{HEAD}-- row  n  integer\nSELECT 5 % 2 AS n\n") == []


LIES = {
    "another name": ("-- report/two\n-- What.\n--\n-- row  n  text\nSELECT 1", 1, "two"),
    "no header": ("SELECT 1 AS n", 1, "no header"),
    "no sentence": ("-- report/one\n--\n-- row  n  text\nSELECT 1", 2, "no sentence"),
    "no columns": (f"{HEAD}SELECT 1", 3, "no row line"),
    "no statement": (f"{HEAD}-- row  n  text\n", 4, "no statement"),
    "no such line": (f"{HEAD}-- column  n  text\nSELECT 1", 4, "neither a param nor a row"),
    "what is run before": (f"{HEAD}-- needs  import/stage\nSELECT 1", 4, "neither a param"),
    "no such chart": (f"{HEAD}-- row  n  money\n-- chart  pie\nSELECT 1", 5, 'called "pie"'),
    "two charts": (
        f"{HEAD}-- row  n  money\n-- chart  bar\n-- chart  table\nSELECT 1",
        6,
        "says twice how",
    ),
    "bars of nothing": (f"{HEAD}-- row  n  text\n-- chart  bar\nSELECT 1", 5, "no column of fig"),
    "a line over nothing": (
        f"{HEAD}-- row  n  money\n-- chart  line\nSELECT 1",
        5,
        "no column of months or days",
    ),
    "no type": (f"{HEAD}-- row  n\nSELECT 1", 4, "has no type"),
    "one blank before the remark": (f"{HEAD}-- row  n  text It is!\nSELECT 1", 4, "is no type"),
    "a size": (f"{HEAD}-- row  n  numeric(12,2)\nSELECT 1", 4, "is no type"),
    "a column that no name can be": (f"{HEAD}-- row  n-m  text\nSELECT 1", 4, "name a column"),
    "a column with a default": (f"{HEAD}-- row  n  text=x\nSELECT 1", 4, "no default"),
    "a column twice": (f"{HEAD}-- row  n  text\n-- row  n  text\nSELECT 1", 5, "two columns"),
    "an unknown type": (
        f"{HEAD}-- param  a  mony\n-- row  n  text\nSELECT %(a)s",
        4,
        'cannot be of the type "mony"',
    ),
    "a parameter twice": (
        f"{HEAD}-- param  a  text\n-- param  a  text\n-- row  n  text\nSELECT %(a)s",
        5,
        "two parameters",
    ),
    "two options of one name": (
        f"{HEAD}-- param  a  boolean?\n-- param  no_a  text\n-- row  n  text\nSELECT %(a)s",
        5,
        "two parameters",
    ),
    "an option that all have": (
        f"{HEAD}-- param  json  text\n-- row  n  text\nSELECT %(json)s",
        4,
        'has "json" already',
    ),
    "a parameter in capitals": (
        f"{HEAD}-- param  A  text\n-- row  n  text\nSELECT %(A)s",
        4,
        "cannot name an option",
    ),
    "a parameter that is not used": (
        f"{HEAD}-- param  a  text\n-- row  n  text\nSELECT 1",
        4,
        "does not use",
    ),
    "one that it does not have": (f"{HEAD}-- row  n  text\nSELECT\n%(a)s", 6, "no parameter"),
    "a user who is not said": (f"{HEAD}-- row  n  text\nSELECT %(user_id)s", 5, "no parameter"),
    "a user that is an option": (
        f"{HEAD}-- param  user_id  text\n-- row  n  text\nSELECT %(user_id)s",
        4,
        "whose books are open",
    ),
    "a default that cannot be": (
        f"{HEAD}-- param  a  money=1.234\n-- row  n  text\nSELECT %(a)s",
        4,
        "can be read in two ways",
    ),
    "a default and null": (
        f"{HEAD}-- param  a  text?=x\n-- row  n  text\nSELECT %(a)s",
        4,
        "never null",
    ),
    "a name as a default": (
        f"{HEAD}-- param  a  asset=Savings\n-- row  n  text\nSELECT %(a)s",
        4,
        "no default",
    ),
    "a header without end": (
        HEAD + "".join(f"-- param  a{n}  text\n" for n in range(50_000)),
        501,
        "more than 500 lines",
    ),
    "an escape": (f"{HEAD}-- row  n  text  \x1b[31mred\nSELECT 1", 4, "U+001B"),
    "words that run backwards": (f"{HEAD}-- row  n  text\nSELECT '\u202e' AS n", 5, "U+202E"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_header_that_lies_is_told_with_its_line_and_what_to_do(lie: str) -> None:
    text, line, words = LIES[lie]
    found = faults(text)
    assert [fault.line for fault in found if words in fault.message] == [line]
    assert all(fault.hint for fault in found)


def test_what_the_server_gives_is_compared_with_the_row_lines() -> None:
    report = parse_report("one", f"{HEAD}-- row  a  money\n-- row  b  text\n{BODY}")
    assert compare_columns(report, [("a", "numeric"), ("b", "text")]) == []
    for gives, line, words in (
        ([("a", "numeric"), ("b", "integer")], 5, '"b" as integer, and its line says text'),
        ([("a", "integer"), ("b", "text")], 4, '"a" as integer, and its line says money'),
        ([("b", "text"), ("a", "numeric")], 4, "in another order: b, a"),
        ([("a", "numeric")], 5, 'no column "b"'),
        ([("a", "numeric"), ("b", "text"), ("c", "date")], 5, '"c", and no line says so'),
        ([("a", "numeric"), ("b", "text"), ("b", "text")], 5, 'two columns "b"'),
        ([("a", "numeric"), ("b", "text"), ("?column?", "text")], 5, "without a name"),
    ):
        found = compare_columns(report, gives)
        assert found[0].line == line
        assert words in found[0].message


def test_what_the_server_takes_is_compared_with_the_param_lines() -> None:
    report = parse_report(
        "one", f"{HEAD}-- param  a  money\n-- param  b  date\n-- row  n  text\nSELECT %(a)s %(b)s"
    )
    assert compare_params(report, {"a": "numeric", "b": "date"}) == []
    (fault,) = compare_params(report, {"a": "text", "b": "date"})
    assert (fault.line, fault.hint) == (4, "Cast it where it is used: %(a)s::numeric")


def test_each_type_reads_what_is_typed() -> None:
    """One of each, by hand; that bad ones are refused is each parser's own test."""
    typed = {
        "month": "2026-10", "date": "2026-10-05", "money": "1,234.50", "share": "12.5%",
        "rate": "1.08", "numeric": "-0.5", "integer": "-3", "bigint": "9999999999",
        "smallint": "7", "text": " as it is ", "boolean": "yes", "asset": "Savings",
        "uuid": "8E6C2515-0000-4000-8000-000000000001", "expense category": "FOOD",
        "income category": "SALARY",
    }  # fmt: skip
    read = {word: PARAM_TYPES[word].parse(text) for word, text in typed.items()}
    assert read.keys() == PARAM_TYPES.keys()
    assert [str(read[word]) for word in ("month", "date")] == ["2026-10-01", "2026-10-05"]
    assert [read[word] for word in ("money", "share", "rate", "numeric")] == [
        Decimal("1234.50"), Decimal("0.125"), Decimal("1.08"), Decimal("-0.5"),
    ]  # fmt: skip
    assert [read[word] for word in ("integer", "bigint", "smallint")] == [-3, 9999999999, 7]
    assert (read["text"], read["boolean"]) == (" as it is ", True)
    assert read["uuid"] == "8e6c2515-0000-4000-8000-000000000001"


def test_every_word_of_ours_is_one_that_columns_or_options_know() -> None:
    assert ROW_TYPES.keys() & PARAM_TYPES.keys() == {"month", "money", "share", "rate"}


LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["-- report/one", "-- What.", "--", "-- param  a  money?=5  x", "-- row  a  text", "SELECT"]
    ),
    st.from_regex(r"-- (param|row)  [a-z_%]{0,3}  [a-z?=\[\] ]{0,9}  ?.{0,5}", fullmatch=True),
)


@given(st.lists(LINES, max_size=8))
def test_any_text_is_a_report_or_has_faults_with_lines_of_it(lines: list[str]) -> None:
    text = "\n".join(lines)
    report = parse_report("one", text)
    assert report.faults or (report.rows and report.sentence and report.body.strip())
    last = text.count("\n") + 1
    assert all(1 <= fault.line <= last + 1 and fault.hint for fault in report.faults)

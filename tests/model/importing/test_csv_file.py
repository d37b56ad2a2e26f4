"""Reading CSV: whatever the bytes are, they are records or one refusal."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import (
    NumberedRecords,
    Record,
    decode,
    guard_formula,
    unguard_formula,
)
from finally_cli.model.importing.values import PLAIN, ValueFile, value_amount


def text(content: bytes) -> io.TextIOWrapper:
    return decode(io.BufferedReader(io.BytesIO(content)))


def read(content: bytes) -> list[Record]:
    return list(NumberedRecords(text(content)))


def test_a_record_knows_the_line_it_begins_in() -> None:
    content = b'\n\nasset,month\r\n"a\nb",1\n\nc,2\r"d\r\n\r\ne",3\nf,4'
    assert read(content) == [
        (3, ["asset", "month"]),
        (4, ["a\nb", "1"]),
        (7, ["c", "2"]),
        (8, ["d\r\n\r\ne", "3"]),
        (11, ["f", "4"]),
    ]


@given(
    st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: b"asset,2026-10\n" + tail)
)
def test_any_bytes_are_records_or_a_refusal(content: bytes) -> None:
    try:
        file = ValueFile(NumberedRecords(text(content)))
        rows = list(file.rows())
    except BadFile as refused:
        assert refused.message
        assert not refused.message.endswith(".")
        return
    places = {row[0] for row in rows} | {one.line for one in file.bad}
    assert places <= set(range(2, content.count(b"\n") + content.count(b"\r") + 2))


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=8), st.sampled_from(",;\t"))
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    guard = [[guard_formula(cell) for cell in row] for row in rows]
    csv.writer(out, delimiter=delimiter).writerows([["asset", "2026-10"], *guard])
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        found = [cells for _, cells in read(out.getvalue().encode(encoding))]
        assert found == [["asset", "2026-10"], *(row for row in rows if any(row))]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\t5", "'\t5"),  # a number to Python, and no number
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("-1e5", "'-1e5"),
        ("-1_0", "'-1_0"),
        ("+", "'+"),
        ("'=1", "''=1"),  # a person's own apostrophe, which must come back
        ("''" + "=1", "''" + "'=1"),
        ("'-7", "''-7"),
        ("-7", "-7"),
        ("+7.50", "+7.50"),
        ("'tis", "'tis"),
        ("'", "'"),
        ("", ""),
        (" =1", " =1"),
        ("a=1", "a=1"),
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe_and_loses_it_again(
    text: str, cell: str
) -> None:
    assert guard_formula(text) == cell
    assert unguard_formula(cell) == text


@given(st.text(st.sampled_from("'=+-@\t\r\n7.a"), max_size=6))
def test_every_text_comes_back_from_its_cell(text: str) -> None:
    assert unguard_formula(guard_formula(text)) == text


def test_a_file_that_ends_in_the_middle_of_a_line_is_known_by_it() -> None:
    def is_open(content: bytes) -> bool:
        found = NumberedRecords(text(content))
        list(found)
        return found.is_open

    assert is_open(b"asset,2026-10\nA,1")
    assert is_open("asset,2026-10\nA,1".encode("utf-16"))
    assert not is_open(b"asset,2026-10\nA,1\n")
    assert not is_open(b"asset,2026-10\rA,1\r")
    assert not is_open(b'asset,2026-10\nA,"1"'), "the quote was closed: nothing is missing"
    assert not is_open(b"asset,2026-10\nA,1\n,,"), "an empty line has no amount to be cut"


@pytest.mark.parametrize("columns", [140_000, 131_073])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_heading_too_long_for_a_cell_is_refused_in_one_short_sentence(
    columns: int, delimiter: str
) -> None:
    for header in (
        f"asset{delimiter}month{delimiter}{'x' * columns}\n",
        f"{'x' * columns}{delimiter}asset\n",
        f'asset{delimiter}"{"x" * columns}"\n',
    ):
        with pytest.raises(BadFile) as refused:
            read(header.encode())
        assert refused.value.message == (
            "line 1 opens a quote that does not close,"
            " or holds a cell of more than 131,072 characters"
        )


@given(st.decimals(-(10**19), 10**19, places=4))
def test_a_plain_number_is_taken_as_it_stands_only_where_that_changes_nothing(
    value: object,
) -> None:
    import re

    for text in (f"{value:f}", f"{value:.3f}", f"{value:.2f}", f"{value:.0f}"):
        if re.fullmatch(PLAIN, text):
            assert float(value_amount(text)) == float(text)


@pytest.mark.parametrize("text", ["1.234", "-12.345", "123.456", "1.23456", "1e5", "1,5", "9" * 21])
def test_what_the_rules_of_money_would_refuse_or_change_is_never_plain(text: str) -> None:
    import re

    assert re.fullmatch(PLAIN, text) is None

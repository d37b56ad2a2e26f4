"""A file of entries: whatever stands in it, it is entries, bad lines or one refusal."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.categories import Categories, CategoryListed
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import NumberedRecords, decode
from finally_cli.model.importing.items import KEY, NOT_ZERO, ItemFile, item_amount
from finally_cli.model.importing.values import PLAIN

FOOD = CategoryListed(
    category="FOOD", subcategory=None, name="Food", kind="expense", own=False, closed=None, id="1"
)


def file_of(content: bytes) -> ItemFile:
    text = decode(io.BufferedReader(io.BytesIO(content)))
    return ItemFile(NumberedRecords(text, KEY), Categories("expense", [FOOD]))


@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda tail: b"amount,category,date\n" + tail)
    | st.text('0123456789-.,;\n"FOOD ', max_size=200).map(
        lambda tail: b"date;amount;category\n" + tail.encode()
    )
)
def test_any_bytes_are_entries_or_bad_lines_or_a_refusal(content: bytes) -> None:
    try:
        file = file_of(content)
        rows = list(file.rows())
    except BadFile as refused:
        assert refused.message
        return
    assert len(rows) + len(file.bad) + file.zeros == file.lines


@given(st.decimals(-(10**19), 10**19, places=4))
def test_a_plain_amount_is_taken_as_it_stands_only_where_that_changes_nothing(
    value: Decimal,
) -> None:
    for text in (f"{value:f}", f"{value:.3f}", f"{value:.2f}", f"{value:.0f}"):
        if re.fullmatch(NOT_ZERO + PLAIN, text):
            assert Decimal(item_amount(text)) == Decimal(text) != 0


@pytest.mark.parametrize("text", ["0", "-0", "0.00", "-0.0000", "0000.000", "00", "0.0"])
def test_no_zero_is_plain(text: str) -> None:
    assert re.fullmatch(NOT_ZERO + PLAIN, text) is None
    assert re.fullmatch(PLAIN, text)


def test_a_million_categories_are_not_kept() -> None:
    lines = "".join(f"5,{n},2026-10\n" for n in range(6000))
    file = file_of(f"amount,category,month\n{lines}5,food,2026-10\n".encode())
    assert [row[3] for row in file.rows()] == ["1"]
    assert file.places.found.cache_info().currsize <= 4096

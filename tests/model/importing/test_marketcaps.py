"""A file of market caps: whatever stands in it, it is market caps, bad lines or one refusal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.csv_file import NumberedRecords, decode
from finally_cli.model.importing.marketcaps import MarketCapFile, parse_source


def file_of(content: bytes) -> MarketCapFile:
    return MarketCapFile(NumberedRecords(decode(io.BufferedReader(io.BytesIO(content)))))


@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda tail: b"asset,market_cap,month\n" + tail)
    | st.text('0123456789-.,;\n"A KMBT', max_size=200).map(
        lambda tail: b"month;market_cap;asset;source\n" + tail.encode()
    )
)
def test_any_bytes_are_market_caps_or_bad_lines_or_a_refusal(content: bytes) -> None:
    try:
        file = file_of(content)
        rows = list(file.rows())
    except BadFile as refused:
        assert refused.message
        return
    assert len(rows) + len(file.bad) == file.lines


def test_a_market_cap_is_staged_as_the_server_reads_it() -> None:
    file = file_of(b"asset,market_cap,month,source\n Acme ,3.1T,2026-10-31, web \nB,5,2026-09,\n")
    assert list(file.rows()) == [
        (2, "Acme", "2026-10-01", "3100000000000", "web"),
        (3, "B", "2026-09-01", "5", None),
    ]
    assert file.bad == []


@pytest.mark.parametrize("text", ["", "  ", "x" * 201, "a\nb", "a\x1b[31m", "\udcff"])
def test_what_is_no_source_is_refused(text: str) -> None:
    with pytest.raises(BadUsage) as refusal:
        parse_source(text)
    assert refusal.value.hint

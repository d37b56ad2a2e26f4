"""What OFX files do beside the real ones: encodings, ids, corrections, currencies, pending rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finally_cli.model.bank.rows import Said
from finally_cli.model.errors import BadFile
from tests.model.bank.readings import (
    bad_rows,
    balances,
    read,
    read_text,
    remarks,
    rows,
    sections,
)

HEADER = "OFXHEADER:100\nDATA:OFXSGML\nENCODING:USASCII\nCHARSET:1252\n\n"


def row(day: str = "20260301", amount: str = "-5.00", fitid: str = "a", more: str = "") -> str:
    return (
        f"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}<NAME>Shop{more}"
        "</STMTTRN>\n"
    )


def statement(content: str, account: str = "1", currency: str = "EUR", more: str = "") -> str:
    return (
        f"<STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>9<ACCTID>{account}"
        f"</BANKACCTFROM><BANKTRANLIST>{content}</BANKTRANLIST>{more}</STMTRS></STMTTRNRS>"
    )


def ofx(*statements: str) -> str:
    return f"{HEADER}<OFX><BANKMSGSRSV1>{''.join(statements)}</BANKMSGSRSV1></OFX>\n"


def one(content: str) -> list[Said]:
    return read_text(ofx(statement(content)))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_bytes_say_the_encoding_where_the_header_is_wrong(encoding: str) -> None:
    text = ofx(statement(row(more=" Müller € Café")))
    assert [one.text for one in rows(read(text.encode(encoding)))] == ["Shop Müller € Café"]


def test_the_code_page_that_a_header_names_is_taken() -> None:
    text = ofx(statement(row(more=" Łódź"))).replace("CHARSET:1252", "CHARSET:1250")
    said = read(text.encode("cp1250"))
    assert (rows(said)[0].text, remarks(said)) == ("Shop Łódź", [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_with_every_line_end(end: str) -> None:
    text = ofx(statement("\n" + row() + row(fitid="b"))).replace("\n", end)
    assert [one.line for one in rows(read_text(text))] == [7, 8]


@pytest.mark.parametrize("ids", [["1"], ["2", "1", "3"], ["0", "1"], ["001", "002"]])
def test_ids_that_only_count_the_rows_are_none(ids: list[str]) -> None:
    said = one("".join(row(fitid=fitid) for fitid in ids))
    assert [one.bank_id for one in rows(said)] == [None] * len(ids)
    assert remarks(said) == ["IDS_COUNTED"]


@pytest.mark.parametrize("ids", [["2"], ["1", "1"], ["1", "3"], ["1", "2", "x"], ["5", "6"]])
def test_other_numbers_are_ids(ids: list[str]) -> None:
    found = rows(one("".join(row(fitid=fitid) for fitid in ids)))
    assert [one.bank_id for one in found] == ids


def test_ids_are_looked_at_account_by_account() -> None:
    text = ofx(
        statement(row(fitid="1") + row(fitid="2"), account="A"),
        statement(row(fitid="9001") + row(fitid="9002"), account="B"),
    )
    said = read_text(text)
    assert [one.bank_id for one in rows(said)] == [None, None, "9001", "9002"]
    assert [one.account_key for one in sections(said)] == ["A", "B"]


def test_an_id_that_comes_again_is_two_rows_and_a_remark() -> None:
    same = row(fitid="x") + row(fitid="x")
    assert remarks(one(same)) == []
    other = row(fitid="x") + row(fitid="x", amount="-6.00")
    assert len(rows(one(other))) == 2
    assert remarks(one(other)) == ["IDS_REUSED"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("-5", "-5"), ("+5.10", "5.10"), ("-0012,5", "-12.5"), ("1,234.50", "1234.50"),
        ("-1.234,50", "-1234.50"), (".5", "0.5"), ("-3.000", "-3.000"), ("1.00000", "1.0000"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_written(written: str, amount: str) -> None:
    assert [str(one.amount) for one in rows(one(row(amount=written)))] == [amount]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "it has no amount (TRNAMT)"),
        ("-3,000", 'the amount "-3,000" can be read in two ways'),
        ("1.00001", 'the amount "1.00001" has more than four decimals'),
        ("5-", '"5-" is not an amount'),
        ("1e3", '"1e3" is not an amount'),
        ("-", '"-" is not an amount'),
        ("٣", '"٣" is not an amount'),
    ],
)
def test_an_amount_that_cannot_be_read_is_said_with_its_line(written: str, reason: str) -> None:
    said = one(row() + row(amount=written) + row())
    assert [(one.line, one.reason) for one in bad_rows(said)] == [(7, reason)]
    assert len(rows(said)) == 2


def test_a_day_is_the_banks_own_and_never_shifted() -> None:
    found = rows(one(row(day="20260301235959.000[-8:PST]") + row(day="20260301000000[+14]")))
    assert [str(one.day) for one in found] == ["2026-03-01"] * 2


@pytest.mark.parametrize("day", ["20260231", "2026", "19991231", "tomorrow"])
def test_what_is_no_day_is_a_bad_row(day: str) -> None:
    assert len(bad_rows(one(row(day=day)))) == 1


def test_a_row_in_another_currency_is_refused_and_one_that_was_converted_is_not() -> None:
    foreign = "<CURRENCY><CURRATE>1.1<CURSYM>USD</CURRENCY>"
    converted = "<ORIGCURRENCY><CURRATE>1.1<CURSYM>USD</ORIGCURRENCY>"
    said = one(row(more=foreign) + row(more=converted))
    assert [one.reason for one in bad_rows(said)] == [
        "the amount is in USD, and the account in EUR"
    ]
    assert len(rows(said)) == 1


def test_a_row_that_takes_back_an_earlier_one_is_refused_by_name() -> None:
    said = one(row(more="<CORRECTFITID>old7<CORRECTACTION>DELETE"))
    assert [one.reason for one in bad_rows(said)] == [
        'it takes back an earlier row "old7", which only you can do: edit that one by hand'
    ]


def test_pending_rows_are_said_to_be_pending() -> None:
    pending = (
        "<BANKTRANLISTP><DTASOF>20260302<STMTTRNP><TRNTYPE>POS<DTTRAN>20260302<TRNAMT>-7"
        "<NAME>Fuel</STMTTRNP></BANKTRANLISTP>"
    )
    hold = row().replace("CREDIT", "HOLD")
    said = read_text(ofx(statement(row() + hold, more=pending)))
    assert len(rows(said)) == 1
    assert [getattr(one, "pending", None) for one in said if hasattr(one, "pending")] == [
        False, True, True,
    ]  # fmt: skip


def test_the_other_account_a_payee_and_a_check_number_are_kept() -> None:
    more = (
        "<CHECKNUM>77<PAYEE><NAME>Bäcker<CITY>Köln</PAYEE>"
        "<BANKACCTTO><BANKID>1<ACCTID>DE 12-34</BANKACCTTO><MEMO></MEMO>"
    )
    (found,) = rows(one(row(more=more)))
    assert (found.text, found.counter_account) == ("Shop Bäcker 77", "DE1234")


def test_the_closing_balance_is_the_ledgers_and_what_is_available_is_none() -> None:
    more = (
        "<LEDGERBAL><BALAMT>-12,30<DTASOF>20260331</LEDGERBAL>"
        "<AVAILBAL><BALAMT>900<DTASOF>20260331</AVAILBAL>"
    )
    said = read_text(ofx(statement(row(), more=more)))
    assert balances(said) == [("closing", "2026-03-31", Decimal("-12.30"))]


def test_a_row_without_its_end_and_a_less_than_sign_are_read() -> None:
    content = row(more=" 3 < 4 & <MEMO>x").replace("</STMTTRN>", "") + row(fitid="b")
    assert [one.text for one in rows(one(content))] == ["Shop 3 < 4 & x", "Shop"]


def test_a_bank_that_gives_no_statement_is_quoted() -> None:
    text = (
        "<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>15500<SEVERITY>ERROR<MESSAGE>Bad password"
        "</STATUS></SONRS></SIGNONMSGSRSV1></OFX>"
    )
    with pytest.raises(BadFile, match='the bank answered: "Bad password"') as refused:
        read_text(HEADER + text)
    assert refused.value.code == "FILE_WITHOUT_STATEMENT"


def test_investments_are_passed_over_and_counted() -> None:
    buy = "<BUYSTOCK><INVBUY><INVTRAN><FITID>q</INVTRAN><TOTAL>-9</INVBUY></BUYSTOCK>"
    cash = f"<INVBANKTRAN>{row()}<SUBACCTFUND>CASH</INVBANKTRAN>"
    text = (
        "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><CURDEF>USD<INVACCTFROM><BROKERID>b"
        f"<ACCTID>Z9</INVACCTFROM><INVTRANLIST>{buy}{cash}</INVTRANLIST></INVSTMTRS></INVSTMTTRNRS>"
        "</INVSTMTMSGSRSV1></OFX>"
    )
    said = read_text(HEADER + text)
    assert (len(rows(said)), remarks(said)) == (1, ["INVESTMENTS_PASSED_OVER"])


def test_a_text_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(BadFile) as refused:
        read_text(HEADER + "<OFX><MEMO>" + "x" * 3_000_000)
    assert refused.value.code == "FILE_MALFORMED"

"""What a CSV file says by its layout: widths, cuts, signs, words, balances, other lines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from finally_cli.model.bank.csv_rows import read_csv
from finally_cli.model.bank.layout import Columns, Layout, Words
from finally_cli.model.bank.rows import BadRow, Balance, BankRow, Remark, Section
from finally_cli.model.errors import BadFile

SIMPLE = Layout(
    header=("Date", "Text", "Amount"),
    dates="dmy",
    decimal=".",
    columns=Columns(day=("Date",), text=("Text",), amount="Amount"),
)
BALANCED = replace(
    SIMPLE,
    header=("Date", "Text", "Amount", "Balance"),
    columns=replace(SIMPLE.columns, balance="Balance"),
)
FLAGGED = replace(
    SIMPLE,
    header=("Date", "Text", "Amount", "Way"),
    columns=replace(SIMPLE.columns, flag="Way"),
    words=Words(money_in=("I",), money_out=("O",)),
)
IN_OUT = replace(
    SIMPLE,
    header=("Date", "Text", "In", "Out"),
    columns=Columns(day=("Date",), text=("Text",), money_in="In", money_out="Out"),
)
HEAD = "Date,Text,Amount\n"


def said(text: str | bytes, layout: Layout = SIMPLE) -> list[object]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_csv(BytesIO(data), layout))


def rows(text: str | bytes, layout: Layout = SIMPLE) -> list[tuple[int, str, str]]:
    """Each row's line, day and amount."""
    return [
        (row.line, row.day.isoformat(), str(row.amount))
        for row in said(text, layout)
        if isinstance(row, BankRow)
    ]


def problems(text: str | bytes, layout: Layout = SIMPLE) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in said(text, layout) if isinstance(row, BadRow)]


def remarks(text: str | bytes, layout: Layout = SIMPLE) -> list[str]:
    return [row.code for row in said(text, layout) if isinstance(row, Remark)]


def balances(text: str, layout: Layout = BALANCED) -> list[tuple[str, str, str]]:
    return [
        (row.kind, row.day.isoformat(), str(row.amount))
        for row in said(text, layout)
        if isinstance(row, Balance)
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_line_end_and_encoding_gives_the_same_lines(end: str, encoding: str) -> None:
    text = HEAD + "01/02/2026,Café,-1.50\n03/02/2026,Bar,2\n"
    found = said(text.replace("\n", end).encode(encoding))
    assert [row for row in found if isinstance(row, BankRow)] == [
        BankRow(line=2, day=date(2026, 2, 1), amount=Decimal("-1.50"), text="Café"),
        BankRow(line=3, day=date(2026, 2, 3), amount=Decimal(2), text="Bar"),
    ]


def test_mixed_line_ends_and_a_quoted_line_break_are_counted_as_lines() -> None:
    text = HEAD + '01/02/2026,"two\nlines",1.00\r\n\r\n02/02/2026,x,2.00\r03/02/2026,y,3.00\n'
    assert rows(text) == [
        (2, "2026-02-01", "1.00"),
        (5, "2026-02-02", "2.00"),
        (6, "2026-02-03", "3.00"),
    ]


def test_a_file_whose_columns_have_moved_still_reads() -> None:
    assert rows("Amount,New,Date,Text\n-5.00,x,01/02/2026,y\n") == [(2, "2026-02-01", "-5.00")]
    assert rows("Amount;Date;Text\n-5.00;01/02/2026;y\n") == [(2, "2026-02-01", "-5.00")]


def test_a_file_without_a_column_that_is_read_is_of_another_layout() -> None:
    with pytest.raises(BadFile) as refused:
        said("Date,Text,Sum\n01/02/2026,y,-5.00\n")
    assert refused.value.code == "LAYOUT_DIFFERS"
    assert 'no column "Amount"' in refused.value.message


def test_what_stands_above_the_header_may_be_of_any_length() -> None:
    assert rows("Account,12\n\nFrom,01/02/2026\n" + HEAD + "01/02/2026,x,1\n") == [
        (5, "2026-02-01", "1")
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("31/02/2026,x,1.00", 'there is no day "31/02/2026"'),
        ("01/02/2026,x,1,50", "has 4 cells where others have 3"),
        ("01/02/2026,x", "has 2 cells where others have 3"),
        ("01/02/2026,x,", "there is no amount"),
        ("01/02/2026,x,abc", '"abc" is not an amount'),
        ("01/02/2026,x,1.23456", "more than four decimals"),
        ("2026-02-01,x,1.00", "is not written as the others are"),
        ("x,y,1.00", '"x" is not a date'),
        (",y,1.00", "there is no date"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_line(line: str, reason: str) -> None:
    [(number, found)] = problems(f"{HEAD}01/02/2026,x,1.00\n{line}\n02/02/2026,z,2.00\n")
    assert number == 3
    assert reason in found


def test_lines_without_a_row_are_passed_over_and_said() -> None:
    text = HEAD + "A remark,,\n01/02/2026,x,1.00\nTotal,,1.00\nDate,Text,Amount\n"
    assert rows(text) == [(3, "2026-02-01", "1.00")]
    assert problems(text) == []
    assert remarks(text) == ["LINES_PASSED_OVER"]


@pytest.mark.parametrize("end", range(1, len("02/02/2026,y,-234.50\n")))
def test_a_file_cut_off_at_any_byte_of_its_last_line_is_never_taken_as_whole(end: int) -> None:
    cut = HEAD + "01/02/2026,x,1.00\n" + "02/02/2026,y,-234.50\n"[:end]
    assert problems(cut) or remarks(cut) == ["NO_LINE_END"]


def test_a_file_that_ends_within_quotes_is_refused() -> None:
    with pytest.raises(BadFile) as refused:
        said(HEAD + '01/02/2026,"x,1.00\n02/02/2026,y,2.00\n')
    assert refused.value.code == "BAD_QUOTES"


def test_quotes_inside_of_a_quoted_cell_are_read_where_they_are_clear() -> None:
    assert rows(HEAD + '01/02/2026,"The "Bar" here",1.00\n') == [(2, "2026-02-01", "1.00")]


def test_a_nul_is_refused_with_its_line() -> None:
    with pytest.raises(BadFile, match="line 2 holds a NUL"):
        said(HEAD.encode() + b"01/02/2026,a\0b,1.00\n")


def test_spending_above_zero_is_turned_and_money_back_as_well() -> None:
    card = replace(SIMPLE, sign="spending-positive")
    text = HEAD + "01/02/2026,x,5.00\n02/02/2026,y,-7.00\n03/02/2026,z,8.00 CR\n"
    assert [amount for _, _, amount in rows(text, card)] == ["-5.00", "7.00", "8.00"]


def test_only_what_has_a_plus_came_in_where_the_layout_says_so() -> None:
    card = replace(SIMPLE, sign="plus-is-in")
    text = HEAD + "01/02/2026,x,£5.00\n02/02/2026,y,+ £7.00\n03/02/2026,z,0.50\n"
    assert [amount for _, _, amount in rows(text, card)] == ["-5.00", "7.00", "-0.50"]


def test_a_word_says_which_way_money_went_and_another_one_is_refused() -> None:
    text = "Date,Text,Amount,Way\n01/02/2026,x,5,O\n02/02/2026,y,7,i\n03/02/2026,z,8,EUR\n"
    assert [amount for _, _, amount in rows(text, FLAGGED)] == ["-5", "7"]
    [(line, reason)] = problems(text, FLAGGED)
    assert line == 4
    assert '"EUR" says neither' in reason


def test_a_sign_may_agree_with_the_word_and_is_refused_where_it_does_not() -> None:
    head = "Date,Text,Amount,Way\n"
    agrees = head + "01/02/2026,x,-5,O\n02/02/2026,y,7,I\n"
    assert [amount for _, _, amount in rows(agrees, FLAGGED)] == ["-5", "7"]
    [(line, reason)] = problems(head + "01/02/2026,x,-5,I\n", FLAGGED)
    assert (line, "below zero" in reason) == (2, True)
    [(line, reason)] = problems(head + "01/02/2026,x,5,O\n02/02/2026,y,-3,O\n", FLAGGED)
    assert (line, "has a minus, unlike that of line 2" in reason) == (3, True)


def test_money_in_and_out_stand_in_two_columns_and_never_in_both() -> None:
    text = "Date,Text,In,Out\n01/02/2026,x,5.00,\n02/02/2026,y,0.00,7.00\n03/02/2026,z,1,2\n"
    assert [amount for _, _, amount in rows(text, IN_OUT)] == ["5.00", "-7.00"]
    assert [line for line, _ in problems(text, IN_OUT)] == [4]
    negative = replace(IN_OUT, out_has_minus=True)
    assert rows("Date,Text,In,Out\n01/02/2026,x,,-5.00\n", negative)[0][2] == "-5.00"


def test_two_currencies_without_a_column_are_refused_and_with_one_are_sections() -> None:
    with pytest.raises(BadFile) as refused:
        said(HEAD + "01/02/2026,x,€5.00\n02/02/2026,y,$6.00\n")
    assert refused.value.code == "TWO_CURRENCIES"
    told = replace(
        SIMPLE,
        header=(*SIMPLE.header, "Currency", "Account"),
        columns=replace(SIMPLE.columns, currency="Currency", account="Account"),
    )
    text = "Date,Text,Amount,Currency,Account\n" + "".join(
        f"01/02/2026,x,1,{currency},NL00 X 1\n" for currency in ("EUR", "USD", "USD", "EUR")
    )
    sections = [row for row in said(text, told) if isinstance(row, Section)]
    assert [(row.line, row.account_key, row.currency) for row in sections] == [
        (2, "NL00X1", "EUR"),
        (3, "NL00X1", "USD"),
        (5, "NL00X1", "EUR"),
    ]


def test_balances_before_and_after_the_rows_are_known_in_either_order() -> None:
    """100 - 5 = 95, 95 + 20 = 115."""
    head = "Date,Text,Amount,Balance\n"
    old, new = "01/02/2026,x,-5,95\n", "03/02/2026,y,20,115\n"
    expected = [("opening", "2026-01-31", "100"), ("closing", "2026-02-03", "115")]
    assert balances(head + old + new) == expected
    assert balances(head + new + old) == expected


def test_the_order_within_a_day_is_the_one_in_which_balances_follow() -> None:
    """The newest on top: 100 - 5 = 95, 95 + 20 = 115."""
    text = "Date,Text,Amount,Balance\n03/02/2026,y,20,115\n03/02/2026,x,-5,95\n"
    assert balances(text) == [("opening", "2026-02-02", "100"), ("closing", "2026-02-03", "115")]


def test_days_may_run_down_while_the_rows_of_a_day_run_up() -> None:
    """100 - 5 = 95 and 95 + 20 = 115 on the 1st; 115 - 1 = 114 and 114 - 2 = 112 on the 3rd."""
    text = (
        "Date,Text,Amount,Balance\n03/02/2026,y,-1,114\n03/02/2026,z,-2,112\n"
        "01/02/2026,x,-5,95\n01/02/2026,x,20,115\n"
    )
    assert balances(text) == [("opening", "2026-01-31", "100"), ("closing", "2026-02-03", "112")]


def test_a_balance_that_stands_once_a_day_is_of_its_end() -> None:
    """The first day's rows are 5 and 6, after which there are 100: 89 before."""
    text = (
        "Date,Text,Amount,Balance\n01/02/2026,x,5,100\n01/02/2026,y,6,\n03/02/2026,z,-1,\n"
        "03/02/2026,z,-2,97\n"
    )
    assert balances(text) == [("opening", "2026-01-31", "89"), ("closing", "2026-02-03", "97")]


def test_a_balance_of_what_is_owed_is_below_zero() -> None:
    card = replace(BALANCED, sign="spending-positive", balance_is_debt=True)
    text = "Date,Text,Amount,Balance\n01/02/2026,x,5.00,105.00\n"
    assert balances(text, card) == [
        ("opening", "2026-01-31", "-100.00"),
        ("closing", "2026-02-01", "-105.00"),
    ]


def test_a_row_that_only_says_a_balance_is_no_row() -> None:
    text = "Date,Text,Amount,Balance\n01/02/2026,Brought forward,,100\n01/02/2026,x,-5,95\n"
    assert [line for line, _, _ in rows(text, BALANCED)] == [3]


def test_states_say_what_is_booked_what_is_pending_and_what_never_was() -> None:
    layout = replace(
        SIMPLE,
        header=(*SIMPLE.header, "State"),
        columns=replace(SIMPLE.columns, state="State"),
        words=Words(booked=("DONE",), pending=("OPEN",), skipped=("FAILED",)),
    )
    head = "Date,Text,Amount,State\n"
    found = said(head + "01/02/2026,x,1,done\n01/02/2026,x,2,Open\n01/02/2026,x,3,FAILED\n", layout)
    assert [(row.line, row.pending) for row in found if isinstance(row, BankRow)] == [
        (2, False),
        (3, True),
    ]
    [(line, reason)] = problems(head + "01/02/2026,x,1,LOST\n", layout)
    assert (line, '"LOST"' in reason) == (2, True)


def test_more_of_a_text_stands_in_the_next_line_where_the_layout_says_so() -> None:
    layout = replace(SIMPLE, two_lines=True)
    text = HEAD + "01/02/2026,Purchase,1\n,at the bar\n02/02/2026,Fee,2\n,of the bank,\n"
    found = [row for row in said(text, layout) if isinstance(row, BankRow)]
    assert [(row.line, row.text) for row in found] == [
        (2, "Purchase at the bar"),
        (4, "Fee of the bank"),
    ]


def test_a_file_without_rows_has_a_section_all_the_same() -> None:
    assert said(HEAD) == [Section(line=2)]

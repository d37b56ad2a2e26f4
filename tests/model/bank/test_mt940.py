"""What MT940 files do beside the real ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finally_cli.model.bank.rows import Said
from finally_cli.model.errors import BadFile
from tests.model.bank.readings import bad_rows, balances, read_text, remarks, rows, sections


def sta(*fields: str, closing: str = ":62F:C260131EUR100,00", end: str = "\n-\n") -> str:
    return "\n".join(
        [":20:X", ":25:12345/678", ":28C:1/1", ":60F:C251231EUR100,00", *fields, closing]
    ) + end  # fmt: skip


def only(field: str, *more: str) -> list[Said]:
    return read_text(sta(":61:" + field, *more))


@pytest.mark.parametrize(
    ("mark", "sign"), [("C", 1), ("D", -1), ("RC", -1), ("RD", 1), ("CR", 1), ("DR", -1)]
)
def test_a_reversal_turns_the_direction_and_a_third_letter_does_not(mark: str, sign: int) -> None:
    # R before the mark is a reversal; R behind it is the last letter of the currency: EUR.
    (row,) = rows(only(f"2601150115{mark}12,5NTRFNONREF"))
    assert row.amount == sign * Decimal("12.5")


@pytest.mark.parametrize(
    ("dates", "booked", "value_day"),
    [
        ("2512300102", "2026-01-02", "2025-12-30"),
        ("2601021230", "2025-12-30", "2026-01-02"),
        ("2601150115", "2026-01-15", None),
        ("260115", "2026-01-15", None),
        ("260115    ", "2026-01-15", None),
    ],
)
def test_the_day_of_booking_is_in_the_year_that_is_nearest(
    dates: str, booked: str, value_day: str | None
) -> None:
    (row,) = rows(only(f"{dates}C1,00NTRFNONREF"))
    assert (str(row.day), row.value_day and str(row.value_day)) == (booked, value_day)


def test_a_30_february_alone_is_the_last_of_the_month_and_that_is_said() -> None:
    said = only("260230C1,00NTRFNONREF")
    assert [str(one.day) for one in rows(said)] == ["2026-02-28"]
    assert remarks(said) == ["DAY_NOT_IN_CALENDAR"]


def test_a_row_that_cannot_be_read_is_said_with_its_line_and_the_others_come() -> None:
    said = read_text(
        sta(":61:2601150115C1,00NTRFNONREF", ":61:not a row", ":86:words", ":61:261301C1,NMSC")
    )
    assert [one.line for one in bad_rows(said)] == [6, 8]
    assert len(rows(said)) == 1


@pytest.mark.parametrize(
    ("words", "text", "account"),
    [
        (["166?00GUTSCHRIFT?20EREF+7?21SVWZ+Miete?30BANKDEFF?31DE89370400440532013000?32Erika",
          "?33 Muster"], "Erika Muster EREF+7 SVWZ+Miete GUTSCHRIFT", "DE89370400440532013000"),
        # 27 letters fill a sub-field: the word goes on in the next.
        (["166?20" + "a" * 27 + "?21bc"], "a" * 27 + "bc", None),
        (["/TRTP/SEPA OVERBOEKING/IBAN/NL69ABCD0123456789/BIC/ABCDNL2A/NAME/J. Jansen/REMI/nr 7"],
         "J. Jansen nr 7 SEPA OVERBOEKING", "NL69ABCD0123456789"),
        (["plain words", "on two lines"], "plain words on two lines", None),
        (["x" * 65, "yz"], "x" * 65 + "yz", None),
    ],
)  # fmt: skip
def test_the_words_of_a_row_are_read_in_each_way_that_banks_write_them(
    words: list[str], text: str, account: str | None
) -> None:
    (row,) = rows(only("260115C1,00NTRFNONREF", ":86:" + words[0], *words[1:]))
    assert (row.text, row.counter_account, row.bank_id) == (text, account, None)


def test_swift_blocks_around_the_statements_are_passed_over() -> None:
    text = "{1:F01BANKDEFFAXXX0000000000}{2:O9400000000000BANKDEFF00N}{4:\r\n"
    text += sta(":61:260115C1,00NTRFNONREF", end="\n").replace("\n", "\r\n") + "-}{5:{CHK:1A}}\r\n"
    said = read_text(text * 2)
    assert (len(rows(said)), len(balances(said))) == (2, 4)


def test_the_currency_behind_an_account_is_no_part_of_it() -> None:
    said = read_text(sta().replace(":25:12345/678", ":25:NL71RABO0123456789 EUR"))
    assert sections(said)[0].account_key == "NL71RABO0123456789"


def test_a_statement_without_its_closing_balance_is_cut_off() -> None:
    with pytest.raises(BadFile) as refused:
        read_text(sta(":61:260115C1,00NTRFNONREF", closing="", end=""))
    assert refused.value.code == "FILE_CUT"


def test_a_balance_that_lost_its_last_digit_is_cut_off_and_another_is_not_judged() -> None:
    with pytest.raises(BadFile) as refused:
        read_text(sta(closing=":62F:C260131EUR100,0").replace("100,00", "100,05")[:-3])
    assert refused.value.code == "FILE_CUT"
    # With the end of its line it is whole: that it does not follow is for others to say.
    assert len(balances(read_text(sta(closing=":62F:C260131EUR7,00")))) == 2


def test_a_message_of_the_day_is_no_statement() -> None:
    with pytest.raises(BadFile, match="MT942"):
        read_text(":20:X\n:25:1\n:28C:1\n:34F:EUR0,\n:13D:2601151200+0100\n:90D:0EUR0,\n-\n")


def test_the_name_of_a_file_in_a_statement_is_not_opened() -> None:
    assert rows(only("260115C1,00NTRFNONREF", ":86:/etc/hostname"))[0].text == "/etc/hostname"


def test_what_banks_break_or_put_behind_a_reference_is_read() -> None:
    said = read_text(
        sta(
            ":61:2601150115CR", "30,00N062NONREF", ":", "86:166?00GUTSCHRIFT?20Test",
            ":61:260115D1,28N0440121470966      W.P. Jansen", ":86:A", ":86:B",
        )
    )  # fmt: skip
    assert [(one.amount, one.text) for one in rows(said)] == [
        (Decimal("30.00"), "Test GUTSCHRIFT"),
        (Decimal("-1.28"), "A B W.P. Jansen 0121470966"),
    ]


def test_zeros_before_a_balance_are_no_digits_too_many() -> None:
    row, closing = ":61:260115C00000000000000,05NMSC", ":62F:C260131EUR0000000000000100,05"
    said = read_text(sta(row, closing=closing))
    assert (rows(said)[0].amount, balances(said)[1][2]) == (Decimal("0.05"), Decimal("100.05"))

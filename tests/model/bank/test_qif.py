"""What QIF files leave open is decided by all of their rows together, or asked."""

from __future__ import annotations

import pytest

from finally_cli.model.errors import BadFile
from tests.model.bank.readings import bad_rows, read, read_text, remarks, rows, sections


def qif(*records: str, header: str = "!Type:Bank") -> str:
    return header + "\n" + "".join(f"{record}\n^\n" for record in records)


def days(text: str, **options: str) -> list[str]:
    return [str(one.day) for one in rows(read_text(text, **options))]


def test_a_date_that_can_be_two_days_is_refused_with_both() -> None:
    text = qif("D03/04/2026\nT-1.00\nPA")
    with pytest.raises(BadFile) as refused:
        read_text(text)
    assert refused.value.code == "DATES_AMBIGUOUS"
    assert '"03/04/2026" in line 2 is 2026-04-03 or 2026-03-04' in refused.value.message
    assert days(text, date_order="dmy") == ["2026-04-03"]
    assert days(text, date_order="mdy") == ["2026-03-04"]


def test_one_row_decides_for_all() -> None:
    assert days(qif("D03/04/26\nT1.00", "D13/04/26\nT1.00")) == ["2026-04-03", "2026-04-13"]
    assert days(qif("D3/ 4'26\nT1.00", "D3/14'26\nT1.00")) == ["2026-03-04", "2026-03-14"]


@pytest.mark.parametrize(
    ("written", "day"),
    [("19.12.2018", "2018-12-19"), ("2018-12-19", "2018-12-19"), ("4/ 4' 5", None),
     ("12/19/18", "2018-12-19"), ("1/ 1'00", "2000-01-01"), ("03.04.2026", "2026-04-03")],
)  # fmt: skip
def test_days_are_read_as_programs_write_them(written: str, day: str | None) -> None:
    said = read_text(qif(f"D{written}\nT1.00"))
    assert [str(one.day) for one in rows(said)] == ([day] if day else [])


def test_a_day_of_the_last_century_is_no_day_of_the_next() -> None:
    assert len(bad_rows(read_text(qif("D12/31/98\nT1.00")))) == 1


def test_the_decimal_mark_is_decided_by_all_rows() -> None:
    said = rows(read_text(qif("D13/1/26\nT-1.234", "D13/1/26\nT-5,50")))
    assert [str(one.amount) for one in said] == ["-1234", "-5.50"]
    with pytest.raises(BadFile) as refused:
        read_text(qif("D13/1/26\nT-1.234"))
    assert refused.value.code == "AMOUNTS_AMBIGUOUS"
    text = qif("D13/1/26\nT-1.234")
    assert str(rows(read_text(text, decimal=","))[0].amount) == "-1234"
    assert str(rows(read_text(text, decimal="."))[0].amount) == "-1.234"


def test_several_accounts_are_told_apart_and_one_has_no_key() -> None:
    two = (
        "!Option:AutoSwitch\n!Account\nNGiro\nTBank\n^\nNCard\nTCCard\n^\n!Clear:AutoSwitch\n"
        "!Account\nNGiro\nTBank\n^\n!Type:Bank\nD1/13/26\nT-5.00\nPShop\nL[Card]\n^\n"
        "!Account\nNCard\nTCCard\n^\n!Type:CCard\nD1/13/26\nT5.00\nPShop\nL[Giro]\n^\n"
    )
    said = read_text(two)
    assert [one.account_key for one in sections(said)] == ["GIRO", "CARD"]
    assert [one.transfer_account for one in rows(said)] == ["Card", "Giro"]
    alone = "!Account\nNGiro\n^\n!Type:Bank\nD1/13/26\nT5.00\nPX\nL[Giro]\n^\n"
    said = read_text(alone)
    assert [one.account_key for one in sections(said)] == [None]
    assert [(one.is_opening, one.transfer_account) for one in rows(said)] == [(True, None)]


def test_parts_that_are_not_the_whole_are_a_bad_row() -> None:
    text = qif("D1/13/26\nT-10.00\nSFood\n$-4.00\nSFuel\n$-5.00")
    assert [one.reason for one in bad_rows(read_text(text))] == [
        "its parts are -9.00 in all, and it is -10.00"
    ]


def test_a_record_without_its_end_is_a_file_that_was_cut_off() -> None:
    with pytest.raises(BadFile) as refused:
        read_text(qif("D1/13/26\nT1.00") + "D1/14/26\nT2.00\n")
    assert refused.value.code == "FILE_CUT"


def test_letters_that_are_no_utf_8_are_read_as_windows_and_that_is_said() -> None:
    said = read(qif("D1/13/26\nT1.00\nPMüller").encode("cp1252"))
    assert (rows(said)[0].text, remarks(said)) == ("Müller", ["ENCODING_CHOSEN"])
    asked = read(qif("D1/13/26\nT1.00\nPŁódź").encode("cp1250"), encoding="cp1250")
    assert (rows(asked)[0].text, remarks(asked)) == ("Łódź", [])


def test_lists_are_passed_over_and_what_is_not_known_is_said() -> None:
    text = (
        '!Type:Prices\n"X",1.5,"1/13/26"\n^\n!Type:Memorized\nKC\nT9.99\n^\n!Type:Novelty\nDx\n^\n'
        + qif("D1/13/26\nT1.00")
    )
    said = read_text(text)
    assert (len(rows(said)), remarks(said)) == (1, ["RECORDS_PASSED_OVER"])


def test_an_amount_of_thousands_of_letters_is_none_at_once() -> None:
    said = read_text(qif("D1/13/26\nT" + "x" * 60_000, "D1/13/26\nT1.00"))
    assert (len(bad_rows(said)), len(rows(said))) == (1, 1)


def test_bytes_that_are_not_in_the_encoding_that_is_said_are_refused() -> None:
    with pytest.raises(BadFile) as refused:
        read(qif("D1/13/26\nT1.00\nPMüller").encode("cp1252"), encoding="utf-8")
    assert refused.value.code == "BAD_ENCODING"

"""Which encoding bytes have: what says so, and what nothing says."""

from io import BytesIO

import pytest

from finally_cli.model.bank.encoding import find_encoding

WORDS = "Datum;Größe;Betrag\n31.12.2026;Müller;1,00\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (WORDS.encode(), "utf-8"),
        (WORDS.encode("utf-8-sig"), "utf-8-sig"),
        (WORDS.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), "utf-16"),
        (WORDS.encode("utf-16-le"), "utf-16-le"),
        (WORDS.encode("utf-16-be"), "utf-16-be"),
        (WORDS.encode("cp1252"), "cp1252"),
        (b"Datum;Betrag\n", "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_what_the_bytes_say_is_no_question(data: bytes, name: str) -> None:
    found = find_encoding(BytesIO(data))
    assert (found.name, found.is_open) == (name, False)


def test_letters_that_the_code_pages_have_in_common_are_no_question() -> None:
    """ä, ö, ü, ß and é stand at the same places in cp1250 and cp1252."""
    assert not find_encoding(BytesIO("Überweisung, Café, Maß".encode("cp1250"))).is_open


def test_letters_that_differ_between_code_pages_are_shown() -> None:
    found = find_encoding(BytesIO("Číslo účtu".encode("cp1250")))
    assert found.is_open
    assert {page.name: page.example for page in found.choices} == {
        "cp1252": "Èíslo úètu",
        "cp1250": "Číslo účtu",
        "cp1257": "Čķslo śčtu",
    }


def test_umlauts_of_dos_are_not_taken_for_signs() -> None:
    """0x81 is ü in cp850; in cp1252 there is no such letter, and „ within a word is ä's byte."""
    found = find_encoding(BytesIO("Käufer, Müller, Größe".encode("cp850")))
    assert "cp850" in [page.name for page in found.choices] or found.name == "cp850"


def test_a_letter_that_is_cut_off_at_the_end_leaves_the_rest_utf_8() -> None:
    assert find_encoding(BytesIO("Café é".encode()[:-1])).name == "utf-8"


def test_japanese_is_among_what_it_may_be() -> None:
    found = find_encoding(
        BytesIO("日付,摘要,お支払金額\n2026/01/02,コンビニ、東京,100\n".encode("cp932"))
    )
    assert "cp932" in [found.name, *(page.name for page in found.choices)]

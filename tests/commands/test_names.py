"""One name, in whatever case and however its letters are encoded: at every door, in psql, too."""

import unicodedata
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.text import fold_name
from tests.conftest import Run

COMPOSED, DECOMPOSED = "Caf\u00e9 Zo\u00eb", "Cafe\u0301 Zoe\u0308"
# The same to a reader, or in another case: marks beside the letters, in capitals, and both.
AGAIN = [DECOMPOSED, COMPOSED.upper(), DECOMPOSED.upper(), COMPOSED.lower()]


def assets(run: Run) -> list[str]:
    return [row["asset"] for row in run("asset", "list", "--all", "--json").json["rows"]]


@pytest.mark.parametrize("first", [COMPOSED, DECOMPOSED])
@pytest.mark.parametrize("second", AGAIN)
def test_an_asset_has_one_name_however_it_is_typed(first: str, second: str, run: Run) -> None:
    run("asset", "add", first, "--category", "CASH")
    assert assets(run) == [COMPOSED], "it is kept composed"
    refused = run("asset", "add", second, "--category", "CASH", "--json")
    assert (refused.exit_code, refused.error["code"]) == (6, "ASSET_EXISTS")
    assert run("snapshot", "add", second, "12").exit_code == 0
    twice = run("snapshot", "add", f"{first}=1", f"{second}=2")
    assert "is given twice" in twice.stderr
    assert run("asset", "edit", second, "--ticker", DECOMPOSED).exit_code == 0
    assert run("asset", "list", "--json").json["rows"][0]["ticker"] == COMPOSED
    assert assets(run) == [COMPOSED]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"), ("Straße", "STRAẞE"), ("ΟΔΟΣ", "οδος"), ("οδος", "οδοσ"),
        ("İstanbul", "i\u0307stanbul"), ("ﬁsh", "FISH"), ("\u03aa\u0301", "\u0390"),
        ("Сбербанк", "сбербанк"), ("\u212b", "å"), ("K\u0327", "\u0137"),
    ],
)  # fmt: skip
def test_case_is_folded_as_unicode_has_it(one: str, other: str, run: Run) -> None:
    run("asset", "add", one, "--category", "CASH")
    assert run("asset", "add", other, "--category", "CASH").exit_code == 6
    assert run("snapshot", "add", other, "1").exit_code == 0


@pytest.mark.parametrize(("one", "other"), [("ı", "i"), ("é", "e"), ("می\u200cخ", "میخ")])
def test_what_reads_as_another_word_is_another_name(one: str, other: str, run: Run) -> None:
    run("asset", "add", one, "--category", "CASH")
    assert run("asset", "add", other, "--category", "CASH").exit_code == 0


def test_the_program_and_the_database_fold_every_letter_alike(
    owner: psycopg.Connection[Any],
) -> None:
    """The letters of Unicode 14, of which the function has a table: CaseFolding.txt, C and F."""
    letters = [
        letter
        for letter in map(chr, (*range(1, 0xD800), *range(0xE000, 0x1F000)))
        if unicodedata.ucd_3_2_0.category(letter) != "Cn" or letter in "ẞꜨⱯ𐐀𐒰Ა"
        if letter.casefold() != letter or unicodedata.normalize("NFC", letter) != letter
    ]
    assert len(letters) > 1000
    rows = owner.execute("SELECT c, folded(c) FROM unnest(%s::text[]) AS c", [letters]).fetchall()
    assert [(letter, fold) for letter, fold in rows if fold != fold_name(letter)] == []
    words = [*AGAIN, "Straße und ﬁn", "e\u0301\u0302", "", "日本銀行", "Ça\u0327"]
    rows = owner.execute("SELECT c, folded(c) FROM unnest(%s::text[]) AS c", [words]).fetchall()
    assert [(word, fold) for word, fold in rows if fold != fold_name(word)] == []


def test_psql_cannot_make_two_of_one_name(run: Run, books: psycopg.Connection[Any]) -> None:
    run("asset", "add", COMPOSED, "--category", "CASH")
    for name in AGAIN:
        with pytest.raises(psycopg.errors.UniqueViolation), books.transaction():
            books.execute(
                "INSERT INTO assets (user_id, category_id, asset_name)"
                " SELECT user_id, category_id, %s FROM assets",
                [name],
            )
    # What psql has made decomposed is found by the composed name.
    books.execute("UPDATE assets SET asset_name = %s", [DECOMPOSED])
    assert run("snapshot", "add", COMPOSED, "1").exit_code == 0


def test_a_file_names_assets_and_categories_however_it_is_encoded(run: Run, tmp_path: Path) -> None:
    run("asset", "add", COMPOSED, "--category", "CASH")
    run("category", "add", DECOMPOSED, "--kind", "expense", "--code", "CAFES")
    file = tmp_path / "values.csv"
    file.write_text(f"asset,month,value\n{DECOMPOSED},2026-10,5\n", encoding="utf-8")
    assert run("import", "snapshots", str(file)).exit_code == 0
    file.write_text(
        f"asset,month,value\n{DECOMPOSED},2026-10,5\n{COMPOSED},2026-10,6\n", encoding="utf-8"
    )
    assert "line 3" in run("import", "snapshots", str(file)).stderr.replace("Line", "line")
    file.write_text(f"asset,month,market_cap\n{DECOMPOSED},2026-10,5M\n", encoding="utf-8")
    assert run("marketcap", "import", str(file)).exit_code == 0
    file.write_text(f"amount,category,month\n7,{DECOMPOSED},2026-10\n", encoding="utf-8")
    assert run("import", "expenses", str(file)).exit_code == 0
    file.write_text(
        f"asset,category,month,value\nA,{DECOMPOSED},2026-10,5\nB\u0301,CASH,2026-10,6\n"
        "B\u0301,CASH,2026-09,6\n",
        encoding="utf-8",
    )
    run("category", "add", COMPOSED, "--kind", "asset", "--code", "CAFE_ASSETS")
    assert run("import", "snapshots", str(file), "--create-assets").exit_code == 0
    assert sorted(assets(run)) == ["A", "B\u0301", COMPOSED]


@pytest.mark.parametrize("typed", AGAIN)
def test_categories_notes_and_recurring_items_are_found_by_it(typed: str, run: Run) -> None:
    run("category", "add", COMPOSED, "--kind", "expense", "--code", "CAFES")
    run("category", "add", f"FOOD/{DECOMPOSED}", "--code", "FOOD_CAFES")
    assert run("category", "list", "--json").stdout.count(COMPOSED) == 2
    assert run("expense", "add", "5", typed, "--note", f"at the {DECOMPOSED}").exit_code == 0
    assert run("expense", "add", "5", "FOOD", "--sub", typed).exit_code == 0
    found = run("expense", "list", "--search", typed, "--json").json
    assert [row["amount"] for row in found["rows"]] == ["5.00"]
    assert found["totals"]["items"] == 1
    assert found["rows"][0]["note"] == f"at the {DECOMPOSED}", "a note is kept as it was typed"
    run("income", "add", "6", "SALARY", "--note", DECOMPOSED)
    assert len(run("income", "list", "--search", typed, "--json").json["rows"]) == 1
    run("recurring", "add", "expense", "9", "RENT", "--note", DECOMPOSED, "--from", "2026-11")
    assert run("recurring", "edit", typed, "--amount", "10").exit_code == 0


def test_the_code_made_of_a_name_is_that_of_the_name_and_not_of_its_encoding(run: Run) -> None:
    made = run("category", "add", DECOMPOSED, "--kind", "income", "--json").json["rows"][0]
    again = run("category", "add", COMPOSED, "--kind", "income", "--json")
    assert (made["name"], again.error["code"]) == (COMPOSED, "CATEGORY_EXISTS")


def test_a_user_is_one_by_any_encoding_of_the_address(run: Run) -> None:
    address, again = "zo\u00eb@example.org", "ZOE\u0308@example.org"
    assert run("user", "add", again).exit_code == 0
    assert run("user", "add", address).exit_code == 6
    assert run("asset", "list", "--user", address).exit_code == 0
    assert run("asset", "list", "--user", "zoe\u0308").exit_code == 0
    assert run("user", "edit", "--name", "Zoe\u0308", "--user", again).exit_code == 0
    row = run("user", "list", "--json").json["rows"][-1]
    assert (row["email"], row["display_name"]) == ("ZO\u00cb@example.org", "Zo\u00eb")


def test_what_is_like_it_is_offered_in_either_encoding(run: Run) -> None:
    run("asset", "add", COMPOSED, "--category", "CASH")
    for typed in ("Cafe\u0301 Zoe", "caf\u00e9 zo"):
        assert f'Did you mean "{COMPOSED}"?' in run("snapshot", "add", typed, "1").stderr

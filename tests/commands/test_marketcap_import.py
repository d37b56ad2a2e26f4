"""finally marketcap import: what a good file does, what is refused, and that then nothing is."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal

Import = Callable[..., Outcome]

MEND = "Mend them in the file, and import it again."
FORM = "A file has the columns asset,market_cap,month and perhaps source."
HEADER = "asset,market_cap,month\n"
FILE = """\
month,asset,market_cap,source
2026-09,Acme,400B,annual report
2026-10,acme,"450,000,000,000.00",
2026-10,Coin,1.5m,
"""
KEPT = [
    ("2026-10", "Acme", "450000000000.00", "file"),
    ("2026-10", "Coin", "1500000.00", "file"),
    ("2026-09", "Acme", "400000000000.00", "annual report"),
]


def bad(count: int, of: int, *bad_lines: str) -> Outcome:
    lines = f"{of} line" if of == 1 else f"{of} lines"
    message = f"{count} of {lines} cannot be imported; nothing was written"
    return refusal(7, message, MEND, *bad_lines)


def list_market_caps(run: Run, *options: str) -> list[tuple[str, str, str, str]]:
    rows = run("marketcap", "list", *options, "--json").json["rows"]
    return [(row["month"], row["asset"], row["market_cap"], row["source"]) for row in rows]


def on_the_assets(run: Run, *options: str) -> dict[str, str | None]:
    rows = run("asset", "list", "--json", *options).json["rows"]
    return {row["asset"]: row["market_cap"] for row in rows}


@pytest.fixture
def acme(run: Run) -> Run:
    """A share, a coin and a debt."""
    run("asset", "add", "Acme", "--category", "SINGLE_STOCKS", "--currency", "USD")
    run("asset", "add", "Coin", "--category", "CRYPTO")
    run("asset", "add", "Loan", "--category", "LOAN")
    return run


@pytest.fixture
def import_(acme: Run, tmp_path: Path) -> Import:
    """Import a text, or bytes."""

    def imported(content: str | bytes, *options: str) -> Outcome:
        file = tmp_path / "caps.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return acme("marketcap", "import", str(file), *options)

    return imported


# -- what a good file does


def test_every_line_is_recorded_and_the_assets_show_the_newest(acme: Run, import_: Import) -> None:
    assert import_(FILE) == Outcome(
        0,
        "Imported 3 market caps from 2026-09 to 2026-10: 3 added, 0 replaced, 0 unchanged.\n",
        "",
    )
    assert list_market_caps(acme) == KEPT
    assert on_the_assets(acme) == {"Acme": "450000000000.00", "Coin": "1500000.00", "Loan": None}


def test_the_same_file_again_leaves_everything_as_it_is(
    acme: Run, import_: Import, books: psycopg.Connection[Any]
) -> None:
    import_(FILE)
    rows = "SELECT id, ctid::text FROM market_cap_history ORDER BY id"  # ctid: the row's version
    assets = "SELECT id, ctid::text FROM assets ORDER BY id"
    before = books.execute(rows).fetchall(), books.execute(assets).fetchall()
    assert import_(FILE) == Outcome(
        0,
        "Imported 3 market caps from 2026-09 to 2026-10: 0 added, 0 replaced, 3 unchanged.\n",
        "",
    )
    assert (books.execute(rows).fetchall(), books.execute(assets).fetchall()) == before
    assert list_market_caps(acme) == KEPT


def test_an_earlier_value_of_the_month_is_replaced_and_the_rest_stays(
    acme: Run, import_: Import
) -> None:
    acme("marketcap", "set", "Acme", "1", "--month", "2026-10", "--source", "web")
    acme("marketcap", "set", "Coin", "1.5M", "--month", "2026-10", "--source", "web")
    acme("marketcap", "set", "Coin", "9", "--month", "2026-11")
    assert import_(FILE).stdout == (
        "Imported 3 market caps from 2026-09 to 2026-10: 1 added, 1 replaced, 1 unchanged.\n"
    )
    assert list_market_caps(acme) == [
        ("2026-11", "Coin", "9.00", "typed"),
        KEPT[0],
        ("2026-10", "Coin", "1500000.00", "web"),
        KEPT[2],
    ]
    assert on_the_assets(acme) == {"Acme": "450000000000.00", "Coin": "9.00", "Loan": None}


def test_another_source_of_the_same_value_replaces_it(acme: Run, import_: Import) -> None:
    import_(FILE)
    assert import_(FILE.replace("annual report", "web")).stdout == (
        "Imported 3 market caps from 2026-09 to 2026-10: 0 added, 1 replaced, 2 unchanged.\n"
    )
    assert list_market_caps(acme, "--month", "2026-09") == [(*KEPT[2][:3], "web")]


def test_what_was_done_is_in_the_json(import_: Import) -> None:
    assert import_(FILE, "--json").json == {
        "schema": "finally.marketcap.import/1",
        "currency": "EUR",
        "rows": [
            {
                "added": 3,
                "replaced": 0,
                "unchanged": 0,
                "first_month": "2026-09",
                "last_month": "2026-10",
            }
        ],
        "notes": [],
    }
    assert import_(HEADER + "Coin,5,2026-10\n", "--csv").stdout == (
        "added,replaced,unchanged,first_month,last_month\n0,1,0,2026-10,2026-10\n"
    )


def test_one_of_one_month_is_told_as_such(import_: Import) -> None:
    assert import_(HEADER + "Coin,5,2026-10-31\n").stdout == (
        "Imported 1 market cap for 2026-10: 1 added, 0 replaced, 0 unchanged.\n"
    )


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + FILE.replace("\n", "\r\n"),
        FILE.encode("utf-16"),
        "source\tMonth\tMarket_Cap\tASSET\n"
        "annual report\t2026-09\t0.4T\tAcme\n\n\t2026-10\t450b\tAcme\n\t2026-10\t1,5 M\tCoin\n",
    ],
)
def test_files_are_read_as_programs_save_them(
    acme: Run, import_: Import, content: str | bytes
) -> None:
    assert import_(content).exit_code == 0
    assert list_market_caps(acme) == KEPT


def test_a_dash_reads_standard_input(acme: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(FILE.encode()))))
    assert acme("marketcap", "import", "-").exit_code == 0
    assert list_market_caps(acme) == KEPT


def test_a_dry_run_tells_all_and_changes_nothing(acme: Run, import_: Import) -> None:
    assert import_(FILE, "--dry-run").stdout == (
        "Would import 3 market caps from 2026-09 to 2026-10: 3 added, 0 replaced, 0 unchanged.\n"
        "Dry run: nothing was changed.\n"
    )
    assert list_market_caps(acme) == []
    assert on_the_assets(acme) == {"Acme": None, "Coin": None, "Loan": None}


def test_two_files_fit_into_one_transaction(acme: Run, import_: Import) -> None:
    assert import_(HEADER + "Coin,5,2026-10\n").exit_code == 0
    assert import_(HEADER + "Coin,6,2026-11\n").exit_code == 0
    assert on_the_assets(acme)["Coin"] == "6.00"


def test_an_asset_that_the_file_does_not_name_is_not_touched(
    acme: Run, import_: Import, books: psycopg.Connection[Any]
) -> None:
    books.execute("UPDATE assets SET market_cap = 1 WHERE asset_name = 'Acme'")
    import_(HEADER + "Coin,5,2026-10\n")
    assert on_the_assets(acme) == {"Acme": "1.00", "Coin": "5.00", "Loan": None}


def test_twelve_thousand_are_imported_at_once(acme: Run, import_: Import) -> None:
    """1,200 months of ten coins, each worth what its number says; of those, month 323, counted from
    0 for 2000-01, is 2026-12, the last that an asset shows."""
    for n in range(10):
        acme("asset", "add", f"Coin {n}", "--category", "CRYPTO")
    months = [f"{year}-{month:02}" for year in range(2000, 2100) for month in range(1, 13)]
    lines = (
        f"Coin {n},{n + 1}{i:04},{month}\n" for i, month in enumerate(months) for n in range(10)
    )
    assert import_(HEADER + "".join(lines), "--yes").stdout == (
        "Imported 12,000 market caps from 2000-01 to 2099-12:"
        " 12,000 added, 0 replaced, 0 unchanged.\n"
    )
    shown = on_the_assets(acme)
    assert [shown[f"Coin {n}"] for n in range(10)] == [f"{n + 1}0323.00" for n in range(10)]


def test_a_neighbours_assets_are_neither_meant_nor_touched(acme: Run, import_: Import) -> None:
    acme("user", "add", "bob@example.org", "--currency", "EUR")
    acme("asset", "add", "Acme", "--category", "SINGLE_STOCKS", "--user", "bob")
    acme("asset", "add", "Bond", "--category", "ETF_BONDS", "--user", "bob")
    acme("marketcap", "set", "Acme", "7", "--month", "2026-10", "--user", "bob")
    ann = ("--user", "ann")
    assert import_(HEADER + "Bond,5,2026-10\n", *ann) == bad(
        1, 1, 'line 2: there is no asset named "Bond"'
    )
    assert import_(FILE, *ann).exit_code == 0
    assert list_market_caps(acme, *ann) == KEPT
    assert list_market_caps(acme, "--user", "bob") == [("2026-10", "Acme", "7.00", "typed")]
    assert on_the_assets(acme, "--user", "bob") == {"Acme": "7.00", "Bond": None}


# -- what is refused


@pytest.fixture
def refuse(acme: Run, import_: Import) -> Import:
    """Import into books with one market cap, and see that they stay as they were."""
    acme("marketcap", "set", "Acme", "5", "--month", "2026-08")

    def imported(content: str | bytes, *options: str) -> Outcome:
        done = import_(content, *options)
        assert list_market_caps(acme) == [("2026-08", "Acme", "5.00", "typed")]
        assert on_the_assets(acme) == {"Acme": "5.00", "Coin": None, "Loan": None}
        return done

    return imported


def test_a_file_that_is_not_there_is_named(acme: Run, tmp_path: Path) -> None:
    hint = "Name a CSV file, or - for standard input."
    assert acme("marketcap", "import", "no.csv") == refusal(7, 'there is no file "no.csv"', hint)
    assert acme("marketcap", "import", "no.csv", "--json").error["code"] == "FILE_NOT_FOUND"
    assert " is a folder\n" in acme("marketcap", "import", str(tmp_path)).stderr


def test_an_empty_file_is_refused(refuse: Import) -> None:
    for content in ("", "\n\n", "\ufeff\r\n  \n"):
        assert refuse(content) == refusal(
            7, "the file is empty", "Its first line names the columns."
        )
    assert refuse(HEADER + "\n,,\n") == refusal(
        7, "the file holds no market caps", "Nothing was written."
    )
    assert refuse(HEADER, "--json").error["code"] == "FILE_EMPTY"


@pytest.mark.parametrize(
    ("header", "message", "meant"),
    [
        ("market_cap,month", 'there is no column "asset"', ""),
        ("asset,month", 'there is no column "market_cap"', ""),
        ("asset,market_cap,source", 'there is no column "month"', ""),
        ("asset,market_cap,month,Asset ", 'the column "Asset" is there twice', ""),
        ("asset,market_cap,,month", 'there is no meaning to the column ""', ""),
        (
            "asset,marketcap,month",
            'there is no meaning to the column "marketcap"',
            'Did you mean "market_cap"? ',
        ),
        (
            "asset,market_cap,month,sources",
            'there is no meaning to the column "sources"',
            'Did you mean "source"? ',
        ),
        ("asset,market_cap,month,ticker", 'there is no meaning to the column "ticker"', ""),
    ],
)
def test_a_header_that_cannot_be_understood_is_refused(
    refuse: Import, header: str, message: str, meant: str
) -> None:
    content = f"{header}\nAcme,5,2026-10\n"
    assert refuse(content) == refusal(7, message, meant + FORM)
    assert refuse(content, "--json").error["code"] == "BAD_HEADER"


def test_every_bad_line_is_listed_with_its_number_and_reason(refuse: Import) -> None:
    content = "asset,market_cap,month,source\n" + (
        "Acme,5,2026-10,good\n"
        "Acne,5,2026-10,\n"
        "Loan,5,2026-10,\n"
        "ACME,6,2026-10-05,\n"
        '"Two\nlines",5,2026-10,\n'  # lines 6 and 7
        "Acme,5,2026-13,\n"
        "Acme,5,,\n"
        "Acme,,2026-09,\n"
        "Acme,0,2026-09,\n"
        "Acme,-5M,2026-09,\n"
        "Acme,1.234,2026-09,\n"
        "Acme,100000000T,2026-09,\n"
        "Acme,5 USD,2026-09,\n"
        ",5,2026-09,\n"
        "Acme,5,2026-09\n"
        f"Acme,5,2026-09,{'x' * 201}\n"
        "\n"
        "Coin,5,2026-09,a\x07b\n"
    )
    assert refuse(content) == bad(
        16,
        17,
        'line 3: there is no asset named "Acne"',
        'line 4: "Loan" is a debt, and a debt has no market cap',
        'line 5: "ACME" has a market cap for 2026-10 in line 2 already',
        'line 6: the name "Two\\nlines" holds a control character',
        'line 8: "2026-13" is not a month: there is no month 13',
        'line 9: "" is not a month written as 2026-10',
        "line 10: the market cap is missing",
        "line 11: a market cap is above zero",
        "line 12: a market cap is above zero",
        'line 13: the amount "1.234" can be read in two ways',
        'line 14: the amount "100000000T" is too large',
        'line 15: "5 USD" is not an amount of money',
        "line 16: a name cannot be empty",
        "line 17: the line has 3 cells, and the header has 4",
        f'line 18: the source "{"x" * 59}…" has 201 characters',
        'line 20: the source "a\\x07b" holds a control character',
    )


def test_each_line_of_a_month_but_the_first_is_one_too_many(refuse: Import) -> None:
    content = HEADER + "Coin,5,2026-10\nCoin,5,2026-10\nCOIN,5,2026-10\nCoin,5,2026-09\n"
    assert refuse(content) == bad(
        2,
        4,
        'line 3: "Coin" has a market cap for 2026-10 in line 2 already',
        'line 4: "COIN" has a market cap for 2026-10 in line 2 already',
    )


def test_the_json_error_holds_the_lines(refuse: Import) -> None:
    done = refuse(HEADER + "Acme,x,2026-10\nCoin,5,2026-10\nLoan,5,2026-10\n", "--json")
    assert done.error == {
        "schema": "finally.error/1",
        "code": "BAD_LINES",
        "exit": 7,
        "message": "2 of 3 lines cannot be imported; nothing was written",
        "hint": MEND,
        "lines": [
            {"line": 2, "reason": '"x" is not an amount of money', "column": None},
            {
                "line": 4,
                "reason": '"Loan" is a debt, and a debt has no market cap',
                "column": None,
            },
        ],
    }


def test_a_dry_run_refuses_the_same(refuse: Import) -> None:
    assert refuse(HEADER + "Acme,0,2026-10\n", "--dry-run") == bad(
        1, 1, "line 2: a market cap is above zero"
    )


def test_the_kept_caps_are_what_the_file_says_to_the_last_digit(
    acme: Run, import_: Import, books: psycopg.Connection[Any]
) -> None:
    largest = "99999999999999999999.9999"
    assert import_(HEADER + f"Acme,{largest},2026-10\nCoin,0.0001,2026-10\n").exit_code == 0
    found = books.execute("SELECT market_cap FROM market_cap_history ORDER BY market_cap")
    assert [cap for (cap,) in found.fetchall()] == [Decimal("0.0001"), Decimal(largest)]


# -- files of days, as services give them

COIN = """snapped_at,price,market_cap,total_volume
2025-12-31 00:00:00 UTC,3.1,999.00001,5
2026-01-30 00:00:00 UTC,3.2,,5
2026-01-29 00:00:00 UTC,3.2,1200.5,5
2026-01-28 00:00:00 UTC,3.3,1300,5
2026-02-01 00:00:00 UTC,3.3,1.4e+03,5
"""


def test_of_a_file_of_days_the_last_of_each_month_is_kept(run: Run, tmp_path: Path) -> None:
    run("asset", "add", "Coin", "--category", "CRYPTO", "--ticker", "COIN")
    file = tmp_path / "coin.csv"
    for content in (COIN, COIN.replace("\n", "\r\n")):
        file.write_text(content)
        done = run("marketcap", "import", str(file))
        assert (done.exit_code, done.stderr) == (0, "1 line without a market cap passed over.\n")
    assert "0 added, 0 replaced, 3 unchanged" in done.stdout
    rows = run("marketcap", "list", "--json").json["rows"]
    # 999.00001 has more decimals than amounts have, and is rounded to their four
    assert [(row["month"], row["market_cap"], row["source"]) for row in rows] == [
        ("2026-02", "1400.00", "CoinGecko"),
        ("2026-01", "1200.50", "CoinGecko"),
        ("2025-12", "999.00", "CoinGecko"),
    ]


def test_a_file_of_days_may_name_its_assets_and_what_contradicts_is_refused(
    run: Run, tmp_path: Path
) -> None:
    run("asset", "add", "Coin", "--category", "CRYPTO", "--ticker", "COIN")
    file = tmp_path / "caps.csv"
    for row, said in {
        "coin,2026-01-31,13,EUR\nother,2026-01-31,7,EUR": "",
        "coin,2026-01-31,14,EUR\ncoin,2026-01-31,13,EUR": "in line 2",
        "coin,2026-01-31,0,EUR": "line 2: the market cap is 0",
        "coin,2026-01-31,13,USD": 'that in line 2 is in "USD"',
        "other,2026-01-31,13,EUR": 'no asset has the ticker or name "other"',
    }.items():
        file.write_text(f"ticker,date,market_cap,currency\n{row}\n")
        done = run("marketcap", "import", str(file))
        assert (done.exit_code == 0, said in done.stderr) == (not said, True), done.stderr
    (kept,) = run("marketcap", "list", "--json").json["rows"]
    assert (kept["asset"], kept["market_cap"]) == ("Coin", "13.00")
    file.write_text("date,market_cap\n2026-02-28,15\n")
    assert run("marketcap", "import", str(file)).exit_code == 2
    assert run("marketcap", "import", str(file), "--asset", "coin").exit_code == 0

"""finally price import: each form of file, what it refuses, and what it does to what is there.

The files are made here, in the shape that each program gives them.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.store.test_schema_audit import seal

YAHOO = b"""Date,Open,High,Low,Close,Adj Close,Volume
2026-10-29,268.10,270.00,266.00,269.220001,260.10,51086700
2026-10-30,null,null,null,null,null,null
2026-10-31,271.99,274.14,268.48,1271.5,270.40,69886500
"""
STOOQ = b"""Date,Open,High,Low,Close,Volume\r
1999-12-30,1,1,1,90,5\r
2026-10-29,268.1,270,266,269.220001,51086700\r
2026-10-31,271.99,274.14,268.48,1271.5,69886500\r
"""
STOOQ_POLISH = b"""Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen
2026-10-29,268.1,270,266,269.220001,51086700
2026-10-31,271.99,274.14,268.48,1271.5,69886500
"""
STOOQ_ARCHIVE = b"""<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>
ACME.US,D,20261029,000000,268.1,270,266,269.220001,51086700,0
ACME.US,D,20261031,000000,271.99,274.14,268.48,1271.5,69886500,0
OTHER.US,D,20261031,000000,1,1,1,0,1,0
OTHER.US,5,20261031,0905,1,1,1,1,1,0
"""
PORTFOLIO = "Datum;Kurs\n2026-10-29;269,220001\n2026-10-31;1.271,50\n".encode("utf-8-sig")
PORTFOLIO_ENGLISH = b'Date,Quote\n2026-10-29,269.220001\n2026-10-31,"1,271.50"\n'
PORTFOLIO_ALL = (
    b"Datum;US0378331005;ACME.US\n2026-10-28;5,00;\n2026-10-29;;269,220001\n"
    b"2026-10-31;5,10;1.271,50\n"
)
GHOSTFOLIO = b"date;marketPrice\n2026-10-29;269.220001\n2026-10-31;1271.5\n"
GHOSTFOLIO_JSON = json.dumps(
    {
        "assetProfile": {"symbol": "ACME.US", "currency": "USD", "name": "Acme Inc."},
        "marketData": [
            {"date": "2026-10-29T00:00:00.000Z", "marketPrice": 269.220001, "symbol": "ACME.US"},
            {"date": "2026-10-30T00:00:00.000Z", "marketPrice": None},
            {"date": "2026-10-31T00:00:00.000Z", "marketPrice": 1271.5},
        ],
    }
).encode()
HLEDGER = b"""; prices
P 2026-10-29 "ACME.US" $269.220001  ; from a paper
P 2026/10/31 00:00:00 "ACME.US" $1,271.50
P 2026-10-31 EUR $0
2026-10-31 a purchase
    assets:shares  1 "ACME.US"
"""
BEANCOUNT = b"""option "title" "P"
2026-10-29 price ACME.US   269.220001 USD
  source: "paper"
2026-10-31 price ACME.US 1,271.50 USD ; half
2026-10-31 open Assets:Shares
"""
LINES = b"ACME.US,2026-10-29,269.220001,USD\nACME.US,2026-10-31,1271.5,USD\n"
PENCE = b"symbol,date,close,currency\nLON,2026-10-31,1271.55,GBp\n"
FORMS = {
    "yahoo": YAHOO, "stooq": STOOQ, "stooq in Polish": STOOQ_POLISH,
    "an archive of stooq": STOOQ_ARCHIVE, "portfolio performance": PORTFOLIO,
    "portfolio performance in English": PORTFOLIO_ENGLISH,
    "all of portfolio performance": PORTFOLIO_ALL, "ghostfolio": GHOSTFOLIO,
    "json of ghostfolio": GHOSTFOLIO_JSON, "hledger": HLEDGER, "beancount": BEANCOUNT,
    "lines without a header": LINES, "utf-16": STOOQ_POLISH.decode().encode("utf-16"),
    "days that say their order": b"Date\tLast\n29/10/2026\t269.220001\n31/10/2026\t1,271.50\n",
    "exponents": b"Date,Price\n2026-10-29,2.69220001E+2\n2026-10-31,1.2715e+03\n",
}  # fmt: skip
BOTH = {"2026-10-29": "269.220001", "2026-10-31": "1271.50"}


@pytest.fixture
def acme(run: Run) -> Run:
    """A share in dollars with a ticker, and a fund in euros, the currency of the books."""
    run("asset", "add", "Acme", "--category", "ETF_STOCKS", "--currency", "USD",
        "--ticker", "ACME.US", "--by", "quantity")  # fmt: skip
    run("asset", "add", "Fund", "--category", "ETF_STOCKS")
    return run


class Importer:
    """Imports a file's bytes, or a text."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run = run
        self.folder = folder

    def __call__(self, content: bytes | str, *words: str, name: str = "p.csv") -> Outcome:
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.run("price", "import", str(file), *words)

    def prices(self, asset: str = "Acme") -> dict[str, str]:
        rows = self.run("price", "list", "--asset", asset, "--json").json["rows"]
        return {row["date"]: row["price"] for row in reversed(rows)}


@pytest.fixture
def importer(acme: Run, tmp_path: Path) -> Importer:
    return Importer(acme, tmp_path)


def test_each_form_gives_the_same_prices_and_none_twice(importer: Importer) -> None:
    for form, content in FORMS.items():
        done = importer(content, "--asset", "acme") if b"ACME" not in content else importer(content)
        assert done.exit_code == 0, (form, done.stderr)
        assert importer.prices() == BOTH, form
        again = importer(content, "--asset", "acme", "--json") if b"ACME" not in content else (
            importer(content, "--json")
        )  # fmt: skip
        (row,) = again.json["rows"]
        assert (row["added"], row["replaced"], row["unchanged"], row["kept"]) == (0, 0, 2, 0), form
        importer.run("price", "delete", "Acme", "--date", "2026-10-29", "--yes")
        importer.run("price", "delete", "Acme", "--date", "2026-10-31", "--yes")


def test_a_symbol_of_stooq_is_the_ticker_that_others_write_without_us(importer: Importer) -> None:
    importer.run("asset", "edit", "Acme", "--ticker", "ACME")
    importer(STOOQ, name="acme_us_d.csv")
    assert importer.prices() == BOTH
    assert '"Acme"' in importer(STOOQ_ARCHIVE).stdout


def test_what_it_did_is_said_and_undone_at_once(
    importer: Importer, books: psycopg.Connection[Any]
) -> None:
    seal(books)
    done = importer(YAHOO, name="acme_us.csv")  # by its name
    assert done.stdout == (
        'Imported 2 prices of "Acme" from 2026-10-29 to 2026-10-31: 2 added, 0 replaced, 0'
        " unchanged.\n"
    )
    assert done.stderr == "1 line without a price passed over.\n"
    row = importer.run("price", "list", "--json").json["rows"][0]
    assert (row["currency"], row["source"]) == ("USD", "Yahoo")
    seal(books)
    assert importer.run("undo").exit_code == 0
    assert importer.prices() == {}


def test_our_own_list_comes_in_again(importer: Importer) -> None:
    importer(YAHOO, "--asset", "Acme")
    importer("date,close\n2026-10-30,0.00000812\n", "--asset", "Fund")
    listed = importer.run("price", "list", "--csv").stdout
    for asset in ("Acme", "Fund"):
        importer.run("asset", "delete", asset, "--yes")
    importer.run("asset", "add", "Acme", "--category", "ETF_STOCKS", "--currency", "USD")
    importer.run("asset", "add", "Fund", "--category", "ETF_STOCKS")
    assert importer(listed).exit_code == 0
    assert importer.prices() == BOTH
    assert importer.prices("Fund") == {"2026-10-30": "0.00000812"}
    assert [
        line.split(",")[:5] for line in importer.run("price", "list", "--csv").stdout.split()
    ] == ([line.split(",")[:5] for line in listed.split()])


def test_pence_are_hundredths_of_a_pound(importer: Importer) -> None:
    importer.run("asset", "add", "London", "--category", "ETF_STOCKS", "--currency", "GBP",
                 "--ticker", "lon")  # fmt: skip
    assert importer(PENCE).exit_code == 0
    assert importer.prices("London") == {"2026-10-31": "12.7155"}


def test_what_differs_on_record_stays_unless_it_is_replaced(importer: Importer) -> None:
    importer.run("price", "set", "Acme", "270", "--date", "2026-10-29")
    done = importer(YAHOO, "--asset", "Acme")
    assert (
        '1 price on record differs, and stays: "Acme" 270.00 on 2026-10-29, in the file'
        " 269.220001. To take the file's: --replace\n"
    ) in done.stderr
    assert "1 added, 0 replaced, 0 unchanged, 1 kept." in done.stdout
    assert importer.prices() == {**BOTH, "2026-10-29": "270.00"}
    assert importer(YAHOO, "--asset", "Acme", "--json").json["differing"] == [
        {"line": 2, "asset": "Acme", "date": "2026-10-29", "price": "270.00",
         "file_price": "269.220001"}
    ]  # fmt: skip
    tried = importer(YAHOO, "--asset", "Acme", "--replace", "--dry-run")
    assert "0 added, 1 replaced, 1 unchanged." in tried.stdout
    assert importer.prices()["2026-10-29"] == "270.00"
    importer(YAHOO, "--asset", "Acme", "--replace")
    assert importer.prices() == BOTH
    # 2,800 stays out of the books, and so 200 is compared with what is on record
    kept = importer("date,close\n2026-10-29,2800\n2026-10-30,200\n", "--asset", "Acme")
    assert (kept.exit_code, importer.prices()["2026-10-30"]) == (0, "200.00")


def test_prices_of_then_and_of_today_are_told_apart_after_a_split(importer: Importer) -> None:
    """Four for one on the 30th: a service restates the 29th to a fourth, a ledger leaves it."""
    importer.run("price", "split", "Acme", "4:1", "--date", "2026-10-30")
    importer("P 2026-10-29 ACME.US $400\nP 2026-10-30 ACME.US $101\n")
    assert importer.prices() == {"2026-10-29": "100.00", "2026-10-30": "101.00"}
    service = "date,close\n2026-10-28,{}\n2026-10-29,100\n2026-10-30,101\n"
    done = importer(service.format("99.5"), "--asset", "Acme")
    assert "1 added, 0 replaced, 2 unchanged." in done.stdout
    assert importer.prices()["2026-10-28"] == "99.50"
    done = importer("date,close\n2026-10-28,398\n", "--asset", "Acme", "--shares", "then")
    assert "0 added, 0 replaced, 1 unchanged." in done.stdout


def test_a_restated_price_that_was_rounded_is_the_same(importer: Importer) -> None:
    importer("date,close\n2026-10-29,100\n", "--asset", "Acme")
    importer.run("price", "split", "Acme", "3:1", "--date", "2026-10-30")
    # 100 / 3 = 33.3333…, which a service writes with six decimals
    done = importer("date,close\n2026-10-29,33.333333\n", "--asset", "Acme")
    assert "0 added, 0 replaced, 1 unchanged." in done.stdout
    done = importer("date,close\n2026-10-29,33.333334\n", "--asset", "Acme")
    assert "0 unchanged, 1 kept." in done.stdout


def test_a_price_that_jumps_is_asked_about_and_a_split_is_no_jump(importer: Importer) -> None:
    importer.run("price", "set", "Acme", "100", "--date", "2026-10-20")
    importer.run("price", "set", "Acme", "1000", "--date", "2026-10-25", "--yes")
    for file, words in {
        "2026-10-22,1000": '"Acme" goes from 100.00 on 2026-10-20 to 1,000.00 on 2026-10-22',
        "2026-10-22,100": '"Acme" goes from 100.00 on 2026-10-22 to 1,000.00 on 2026-10-25',
        "2026-10-26,900\n2026-10-27,90\n2026-10-28,9": (
            '"Acme" goes from 900.00 on 2026-10-26 to 90.00 on 2026-10-27, and 1 more price jumps'
        ),
    }.items():
        refused = importer(f"date,close\n{file}\n", "--asset", "Acme")
        assert (refused.exit_code, words in refused.stderr) == (1, True), refused.stderr
        assert len(importer.prices()) == 2
    assert importer("date,close\n2026-10-22,101\n", "--asset", "Acme").exit_code == 0
    tried = importer("date,close\n2026-10-26,10\n", "--asset", "Acme", "--dry-run", "--json")
    assert [note["code"] for note in tried.json["notes"]] == ["PRICES_JUMP"]
    assert importer("date,close\n2026-10-26,10\n", "--asset", "Acme", "--yes").exit_code == 0
    importer.run("price", "split", "Acme", "1:20", "--date", "2026-10-27")
    # ten of that day are 200 of today, and 180 is no jump from there
    assert importer("date,close\n2026-10-28,180\n", "--asset", "Acme").exit_code == 0


def test_a_replaced_price_is_compared_with_what_it_replaces(importer: Importer) -> None:
    importer.run("price", "set", "Acme", "100", "--date", "2026-10-20")
    file = "date,close\n2026-10-20,1000\n"
    refused = importer(file, "--asset", "Acme", "--replace")
    assert '"Acme" goes from 100.00 to 1,000.00 on 2026-10-20' in refused.stderr
    assert importer(file, "--asset", "Acme", "--replace", "--yes").exit_code == 0


def test_a_ticker_of_two_assets_is_for_both(importer: Importer) -> None:
    importer.run("asset", "add", "At a broker", "--category", "ETF_STOCKS", "--currency", "USD",
                 "--ticker", "acme.us")  # fmt: skip
    assert importer(LINES).exit_code == 0
    assert importer.prices("At a broker") == importer.prices() == BOTH
    importer.run("asset", "edit", "At a broker", "--currency", "EUR")
    refused = importer("acme.us,2026-11-02,1270\n")
    assert (refused.exit_code, refused.stderr.splitlines()[-1]) == (2, "  Say it: --currency CODE")
    assert importer("acme.us,2026-11-02,1270\n", "--currency", "USD").exit_code == 0
    assert len(importer.prices()) == 3


def test_what_no_asset_is_called_is_named_and_passed_over(importer: Importer) -> None:
    done = importer(STOOQ_ARCHIVE, "--json")
    assert done.json["notes"] == [
        {
            "code": "ASSETS_UNKNOWN",
            "message": '2 prices passed over of what no asset has as ticker or name: "OTHER.US".',
            "command": "finally asset edit ASSET --ticker TICKER",
        }
    ]
    refused = importer("NONE,2026-10-31,5\n")
    assert refused.exit_code == 7
    assert '--ticker "NONE"' in refused.stderr


def test_a_price_in_another_currency_is_refused_or_passed_over_when_asked(
    importer: Importer,
) -> None:
    euros = "P 2026-10-29 ACME.US 250 EUR\nP 2026-10-31 ACME.US $271\n"
    refused = importer(euros)
    assert refused.exit_code == 1
    assert '"Acme" is in USD, and its price in line 1 is in EUR' in refused.stderr
    assert 'finally asset edit "Acme" --currency EUR' in refused.stderr
    taken = importer(euros, "--currency", "USD")
    assert "1 price passed over that are not in USD" in taken.stderr
    assert importer.prices() == {"2026-10-31": "271.00"}
    assert importer(GHOSTFOLIO, "--asset", "Acme", "--currency", "EUR").exit_code == 1


BAD: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"\n \n", 7, "the file is empty"),
    "a header alone": (b"Date,Close\n", 7, "has no row below them"),
    "a web page": (b"<!DOCTYPE html><html>log in</html>", 7, "this is a web page"),
    "a zip": (b"PK\x03\x04rest", 7, "this is a ZIP archive"),
    "a workbook of old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 7, "old Excel"),
    "xml": (b'<?xml version="1.0"?><a/>', 7, "this is XML"),
    "a sentence": (b"Exceeded the daily hits limit", 7, 'says "Exceeded the daily hits limit"'),
    "no column of prices": (b"Date,Volume,Ex\n2026-10-31,5,\n", 7, "no asset has the ticker"),
    "no day": (b"When,Close\n2026-10-31,5\n", 7, "known to hold days and prices"),
    "zero": (b"Date,Close\n2026-10-31,0.000\n", 7, "line 2: the price is 0.000, and it must be"),
    "below zero": (b"Date,Close\n2026-10-31,-5\n", 7, "line 2: the price is -5"),
    "no number": (b"Date,Close\n2026-10-31,five\n", 7, 'line 2: "five" is not a price'),
    "no day there is": (b"Date,Close\n2026-02-30,5\n", 7, 'there is no day "2026-02-30"'),
    "a day of two orders": (b"Date,Close\n03/04/2026,5\n", 7, "--dates dmy or --dates mdy"),
    "a price of two ways": (b"Date;Close\n2026-10-31;1.234\n", 7, "--decimal , or --decimal ."),
    "two prices of a day": (
        b"Date,Close\n2026-10-31,5\n2026-10-30,4\n2026-10-31,5.0\n2026-10-31,6\n", 7,
        'line 5: "Acme" is 6.00 on 2026-10-31 here, and 5.00 in line 2',
    ),
    "cut": (b"Date,Open,High,Low,Close,Volume\n2026-10-30,5,5,5,5,1\n2026-10-31,5,5", 7,
            "line 3: the file is cut off in it"),
    "minutes": (b"<TICKER>,<PER>,<DATE>,<TIME>,<CLOSE>\nACME.US,5,20261031,0905,5\n", 7,
                'of "5" minutes, and not of a day'),
    "a price without end": (b"Date,Close\n2026-10-31," + b"9" * 79 + b"\n", 7, "too large"),
    "decimals without end": (b"Date,Close\n2026-10-31,1." + b"1" * 41 + b"\n", 7,
                             "more than 40 decimals"),
    "json that is cut": (GHOSTFOLIO_JSON[:-9], 7, "the file is not JSON"),
    "json of something else": (b'{"a": [1, 2]}', 7, "holds no market data"),
    "json nested without end": (b"[" * 100_000, 7, "nested too deeply"),
    "json of an endless number": (
        b'[{"date": "2026-10-31", "marketPrice": 1e999999999}]', 7, "entry 1: the price",
    ),
    "a ledger's line that is cut": (b"P 2026-10-31 ACME.US\n", 7, "a commodity and a price"),
    "a NUL": (b"Date,Close\n" + b"2026-10-31,5\n" * 9 + b"2026-10-31,5\0\n", 7, "holds a NUL"),
    "no text": (bytes(range(1, 30)) * 9, 7, "this is no text"),
    "an open quote": (b'Date,Close\n2026-10-31,"5\n', 7, "opens a quote"),
    "rows of another kind": (b"Date,Close\n" + b"a,b\n" * 5000, 7, "100 of 100 lines so far"),
}  # fmt: skip


def test_what_cannot_be_read_is_refused_in_a_sentence_and_nothing_is_written(
    importer: Importer,
) -> None:
    for case, (content, code, said) in BAD.items():
        words = () if b"ACME" in content else ("--asset", "Acme")
        if said == "no asset has the ticker":
            words = ()
        refused = importer(content, *words)
        assert (refused.exit_code, said in refused.stderr) == (code, True), (case, refused.stderr)
        assert refused.stdout == ""
    assert importer.prices() == {}


def test_a_gigabyte_is_refused_and_never_held(importer: Importer, tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.write(b"Date,Close\n")
        stream.truncate(1 << 30)
    refused = importer.run("price", "import", str(file))
    assert (refused.exit_code, "larger than 64 MB" in refused.stderr) == (7, True)


def test_what_a_column_does_not_say_an_option_does(importer: Importer) -> None:
    file = "Day;Kurs\n03.04.2026;1.234\n"
    assert importer(file, "--asset", "Acme", "--decimal", ",").exit_code == 0
    assert importer.prices() == {"2026-04-03": "1234.00"}
    american = "Date,Close\n03/04/2026,1230\n"
    assert importer(american, "--asset", "Acme", "--dates", "mdy").exit_code == 0
    assert "2026-03-04" in importer.prices()
    assert importer(american, "--asset", "Acme", "--decimal", ";").exit_code == 2


def test_an_end_in_the_middle_of_a_price_is_noted(importer: Importer) -> None:
    done = importer("date,close\n2026-10-30,82\n2026-10-31,82.1", "--asset", "Fund")
    assert (done.exit_code, "without a line end" in done.stderr) == (0, True)


def test_it_comes_from_standard_input_and_needs_a_name_then(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, code in (((), 2), (("--asset", "Acme"), 0)):
        stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(YAHOO)))
        monkeypatch.setattr(sys, "stdin", stdin)
        assert importer.run("price", "import", "-", *words).exit_code == code


def test_a_price_far_ahead_is_asked_about(importer: Importer) -> None:
    refused = importer("date,close\n2027-05-31,82\n", "--asset", "Fund")
    assert (refused.exit_code, "6 months ahead" in refused.stderr) == (1, True)
    assert importer.prices("Fund") == {}

"""What is kept by quantity, as a commodity with prices: in hledger, ledger and beancount."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from finally_cli.demo.household import read_file
from tests.conftest import Run
from tests.support.ledger_programs import need, output_of

MONTHS = {
    "2026-01": ("--quantity", "100", "--price", "10.00"),
    "2026-02": ("--quantity", "410", "--price", "3.00", "--contribution", "25"),
    "2026-03": ("--quantity", "410", "--price", "3.50"),
    "2026-04": ("--quantity", "400", "--price", "3.00"),
    "2026-05": ("1500",),
    "2026-06": ("--quantity", "500", "--price", "3.20"),
}
# Worked out by hand. The split makes 400 of the 100; ten more are bought for the 25 put in, ten are
# sold at the price of April, 3.00. The value that was typed in May has no shares.
WRITTEN = """
P 2026-01-31 ACME 10.00 EUR

2026-01-31 Value
    assets:etf_stocks:Acme  100 ACME @@ 1000.00 EUR = 100 ACME
    equity:valuation  -1000.00 EUR

P 2026-02-10 ACME 2.50 EUR

2026-02-10 Split 4:1
    assets:etf_stocks:Acme  -100 ACME @@ 1000.00 EUR
    assets:etf_stocks:Acme  400 ACME @@ 1000.00 EUR = 400 ACME

P 2026-02-28 ACME 3.00 EUR

2026-02-28 Value
    assets:etf_stocks:Acme  10 ACME @@ 25.00 EUR = 410 ACME
    ; contribution: 25.00 EUR
    equity:valuation  -25.00 EUR

P 2026-03-31 ACME 3.50 EUR

2026-03-31 Value
    assets:etf_stocks:Acme  0 ACME = 410 ACME
    equity:valuation  0.00 EUR

P 2026-04-30 ACME 3.00 EUR

2026-04-30 Value
    assets:etf_stocks:Acme  -10 ACME @@ 30.00 EUR = 400 ACME
    equity:valuation  30.00 EUR

2026-05-31 Value
    assets:etf_stocks:Acme  -400 ACME @@ 1200.00 EUR = 0 ACME
    assets:etf_stocks:Acme  1500.00 EUR = 1500.00 EUR
    equity:valuation  -300.00 EUR

P 2026-06-30 ACME 3.20 EUR

2026-06-30 Value
    assets:etf_stocks:Acme  500 ACME @@ 1600.00 EUR = 500 ACME
    assets:etf_stocks:Acme  -1500.00 EUR = 0.00 EUR
    equity:valuation  -100.00 EUR
"""
AT_MARKET = ["1000.00", "1230.00", "1435.00", "1200.00", "1500.00", "1600.00"]
AT_COST = ["1000.00", "1025.00", "1025.00", "995.00", "1295.00", "1395.00"]


def hold(run: Run) -> None:
    """Shares of Acme, split in February."""
    run("asset", "add", "Acme", "--category", "ETF_STOCKS", "--ticker", "acme", "--by", "quantity")
    for month, words in MONTHS.items():
        added = run("snapshot", "add", "Acme", *words, "--month", month, "--yes")
        assert added.exit_code == 0, added.stderr
        if month == "2026-01":
            split = run("price", "split", "Acme", "4:1", "--date", "2026-02-10")
            assert split.exit_code == 0, split.stderr


def balances(file: Path, *options: str) -> list[str]:
    """What hledger says that the shares are worth at the end of each month."""
    asked = ["balance", "assets", "-M", "--historical", "-O", "csv", *options]
    _, row, _ = csv.reader(io.StringIO(output_of("hledger", "-f", file, *asked)))
    assert row[0] == "assets:etf_stocks:Acme"
    return [cell.removesuffix(" EUR") for cell in row[1:]]


def test_shares_are_a_commodity_with_the_prices_of_the_months(run: Run, tmp_path: Path) -> None:
    hold(run)
    file = tmp_path / "books.journal"
    run("export", "hledger", "-o", str(file))
    text = file.read_text()
    at = text.index("\nP ")
    without_ids = "\n".join(
        line if "(" not in line else f"{line[:10]} Value" for line in text[at:].splitlines()
    )
    assert f"{without_ids}\n" == WRITTEN
    need("hledger")
    assert output_of("hledger", "-f", file, "check", "-s") == ""
    assert balances(file, "--value=end,EUR") == AT_MARKET
    assert balances(file, "-B") == AT_COST


def test_shares_are_an_amount_where_that_is_wanted(run: Run) -> None:
    """The figures of May and June: 1,500 was typed, and 500 at 3.20 are 1,600."""
    hold(run)
    for name in ("hledger", "ledger", "beancount"):
        text = run("export", name, "--amounts").stdout
        assert "ACME" not in text.replace("ticker ACME", "").replace('ticker: "ACME"', "")
        assert "  300.00 EUR" in text
        assert "  100.00 EUR" in text
        assert "Split" not in text


def test_what_hledger_says_of_them_comes_back_as_the_same_values(run: Run, tmp_path: Path) -> None:
    need("hledger")
    hold(run)
    journal, said = tmp_path / "books.journal", tmp_path / "balances.csv"
    run("export", "hledger", "-o", str(journal))
    asked = ["balance", "-M", "--historical", "-O", "csv", "--value=end,EUR"]
    said.write_text(output_of("hledger", "-f", journal, *asked, "assets", "liabilities"))
    again = run("import", "hledger", str(said), "--dry-run", "--map", "assets:etf_stocks:Acme=Acme")
    assert "6 unchanged" in again.stdout, again


def test_a_foreign_holding_has_its_price_in_the_currency_of_the_books(run: Run) -> None:
    """10 at 82.10 USD, at 1.1: 90.31 each, and 903.10 in all. Its own price is a tag."""
    run("fx", "set", "USD/EUR", "1.1", "--month", "2026-10")
    run("asset", "add", "Depot", "--category", "ETF_STOCKS", "--currency", "USD")
    added = run(
        "snapshot", "add", "Depot", "--quantity", "10", "--price", "82.10", "--month", "2026-10"
    )
    assert added.exit_code == 0, added.stderr
    text = run("export", "hledger").stdout
    assert "P 2026-10-31 DEPOT 90.31 EUR\n" in text
    assert "10 DEPOT @@ 903.10 EUR = 10 DEPOT\n" in text
    assert "    ; native: 821.00 USD\n    ; rate: 1.1\n    ; price: 82.10 USD\n" in text


def test_at_cost_the_demo_has_what_was_put_into_its_shares(run: Run, tmp_path: Path) -> None:
    """122 months of five holdings: each month the sum of what was put in up to it."""
    need("hledger")
    run("demo")
    file = tmp_path / "books.journal"
    run("export", "hledger", "--what", "values", "-o", str(file), "--profile", "demo")
    put_in: dict[str, Decimal] = {}
    for row in read_file("snapshots"):
        if row["quantity"] and str(row["month"]) <= "2026-10":
            month = str(row["month"])
            before = put_in.get(month, list(put_in.values())[-1] if put_in else Decimal(0))
            put_in[month] = before + Decimal(row["contribution"] or 0)
    asked = [
        "balance",
        "assets:single_stocks",
        "-M",
        "--historical",
        "-B",
        "-O",
        "csv",
        "--depth=1",
    ]
    asked += ["-b", "2016-09"]
    header, _, total = csv.reader(io.StringIO(output_of("hledger", "-f", file, *asked)))
    said = [Decimal(cell.removesuffix(" USD")) for cell in total[1:]]
    assert dict(zip(header[1:], said, strict=True)) == put_in
    assert len(said) == 122


@pytest.mark.parametrize(
    ("tickers", "commodities"),
    [(["ACME", "acme"], ["ACME", "ACME-2"]), (["EUR", "F"], ["EUR-2", "X-F"])],
)
def test_each_asset_has_a_commodity_of_its_own_that_is_no_currency(
    run: Run, tickers: list[str], commodities: list[str]
) -> None:
    run("fx", "set", "USD/EUR", "1.1", "--month", "2026-10")
    for name, ticker in zip(("A fund", "B fund"), tickers, strict=True):
        run("asset", "add", name, "--category", "ETF_STOCKS", "--ticker", ticker)
        run("snapshot", "add", name, "--quantity", "2", "--price", "3", "--month", "2026-10")
    text = run("export", "beancount").stdout
    for commodity in commodities:
        assert f" price {commodity} 3.00 EUR\n" in text
        assert (
            f" balance Assets:Etf-Stocks:{'AB'[commodities.index(commodity)]}-fund  2 {commodity}"
        )

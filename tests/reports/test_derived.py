"""What was put into an asset follows from quantity and price, with every figure worked out by hand.

Today is 2026-11-15, and the books are in EUR. The shares are in USD, and were split 2:1 in
September; each change is bought + price + currency:

            many   price   rate    value   change
2026-07       10     100   0.90      900
2026-08       16     110   0.95     1672    +772 =  6·110·0.95 + 10·10·0.95 + 1000·0.05
                                                 =         627 +         95 +        50
2026-09       32      50   0.80     1280    -392 =           0 + 32·-5·0.80 + 1760·-0.15
                                                 =           0 -        128 -       264
2026-10        0      60   0.85        0   -1280 =  -32·60·0.85 + 32·10·0.85 + 1600·0.05
                                                 =        -1632 +        272 +        80
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import psycopg
import pytest

from tests.conftest import Run
from tests.support.contributions import put_by_bank


def done(run: Run, *words: str) -> None:
    answer = run(*words)
    assert answer.exit_code == 0, answer.stderr


def record(run: Run, asset: str, *values: str) -> None:
    """Values as `2026-07 10 x 100`, or `2026-07 1000` where one was typed; and what was put in."""
    for text in values:
        month, *said = text.split()
        typed = said[:1]
        if said[1:2] == ["x"]:
            typed, said = ["--quantity", said[0], "--price", said[2]], said[2:]
        more = ["--contribution", said[1]] if said[1:] else []
        done(run, "snapshot", "add", asset, *typed, "--month", month, *more)


@pytest.fixture
def shares(run: Run) -> Run:
    for month, rate in (("07", "0.90"), ("08", "0.95"), ("09", "0.80"), ("10", "0.85")):
        done(run, "fx", "set", "USD/EUR", rate, "--month", f"2026-{month}")
    done(run, "asset", "add", "Shares", "--category", "SINGLE_STOCKS", "--currency", "USD")
    record(run, "Shares", "2026-07 10 x 100", "2026-08 16 x 110")
    done(run, "price", "split", "Shares", "2:1", "--date", "2026-09-10")
    record(run, "Shares", "2026-09 32 x 50")
    done(run, "price", "set", "Shares", "60", "--date", "2026-10-09")
    done(run, "snapshot", "add", "Shares", "--quantity", "0", "--month", "2026-10")
    return run


@pytest.fixture
def fund(run: Run) -> Run:
    done(run, "asset", "add", "Fund", "--category", "ETF_STOCKS", "--by", "quantity")
    return run


def explained(run: Run, month: str, to: str | None = None) -> Any:
    ends = ["--from", month, "--to", to] if to else ["--month", month]
    shown = run("report", "explain", *ends, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def parts(run: Run, month: str, to: str | None = None) -> dict[str, list[str]]:
    """Of each asset into which something was put: put in, derived of it, value and currency."""
    document = explained(run, month, to)
    return {
        one["asset"]: [one[key] for key in ("put_in", "derived", "value", "currency")]
        for one in document["put_in"]
    }


def codes(document: Any) -> list[str]:
    return [note["code"] for note in document["notes"]]


# -- explain


def test_a_change_is_what_was_bought_at_the_price_of_its_month_then_price_then_currency(
    shares: Run,
) -> None:
    assert parts(shares, "2026-08") == {"Shares": ["627.00", "627.00", "95.00", "50.00"]}
    assert parts(shares, "2026-10") == {"Shares": ["-1632.00", "-1632.00", "272.00", "80.00"]}
    whole = {"Shares": ["-1005.00", "-1005.00", "239.00", "-134.00"]}
    assert parts(shares, "2026-08", "2026-10") == whole


def test_a_split_alone_puts_nothing_in(shares: Run) -> None:
    september = explained(shares, "2026-09")
    moved = {(row["part"], row["asset"]): row["amount"] for row in september["rows"]}
    assert moved["value", "Shares"] == "-128.00"
    assert moved["currency", "Shares"] == "-264.00"
    assert september["put_in"] == []
    assert "DERIVED" not in codes(september)


def test_the_note_names_what_was_derived_and_a_table_shows_it(shares: Run) -> None:
    told = shares("report", "explain", "--month", "2026-08").stdout
    assert (
        'What was put in follows from quantity and price: "Shares" 627.00. If it was another'
        " amount, say so." in told
    )
    row = next(line for line in told.splitlines() if line.split()[:2] == ["Shares", "627.00"])
    assert row.split() == ["Shares", "627.00", "+95.00", "+50.00", "+772.00"]


def test_what_was_sold_without_any_price_on_record_went_at_the_last_one(fund: Run) -> None:
    """10 at 11, which were 10 at 10: sold for 110, and nothing was lost."""
    record(fund, "Fund", "2026-07 10 x 11")
    done(fund, "snapshot", "add", "Fund", "--quantity", "0", "--month", "2026-08")
    gone = {"Fund": ["-110.00", "-110.00", "0.00", "0.00"]}
    assert parts(fund, "2026-08") == gone
    # A price that is recorded later changes nothing: the month may be closed by then.
    done(fund, "price", "set", "Fund", "90", "--date", "2026-08-20", "--yes")
    assert parts(fund, "2026-08") == gone


# 10 at 10, and then 11 at 12: 12 were put in, or what is on record; the change is 32.
@pytest.mark.parametrize(
    ("then", "bank", "put_in", "derived", "value"),
    [
        ("11 x 12", [], "12.00", "12.00", "20.00"),
        ("11 x 12 25", [], "25.00", "0.00", "7.00"),
        ("11 x 12", [30], "30.00", "0.00", "2.00"),
        ("11 x 12 25", [30], "25.00", "0.00", "7.00"),
        # More of them, and money came: it is a dividend, and 12 were bought beside it.
        ("11 x 12", [-4], "8.00", "12.00", "24.00"),
        ("11 x 12", [-4, 13], "9.00", "0.00", "23.00"),
        # One less, and money came: what it was sold for. The change is 8.
        ("9 x 12", [-13], "-13.00", "0.00", "21.00"),
        ("9 x 12", [], "-12.00", "-12.00", "20.00"),
        # As many, and money came: a dividend alone. The change is 20.
        ("10 x 12", [-4], "-4.00", "0.00", "24.00"),
    ],
)
def test_what_is_on_record_goes_before_what_follows(
    then: str, bank: list[float], put_in: str, derived: str, value: str,
    fund: Run, books: psycopg.Connection[Any],
) -> None:  # fmt: skip
    record(fund, "Fund", "2026-07 10 x 10", f"2026-08 {then}")
    put_by_bank(books, "Fund", *((date(2026, 8, day), one) for day, one in enumerate(bank, 3)))
    assert parts(fund, "2026-08") == {"Fund": [put_in, derived, value, "0.00"]}
    of_returns = fund("report", "returns", "--json").json["totals"]
    assert (of_returns["contributed"], of_returns["gain"]) == (put_in, value)


def test_a_month_without_a_value_is_bridged_and_its_bank_rows_are_on_record(
    fund: Run, books: psycopg.Connection[Any]
) -> None:
    """10 at 10 in July, 12 at 11 in September: 22 were put in, or what the bank says of August."""
    record(fund, "Fund", "2026-07 10 x 10", "2026-09 12 x 11")
    assert parts(fund, "2026-08", "2026-09") == {"Fund": ["22.00", "22.00", "10.00", "0.00"]}
    put_by_bank(books, "Fund", (date(2026, 8, 9), 21))
    assert parts(fund, "2026-08", "2026-09") == {"Fund": ["21.00", "0.00", "11.00", "0.00"]}


def test_a_typed_value_between_quantities_leaves_nothing_to_derive_and_it_is_said(
    fund: Run,
) -> None:
    record(fund, "Fund", "2026-07 10 x 10", "2026-08 130", "2026-09 12 x 11")
    for month in ("2026-08", "2026-09"):
        document = explained(fund, month)
        assert document["put_in"] == []
        note = next(one for one in document["notes"] if one["code"] == "NO_QUANTITY")
        assert note["message"] == (
            'Only one of two values of "Fund" has a quantity, so that it does not follow what was'
            " put in: it counts as nothing. Say how many there were."
        )
        assert note["command"] == f"finally snapshot add ASSET --quantity QUANTITY --month {month}"
    told = fund("report", "returns", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_CONTRIBUTIONS")
    # Of what is on record nothing is unclear.
    record(fund, "Fund", "2026-08 130 20")
    assert "NO_QUANTITY" not in codes(explained(fund, "2026-08"))
    assert fund("report", "returns", "--json").json["totals"]["contributed"] == "20.00"


def test_a_first_value_is_new_and_a_last_one_gone_with_a_quantity_as_without(fund: Run) -> None:
    done(fund, "snapshot", "add", "Other", "5", "--month", "2026-07", "--category", "CASH")
    done(fund, "snapshot", "add", "Other", "5", "--month", "2026-08")
    done(fund, "snapshot", "add", "Other", "5", "--month", "2026-09")
    record(fund, "Fund", "2026-08 10 x 10")
    done(fund, "asset", "close", "Fund", "--month", "2026-09")
    august, september = explained(fund, "2026-08"), explained(fund, "2026-09")
    assert (august["totals"]["new"], august["put_in"]) == ("100.00", [])
    assert (september["totals"]["gone"], september["put_in"]) == ("100.00", [])


def test_cash_kept_by_quantity_earns_what_its_price_gains(run: Run) -> None:
    """100 at 1.00 and 150 at 1.01: 50.50 went in, and one is interest."""
    done(run, "asset", "add", "Money fund", "--category", "CASH", "--by", "quantity")
    record(run, "Money fund", "2026-07 100 x 1", "2026-08 150 x 1.01")
    assert parts(run, "2026-08") == {"Money fund": ["50.50", "50.50", "1.00", "0.00"]}
    proof = run("report", "cashproof", "--month", "2026-08", "--json").json["rows"][0]
    assert (proof["value_change"], proof["unexplained"]) == ("1.00", "50.50")


def test_of_a_debt_fewer_are_paid_off(run: Run) -> None:
    """1000 are owed at 1 each, then 900 at 1.1: 110 were paid, and it costs 100 more."""
    done(run, "asset", "add", "Gold loan", "--category", "LOAN", "--by", "quantity")
    record(run, "Gold loan", "2026-07 1000 x 1", "2026-08 900 x 1.1")
    assert parts(run, "2026-08") == {"Gold loan": ["110.00", "110.00", "-100.00", "0.00"]}
    assert explained(run, "2026-08")["totals"]["debt_paid"] == "110.00"


def test_the_proof_of_cash_takes_what_was_bought_from_the_accounts(fund: Run) -> None:
    """500 in cash, of which 3 at 12 are bought."""
    record(fund, "Fund", "2026-07 10 x 10", "2026-08 13 x 12")
    for month, value in (("2026-07", "500"), ("2026-08", "464")):
        done(fund, "snapshot", "add", "Giro", value, "--month", month, "--category", "CASH")
    row = fund("report", "cashproof", "--month", "2026-08", "--json").json["rows"][0]
    assert (row["put_in"], row["unexplained"]) == ("36.00", "0.00")
    assert explained(fund, "2026-08")["totals"]["unexplained"] == "0.00"


# -- returns


def test_an_asset_with_quantities_needs_no_contribution_for_its_returns(shares: Run) -> None:
    """Money comes in the middle of August, and leaves in that of October."""
    document = shares("report", "returns", "--json").json
    (row,) = document["rows"]
    assert (row["opening"], row["contributed"]) == ("900.00", "-1005.00")
    assert row["derived"] == row["contributed"]
    assert (row["closing"], row["gain"]) == ("0.00", "105.00")
    linked = (
        (1 + Fraction(145) / Fraction("1213.5"))  # (1672 - 900 - 627) / (900 + 627/2)
        * Fraction(1280, 1672)
        * (1 + Fraction(352, 1280))  # (1632 - 1280) / 1280: all of it worked until it left
    )
    assert abs(Fraction(row["time_weighted"]) - (linked - 1)) <= Fraction("0.0000005")
    assert codes(document) == ["DERIVED"]
    assert document["notes"][0]["message"].startswith('What was put into "Shares" follows from')


def test_quantities_without_any_purchase_give_figures_too(fund: Run) -> None:
    record(fund, "Fund", "2026-07 10 x 10", "2026-08 10 x 11")
    document = fund("report", "returns", "--json").json
    (row,) = document["rows"]
    assert (row["contributed"], row["derived"], row["time_weighted"]) == ("0.00", "0.00", "0.1")
    assert codes(document) == []


def test_where_one_value_of_the_range_has_no_quantity_nobody_can_tell(fund: Run) -> None:
    """July was typed: from September on, August and all that follows has a quantity."""
    record(fund, "Fund", "2026-07 100", "2026-08 10 x 11", "2026-09 11 x 12")
    told = fund("report", "returns", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_CONTRIBUTIONS")
    september = fund("report", "returns", "--from", "2026-09", "--json").json
    assert september["rows"][0]["derived"] == "12.00"
    done(fund, "snapshot", "add", "Gold", "7", "--month", "2026-07", "--category", "CRYPTO",
         "--contribution", "0")  # fmt: skip
    done(fund, "snapshot", "add", "Gold", "7", "--month", "2026-09")
    document = fund("report", "returns", "--json").json
    assert codes(document) == ["NO_CONTRIBUTIONS", "NO_QUANTITY"]
    assert Decimal(document["totals"]["closing"]) == 7

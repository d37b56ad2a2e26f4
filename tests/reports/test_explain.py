"""finally report explain, on a household whose every figure is worked out here by hand (in EUR).

            2026-07     2026-08      2026-10        2026-11
Checking      1000        -300         1200           1200        CASH; overdrawn, at last carried
Savings       5000        5600         none           5900        CASH; forgotten in October
Dollars   1000 × 0.9  1100 × 0.95  1200 × 0.8     1000 × 0.8      CASH, in USD
Shares    4000 × 0.9  4100 × 0.95  4100 × 0.8     3000 × 1.1      SINGLE_STOCKS, at last GBP
Fund          3000        3400         4000           3900        ETF_STOCKS; 300, then 500 put in
House       100000      100000       101000         101000        REAL_ESTATE
Boat          1000        1000       closed from 2026-09 on       REAL_ESTATE
Car                                    8000           7800        REAL_ESTATE, new in October
Mortgage    -50000      -49500       -49000         -48600        600 paid in October is on record
Visa          -100        -400            0             50        CREDIT_CARD
net worth    64400       64740        69440          75350

September has no values at all. Income is 3000 in each of August to November; the expenses are
2100 in August, 2500 in September, 2600 in October and 3300 in November.

Each test writes out its parts: what was put in (p), the change of value (v) and currency (c).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.contributions import put_by_bank


@dataclass(frozen=True)
class Worth:
    """A value; with a rate, `amount` is in `currency`."""

    amount: Decimal | float
    rate: Decimal | float | None = None
    currency: str = "USD"
    put_in: Decimal | float | None = None
    carried: bool = False


def own(
    books: psycopg.Connection[Any],
    asset: str,
    category: str,
    worth: dict[date, Worth],
    closed_on: date | None = None,
    added_on: date = date(2026, 7, 1),
) -> None:
    """An asset of Ann's with its values, in the months they are of."""
    books.execute(
        "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'ann%'"
    )
    (asset_id,) = books.execute(
        "INSERT INTO assets (user_id, category_id, asset_name, closed_on, created_at)"
        " SELECT current_user_id(), id, %s, %s, %s FROM asset_categories"
        " WHERE code = %s RETURNING id",
        [asset, closed_on, added_on, category],
    ).fetchone() or (None,)
    for month, one in worth.items():
        amount = Decimal(str(one.amount))
        rate = None if one.rate is None else Decimal(str(one.rate))
        books.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total, native_amount,"
            " currency, rate, contribution, carried)"
            " SELECT current_user_id(), %s, %s, %s, round(%s * coalesce(%s, 1::numeric), 4),"
            " %s, %s, %s, %s, %s",
            [
                asset_id, month.year, month.month, amount, rate, None if rate is None else amount,
                None if rate is None else one.currency, rate, one.put_in, one.carried,
            ],
        )  # fmt: skip


def flow(books: psycopg.Connection[Any], month: date, income: object, expenses: object) -> None:
    """What came in and went out in a month; None for no entry."""
    books.execute(
        "INSERT INTO incoming_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), id, %s, %s, amount"
        " FROM income_categories, (VALUES (%s::numeric)) AS earned (amount)"
        " WHERE code = 'SALARY' AND amount IS NOT NULL",
        [month.year, month.month, income],
    )
    books.execute(
        "INSERT INTO expense_items (user_id, category_id, year, month, amount)"
        " SELECT current_user_id(), id, %s, %s, amount"
        " FROM expense_categories, (VALUES (%s::numeric)) AS spent (amount)"
        " WHERE code = 'FOOD' AND amount IS NOT NULL",
        [month.year, month.month, expenses],
    )


JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in range(7, 12))


def plain(*amounts: float) -> dict[date, Worth]:
    return dict(zip((JULY, AUGUST, OCTOBER, NOVEMBER), map(Worth, amounts), strict=False))


@pytest.fixture
def household(run: Run, books: psycopg.Connection[Any]) -> Run:
    own(books, "Checking", "CASH", plain(1000, -300, 1200) | {NOVEMBER: Worth(1200, carried=True)})
    own(books, "Savings", "CASH", plain(5000, 5600) | {NOVEMBER: Worth(5900)})
    own(books, "Dollars", "CASH", {
        JULY: Worth(1000, 0.9), AUGUST: Worth(1100, 0.95), OCTOBER: Worth(1200, 0.8),
        NOVEMBER: Worth(1000, 0.8),
    })  # fmt: skip
    own(books, "Shares", "SINGLE_STOCKS", {
        JULY: Worth(4000, 0.9), AUGUST: Worth(4100, 0.95), OCTOBER: Worth(4100, 0.8),
        NOVEMBER: Worth(3000, 1.1, "GBP"),
    })  # fmt: skip
    own(books, "Fund", "ETF_STOCKS", plain(3000) | {
        AUGUST: Worth(3400, put_in=300), OCTOBER: Worth(4000, put_in=500), NOVEMBER: Worth(3900),
    })  # fmt: skip
    own(books, "House", "REAL_ESTATE", plain(100000, 100000, 101000, 101000))
    own(books, "Boat", "REAL_ESTATE", plain(1000, 1000), closed_on=SEPTEMBER)
    own(books, "Car", "REAL_ESTATE", {OCTOBER: Worth(8000), NOVEMBER: Worth(7800)})
    own(books, "Mortgage", "MORTGAGE", plain(-50000, -49500) | {
        OCTOBER: Worth(-49000, put_in=600), NOVEMBER: Worth(-48600),
    })  # fmt: skip
    own(books, "Visa", "CREDIT_CARD", plain(-100, -400, 0, 50))
    for month, expenses in ((AUGUST, 2100), (SEPTEMBER, 2500), (OCTOBER, 2600), (NOVEMBER, 3300)):
        flow(books, month, 3000, expenses)
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "explain", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    totals = {key: value for key, value in shown.json["totals"].items() if isinstance(value, str)}
    numbers = {key: Decimal(value) for key, value in totals.items()}
    of_totals = ("saved", "value_change", "currency_change", "unexplained")
    assert sum(numbers[key] for key in of_totals) == numbers["change"]
    apart = numbers["new"] - numbers["gone"] + numbers["missing_change"]
    whole = numbers["net_worth"] - numbers["net_worth_before"]
    assert numbers["change"] + apart == whole
    assert sum(Decimal(row["amount"]) for row in shown.json["rows"]) == whole
    return shown.json


def parts(document: Any) -> list[tuple[str, str | None, str]]:
    return [(row["part"], row["asset"], row["amount"]) for row in document["rows"]]


def notes(document: Any) -> dict[str, str]:
    """Each note's message, by its code; of two, the last."""
    return {note["code"]: note["message"] for note in document["notes"]}


def codes(document: Any) -> list[str]:
    return [note["code"] for note in document["notes"]]


# -- the household above


def test_a_month_is_told_in_parts_that_sum_to_its_change(household: Run) -> None:
    """August less July, 64740 - 64400 = 340:

    Checking   -1300  p -1300          Fund       400  p 300, v 100
    Savings      600  p 600            Mortgage   500  p 500
    Dollars      145  c 1000 × 0.05 = 50, so p 95      Visa      -300  p -300
    Shares       295  c 4000 × 0.05 = 200, so v 95

    Saved: 3000 - 2100 = 900, of which debts took 500 - 300 = 200. Put in, in all:
    -1300 + 600 + 95 + 300 + 500 - 300 = -105, which is 1005 less than was saved.
    """
    august = report(household, "--month", "2026-08")
    assert parts(august) == [
        ("saved", None, "700.00"),
        ("debt_paid", "Mortgage", "500.00"),
        ("debt_paid", "Visa", "-300.00"),
        ("value", "Fund", "100.00"),
        ("value", "Shares", "95.00"),
        ("currency", "Shares", "200.00"),
        ("currency", "Dollars", "50.00"),
        ("unexplained", None, "-1005.00"),
    ]
    assert august["totals"] == {
        "net_worth_before": "64400.00",
        "net_worth": "64740.00",
        "change": "340.00",
        "income": "3000.00",
        "expenses": "2100.00",
        "saved": "900.00",
        "debt_paid": "200.00",
        "value_change": "195.00",
        "currency_change": "250.00",
        "missing_change": "0.00",
        "unexplained": "-1005.00",
        "missing": 0,
        "carried": 0,
        "new": "0.00",
        "gone": "0.00",
    }
    assert (august["first"], august["last"], august["currency"]) == ("2026-08", "2026-08", "EUR")
    assert august["notes"] == [
        {
            "code": "SAVED",
            "message": "Income 3,000.00 less expenses 2,100.00 is 900.00 saved, of which 200.00"
            " paid off debts.",
            "command": None,
        },
        {
            "code": "UNEXPLAINED",
            "message": "1,005.00 more went out than is on record: an expense that was not recorded"
            " can be it, or money put into an asset without --contribution.",
            "command": "finally report cashflow --month 2026-08",
        },
    ]


def test_what_is_new_comes_in_with_its_first_value_and_what_was_closed_goes_with_its_last(
    household: Run,
) -> None:
    """October less August, over a month without values, 69440 - 64740 = 4700:

    Checking   1500  p 1500            Boat      -1000  closed, apart
    Savings   -5600  no value, apart   Car        8000  new, apart
    Dollars     -85  c 1100 × -0.15 = -165, so p 80    Mortgage    500  p 600, so v -100: interest
    Shares     -615  c 4100 × -0.15 = -615             Visa        400  p 400
    Fund        600  p 500, v 100      House      1000  v 1000

    Saved: 6000 - 2500 - 2600 = 900, debts took 1000. Put in, in all:
    1500 + 80 + 500 + 600 + 400 = 3080, which is 2180 more than was saved. The change of what both
    months know is 4700 - 8000 + 1000 + 5600 = 3300.
    """
    autumn = report(household, "--from", "2026-09", "--to", "2026-10")
    assert parts(autumn) == [
        ("saved", None, "-100.00"),
        ("debt_paid", "Mortgage", "600.00"),
        ("debt_paid", "Visa", "400.00"),
        ("value", "House", "1000.00"),
        ("value", "Fund", "100.00"),
        ("value", "Mortgage", "-100.00"),
        ("currency", "Shares", "-615.00"),
        ("currency", "Dollars", "-165.00"),
        ("unexplained", None, "2180.00"),
        ("new", "Car", "8000.00"),
        ("gone", "Boat", "-1000.00"),
        ("missing", "Savings", "-5600.00"),
    ]
    apart = ("change", "new", "gone", "missing_change")
    assert [autumn["totals"][key] for key in apart] == ["3300.00", "8000.00", "1000.00", "-5600.00"]
    assert codes(autumn) == ["SAVED", "UNEXPLAINED", "FIRST_VALUES", "LAST_VALUES", "MISSING"]
    told = notes(autumn)
    assert told["SAVED"] == (
        "Income 6,000.00 less expenses 5,100.00 is 900.00 saved; 1,000.00 paid off debts, 100.00 of"
        " it from what was there before."
    )
    assert told["UNEXPLAINED"] == (
        "2,180.00 more came in than is on record: an income that was not recorded can be it, or"
        " money taken out of an asset without --contribution; so can what moved in an asset without"
        " a value."
    )
    assert told["FIRST_VALUES"] == (
        'What is new stands apart at its first value: "Car" 8,000.00. If it was paid for with money'
        " of these months, say so."
    )
    assert told["LAST_VALUES"] == (
        'What was closed stands apart at its last value: "Boat" 1,000.00. If money came of it, or'
        " paid it off, say so."
    )
    assert told["MISSING"] == (
        '1 asset has no value in 2026-10, which is no gain and no loss: "Savings".'
    )
    assert [note["command"] for note in autumn["notes"]][1:] == [
        "finally report cashflow --from 2026-09 --to 2026-10",
        "finally snapshot edit ASSET --month MONTH --contribution AMOUNT",
        "finally snapshot add ASSET 0 --month MONTH --contribution AMOUNT",
        "finally snapshot carry --month 2026-10",
    ]


def test_without_options_it_is_the_newest_month(household: Run) -> None:
    """November less October, 75350 - 69440 = 5910:

    Checking      0                    Fund      -100  v -100: nothing is on record
    Savings    5900  no value before   Car       -200  v -200
    Dollars    -160  c 0, p -160       Mortgage   400  p 400
    Shares       20  another currency, so c 0 and v 20     Visa   50  p 50

    Saved: 3000 - 3300 = -300, debts took 450. Put in, in all: -160 + 400 + 50 = 290.
    """
    november = report(household)
    assert november["last"] == "2026-11"
    assert parts(november) == [
        ("saved", None, "-750.00"),
        ("debt_paid", "Mortgage", "400.00"),
        ("debt_paid", "Visa", "50.00"),
        ("value", "Car", "-200.00"),
        ("value", "Fund", "-100.00"),
        ("value", "Shares", "20.00"),
        ("unexplained", None, "590.00"),
        ("missing", "Savings", "5900.00"),
    ]
    assert (november["totals"]["missing"], november["totals"]["carried"]) == (1, 1)
    assert codes(november) == ["SAVED", "UNEXPLAINED", "MISSING", "CARRIED"]
    told = notes(november)
    assert told["SAVED"] == (
        "Income 3,000.00 less expenses 3,300.00 is 300.00 overspent; 450.00 paid off debts."
    )
    assert "no value in 2026-10" in told["MISSING"]
    assert told["CARRIED"] == "1 value is carried forward from an earlier month."


def test_a_range_is_the_sum_of_what_happened_from_each_value_to_the_next(household: Run) -> None:
    """November less July, 75350 - 64400 = 10950; August, then autumn, then November as above:

    Checking    200  p -1300 + 1500 + 0             House      1000  v 1000
    Savings     900  p 600, then 300 over October, which it lacks
    Dollars    -100  c 50 - 165 + 0 = -115; p 95 + 80 - 160 = 15
    Shares     -300  c 200 - 615 = -415; v 95 + 0 + 20 = 115
    Boat      -1000  closed, apart                  Car    7800  8000 new, apart; v -200
    Fund        900  p 800, v 100 + 100 - 100       Visa        150  p -300 + 400 + 50
    Mortgage   1400  p 500 + 600 + 400, v -100: interest

    Saved: 12000 - 10500 = 1500, debts took 1650. Put in, in all:
    200 + 900 + 15 + 800 + 150 + 1500 = 3565, which is 2065 more.
    """
    whole = report(household, "--from", "2026-08", "--to", "2026-11")
    assert parts(whole) == [
        ("saved", None, "-150.00"),
        ("debt_paid", "Mortgage", "1500.00"),
        ("debt_paid", "Visa", "150.00"),
        ("value", "House", "1000.00"),
        ("value", "Car", "-200.00"),
        ("value", "Shares", "115.00"),
        ("value", "Fund", "100.00"),
        ("value", "Mortgage", "-100.00"),
        ("currency", "Shares", "-415.00"),
        ("currency", "Dollars", "-115.00"),
        ("unexplained", None, "2065.00"),
        ("new", "Car", "8000.00"),
        ("gone", "Boat", "-1000.00"),
    ]
    assert report(household, "--from", "2026-08") == whole, "up to the newest month with values"
    assert report(household, "--to", "2026-11") == whole, "from the first month with values on"


def test_what_a_rate_moves_of_money_that_came_within_the_range_is_currency(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    """1000 dollars at 0.9 in August and 3000 at 1.0 in October, worth 1.2 in November: 1000 × 0.1,
    then 3000 × 0.2, are 700 of currency; 900 are new, 2000 were put in; 900 + 2000 + 700 = 3600."""
    own(books, "Dollars", "CASH", {
        AUGUST: Worth(1000, 0.9), OCTOBER: Worth(3000, 1.0), NOVEMBER: Worth(3000, 1.2),
    })  # fmt: skip
    told = report(quiet, "--from", "2026-08", "--to", "2026-11")["totals"]
    assert (told["currency_change"], told["value_change"]) == ("700.00", "0.00")
    assert (told["unexplained"], told["new"]) == ("2000.00", "900.00")


def test_what_rose_and_fell_by_as_much_is_no_part(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    own(books, "House", "REAL_ESTATE", plain(500, 600, 500, 500))
    assert {part for part, _, _ in parts(report(quiet, "--from", "2026-08"))} == {
        "saved", "unexplained",
    }  # fmt: skip


def test_what_the_notes_advise_says_what_was_really_paid(household: Run) -> None:
    """The car cost 7000, so that 1000 of its 8000 is value; the boat, worth 1000, fetched 1200."""
    edited = household("snapshot", "edit", "Car", "--month", "2026-10", "--contribution", "7000")
    sold = ["Boat", "0", "--month", "2026-09", "--contribution", "-1200"]
    added = household("snapshot", "add", *sold)
    assert (edited.exit_code, added.exit_code) == (0, 0), edited.stderr + added.stderr
    autumn = report(household, "--from", "2026-09", "--to", "2026-10")
    assert codes(autumn) == ["SAVED", "UNEXPLAINED", "MISSING"]
    told = {(part, asset): amount for part, asset, amount in parts(autumn)}
    assert (told["value", "Car"], told["value", "Boat"]) == ("1000.00", "200.00")
    assert told["unexplained", None] == "7980.00"  # 2180 + 7000 - 1200


def test_the_table_says_the_parts_in_words(household: Run) -> None:
    assert household("report", "explain", "--month", "2026-08").stdout == (
        "Why net worth changed in 2026-08 (EUR)\n"
        " Why           Asset         Amount\n"
        + "─" * 36
        + "\n Saved                      +700.00\n"
        " Debt paid     Mortgage     +500.00\n"
        " Borrowed      Visa         -300.00\n"
        " Value         Fund         +100.00\n"
        " Value         Shares        +95.00\n"
        " Currency      Shares       +200.00\n"
        " Currency      Dollars       +50.00\n"
        " Unexplained              -1,005.00\n"
        + "─" * 36
        + "\n Change                     +340.00\n"
        "\n"
        " Month     Net worth    Change\n"
        + "─" * 31
        + "\n 2026-07   64,400.00         –\n"
        " 2026-08   64,740.00   +340.00\n"
        "Note: Income 3,000.00 less expenses 2,100.00 is 900.00 saved, of which 200.00 paid off"
        " debts.\n"
        "Note: 1,005.00 more went out than is on record: an expense that was not recorded can be"
        " it, or money put into an asset without --contribution.\n"
        "  finally report cashflow --month 2026-08\n"
    )  # fmt: skip


def test_its_change_is_that_of_report_networth(look: Run) -> None:
    for month in (f"2026-{number:02}" for number in range(1, 11)):
        change = look("report", "networth", "--month", month, "--json").json["totals"]["change"]
        assert report(look, "--month", month)["totals"]["change"] == change


def test_neither_todays_rates_nor_new_names_move_a_past_month(household: Run) -> None:
    before = report(household, "--from", "2026-08", "--to", "2026-10")
    for month in ("2026-07", "2026-10", "this"):
        household("fx", "set", "USD/EUR", "7", "--month", month)
    household("asset", "edit", "Dollars", "--name", "Aardvark")
    household("asset", "edit", "Mortgage", "--name", "Zebra")
    after = report(household, "--from", "2026-08", "--to", "2026-10")
    assert after["totals"] == before["totals"]
    renamed = {"Dollars": "Aardvark", "Mortgage": "Zebra"}
    assert parts(after) == [
        (part, renamed.get(asset or "", asset), amount) for part, asset, amount in parts(before)
    ]


# -- single assets, beside 1000 in Checking that never moves; nothing is earned or spent


@pytest.fixture
def quiet(run: Run, books: psycopg.Connection[Any]) -> Run:
    own(books, "Checking", "CASH", plain(1000, 1000, 1000, 1000))
    return run


@pytest.mark.parametrize(
    ("category", "worth", "closed_on", "value", "put_in"),
    [
        # Interest on an account: that nothing was put in is on record.
        ("CASH", {JULY: Worth(100), NOVEMBER: Worth(101, put_in=0)}, None, 1, 0),
        # A new fund: 500 at first, which stand apart, then 200 more, then 30 lost.
        (
            "ETF_STOCKS",
            {AUGUST: Worth(500), OCTOBER: Worth(690, put_in=200), NOVEMBER: Worth(670)},
            None, -30, 200,
        ),
        # Of its first 500, 100 were a gift of the bank's.
        (
            "ETF_STOCKS", {AUGUST: Worth(500, put_in=400), NOVEMBER: Worth(520, put_in=0)},
            None, 120, 400,
        ),
        # Bought for 500 and sold for 650, both within.
        ("ETF_STOCKS", {AUGUST: Worth(500), OCTOBER: Worth(650)}, NOVEMBER, 150, 0),
        # Sold for 720 at the end, which its last row says.
        ("ETF_STOCKS", {JULY: Worth(500), NOVEMBER: Worth(0, put_in=-720)}, NOVEMBER, 220, -720),
        # Saved into, 100, then closed: the 630 stand apart.
        ("ETF_STOCKS", {JULY: Worth(500), OCTOBER: Worth(630, put_in=100)}, NOVEMBER, 30, 100),
        # The value of the month in which it is closed is its last, and gone a month later.
        ("ETF_STOCKS", {JULY: Worth(500)}, date(2026, 7, 20), 0, 0),
        # A new account moves by money alone.
        ("CASH", {AUGUST: Worth(500), NOVEMBER: Worth(800)}, None, 0, 300),
        ("CASH", {AUGUST: Worth(500)}, OCTOBER, 0, 0),
        # A loan paid off: 300, of which 10 was interest; the 710 that were left stand apart.
        ("LOAN", {JULY: Worth(-1000), OCTOBER: Worth(-710, put_in=300)}, NOVEMBER, -10, 300),
        # A new loan stands apart; 100 of it was paid off.
        ("LOAN", {AUGUST: Worth(-1000), NOVEMBER: Worth(-900)}, None, 0, 100),
    ],
)  # fmt: skip
def test_what_was_put_in_and_what_it_gained(
    category: str, worth: dict[date, Worth], closed_on: date | None, value: int, put_in: int,
    quiet: Run, books: psycopg.Connection[Any],
) -> None:  # fmt: skip
    """From the end of July to that of November; all that is put in is unexplained, for S is 0."""
    own(books, "It", category, worth, closed_on)
    document = report(quiet, "--from", "2026-08", "--to", "2026-11")
    told = document["totals"]
    assert Decimal(told["value_change"]) == value
    assert Decimal(told["unexplained"]) == put_in
    assert Decimal(told["debt_paid"]) == (put_in if category == "LOAN" else 0)
    assert told["missing"] == 0


def test_a_first_value_in_another_currency_has_no_effect_of_its_own(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    """100 at 0.9 is 90, and new; there was nothing before for a rate to move. 100 at 1.1 is 110, of
    which the rate made 20."""
    own(books, "Coins", "CRYPTO", {AUGUST: Worth(100, 0.9), NOVEMBER: Worth(100, 1.1)})
    told = report(quiet, "--month", "2026-08")["totals"]
    assert (told["currency_change"], told["new"], told["change"]) == ("0.00", "90.00", "0.00")
    told = report(quiet, "--from", "2026-08", "--to", "2026-11")["totals"]
    assert (told["currency_change"], told["value_change"]) == ("20.00", "0.00")
    assert (told["unexplained"], told["new"]) == ("0.00", "90.00")


def test_the_currency_is_exact_to_four_decimals_and_what_is_left_is_value(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    """33.33 × 0.123456789 = 4.11481...: 4.1148. And × 0.223456788 = 7.44781...: 7.4478.

    The currency is 33.33 × 0.099999999 = 3.33299996667, so 3.3330; the totals differ by 3.3330.
    """
    own(books, "Coins", "CRYPTO", {
        OCTOBER: Worth(33.33, 0.123456789), NOVEMBER: Worth(33.33, 0.223456788),
    })  # fmt: skip
    told = report(quiet)["totals"]
    assert (told["currency_change"], told["value_change"]) == ("3.333", "0.00")


def test_an_asset_that_lacks_both_values_is_named_and_moves_nothing(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    own(books, "Forgotten", "CASH", {JULY: Worth(400)})
    own(books, "Never", "CASH", {})
    document = report(quiet)
    assert parts(document) == [
        ("saved", None, "0.00"),
        ("unexplained", None, "0.00"),
        ("missing", "Forgotten", "0.00"),
        ("missing", "Never", "0.00"),
    ]
    assert codes(document) == ["NO_ENTRIES", "MISSING", "MISSING"]
    assert document["notes"][1]["message"] == (
        '2 assets have no value in 2026-10, which is no gain and no loss: "Forgotten", "Never".'
    )
    assert document["notes"][1]["command"] == "finally snapshot carry --month 2026-10"
    shown = quiet("report", "explain").stdout
    assert " No value " not in shown and '"Forgotten", "Never"' in shown, "0.00 says nothing"


def test_a_value_is_missed_from_the_first_month_to_the_last_before_the_closing(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    own(books, "Closed in July", "CASH", {date(2026, 6, 1): Worth(400)}, JULY)
    own(books, "Added in July", "CASH", {}, AUGUST, JULY)
    own(books, "Added in August", "CASH", {}, NOVEMBER, AUGUST)
    own(books, "Added in November", "CASH", {}, None, NOVEMBER)
    own(books, "Added in December", "CASH", {}, None, date(2026, 12, 1))

    def missed(*options: str) -> list[str | None]:
        return [asset for part, asset, _ in parts(report(quiet, *options)) if part == "missing"]

    assert missed("--month", "2026-08") == ["Added in August", "Added in July"]
    assert missed("--from", "2026-09", "--to", "2026-10") == ["Added in August"]
    assert missed("--month", "2026-11") == ["Added in August", "Added in November"]


def test_without_entries_nothing_counts_as_saved(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    own(books, "Loan", "LOAN", plain(-100, -100, -100, -60))
    document = report(quiet)
    assert parts(document) == [
        ("saved", None, "-40.00"),
        ("debt_paid", "Loan", "40.00"),
        ("unexplained", None, "40.00"),
    ]
    assert document["notes"] == [
        {
            "code": "NO_ENTRIES",
            "message": "No income and no expense is on record: nothing counts as saved; 40.00 paid"
            " off debts.",
            "command": "finally income add AMOUNT CATEGORY --month 2026-11",
        },
        {
            "code": "UNEXPLAINED",
            "message": "40.00 more came in than is on record: an income that was not recorded can"
            " be it, or money taken out of an asset without --contribution.",
            "command": "finally snapshot edit ASSET --month 2026-11 --contribution AMOUNT",
        },
    ]


def test_what_was_borrowed_is_said(quiet: Run, books: psycopg.Connection[Any]) -> None:
    own(books, "Loan", "LOAN", plain(-100, -100, -100, -150))
    flow(books, NOVEMBER, 80, None)
    assert notes(report(quiet))["SAVED"] == (
        "Income 80.00 less expenses 0.00 is 80.00 saved; 50.00 was borrowed."
    )


def test_many_new_assets_are_counted_and_not_all_named(
    quiet: Run, books: psycopg.Connection[Any]
) -> None:
    for number in range(1, 6):
        own(books, f"Painting {number}", "REAL_ESTATE", {NOVEMBER: Worth(number)})
    told = {note["code"]: note for note in report(quiet)["notes"]}
    assert told["FIRST_VALUES"]["message"] == (
        'What is new stands apart at its first value: "Painting 5" 5.00, "Painting 4" 4.00,'
        ' "Painting 3" 3.00 and 2 more. If it was paid for with money of these months, say so.'
    )
    assert told["FIRST_VALUES"]["command"] == (
        "finally snapshot edit ASSET --month 2026-11 --contribution AMOUNT"
    )


# -- what cannot be answered


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["--month", "2026-09"],
            "there are no values in 2026-09", "There are values from 2026-07 to 2026-11.",
        ),
        (
            ["--to", "2027-02"],
            "there are no values in 2027-02", "There are values from 2026-07 to 2026-11.",
        ),
        (
            ["--month", "2026-10"],
            "there are no values in 2026-09, which 2026-10 is compared with",
            "2026-08 has values: finally report explain --from 2026-09 --to 2026-10",
        ),
        (
            ["--from", "2026-06", "--to", "2026-10"],
            "there are no values in 2026-05, which 2026-10 is compared with",
            "2026-07 has values: finally report explain --from 2026-08 --to 2026-10",
        ),
        (
            ["--month", "2026-07"],
            "there are no values in 2026-06, which 2026-07 is compared with",
            "The first month with values is 2026-07.",
        ),
        (
            ["--month", "2000-01"],
            "there are no values in 2000-01", "There are values from 2026-07 to 2026-11.",
        ),
        (
            ["--to", "2026-07"],
            "2026-07 is the first month with values: nothing comes before it",
            "There are values from 2026-07 to 2026-11.",
        ),
        (
            ["--from", "2026-12"],
            "there are no values from 2026-12 on", "There are values from 2026-07 to 2026-11.",
        ),
        (
            ["--from", "2030-01"],
            "there are no values from 2030-01 on", "There are values from 2026-07 to 2026-11.",
        ),
    ],
)  # fmt: skip
def test_a_month_without_values_is_answered_with_one_that_has_some(
    options: list[str], message: str, hint: str, household: Run
) -> None:
    assert household("report", "explain", *options) == Outcome(
        5, "", f"finally: {message}\n  {hint}\n"
    )
    error = household("report", "explain", *options, "--json").error
    assert (error["code"], error["message"]) == ("NO_SNAPSHOTS", message)


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["--month", "2026-08", "--to", "2026-10"],
            "--month is one month; --from and --to are a range", "Leave one out.",
        ),
        (
            ["--from", "2026-10", "--to", "2026-08"],
            "--from is after --to", "Did you mean --from 2026-08 --to 2026-10?",
        ),
    ],
)  # fmt: skip
def test_months_that_do_not_go_together_are_refused(
    options: list[str], message: str, hint: str, household: Run
) -> None:
    assert household("report", "explain", *options) == Outcome(
        2, "", f"finally: {message}\n  {hint}\n"
    )


def test_empty_books_and_a_single_month_have_no_change(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    told = run("report", "explain")
    assert (told.exit_code, told.stdout) == (5, "")
    assert told.stderr.startswith("finally: there are no values yet\n")
    own(books, "Checking", "CASH", {NOVEMBER: Worth(1)})
    assert run("report", "explain") == Outcome(
        5,
        "",
        "finally: there are no values in 2026-10, which 2026-11 is compared with\n"
        "  The first month with values is 2026-11.\n",
    )
    assert run("report", "explain", "--to", "2026-12") == Outcome(
        5,
        "",
        "finally: there are no values in 2026-12\n  The only month with values is 2026-11.\n",
    )


# -- what bank rows put in


def moved(run: Run, first: str, last: str) -> dict[tuple[str, str | None], str]:
    """The parts of a range by name and asset."""
    found = parts(report(run, "--from", first, "--to", last))
    return {(part, asset): amount for part, asset, amount in found}


def test_bank_rows_say_what_was_put_in_where_nothing_else_does(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    """Shares were worth 4100 × 0.8 = 3280 in October and 3000 × 1.1 = 3300 in November: 50 were
    put in, so that their value fell by 30. Of the 300 that Savings has more since August 200 came
    by the bank, some of it in October, when nobody looked: it earned 100. The Visa account changed
    by 50 and was paid 60: it took 10."""
    before = moved(household, "2026-09", "2026-11")
    assert ("value", "Savings") not in before
    put_by_bank(books, "Shares", (date(2026, 11, 3), 70), (date(2026, 11, 30), -20))
    put_by_bank(books, "Savings", (date(2026, 10, 1), 150), (date(2026, 11, 1), 50))
    put_by_bank(books, "Visa", (date(2026, 11, 2), 60))
    assert moved(household, "2026-09", "2026-11")["value", "Savings"] == "100.00"
    november = moved(household, "2026-11", "2026-11")
    assert november["value", "Shares"] == "-30.00"
    assert november["value", "Visa"] == "-10.00"
    assert november["debt_paid", "Visa"] == "60.00"


def test_a_contribution_on_record_wins_over_the_bank_rows_of_its_month(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    """The fund rose by 600 from August to October: 500 are on record of October, and 100 came by
    the bank in September, which has no value. In November it fell by 100, 30 of it taken out."""
    rows = (date(2026, 9, 9), 100), (date(2026, 10, 9), 777), (date(2026, 11, 9), -30)
    put_by_bank(books, "Fund", *rows)
    assert ("value", "Fund") not in moved(household, "2026-09", "2026-10")
    assert moved(household, "2026-11", "2026-11")["value", "Fund"] == "-70.00"


def test_what_the_bank_put_into_something_new_is_in_its_first_value(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    """The car was worth 8000 when it was looked at first, whatever the bank paid for it then; in
    November it fell by 200, though 100 were put in. The boat was gone in September."""
    put_by_bank(books, "Car", (date(2026, 10, 9), 500), (date(2026, 11, 9), 100))
    put_by_bank(books, "Boat", (date(2026, 9, 9), -1200))
    since_august = moved(household, "2026-09", "2026-10")
    assert ("value", "Car") not in since_august
    assert ("value", "Boat") not in since_august
    assert moved(household, "2026-11", "2026-11")["value", "Car"] == "-300.00"

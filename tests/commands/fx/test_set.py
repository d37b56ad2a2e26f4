"""finally fx set and fx list."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import refusal


def list_rates(run: Run, *options: str) -> list[tuple[Any, ...]]:
    rows = run("fx", "list", *options, "--json").json["rows"]
    return [(row["month"], row["from_currency"], row["to_currency"], row["rate"]) for row in rows]


def test_a_rate_is_recorded_for_a_month_and_replaced(run: Run) -> None:
    assert run("fx", "set", "eur/usd", "1.0800", "--month", "2026-10") == Outcome(
        0, "One EUR is 1.08 USD in 2026-10.\n", ""
    )
    assert run("fx", "set", "EUR/USD", "1.1", "--month", "2026-10") == Outcome(
        0, "One EUR is 1.1 USD in 2026-10; it was 1.08.\n", ""
    )
    assert list_rates(run) == [("2026-10", "EUR", "USD", "1.1")]


def test_a_round_rate_is_not_shown_as_an_exponent(run: Run) -> None:
    assert run("fx", "set", "EUR/JPY", "200").stdout == "One EUR is 200 JPY in 2026-11.\n"
    assert list_rates(run) == [("2026-11", "EUR", "JPY", "200")]


def test_the_json_says_what_was_there(run: Run) -> None:
    run("fx", "set", "EUR/USD", "1.08")
    document = run("fx", "set", "EUR/USD", "1.09", "--json").json
    assert document == {
        "schema": "finally.fx.set/1",
        "rows": [
            {
                "month": "2026-11",
                "from_currency": "EUR",
                "to_currency": "USD",
                "rate": "1.09",
                "previous_rate": "1.08",
            }
        ],
        "notes": [],
    }


def test_the_finest_and_the_largest_rate_are_kept_exactly(run: Run) -> None:
    for rate in ("0.000000000001", "999999999999.999999999999"):
        assert run("fx", "set", "EUR/USD", rate).exit_code == 0
        assert list_rates(run) == [("2026-11", "EUR", "USD", rate)]


def test_rates_are_listed_newest_first(run: Run) -> None:
    assert run("fx", "list").stdout == (
        "Exchange rates\nNo rates yet. Record one with: finally fx set EUR/USD RATE\n"
    )
    run("fx", "set", "GBP/USD", "1.3", "--month", "2026-09")
    run("fx", "set", "EUR/USD", "1.1", "--month", "2026-10")
    run("fx", "set", "EUR/GBP", "0.9", "--month", "2026-10")
    assert list_rates(run) == [
        ("2026-10", "EUR", "GBP", "0.9"),
        ("2026-10", "EUR", "USD", "1.1"),
        ("2026-09", "GBP", "USD", "1.3"),
    ]
    assert list_rates(run, "--month", "2026-09") == [("2026-09", "GBP", "USD", "1.3")]
    assert run("fx", "list", "--csv").stdout.splitlines()[:2] == [
        "month,from_currency,to_currency,rate,source,published_on",
        "2026-10,EUR,GBP,0.9,,",
    ]


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["EURUSD", "1"], '"EURUSD" is not a pair of currencies', "Write it as EUR/USD."),
        (
            ["EUR/EUR", "1"],
            '"EUR/EUR" names one currency twice',
            "A rate needs two different currencies.",
        ),
        (
            ["EUR/XYZ", "1"],
            'there is no currency "XYZ"',
            "Use a three-letter ISO 4217 code, such as EUR, USD or GBP.",
        ),
        (
            ["/", "1"],
            'there is no currency ""',
            "Use a three-letter ISO 4217 code, such as EUR, USD or GBP.",
        ),
        *(
            (
                ["EUR/USD", rate],
                f'"{rate}" cannot be an exchange rate',
                "A rate is above zero and has at most twelve digits on either side of the point.",
            )
            for rate in ("0", "-1", "0.0", "1.1234567890123", "1000000000000")
        ),
        *(
            (
                ["EUR/USD", rate],
                f'"{rate}" is not an exchange rate',
                "Write it as 1.0835.",
            )
            for rate in ("1,08", "abc", "NaN", "Infinity", "1e400", "", "1.", "٣")
        ),
        (["EUR/USD"], "Missing argument 'RATE'", "See: finally fx set --help"),
    ],
)
def test_a_rate_that_is_none_is_refused(
    arguments: list[str], message: str, hint: str, run: Run
) -> None:
    assert run("fx", "set", *arguments) == refusal(2, message, hint)
    assert list_rates(run) == []


def test_a_rate_can_be_tried_first(run: Run) -> None:
    tried = run("fx", "set", "EUR/USD", "1.08", "--dry-run")
    assert (
        tried.stdout
        == "It would be so: One EUR is 1.08 USD in 2026-11.\nDry run: nothing was changed.\n"
    )
    assert list_rates(run) == []


def test_rates_belong_to_a_user(run: Run) -> None:
    run("fx", "set", "USD/EUR", "0.9")
    run("user", "add", "bob@example.org", "--currency", "EUR")
    assert list_rates(run, "--user", "bob") == []
    run("asset", "add", "D", "--category", "CASH", "--currency", "USD", "--user", "bob")
    assert run("snapshot", "add", "D", "1", "--user", "bob").exit_code == 5


# -- a rate that is on record the other way round divides, and is never rounded first


@pytest.fixture
def hanoi(run: Run) -> Run:
    """A household in dollars with savings in dong, of which 26,300 make a dollar."""
    run("user", "edit", "--currency", "USD")
    run("asset", "add", "Savings", "--category", "CASH", "--currency", "VND")
    run("fx", "set", "USD/VND", "26300", "--month", "2026-10")
    return run


def values(run: Run) -> list[tuple[Any, ...]]:
    rows = run("snapshot", "list", "--json").json["rows"]
    return [(row["month"], row["value"], row["amount"]) for row in rows]


def test_dong_at_a_rate_of_dollars_are_divided_and_come_out_exactly(hanoi: Run) -> None:
    # 26,300,000,000 / 26,300 = 1,000,000; by the inverse with twelve decimals, 1,000,000.0082.
    added = hanoi("snapshot", "add", "Savings", "26300000000", "--month", "2026-10")
    # 1 / 26300 = 0.00003802281368821292…, of which a person sees twelve digits.
    assert added.stdout == (
        'Recorded "Savings" at 1,000,000.00 USD for 2026-10'
        " (26,300,000,000.00 VND at 0.0000380228136882).\n"
    )
    assert values(hanoi) == [("2026-10", "1000000.00", "26300000000.00")]
    (row,) = hanoi("snapshot", "list", "--json").json["rows"]
    assert row["rate"] == "0.000038022813688212927756653992395437262357"


@pytest.mark.parametrize(
    ("rate", "amount", "value"),
    [
        # 0.0006 / 12 = 0.00005, a half of the last decimal: away from zero. 1/12 rounded down would
        # make it less than a half.
        ("12", "0.0006", "0.0001"),
        ("12", "-0.0006", "-0.0001"),
        # 99,999,999,999,999,999,999 / 3 = 33,333,333,333,333,333,333
        ("3", "99999999999999999999", "33333333333333333333.00"),
        # 1 / 0.000000000001 = 10^12
        ("0.000000000001", "7.5", "7500000000000.00"),
        # a trillion over a trillionth less than a trillion: 1 and 10^-24
        ("999999999999.999999999999", "1000000000000", "1.00"),
    ],
)
def test_a_quotient_is_rounded_once_to_four_decimals(
    rate: str, amount: str, value: str, run: Run
) -> None:
    run("user", "edit", "--currency", "USD")
    run("asset", "add", "Savings", "--category", "CASH", "--currency", "VND")
    run("fx", "set", "USD/VND", rate, "--month", "2026-10")
    run("snapshot", "add", f"Savings={amount}", "--month", "2026-10")
    assert [row[1] for row in values(run)] == [value]


def test_every_way_of_writing_a_value_divides(hanoi: Run, tmp_path: Path) -> None:
    """A file, a correction, a contribution, a value carried on: 52,600 dong are two dollars."""
    file = tmp_path / "values.csv"
    file.write_text("asset,month,value,contribution\nSavings,2026-10,26300000000,13150000000\n")
    assert hanoi("import", "snapshots", str(file)).exit_code == 0
    assert values(hanoi) == [("2026-10", "1000000.00", "26300000000.00")]
    (again,) = hanoi("import", "snapshots", str(file), "--json").json["rows"]
    assert again["unchanged"] == 1
    (row,) = hanoi("snapshot", "list", "--json").json["rows"]
    assert row["contribution"] == "500000.00"

    hanoi("snapshot", "edit", "Savings", "--month", "2026-10", "--contribution", "52600")
    (row,) = hanoi("snapshot", "list", "--json").json["rows"]
    assert row["contribution"] == "2.00"

    # The rate stays frozen with the value, whatever is recorded since: 39,450,000,000 / 26,300.
    hanoi("fx", "set", "USD/VND", "20000", "--month", "2026-10")
    hanoi("snapshot", "edit", "Savings", "--month", "2026-10", "--value", "39450000000")
    assert values(hanoi) == [("2026-10", "1500000.00", "39450000000.00")]

    hanoi("snapshot", "carry", "--month", "2026-11")
    assert values(hanoi)[0] == ("2026-11", "1500000.00", "39450000000.00")

    # A rate that is typed multiplies as it always did, and one the right way round goes first.
    hanoi("snapshot", "edit", "Savings", "--month", "2026-10", "--rate", "0.00004")
    assert values(hanoi)[1] == ("2026-10", "1578000.00", "39450000000.00")
    hanoi("fx", "set", "VND/USD", "0.00005", "--month", "2026-11")
    hanoi("snapshot", "add", "Savings", "20000", "--month", "2026-11")
    assert values(hanoi)[0] == ("2026-11", "1.00", "20000.00")


def test_an_unchanged_amount_gains_by_its_currency_alone(hanoi: Run) -> None:
    """26.3 billion dong: 1,000,000 dollars at 26,300, and 1,052,000 at 25,000."""
    hanoi("fx", "set", "USD/VND", "25000", "--month", "2026-11")
    for month in ("2026-10", "2026-11"):
        hanoi("snapshot", "add", "Savings", "26300000000", "--month", month)
    rows = hanoi("report", "explain", "--month", "2026-11", "--json").json["rows"]
    moved = [(row["part"], row["amount"]) for row in rows if row["amount"] != "0.00"]
    assert moved == [("currency", "52000.00")]


def test_psql_cannot_keep_a_total_that_its_rate_does_not_make(
    hanoi: Run, books: psycopg.Connection[Any]
) -> None:
    hanoi("snapshot", "add", "Savings", "26300000000", "--month", "2026-10")
    for change in (
        "total = 999999.9999",
        f"rate = 0.{'3' * 43}",
        "rate = 0.000038022814",
    ):
        with pytest.raises(psycopg.errors.CheckViolation), books.transaction():
            books.execute(f"UPDATE asset_inputs SET {change}".encode())


def test_a_list_of_values_comes_in_again_with_the_rate_that_divided_them(
    hanoi: Run, tmp_path: Path
) -> None:
    hanoi("snapshot", "add", "Savings", "26300000000", "--month", "2026-10")
    file = tmp_path / "values.csv"
    file.write_text(hanoi("snapshot", "list", "--csv").stdout, encoding="utf-8")
    before = hanoi("snapshot", "list", "--json").json["rows"][0]
    hanoi("snapshot", "delete", "Savings", "--month", "2026-10", "--yes")
    assert hanoi("import", "snapshots", str(file)).exit_code == 0
    after = hanoi("snapshot", "list", "--json").json["rows"][0]
    assert {**after, "id": ""} == {**before, "id": ""}
    assert after["value"] == "1000000.00"

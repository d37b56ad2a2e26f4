"""finally fx: set and list."""

from typing import Any

import pytest

from tests.conftest import Outcome, Run


def refused(exit_code: int, message: str, hint: str) -> Outcome:
    return Outcome(exit_code, "", f"finally: {message}\n  {hint}\n")


def listed(run: Run, *options: str) -> list[tuple[Any, ...]]:
    rows = run("fx", "list", *options, "--json").json["rows"]
    return [(row["month"], row["from_currency"], row["to_currency"], row["rate"]) for row in rows]


def test_a_rate_is_recorded_for_a_month_and_replaced(run: Run) -> None:
    assert run("fx", "set", "eur/usd", "1.0800", "--month", "2026-10") == Outcome(
        0, "One EUR is 1.08 USD in 2026-10.\n", ""
    )
    assert run("fx", "set", "EUR/USD", "1.1", "--month", "2026-10") == Outcome(
        0, "One EUR is 1.1 USD in 2026-10; it was 1.08.\n", ""
    )
    assert listed(run) == [("2026-10", "EUR", "USD", "1.1")]


def test_a_round_rate_is_not_shown_as_an_exponent(run: Run) -> None:
    assert run("fx", "set", "EUR/JPY", "200").stdout == "One EUR is 200 JPY in 2026-11.\n"
    assert listed(run) == [("2026-11", "EUR", "JPY", "200")]


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
        assert listed(run) == [("2026-11", "EUR", "USD", rate)]


def test_rates_are_listed_newest_first(run: Run) -> None:
    assert run("fx", "list").stdout == (
        "Exchange rates\nNo rates yet. Record one with: finally fx set EUR/USD RATE\n"
    )
    run("fx", "set", "GBP/USD", "1.3", "--month", "2026-09")
    run("fx", "set", "EUR/USD", "1.1", "--month", "2026-10")
    run("fx", "set", "EUR/GBP", "0.9", "--month", "2026-10")
    assert listed(run) == [
        ("2026-10", "EUR", "GBP", "0.9"),
        ("2026-10", "EUR", "USD", "1.1"),
        ("2026-09", "GBP", "USD", "1.3"),
    ]
    assert listed(run, "--month", "2026-09") == [("2026-09", "GBP", "USD", "1.3")]
    assert run("fx", "list", "--csv").stdout.splitlines()[:2] == [
        "month,from_currency,to_currency,rate",
        "2026-10,EUR,GBP,0.9",
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
    assert run("fx", "set", *arguments) == refused(2, message, hint)
    assert listed(run) == []


def test_a_rate_can_be_tried_first(run: Run) -> None:
    tried = run("fx", "set", "EUR/USD", "1.08", "--dry-run")
    assert tried.stdout == "One EUR is 1.08 USD in 2026-11.\nDry run: nothing was changed.\n"
    assert listed(run) == []


def test_rates_belong_to_a_user(run: Run) -> None:
    run("fx", "set", "USD/EUR", "0.9")
    run("user", "add", "bob@example.org", "--currency", "EUR")
    assert listed(run, "--user", "bob") == []
    run("asset", "add", "D", "--category", "CASH", "--currency", "USD", "--user", "bob")
    assert run("snapshot", "add", "D", "1", "--user", "bob").exit_code == 5

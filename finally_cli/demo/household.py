"""The household that `finally demo` opens: its files, moved in time until they end last month.

data/README.md says what is in the files and which command takes each. They are moved by whole
years, so that December stays December, and cut off at the day it is.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

DATA = Path(__file__).with_name("data")
FIRST_YEAR, LAST_YEAR = 2016, 2026  # of the files
EARLIEST_YEAR = 2000  # that any books know

# Cells by the names of the columns, as the file has them; an empty one is None.
Row = Mapping[str, str | None]
Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Household:
    """What is to be loaded, in the order in which it can be: what a row names comes before it."""

    assets: Rows
    snapshots: Rows
    prices: Rows
    fx: Rows
    marketcaps: Rows
    income: Rows
    expenses: Rows
    budgets: Rows
    policies: Rows
    targets: Rows
    recurring: Rows

    def count(self) -> int:
        """How many rows there are."""
        return sum(len(getattr(self, field.name)) for field in fields(self))


def read_household(today: date) -> Household:
    """The household as it stands on a day.

    Values, prices, rates and market caps are those up to the end of last month. Of the current
    month there are its budgets, and the incomes and expenses up to today; an entry without a day
    counts once its month is over. What recurs is such an entry: it is due.
    """
    years = max(today.year - LAST_YEAR, EARLIEST_YEAR - FIRST_YEAR)
    day, month = today.isoformat(), today.isoformat()[:7]

    def is_over(row: Row) -> bool:
        return str(row["month"]) < month

    def was_before(row: Row) -> bool:
        return str(row["date"])[:7] < month

    def has_happened(row: Row) -> bool:
        return is_over(row) or (row["month"] == month and str(row["date"] or "9999") <= day)

    def is_planned(row: Row) -> bool:
        return str(row["period"]) <= month

    def always(row: Row) -> bool:
        return True

    def rows(name: str, dated: tuple[str, ...], keep: Callable[[Row], bool]) -> Rows:
        found = read_file(name)
        for row in found:
            for column in dated:
                if cell := row[column]:
                    row[column] = add_years(cell, years)
        return [row for row in found if keep(row)]

    return Household(
        assets=rows("assets", ("closed",), always),
        snapshots=rows("snapshots", ("month",), is_over),
        prices=rows("prices", ("date",), was_before),
        fx=rows("fx", ("month",), is_over),
        marketcaps=rows("marketcaps", ("month",), is_over),
        income=rows("income", ("month", "date"), has_happened),
        expenses=rows("expenses", ("month", "date"), has_happened),
        budgets=rows("budgets", ("period",), is_planned),
        policies=rows("policies", (), always),
        targets=rows("targets", ("first_month",), always),
        recurring=rows("recurring", ("first_month", "last_month"), always),
    )


def read_file(name: str) -> list[dict[str, str | None]]:
    """The rows of a file as they are written."""
    import csv

    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {column: cell or None for column, cell in row.items()} for row in csv.DictReader(file)
        ]


def add_years(written: str, years: int) -> str:
    """A year, a month or a day so many years later; the 29th of February becomes the 28th.

    >>> add_years("2026", 1), add_years("2026-11", 1)
    ('2027', '2027-11')
    >>> add_years("2024-02-29", 4), add_years("2024-02-29", -1)
    ('2028-02-29', '2023-02-28')
    """
    year, rest = int(written[:4]) + years, written[4:]
    if rest == "-02-29" and not isleap(year):
        rest = "-02-28"
    return f"{year}{rest}"

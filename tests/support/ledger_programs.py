"""What hledger, ledger and beancount make of a file: whether they accept it, and their figures."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ZERO = Decimal(0)
Posted = tuple[str, str, Decimal]  # a month, an account's first name, and what was posted there


class Month(NamedTuple):
    """The net worth at the end of a month, and what came in and went out in it."""

    net_worth: Decimal = ZERO
    income: Decimal = ZERO
    expenses: Decimal = ZERO


Figures = dict[str, Month]


def need(*programs: str) -> None:
    """Skip the test where one of the programs is not on this machine."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def output_of(*words: str | Path) -> str:
    """What a program prints, which must neither fail nor warn."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(words, capture_output=True, env=environment)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
    return done.stdout.decode()


def hledger_accepts(file: Path) -> Figures:
    """The figures of a journal that hledger accepts in its strict mode."""
    assert output_of("hledger", "-f", file, "check", "-s") == ""
    asked = [
        ["income", "expenses"],
        ["assets", "liabilities", "--historical", f"--value=end,{currency_of(file)}"],
    ]
    tables = [
        csv.reader(
            io.StringIO(
                output_of("hledger", "-f", file, "balance", "-M", "-O", "csv", "--depth", "1", *of)
            )
        )
        for of in asked
    ]
    return figures(
        (month, account, Decimal(cell.split()[0]))
        for header, *rows in tables
        for account, *cells in rows
        if not account.lower().startswith("total")
        for month, cell in zip(header[1:], cells, strict=True)
    )


def ledger_accepts(file: Path) -> Figures:
    """The figures of a journal that ledger accepts when it is pedantic."""
    month = '%(format_date(date, "%Y-%m"))'
    ledger: list[str | Path] = ["ledger", "--args-only", "-f", file, "--pedantic", "register", "-M"]
    flows = output_of(
        *ledger, "^income", "^expenses", "--depth", "1",
        "--format", f"{month} %(account) %(quantity(scrub(display_amount)))\n",
    )  # fmt: skip
    worth = output_of(
        *ledger, "^assets", "^liabilities", "-n", "-X", currency_of(file),
        "--format", f"{month} assets %(quantity(scrub(display_total)))\n",
    )  # fmt: skip
    newest = {line.split()[0]: line for line in worth.splitlines()}  # the last of each month
    return figures(
        (month, account, Decimal(amount))
        for month, account, amount in map(str.split, [*flows.splitlines(), *newest.values()])
    )


def beancount_accepts(file: Path) -> Figures:
    """The figures of a ledger that bean-check has nothing to say of."""
    assert output_of("bean-check", file) == ""
    flows = (
        "SELECT year, month, root(account, 1) AS top, sum(number) AS total"
        " WHERE account ~ '^(Income|Expenses)' GROUP BY year, month, top"
    )
    worth = (
        "SELECT year, month, last(number(only('{0}', convert(balance, '{0}', date)))) AS worth"
        " WHERE account ~ '^(Assets|Liabilities)' GROUP BY year, month"
    ).format(currency_of(file))
    (_, *came), (_, *worths) = (
        csv.reader(io.StringIO(output_of("bean-query", "-f", "csv", file, asked)))
        for asked in (flows, worth)
    )
    rows = [*came, *((year, month, "assets", total) for year, month, total in worths)]
    return figures(
        (f"{int(year):04}-{int(month):02}", account.strip(), Decimal((total.split() or ["0"])[0]))
        for year, month, account, total in rows
    )


def currency_of(file: Path) -> str:
    """The base currency of the books that a file was written of, as its first line says."""
    with file.open(encoding="utf-8") as text:
        return text.readline().rstrip(".\n").rpartition(" ")[2]


class Program(NamedTuple):
    """A program that a format is for; which commands it has, and how it is asked."""

    commands: tuple[str, ...]
    accepts: Callable[[Path], Figures]


PROGRAMS = {
    "hledger": Program(("hledger",), hledger_accepts),
    "ledger": Program(("ledger",), ledger_accepts),
    "beancount": Program(("bean-check", "bean-query"), beancount_accepts),
}


def figures(posted: Iterable[Posted]) -> Figures:
    """Figures of each month in which something was posted; of what is owned, what it is worth."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for month, account, amount in posted:
        sums[month][account.lower()] += amount
    found: Figures = {}
    worth = ZERO
    for month in sorted(sums):
        of = sums[month]
        if "assets" in of or "liabilities" in of:
            worth = of["assets"] + of["liabilities"]
        found[month] = Month(worth, -of["income"], of["expenses"])
    return found


class Reported(NamedTuple):
    """The figures of finally's own reports; which months lack a value; the last that has any."""

    figures: Figures
    lacking: set[str]
    last: str


def reported(run: Callable[..., Any], *options: str) -> Reported:
    """What the reports say of every month on record."""
    months = ("--from", "2000-01", "--to", "2100-12", "--json")
    flows = run("report", "cashflow", *months, *options)
    worth = run("report", "networth", *months, *options)
    assert {flows.exit_code, worth.exit_code} <= {0, 5}, flows.stderr + worth.stderr  # 5: nothing
    found: Figures = {}
    for row in flows.json["rows"] if flows.exit_code == 0 else ():
        income, expenses = Decimal(row["income"] or 0), Decimal(row["expenses"] or 0)
        found[row["month"]] = Month(ZERO, income, expenses)
    rows = worth.json["rows"] if worth.exit_code == 0 else []
    for row in rows:
        flow = found.get(row["month"], Month())
        found[row["month"]] = flow._replace(net_worth=Decimal(row["net_worth"] or 0))
    lacking = {row["month"] for row in rows if row["missing"]}
    return Reported(found, lacking, max((row["month"] for row in rows), default=""))


def gaps(text: str) -> dict[str, Decimal]:
    """What a file says that it carries on by itself in each month."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for month, amount in re.findall(r"^; (\d{4}-\d\d)-\d\d: .* it stays at (\S+) ", text, re.M):
        found[month] += Decimal(amount)
    return found


def commodities(text: str) -> int:
    """How many kinds of shares a file has prices of."""
    return len(set(re.findall(r"^(?:P \S+|\S+ price) (\S+) \S+ [A-Z]{3}$", text, re.M)))


def assert_agreement(
    theirs: Figures, ours: Reported, carried_on: dict[str, Decimal], shares: int = 0
) -> None:
    """Every month has the same figures, but for what is said to be carried on without a value.

    What each of the shares is worth is rounded here to four decimals, and there not at all.
    """
    rounded = Decimal("0.0001") * shares
    assert carried_on.keys() <= ours.lacking
    standing = ZERO
    for month in sorted({*theirs, *ours.figures}):
        there = theirs.get(month, Month(net_worth=standing))
        standing = there.net_worth
        here = ours.figures.get(month, Month())
        assert (there.income, there.expenses) == (here.income, here.expenses), month
        if month <= ours.last:
            worth = there.net_worth - carried_on.get(month, ZERO)
            assert abs(worth - here.net_worth) <= rounded, month

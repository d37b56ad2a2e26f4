"""How amounts are read: one rule at every door, and mills in the currencies that have them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

MILLS = ["KWD", "BHD", "JOD", "OMR", "TND", "IQD", "LYD"]


def refused(run: Run, *arguments: str) -> str:
    """The refusal of a command: nothing on stdout, and exit 2 or 7."""
    shown = run(*arguments)
    assert (shown.stdout, shown.exit_code in (2, 7)) == ("", True), shown
    return shown.stderr


@pytest.fixture
def books_in(run: Run) -> Callable[[str], Run]:
    """Books in a currency, with an account in it."""

    def books(currency: str) -> Run:
        run("user", "edit", "--currency", currency)
        run("asset", "add", "Bank", "--category", "CASH")
        run("asset", "add", "Fund", "--category", "ETF_STOCKS")
        run("target", "set", "CASH", "60", "ETF_STOCKS", "40", "--from", "2026-01")
        return run

    return books


def typed_everywhere(run: Run, amount: str, folder: Path) -> list[tuple[str, ...]]:
    """Every command that takes an amount, with that one."""
    files = {
        "values.csv": f'asset,month,value,contribution\nBank,2026-10,"{amount}","{amount}"\n',
        "wide.csv": f'asset,2026-09\nBank,"{amount}"\n',
        "expenses.csv": f'amount,category,month\n"{amount}",FOOD,2026-10\n',
        "income.csv": f'amount,category,month\n"{amount}",SALARY,2026-10\n',
        "caps.csv": f'asset,market_cap,month\nFund,"{amount}",2026-10\n',
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [
        ("snapshot", "add", "Bank", amount),
        ("snapshot", "add", f"Bank={amount}", f"Fund={amount}"),
        ("snapshot", "add", "Bank", amount, "--contribution", amount),
        ("snapshot", "edit", "Bank", "--value", amount),
        ("snapshot", "edit", "Bank", "--contribution", amount),
        ("asset", "add", "Another", "--category", "CASH", "--value", amount),
        ("expense", "add", amount, "FOOD"),
        ("income", "add", amount, "SALARY"),
        ("budget", "set", "FOOD", amount),
        ("budget", "set", "FOOD", "--yearly", amount),
        ("recurring", "add", "expense", amount, "RENT", "--note", "rent"),
        ("recurring", "edit", "rent", "--amount", amount),
        ("marketcap", "set", "Fund", amount),
        ("import", "snapshots", str(folder / "values.csv")),
        ("import", "snapshots", str(folder / "wide.csv")),
        ("import", "expenses", str(folder / "expenses.csv")),
        ("import", "income", str(folder / "income.csv")),
        ("marketcap", "import", str(folder / "caps.csv")),
        ("report", "rebalance", "--contribute", amount),
    ]


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("JPY", "0.5"), ("JPY", "1000.25"), ("USD", "0.001"), ("USD", "12.3456"), ("KWD", "0.0005")],
)
def test_an_amount_finer_than_its_currency_is_taken_with_up_to_four_decimals_everywhere(
    currency: str, amount: str, books_in: Callable[[str], Run], tmp_path: Path
) -> None:
    run = books_in(currency)
    for command in typed_everywhere(run, amount, tmp_path):
        shown = run(*command)
        assert shown.exit_code == 0, (command, shown)


@pytest.mark.parametrize("currency", ["JPY", "USD", "KWD"])
def test_one_with_five_decimals_is_refused_everywhere_and_never_rounded(
    currency: str, books_in: Callable[[str], Run], tmp_path: Path
) -> None:
    run = books_in(currency)
    run("snapshot", "add", "Bank", "7")
    run("recurring", "add", "expense", "7", "RENT", "--note", "rent")
    for command in typed_everywhere(run, "12.34567", tmp_path):
        assert "more than four decimals" in refused(run, *command), command
    assert [row["value"] for row in run("snapshot", "list", "--json").json["rows"]] == ["7.00"]


@pytest.mark.parametrize("currency", MILLS)
def test_three_decimals_are_mills_where_a_currency_has_them(
    currency: str, books_in: Callable[[str], Run], tmp_path: Path
) -> None:
    run = books_in(currency)
    for command in typed_everywhere(run, "1.234", tmp_path):
        shown = run(*command)
        assert shown.exit_code == 0, (command, shown)
    rows = run("snapshot", "list", "--json").json["rows"]
    assert {row["value"] for row in rows} == {"1.234"}
    for noun in ("expense", "income", "budget", "recurring"):
        rows = run(noun, "list", "--json").json["rows"]
        assert {row.get("amount", row.get("budget")) for row in rows} == {"1.234"}, noun
    rows = run("marketcap", "list", "--json").json["rows"]
    assert {row["market_cap"] for row in rows} == {"1.234"}


@pytest.mark.parametrize(
    ("currency", "amount"),
    [("EUR", "1.234"), ("JPY", "1.234"), ("EUR", "1,234"), ("KWD", "1,234"), ("USD", "12.345")],
)
def test_elsewhere_it_can_be_read_in_two_ways_and_is_refused_everywhere(
    currency: str, amount: str, books_in: Callable[[str], Run], tmp_path: Path
) -> None:
    run = books_in(currency)
    run("snapshot", "add", "Bank", "7")
    run("recurring", "add", "expense", "7", "RENT", "--note", "rent")
    for command in typed_everywhere(run, amount, tmp_path):
        assert "can be read in two ways" in refused(run, *command), command
    assert [row["value"] for row in run("snapshot", "list", "--json").json["rows"]] == ["7.00"]


def test_the_currency_that_counts_is_that_of_the_asset(run: Run, tmp_path: Path) -> None:
    run("user", "edit", "--currency", "KWD")
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("fx", "set", "USD/KWD", "0.3")
    assert "two ways" in refused(run, "snapshot", "add", "Dollars", "1.234")
    run("user", "edit", "--currency", "USD")
    run("asset", "add", "Dinars", "--category", "CASH", "--currency", "KWD")
    run("fx", "set", "KWD/USD", "3")
    # 1.234 dinars at 3 dollars are 3.702 dollars.
    added = run("snapshot", "add", "Dinars", "1.234", "--contribution", "1.234", "--json").json
    (row,) = added["rows"]
    assert (row["value"], row["amount"], row["contribution"]) == ("3.702", "1.234", "3.702")
    assert "two ways" in refused(run, "expense", "add", "1.234", "FOOD")
    file = tmp_path / "values.csv"
    file.write_text("asset,month,value,currency\nDinars,2026-11,2.345,\nDinars,2026-11,9,KWD\n")
    assert "two ways" not in run("import", "snapshots", str(file)).stderr
    file.write_text(
        "asset,category,month,value,currency\nNew,CASH,2026-11,2.345,KWD\nDinars,,2026-11,2.345,\n"
    )
    assert run("import", "snapshots", str(file), "--create-assets").exit_code == 0
    rows = run("snapshot", "list", "--json").json["rows"]
    assert sorted(row["amount"] for row in rows) == ["2.345", "2.345"]
    file.write_text("asset,category,month,value,currency\nNewer,CASH,2026-11,2.345,\n")
    assert "two ways" in refused(run, "import", "snapshots", str(file), "--create-assets")


def test_a_script_that_repeats_a_command_under_a_key_gets_its_first_answer(
    books_in: Callable[[str], Run],
) -> None:
    run = books_in("KWD")
    first = run("expense", "add", "1.234", "FOOD", "--idempotency-key", "k")
    again = run("expense", "add", "1.2340", "FOOD", "--idempotency-key", "k")
    assert (first.exit_code, again.stdout) == (0, first.stdout)
    assert len(run("expense", "list", "--json").json["rows"]) == 1

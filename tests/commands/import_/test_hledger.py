"""finally import hledger: incomes and expenses of a journal, as hledger 1.25 has printed it.

tests/data/imports/hledger/household.journal is the journal; print.csv and balance.csv are what
`hledger print -O csv` and `hledger balance -M --historical -X EUR -O csv` gave of it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows

Import = Callable[..., Outcome]

HLEDGER = Path(__file__).parents[2] / "data" / "imports" / "hledger"
PRINT = str(HLEDGER / "print.csv")
HEADER = (
    '"txnidx","date","date2","status","code","description","comment","account","amount",'
    '"commodity","credit","debit","posting-status","posting-comment"\n'
)
EVER = ("--from", "2000-01", "--to", "2100-12")


def transaction(number: int, day: str, *postings: tuple[str, str, str], note: str = "x") -> str:
    """The lines of a transaction: account, amount and commodity of each posting."""
    return "".join(
        f'"{number}","{day}","","","","{note}","","{account}","{amount}","{commodity}","","","",""\n'
        for account, amount, commodity in postings
    )


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text as what hledger has printed."""

    def imported(content: str, *options: str) -> Outcome:
        file = tmp_path / "journal.csv"
        file.write_text(content)
        return run("import", "hledger", str(file), *options)

    return imported


def by_month(run: Run, noun: str) -> dict[tuple[str, str], list[str]]:
    """The amounts of each month and category, the least first."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in list_rows(run, noun, *EVER):
        place = "/".join(filter(None, (row["category"], row.get("subcategory"))))
        found.setdefault((row["month"], place), []).append(row["amount"])
    return {key: sorted(amounts, key=float) for key, amounts in sorted(found.items())}


def test_the_months_are_those_of_hledger(run: Run) -> None:
    # hledger balance -M income expenses -O csv of the journal:
    #   expenses:fees                0     2.50    0     (its posting has a day in February)
    #   expenses:food:groceries     40.00  0       5.00  (45.30 less 5.30 given back)
    #   expenses:food:restaurants    0    40.00    0
    #   expenses:household          12.00  0       0
    #   income:salary            -3000.00  100.00  0     (100 of it paid back)
    done = run("import", "hledger", PRINT, "--map", "expenses:household=OTHER")
    assert done.exit_code == 0
    # 3000 - 100 = 2900; 45.30 + 12 - 5.30 + 2.50 + 40 + 5 = 99.50
    assert done.stdout == (
        "Imported 2 incomes (2,900.00 EUR) and 6 expenses (99.50 EUR) from 2026-01 to 2026-03.\n"
    )
    assert by_month(run, "expense") == {
        ("2026-01", "FOOD/GROCERIES"): ["-5.30", "45.30"],
        ("2026-01", "OTHER"): ["12.00"],
        ("2026-02", "FEES"): ["2.50"],
        ("2026-02", "FOOD/RESTAURANTS"): ["40.00"],
        ("2026-03", "FOOD/GROCERIES"): ["5.00"],
    }
    assert by_month(run, "income") == {
        ("2026-01", "SALARY"): ["3000.00"],
        ("2026-02", "SALARY"): ["-100.00"],
    }


def test_the_words_and_the_comment_of_a_posting_are_kept(run: Run) -> None:
    run("import", "hledger", PRINT, "--create-categories")
    notes = {row["amount"]: (row["date"], row["note"]) for row in list_rows(run, "expense", *EVER)}
    assert notes["45.30"] == (
        "2026-01-05",
        'Market | "weekly", the; bread, "rye" second line',
    )
    assert notes["2.50"] == ("2026-02-01", "Paper; date:2026-02-01")


def test_the_same_file_again_writes_nothing(run: Run) -> None:
    run("import", "hledger", PRINT, "--create-categories")
    before = run("audit", "list", "--json").stdout
    again = run("import", "hledger", PRINT, "--create-categories")
    assert again.stdout == "Imported nothing.\n"
    assert "8 postings passed over: in the books already." in again.stderr
    assert run("audit", "list", "--json").stdout == before
    assert run("import", "hledger", PRINT, "--again").stdout.startswith("Imported 2 incomes")


def test_a_dry_run_says_what_each_account_becomes_and_changes_nothing(
    run: Run, golden: Callable[[str, str], None]
) -> None:
    done = run("import", "hledger", PRINT, "--create-categories", "--dry-run")
    golden("import-hledger.txt", done.stderr + done.stdout)
    done = run("import", "hledger", PRINT, "--create-categories", "--dry-run", "--json")
    golden("import-hledger.json", done.stdout)
    assert list_rows(run, "expense", *EVER) == []
    categories = list_rows(run, "category")
    assert not [row for row in categories if row["own"]]


@pytest.mark.parametrize(
    ("account", "options", "place"),
    [
        ("expenses:food", (), "FOOD"),
        ("Expenses:FOOD:Groceries", (), "FOOD/GROCERIES"),
        ("expense:Restaurants and cafes", (), "FOOD/RESTAURANTS"),
        ("expenses:food:public transport", (), "FOOD"),
        ("expenses:public-transport", (), "TRANSPORT/PUBLIC_TRANSPORT"),
        ("expenses:food:sweets", ("--create-categories",), "FOOD/SWEETS"),
        ("expenses:Auto:Öl:Wechsel", ("--map", "expenses:auto=TRANSPORT"), "TRANSPORT"),
        ("expenses:auto:fuel", ("--map", "expenses:auto=TRANSPORT"), "TRANSPORT/FUEL"),
        ("expenses:auto:fuel", ("--map", "expenses:auto=Taxi"), "TRANSPORT/TAXI"),
        (
            "expenses:auto:fuel",
            ("--map", "expenses:auto=Auto", "--create-categories"),
            "AUTO/AUTO_FUEL",
        ),
        ("expenses:auto:fuel", ("--map", "expenses=FEES"), "FEES"),
        ("expenses", ("--map", "expenses=FEES"), "FEES"),
        ("expenses:kids:pets:food", ("--create-categories",), "KIDS/PETS_FOOD"),
        ("expenses:kids:pets", ("--create-categories",), "KIDS/KIDS_PETS"),
        (
            "expenses:auto:fuel",
            ("--map", "expenses:auto=Wheels/Fuel", "--create-categories"),
            "WHEELS/WHEELS_FUEL",
        ),
        ("Ausgaben:Food", ("--type", "Ausgaben=expenses"), "FOOD"),
        ("a:b:food", ("--type", "a:b=X", "--map", "a:b=FEES"), "FEES"),
    ],
)
def test_an_account_becomes_a_category(
    run: Run, import_: Import, account: str, options: tuple[str, ...], place: str
) -> None:
    content = HEADER + transaction(
        1, "2026-10-05", (account, "5.00", "EUR"), ("assets:bank", "-5.00", "EUR")
    )
    done = import_(content, *options)
    assert (done.exit_code, by_month(run, "expense")) == (0, {("2026-10", place): ["5.00"]})
    assert import_(content, *options).stdout == "Imported nothing.\n"


def test_a_map_file_says_it_and_an_option_says_it_last(
    run: Run, import_: Import, tmp_path: Path
) -> None:
    places = tmp_path / "places.txt"
    places.write_text("# mine\n\nexpenses:a = FOOD\nexpenses:b=FEES/Bank fees\nexpenses:c = -\n")
    accounts = ["expenses:a", "expenses:b", "expenses:c:d", "expenses:a:x"]
    content = HEADER + "".join(
        transaction(n, "2026-10-05", (one, "1", "EUR"), ("assets", "-1", "EUR"))
        for n, one in enumerate(accounts)
    )
    assert import_(content, "--map-file", str(places), "--map", "expenses:a:x=OTHER").exit_code == 0
    assert by_month(run, "expense") == {
        ("2026-10", "FEES/BANK_FEES"): ["1.00"],
        ("2026-10", "FOOD"): ["1.00"],
        ("2026-10", "OTHER"): ["1.00"],
    }


@pytest.mark.parametrize(
    ("written", "commodity", "amount"),
    [
        ("1234.56", "EUR", "1234.56"),
        ("1234,56", "€", "1234.56"),
        ("1.234,56", "EUR", "1234.56"),
        ("1,234.5", "", "1234.50"),
        ("-7", "eur", "-7.00"),
        ("0.1234", "EUR", "0.1234"),
        ("12.50000000", "EUR", "12.50"),
        ("12.3", "E", "12.30"),
    ],
)
def test_an_amount_is_read_exactly(
    run: Run, import_: Import, written: str, commodity: str, amount: str
) -> None:
    content = HEADER + transaction(1, "2026-10-05", ("expenses:food", written, commodity))
    turned = written[1:] if written.startswith("-") else f"-{written}"
    content += transaction(1, "2026-10-05", ("assets", turned, commodity))
    assert import_(content, "--commodity", "E=EUR").exit_code == 0
    assert by_month(run, "expense") == {("2026-10", "FOOD"): [amount]}


def test_the_mark_before_decimals_is_known_from_all_amounts_of_a_commodity(
    run: Run, import_: Import
) -> None:
    one = transaction(1, "2026-10-05", ("expenses:food", "1,234", "EUR"), ("a", "-1,234", "EUR"))
    other = transaction(2, "2026-10-05", ("expenses:food", "0,5", "EUR"), ("a", "-0,5", "EUR"))
    as_asset = ("--type", "a=assets")
    alone = import_(HEADER + one, *as_asset)
    assert alone.exit_code == 7
    assert 'line 2: the amount "1,234" can be read in two ways' in alone.stderr
    assert import_(HEADER + one + other, *as_asset).exit_code == 0
    assert by_month(run, "expense") == {("2026-10", "FOOD"): ["0.50", "1.234"]}


def test_zero_postings_are_passed_over_and_counted(import_: Import) -> None:
    content = HEADER + transaction(
        1, "2026-10-05", ("expenses:food", "0", "EUR"), ("assets", "0", "EUR")
    )
    done = import_(content)
    assert done.stdout == "Imported nothing.\n"
    assert "1 posting of 0.00 passed over." in done.stderr


def test_two_equal_postings_of_a_day_are_two(run: Run, import_: Import) -> None:
    coffee = ("expenses:food", "2", "EUR"), ("expenses:food", "2", "EUR"), ("assets", "-4", "EUR")
    assert import_(HEADER + transaction(1, "2026-10-05", *coffee)).exit_code == 0
    assert by_month(run, "expense") == {("2026-10", "FOOD"): ["2.00", "2.00"]}

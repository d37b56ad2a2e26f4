"""finally import hledger: what is refused, with one sentence and one hint; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.import_.test_hledger import HEADER, HLEDGER, transaction
from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows, refusal

Import = Callable[..., Outcome]

TAKES = (
    "This takes what these write: hledger print -O csv; and hledger balance -M --historical -O csv"
)
CUT_OFF = "If the file was cut off, export it once more."
VALUES = '"account","2026-01","2026-02"\n'


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text as what hledger has written, and see that nothing came of it."""

    def imported(content: str, *options: str) -> Outcome:
        file = tmp_path / "hledger.csv"
        file.write_text(content)
        done = run("import", "hledger", str(file), *options)
        assert list_rows(run, "expense") == list_rows(run, "snapshot") == []
        assert list_rows(run, "asset") == []
        assert not [row for row in list_rows(run, "category") if row["own"]]
        return done

    return imported


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            '"txnidx","date","code","description","account","amount","total"',
            "this is what hledger register writes",
        ),
        (
            '"txnidx","date","code","description","otheraccounts","change","balance"',
            "this is what hledger aregister writes",
        ),
        ('"account","balance"', "this is what hledger balance without months writes"),
        ('"account","2026Q1"', 'the column "2026Q1" is no month of a year'),
        ('"account","2026"', 'the column "2026" is no month of a year'),
        ('"account","Jan","Feb"', 'the column "Jan" is no month of a year'),
        ('"account","2026-13"', 'the column "2026-13" is no month of a year'),
        ('"account"', "there is no column for a month"),
        ('"account","total"', "there is no column for a month"),
        ('"account","2026-01","2026-01-31"', "the month 2026-01 has two columns"),
        ('"Account","2026-01","budget","2026-02","budget"', 'the column "budget" is there twice'),
        ('"Balance Sheet 2026-01-31","",""', "this is what hledger balancesheet writes"),
        ('"Monthly Income Statement 2026-01","",""', "this is what hledger incomestatement writes"),
        (",,", "the first line does not begin as one of hledger's, with account"),
        ("date,amount,category", "the first line does not begin as one of hledger's, with account"),
        (HEADER.replace('"amount",', "").strip(), 'there is no column "amount"'),
    ],
)
def test_another_report_is_refused(import_: Import, header: str, message: str) -> None:
    assert import_(f"{header}\n") == refusal(7, message, TAKES)
    assert import_(f"{header}\n", "--json").error["code"] == "BAD_HEADER"


def test_an_empty_file_is_refused(import_: Import) -> None:
    hint = "Its first line names the columns."
    assert import_("") == refusal(7, "the file is empty", hint)
    nothing = "Nothing was written."
    assert import_(HEADER) == refusal(7, "the file holds no postings", nothing)
    assert import_(VALUES) == refusal(7, "the file holds no values", nothing)
    assert import_(VALUES + '"total","0","0"\n') == refusal(7, "the file holds no values", nothing)


def test_what_has_no_category_is_listed_whole_as_a_map_takes_it(import_: Import) -> None:
    content = HEADER + "".join(
        transaction(n, "2026-10-05", (one, "1", "EUR"), ("assets", "-1", "EUR"))
        for n, one in enumerate(["expenses:a", "expenses", "expenses:auto:fuels", "expenses:food"])
    )
    content += transaction(9, "2026-10-05", ("income:b", "-1", "EUR"), ("assets", "1", "EUR"))
    assert import_(content) == refusal(
        7,
        "4 accounts fit no category; nothing was written",
        "Say where each goes, --map 'income:b=CODE', or all in a --map-file of such lines; or have"
        " categories added for them: --create-categories",
        "income:b = ?",
        "expenses:a = ?",
        "expenses = ?",
        "expenses:auto:fuels = TRANSPORT/FUEL",
    )
    created = import_(content, "--create-categories")
    assert created.exit_code == 7, "expenses alone names nothing that could be added"
    assert import_(content, "--json").error["unmatched"] == {
        "income:b": "",
        "expenses:a": "",
        "expenses": "",
        "expenses:auto:fuels": "TRANSPORT/FUEL",
    }


def test_a_map_to_nothing_that_there_is_is_refused(import_: Import, tmp_path: Path) -> None:
    content = HEADER + transaction(
        1, "2026-10-05", ("expenses:a", "1", "EUR"), ("assets", "-1", "EUR")
    )
    done = import_(content, "--map", "expenses:a=FOOOD")
    assert done == refusal(
        5,
        'there is no category "FOOOD"',
        'Did you mean "FOOD"? See them all with: finally category list --kind expense',
    )
    assert import_(content, "--map", "expenses:a").exit_code == 2
    places = tmp_path / "places"
    places.write_text("expenses:a = FOOD\nexpenses:b\n")
    done = import_(content, "--map-file", str(places))
    assert done.exit_code == 7
    assert "line 2 of the map" in done.stderr
    assert import_(content, "--map-file", str(tmp_path / "none")).exit_code == 7


def test_accounts_of_an_unknown_type_are_named_by_their_tops(import_: Import) -> None:
    content = HEADER + transaction(
        1, "2026-10-05", ("Ausgaben:Essen", "1", "EUR"), ("Giro:ING", "-1", "EUR")
    )
    assert import_(content) == refusal(
        7,
        'nothing says of what type the accounts under "Ausgaben", "Giro" are; nothing was written',
        "Say it for each: --type Ausgaben=expenses, or assets, liabilities, equity, income.",
    )
    assert import_(VALUES + '"Giro","1 EUR","2 EUR"\n').exit_code == 7
    assert import_(content, "--type", "Ausgaben=spending").exit_code == 2


def test_a_commodity_that_needs_a_price_is_for_hledger_to_convert(import_: Import) -> None:
    content = HEADER + transaction(
        1, "2026-10-05", ("expenses:food", "2", "$"), ("assets", "-2", "$")
    )
    assert import_(content) == refusal(
        7,
        '1 posting of income and expenses is in "$", and not in EUR; nothing was written',
        'Have hledger convert them: hledger print -O csv -X EUR; or, if "$" is EUR, say so:'
        " --commodity '$=EUR'",
    )
    assert import_(content, "--json").error["code"] == "COMMODITY_NEEDS_PRICE"
    values = VALUES + '"assets:broker","10 VTI","3 ""ACME 3"", 10 VTI"\n'
    assert import_(values) == refusal(
        7,
        '"VTI", "ACME 3" need prices; nothing was written',
        "Have hledger value them: hledger balance -M --historical -O csv --value=end,EUR; or say"
        " which currency a symbol is: --commodity 'NAME=CODE'",
    )
    several = import_(VALUES + '"assets:bank","1 EUR","£2, 1 EUR"\n')
    assert "there are several currencies at once in" in several.stderr
    assert several.exit_code == 7


@pytest.mark.parametrize(
    ("day", "amount", "commodity", "reason"),
    [
        ("05/10/2026", "1", "EUR", '"05/10/2026" is not a date'),
        ("2026-02-30", "1", "EUR", 'there is no day "2026-02-30"'),
        ("2026-10-05", "", "EUR", "the amount is missing"),
        ("2026-10-05", "1 EUR", "", '"1 EUR" is not an amount of money'),
        (
            "2026-10-05",
            "1.23456",
            "EUR",
            'the amount "1.23456" has more than four decimals; hledger rounds with --round=hard',
        ),
    ],
)
def test_a_bad_line_is_named(
    import_: Import, day: str, amount: str, commodity: str, reason: str
) -> None:
    lines = transaction(1, day, ("expenses:food", amount, commodity))
    good = transaction(9, "2026-10-05", ("expenses:food", "1", "EUR"), ("assets", "-1", "EUR"))
    done = import_(HEADER + lines + good)
    assert done.exit_code == 7
    assert done.stderr.startswith(f"line 2: {reason}\n")
    assert "1 of 3 lines cannot be imported; nothing was written" in done.stderr


def test_two_files_in_one_are_refused(import_: Import) -> None:
    one = HEADER + transaction(
        1, "2026-10-05", ("expenses:food", "1", "EUR"), ("assets", "-1", "EUR")
    )
    assert import_(one + one).exit_code == 7
    assert import_(one + VALUES + '"assets:bank","1 EUR","1 EUR"\n').exit_code == 7
    assert import_(VALUES + '"assets:bank","1 EUR","1 EUR"\n' + one).exit_code == 7


def test_a_closed_category_takes_nothing(run: Run, tmp_path: Path) -> None:
    run("category", "add", "Cars", "--kind", "expense")
    run("category", "close", "Cars", "--month", "2026-10")
    file = tmp_path / "journal.csv"
    file.write_text(
        HEADER
        + transaction(1, "2026-10-05", ("expenses:cars", "1", "EUR"), ("assets", "-1", "EUR"))
    )
    done = run("import", "hledger", str(file))
    assert done.exit_code == 7
    assert "line 2: CARS has been closed since 2026-10" in done.stderr


def test_no_cut_of_a_file_is_taken_as_whole_within_a_transaction(
    run: Run, import_: Import, tmp_path: Path
) -> None:
    """Cut at a line's end between transactions, a file looks whole: that alone cannot be known."""
    one = transaction(1, "2026-10-05", ("expenses:food", "7", "EUR"), ("assets", "-7", "EUR"))
    two = transaction(
        2, "2026-10-06", ("expenses:food", "1", "EUR"), ("expenses:fees", "2", "EUR"),
        ("assets", "-3", "EUR"),
    )  # fmt: skip
    whole = HEADER + one + two
    file = tmp_path / "cut.csv"
    for end in range(len(HEADER + one) + 1, len(whole) - 1):
        file.write_text(whole[:end])
        assert run("import", "hledger", str(file)).exit_code in (1, 7), whole[:end]
    cut = import_(HEADER + one + two.splitlines()[0] + "\n")
    assert cut == refusal(
        7,
        "the file ends in the middle of a transaction; nothing was written",
        f"{CUT_OFF} If it is whole, end its last line with a line break.",
    )
    some = import_(HEADER + one + "\n".join(two.splitlines()[:2]) + "\n")
    assert some == refusal(
        1,
        "The last transaction does not add up, by 3.00 EUR, as if the file were cut off there."
        " Import it so: that needs a yes, and there is no terminal to ask on",
        "Say it on the command line: --yes",
    )


def test_balances_that_are_no_whole_report_are_refused(import_: Import) -> None:
    balance = (HLEDGER / "balance.csv").read_text()
    lines = balance.splitlines(keepends=True)
    less = "".join(lines[:2] + lines[3:])
    assert import_(less, "--create-assets") == refusal(
        7, 'the rows do not add up to the "total" of 2026-01; nothing was written', CUT_OFF
    )
    twice = "".join(lines[:-1] + lines[1:2])
    assert '"assets:bank:checking" is in line 2 already' in import_(twice).stderr
    unit = import_(balance.replace("3945.50 EUR", "3945.50 EUR EUR"))
    assert unit.exit_code == 7
    assert 'line 2, column 2026-01: "3945.50 EUR EUR" is not an amount' in unit.stderr


def test_a_tree_is_refused(import_: Import) -> None:
    message = (
        "the rows are those of a tree, where an account has in it what those below it have;"
        " nothing was written"
    )
    hint = "Have hledger write each for itself: hledger balance -M --historical -O csv --flat"
    below = '"assets:bank","3 EUR","4 EUR"\n"assets:cash","1 EUR","0"\n'
    totals = '"Total:","4 EUR","4 EUR"\n'
    tree = VALUES + '"assets","4 EUR","4 EUR"\n' + below
    assert import_(tree + totals) == refusal(7, message, hint)
    assert import_(tree) == refusal(7, message, hint)
    indented = VALUES + '"assets","4 EUR","4 EUR"\n"\u00a0\u00a0bank","4 EUR","4 EUR"\n'
    assert import_(indented) == refusal(7, message, hint)

"""finally import budgets: what YNAB exports, and what finally budget list --csv writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Outcome, Run
from tests.support.outcomes import list_rows, refusal

Import = Callable[..., Outcome]

HEADER = (
    '"Month","Category Group/Category","Category Group","Category","Assigned","Activity",'
    '"Available"\n'
)
YNAB = HEADER + (
    '"Jan 2026","Inflow: Ready to Assign","Inflow","Ready to Assign",€0.00,€3000.00,€0.00\n'
    '"Jan 2026","Everyday: Groceries","Everyday","Groceries",€400.00,-€380.10,€19.90\n'
    '"Jan 2026","Everyday: Restaurants and cafes","Everyday","Restaurants and cafes",'
    "€100.50,€0.00,€100.50\n"
    '"Jan 2026","Bills: Rent","Bills","Rent","€1,200.00",€0.00,€0.00\n'
    '"Jan 2026","Credit Card Payments: Visa","Credit Card Payments","Visa",€50.00,€0.00,€50.00\n'
    '"Feb 2026","Everyday: Groceries","Everyday","Groceries",€410.00,€0.00,€410.00\n'
    '"Feb 2026","Bills: Rent","Bills","Rent",€0.00,€0.00,€0.00\n'
)
# January: FOOD 400 + 100.50 = 500.50, RENT 1200. February: FOOD 410, RENT nothing.
BUDGETS = [
    ("2026-01", "FOOD", "500.50"),
    ("2026-01", "RENT", "1200.00"),
    ("2026-02", "FOOD", "410.00"),
]


@pytest.fixture
def import_(run: Run, tmp_path: Path) -> Import:
    """Import a text as a file of budgets."""

    def imported(content: str, *options: str) -> Outcome:
        file = tmp_path / "budget.csv"
        file.write_text(content)
        return run("import", "budgets", str(file), *options)

    return imported


def budgets(run: Run) -> list[tuple[str, str, str]]:
    """Month or year, category and amount of each budget."""
    rows = list_rows(run, "budget")
    return sorted((row["period"], row["category"], row["budget"]) for row in rows)


def test_the_budget_of_ynab_comes_by_whole_categories(run: Run, import_: Import) -> None:
    assert import_(YNAB) == Outcome(
        0,
        "Imported 3 budgets from 2026-01 to 2026-02: 3 added, 0 replaced, 0 unchanged.\n",
        "1 line passed over that plan no spending: Credit Card Payments.\n",
    )
    assert budgets(run) == BUDGETS


def test_the_same_file_again_changes_nothing_and_another_amount_replaces(
    run: Run, import_: Import, golden: Callable[[str, str], None]
) -> None:
    import_(YNAB)
    before = run("audit", "list", "--json").stdout
    assert "0 added, 0 replaced, 3 unchanged." in import_(YNAB).stdout
    assert run("audit", "list", "--json").stdout == before
    changed = YNAB.replace("€410.00,€0.00,€410.00", "€412,00,€0.00,€0.00").replace("€412,", "€412.")
    golden("import-budgets.json", import_(changed, "--json").stdout)
    assert budgets(run) == [*BUDGETS[:2], ("2026-02", "FOOD", "412.00")]


def test_a_dry_run_changes_nothing(run: Run, import_: Import) -> None:
    assert import_(YNAB, "--dry-run").stdout.startswith("Would import 3 budgets")
    assert budgets(run) == []


@pytest.mark.parametrize(
    "content",
    [
        "Month,Category,Master Category,Sub Category,Budgeted,Outflows,Category Balance\n"
        '2026-01,Everyday:Groceries,Everyday,Groceries,"$1,400.00","-$25.00","$75.00"\n',
        '"Month","Category Group","Category","Budgeted","Activity","Available"\n'
        '"January 2026","Everyday","Groceries",1400.00$,0.00$,0.00$\n',
        "month;category;budget\n01/2026;groceries;1.400,00 $\n",
        "month\tcategory\tbudget\n2026-01-31\tFOOD\t1400\n",
        "period,every,category,name,budget,carried,available,how\n"
        "2026-01,month,FOOD,Food,1400.00,0.00,1400.00,set\n",
    ],
    ids=["ynab4", "older", "semicolons", "tabs", "ours"],
)
def test_the_forms_of_a_budget_are_known_by_their_header(
    run: Run, import_: Import, content: str
) -> None:
    assert import_(content, "--commodity", "$=EUR").exit_code == 0
    assert budgets(run) == [("2026-01", "FOOD", "1400.00")]


def test_a_list_of_ours_comes_in_again(run: Run, import_: Import) -> None:
    run("budget", "set", "FOOD", "400", "--from", "2026-01", "--to", "2026-03")
    run("budget", "set", "FEES", "0", "--month", "2026-01")
    run("budget", "set", "INSURANCE", "--yearly", "1200", "--month", "2026-01")
    run("budget", "roll", "--month", "2026-04")
    content = run("budget", "list", "--csv").stdout
    whole = budgets(run)
    rolled = [row for row in whole if row[0] == "2026-04"]
    unchanged = import_(content)
    assert "0 added, 0 replaced, 5 unchanged." in unchanged.stdout
    assert f"{len(rolled)} rolled budget" in unchanged.stderr
    for category in ("FOOD", "FEES"):
        run("budget", "delete", category, "--from", "2026-01", "--to", "2026-04", "--yes")
    run("budget", "delete", "INSURANCE", "--month", "2026-01", "--yearly", "--yes")
    assert "5 added" in import_(content).stdout
    assert budgets(run) == [row for row in whole if row not in rolled]


def test_a_group_or_a_map_says_the_category_and_the_rest_can_be_added(
    run: Run, import_: Import
) -> None:
    content = HEADER + (
        '"Jan 2026","Food: Sweets","Food","Sweets",€1.00,€0,€0\n'
        '"Jan 2026","Fun: Cinema","Fun","Cinema",€2.00,€0,€0\n'
        '"Jan 2026","Fun: Games","Fun","Games",€4.00,€0,€0\n'
        '"Jan 2026","Goals: House","Goals","House",€8.00,€0,€0\n'
    )
    done = import_(content, "--map", "Cinema=OTHER/Leisure")
    assert done == refusal(
        7,
        "2 categories of the file fit no category; nothing was written",
        "Say where each goes, --map 'Fun: Games=CODE', or all in a --map-file of such lines; or"
        " have categories added for them: --create-categories",
        "Fun: Games = ?",
        "Goals: House = RENT/HOUSE_RENT",
    )
    options = ("--map", "Cinema=OTHER/Leisure", "--map", "Goals=-", "--create-categories")
    assert import_(content, *options).stdout == (
        "Imported 3 budgets for 2026-01: 3 added, 0 replaced, 0 unchanged.\nAdded 1 category.\n"
    )
    assert budgets(run) == [
        ("2026-01", "FOOD", "1.00"), ("2026-01", "GAMES", "4.00"), ("2026-01", "OTHER", "2.00"),
    ]  # fmt: skip
    assert "3 unchanged" in import_(content, *options).stdout


def test_a_budget_below_zero_is_none_and_is_said(run: Run, import_: Import) -> None:
    content = HEADER + (
        '"Jan 2026","Everyday: Rent","Everyday","Rent",-€5.00,€0,€0\n'
        '"Jan 2026","Everyday: Food","Everyday","Food",€7.00,€0,€0\n'
        '"Jan 2026","Everyday: Groceries","Everyday","Groceries",-€3.00,€0,€0\n'
    )
    done = import_(content)
    assert done.stderr == "1 budget below zero passed over: RENT in 2026-01 (-5.00).\n"
    assert budgets(run) == [("2026-01", "FOOD", "4.00")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('"Jan","A: Food","A","Food",€1,,', '"Jan" is not a month of a year'),
        ('"13/2026","A: Food","A","Food",€1,,', '"13/2026" is not a month of a year'),
        ('"Jan 2026","A: Food","A","Food",,,', "the amount is missing"),
        ('"Jan 2026","A: Food","A","Food",one,,', '"one" is not an amount'),
        ('"Jan 2026","A: Food","A","",€1,,', "the category is missing"),
        (
            '"Jan 2026","A: Food","A","Food",1.234,,',
            'the amount "1.234" can be read in two ways',
        ),
        (
            '"Jan 2026","A: Food","A","Food",€1,00,,',
            "the line has 8 cells, and the header has 7",
        ),
    ],
)
def test_a_bad_line_is_named(run: Run, import_: Import, line: str, reason: str) -> None:
    done = import_(f"{HEADER}{line}\n")
    assert (done.exit_code, done.stdout) == (7, "")
    assert done.stderr.startswith(f"line 2: {reason}\n")
    assert budgets(run) == []


def test_a_month_of_a_category_stands_once(import_: Import) -> None:
    again = '"01/2026","bills: rent","bills","rent",€1.00,,\n'
    done = import_(YNAB + again)
    assert done.stderr.startswith(
        'line 9: "bills: rent" has a budget for 2026-01 in line 5 already\n'
    )
    assert done.exit_code == 7


def test_another_file_is_refused(run: Run, import_: Import) -> None:
    forms = (
        "A file has the columns month,category,budget, as a list of ours or the budget that YNAB"
        " exports."
    )
    register = (
        '"Account","Flag","Date","Payee","Category Group/Category","Category Group","Category",'
        '"Memo","Outflow","Inflow","Cleared"\n'
    )
    assert import_(register) == refusal(7, 'there is no column "month"', forms)
    assert import_("month,category,budget,color\n") == refusal(
        7, 'there is no meaning to the column "color"', forms
    )
    assert import_(HEADER) == refusal(7, "the file holds no budgets", "Nothing was written.")
    assert import_("").exit_code == 7
    dollars = import_(YNAB.replace("€", "$"))
    assert dollars == refusal(
        7,
        'the budgets are in "$", and these books in EUR; nothing was written',
        "If they are meant to be in EUR, say so: --commodity '$=EUR'",
    )
    run("category", "add", "Cars", "--kind", "expense")
    run("category", "close", "Cars", "--month", "2026-01")
    done = import_("month,category,budget\n2026-01,Cars,5\n")
    assert done.stderr.startswith("line 2: CARS has been closed since 2026-01\n")


def test_what_was_rolled_is_set_by_a_file_even_to_the_same_amount(
    run: Run, import_: Import
) -> None:
    run("budget", "set", "FOOD", "400", "--month", "2026-01")
    run("budget", "roll", "--month", "2026-02")
    rolled = next(row for row in list_rows(run, "budget") if row["period"] == "2026-02")
    assert rolled["how"] != "set"
    content = f"month,category,budget\n2026-02,FOOD,{rolled['budget']}\n"
    assert "0 added, 1 replaced, 0 unchanged." in import_(content).stdout
    planned = next(row for row in list_rows(run, "budget") if row["period"] == "2026-02")
    assert (planned["budget"], planned["how"]) == (rolled["budget"], "set")
    assert "0 added, 0 replaced, 1 unchanged." in import_(content).stdout

"""finally income: what it does not share with expenses, which test_items.py looks at."""

from tests.conftest import Outcome, Run


def test_income_has_no_subcategories(run: Run) -> None:
    for words in (["add", "5", "salary"], ["edit", "abcd"], ["list"]):
        told = run("income", *words, "--sub", "GROCERIES", "--json")
        assert (told.exit_code, told.error["code"]) == (2, "USAGE")
    run("income", "add", "5", "salary", "--json")
    (row,) = run("income", "list", "--json").json["rows"]
    assert "subcategory" not in row


def test_a_category_of_ones_own_takes_income(run: Run) -> None:
    run("category", "add", "Side job", "--kind", "income")
    assert run("income", "add", "120", "side_job", "--date", "today").stdout.startswith(
        "Recorded 120.00 EUR of Side job on 2026-11-15 ("
    )
    assert run("income", "list", "--category", "Side job", "--json").json["totals"] == {
        "amount": "120.00",
        "items": 1,
    }


def test_what_is_paid_back_is_taken_off_the_sum(run: Run) -> None:
    for amount in ("4000", "-150.25", "0.25"):
        run("income", "add", amount, "salary")
    totals = run("income", "list", "--json").json["totals"]
    assert totals == {"amount": "3850.00", "items": 3}  # 4,000 - 150.25 + 0.25


def test_other_is_one_thing_among_income_and_another_among_expenses(run: Run) -> None:
    assert "of Other income in" in run("income", "add", "5", "other").stdout
    assert "for Other in" in run("expense", "add", "5", "other").stdout


def test_no_income_counts_as_an_expense(run: Run) -> None:
    run("income", "add", "5", "salary")
    assert run("expense", "list") == Outcome(
        0,
        "Expenses (EUR)\nNo expenses yet. Record one with: finally expense add AMOUNT CATEGORY\n",
        "",
    )

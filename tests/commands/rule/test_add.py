"""finally rule add, edit, move and delete."""

from __future__ import annotations

from tests.conftest import Run
from tests.support.outcomes import list_rows, refusal


def listed(run: Run) -> list[tuple[int, str, str | None, str]]:
    """The rules: position, words, conditions, what becomes."""
    return [
        (row["position"], row["words"], row["only"], row["becomes"])
        for row in list_rows(run, "rule")
    ]


def test_a_rule_is_added_last_and_listed(run: Run) -> None:
    assert "Added rule 1" in run("rule", "add", "rewe", "--category", "FOOD/groceries").stdout
    done = run(
        "rule", "add", "City", "Transport", "--category", "transport", "--amount", "2..9", "--out"
    )
    assert done.stdout.startswith('Added rule 2: "City Transport" (2..9, out) → TRANSPORT (')
    assert listed(run) == [
        (1, "rewe", None, "FOOD/GROCERIES"),
        (2, "City Transport", "2..9, out", "TRANSPORT"),
    ]


def test_a_rule_may_come_first_or_before_another(run: Run) -> None:
    for words, *place in (("a",), ("b", "--first"), ("c", "--before", "2")):
        assert run("rule", "add", words, "--ignore", *place).exit_code == 0
    assert [row[:2] for row in listed(run)] == [(1, "b"), (2, "c"), (3, "a")]
    assert run("rule", "add", "d", "--ignore", "--before", "9") == refusal(
        5, 'there is no rule "9"; there are 3 rules', "See them all with: finally rule list"
    )


def test_the_category_decides_the_side(run: Run) -> None:
    assert run("rule", "add", "acme", "--category", "salary").exit_code == 0
    assert run("rule", "add", "shop", "--category", "food").exit_code == 0
    assert [row["kind"] for row in list_rows(run, "rule")] == ["income", "expense"]


def test_a_code_that_both_sides_have_is_asked_about(run: Run) -> None:
    assert run("rule", "add", "x", "--category", "other") == refusal(
        5,
        '"other" is a category of income and one of expenses',
        "Say which: --category income:OTHER or --category expense:OTHER",
    )
    assert run("rule", "add", "x", "--category", "income:other").exit_code == 0
    assert run("rule", "add", "y", "--category", "expense:OTHER").exit_code == 0
    assert [row["kind"] for row in list_rows(run, "rule")] == ["income", "expense"]


def test_what_a_rule_cannot_be_is_refused(run: Run) -> None:
    run("asset", "add", "Savings", "--category", "cash", "--value", "5")
    run("asset", "close", "Savings", "--month", "2026-11")
    run("category", "add", "Garden", "--kind", "expense")
    run("category", "close", "garden")
    for words, code, exit_code in (
        (["x"], "USAGE", 2),
        (["x", "--ignore", "--transfer"], "USAGE", 2),
        (["x", "--sub", "groceries"], "USAGE", 2),
        (["x", "--category", "cash"], "CATEGORY_NOT_FOUND", 5),
        (["x", "--category", "garden"], "CATEGORY_CLOSED", 6),
        (["x", "--contribution", "savings"], "ASSET_CLOSED", 6),
        (["x", "--contribution", "boat"], "ASSET_NOT_FOUND", 5),
        (["x", "--ignore", "--source", "giro"], "SOURCE_NOT_FOUND", 5),
        (["x", "--ignore", "--in", "--out"], "USAGE", 2),
        (["x", "--ignore", "--amount", "50..10"], "USAGE", 2),
        (["x", "--ignore", "--amount=-5"], "USAGE", 2),
        (["x", "--ignore", "--amount", ".."], "USAGE", 2),
        (["***", "--ignore"], "RULE_PATTERN_INVALID", 2),
        (["--regex", "(?=x)", "--ignore"], "RULE_PATTERN_INVALID", 2),
        (["x" * 10_000, "--ignore"], "RULE_PATTERN_TOO_LONG", 2),
    ):
        done = run("rule", "add", *words, "--json")
        assert (done.exit_code, done.error["code"]) == (exit_code, code), words
    assert listed(run) == []


def test_a_rule_of_the_same_rows_is_a_conflict(run: Run) -> None:
    run("rule", "add", "Rewe Markt", "--category", "food", "--out")
    assert run("rule", "add", "rewe-markt", "--ignore", "--out") == refusal(
        6,
        'rule 1: "Rewe Markt" → FOOD is of the same rows',
        "To have them become something else: finally rule edit 1 --category CODE",
    )
    assert run("rule", "add", "rewe markt", "--ignore", "--in").exit_code == 0


def test_what_of_the_inbox_it_would_decide_is_said(household: Run) -> None:
    """The cinema waits in sample.sql, and its rule 4 goes before a rule that is last."""
    done = household("rule", "add", "cinema", "--category", "wellness")
    assert "1 row of the inbox follows it once it is applied: finally rule apply" in done.stdout
    assert "inbox" not in household("rule", "add", "theatre", "--ignore").stdout
    assert "inbox" not in household("rule", "add", "cinema", "--ignore", "--in").stdout


def test_a_rule_is_changed_in_what_is_named(run: Run) -> None:
    run("rule", "add", "rewe", "--category", "food", "--amount", "10..", "--out")
    done = run("rule", "edit", "1", "--sub", "groceries", "--amount", "..5", "--both")
    assert done.stdout == (
        'Now rule 1: "rewe" (..5) → FOOD/GROCERIES; it was rule 1: "rewe" (10.., out) → FOOD.\n'
    )
    run("rule", "edit", "1", "--words", "lidl", "--amount", "any", "--ignore")
    assert listed(run) == [(1, "lidl", None, "ignored")]
    assert run("rule", "edit", "1").exit_code == 2
    assert run("rule", "edit", "1", "--words", "(?=x)", "--regex").exit_code == 2
    run("rule", "edit", "1", "--words", "a.c", "--regex")
    assert listed(run) == [(1, "/a.c/", None, "ignored")]
    run("rule", "add", "b", "--ignore")
    assert run("rule", "edit", "2", "--words", "a.c", "--regex").exit_code == 6


def test_a_rule_is_found_by_the_beginning_of_its_id(run: Run) -> None:
    run("rule", "add", "rewe", "--ignore")
    its_id = list_rows(run, "rule")[0]["id"]
    assert run("rule", "edit", its_id[:8], "--out").exit_code == 0
    assert listed(run) == [(1, "rewe", "out", "ignored")]


def test_a_rule_is_moved_and_the_others_make_room(run: Run) -> None:
    for words in "abcd":
        run("rule", "add", words, "--ignore")
    assert run("rule", "move", "4", "2").stdout == 'Now rule 2: "d" → ignored; it was rule 4.\n'
    assert [row[:2] for row in listed(run)] == [(1, "a"), (2, "d"), (3, "b"), (4, "c")]
    assert run("rule", "move", "1", "5") == refusal(
        2, "there is no position 5", "The rules have the positions 1 to 4."
    )


def test_a_rule_is_deleted_after_a_question_and_those_below_move_up(run: Run) -> None:
    for words in "abc":
        run("rule", "add", words, "--ignore")
    assert run("rule", "delete", "2").exit_code != 0  # nobody answers
    assert run("rule", "delete", "2", "--yes").stdout == (
        'Deleted rule 2: "b" → ignored; what it has decided stays.\n'
    )
    assert [row[:2] for row in listed(run)] == [(1, "a"), (2, "c")]


def test_a_category_that_rules_give_is_not_deleted_and_they_are_named(run: Run) -> None:
    run("category", "add", "Garden", "--kind", "expense")
    run("rule", "add", "rewe", "--category", "food")
    run("rule", "add", "seeds", "--category", "garden")
    assert run("category", "delete", "garden", "--yes") == refusal(
        6,
        '"GARDEN" is used by 1 rule',
        "Have them give another: finally rule edit 2 --category CODE",
    )
    run("expense", "add", "5", "garden")
    assert '"GARDEN" is used by 1 entry and 1 rule' in (
        run("category", "delete", "garden", "--yes").stderr
    )
    assert run("category", "close", "garden", "--month", "2026-12").stdout.splitlines()[1:] == [
        "Rule 2 cannot put bank rows into it from then on: finally rule list"
    ]
    assert run("category", "close", "food", "--kind", "expense").exit_code == 1  # built in

"""finally rule test and list."""

from __future__ import annotations

from tests.conftest import Run


def outcomes(run: Run, *words: str) -> list[tuple[int, str]]:
    rows = run("rule", "test", *words, "--json").json["rows"]
    return [(row["position"], row["outcome"]) for row in rows]


def test_the_first_that_fits_wins_and_others_would_have(run: Run) -> None:
    run("rule", "add", "market", "--ignore", "--in")
    run("rule", "add", "super market", "--category", "food")
    run("rule", "add", "market", "--transfer")
    assert outcomes(run, "SUPER MARKET", "--amount", "-5") == [
        (1, "not"), (2, "wins"), (3, "would"),
    ]  # fmt: skip
    assert outcomes(run, "SUPER MARKET", "--amount", "5") == [
        (1, "wins"), (2, "would"), (3, "would"),
    ]  # fmt: skip
    assert outcomes(run, "super market") == [(1, "depends"), (2, "wins"), (3, "would")]
    said = run("rule", "test", "super market", "--json").json
    assert (said["wins"], said["becomes"]) == (2, "FOOD")


def test_no_rule_that_fits_is_an_answer_too(run: Run) -> None:
    done = run("rule", "test", "anything")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "No rule fits: such a row would wait in the inbox." in done.stdout


def test_a_rule_whose_category_is_closed_is_named(run: Run) -> None:
    run("category", "add", "Garden", "--kind", "expense")
    run("rule", "add", "seeds", "--category", "garden")
    run("category", "close", "garden")
    done = run("rule", "list")
    assert "Rule 1 decides nothing from 2026-11 on: GARDEN is closed." in done.stdout

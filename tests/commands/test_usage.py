"""A command line that is wrong: it is said what was meant, and which help to look at."""

from __future__ import annotations

import shlex

import pytest

from tests.conftest import Run
from tests.support.command_tree import is_a_command


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("networth", "report networth"),
        ("networth --month 2026-10 --json", "report networth --month 2026-10 --json"),
        ("net-worth", "report networth"),
        ("cashflows --months 12", "report cashflow --months 12"),
        ("projetion", "report projection"),
        ("report networh", "report networth"),
        ("report Allocations", "report allocation"),
        ("report assets", "asset list"),
        ("expenses", "expense list"),
        ("expenses --month 2026-10", "expense list --month 2026-10"),
        ("expenses add 5 food", "expense add 5 food"),
        ("categories", "category list"),
        ("Assets", "asset list"),
        ("snapshto add Checking 5", "snapshot add Checking 5"),
        ("expense ad 5 food", "expense add 5 food"),
        ("expense 5 food", "expense add 5 food"),
        ("expense rm abc", "expense delete abc"),
        ("asset show", "asset list"),
        ("db bakup", "db backup"),
        ("backup", "db backup"),
        ("add expense 5 'eating out'", "expense add 5 'eating out'"),
        ("list assets --all", "asset list --all"),
        ("help snapshto", "help snapshot"),
        ("help report networh", "help report networth"),
        ("help net-worth", "help report networth"),
        ("help expense rm abc", "help expense delete"),
        ("help expenses", "help expense"),
        ("hlep asset", "help asset"),
    ],
)
def test_a_word_that_is_no_command_names_the_one_that_was_meant(
    typed: str, meant: str, run: Run
) -> None:
    told = run(*shlex.split(typed))
    assert (told.exit_code, told.stdout) == (2, "")
    if "--json" in typed:
        assert told.error["hint"] == f"Did you mean: finally {meant}"
    else:
        assert told.stderr.splitlines()[1] == f"  Did you mean: finally {meant}"
    words = shlex.split(meant)
    assert is_a_command(" ".join(words)), "what is said can be typed"


@pytest.mark.parametrize("typed", ["nothing", "xyz", "report nothing", "list", "expense xyz"])
def test_where_no_command_is_like_it_the_help_is_named(typed: str, run: Run) -> None:
    *path, word = typed.split()
    told = run(*path, word)
    assert told.stderr == (
        f"finally: No such command '{word}'\n  See: {' '.join(['finally', *path])} --help\n"
    )


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("report networth --jsn", "Did you mean --json? See: finally report networth --help"),
        ("expense add 5 food --mont x", "Did you mean --month? See: finally expense add --help"),
        ("expense add 5 food --d x", "Did you mean --date or --dry-run? "
         "See: finally expense add --help"),
        ("report networth --colour x", "See: finally report networth --help"),
        ("--verison", "Did you mean --version? See: finally --help"),
        ("--csv report networth", "Did you mean: finally report networth --csv"),
        ("--profile x asset list --all", "Did you mean: finally asset list --all --profile x"),
        ("--profile=x asset list", "Did you mean: finally asset list --profile=x"),
        ("report --csv networth", "Did you mean: finally report networth --csv"),
        ("--colour report networth", "See: finally --help"),
        ("asset list --profile", "See: finally asset list --help"),
        ("report networth --csv=yes", "See: finally report networth --help"),
        ("report networth --months x", "See: finally report networth --help"),
        ("asset add My account --category cash",
         "A name of several words goes in quotes. See: finally asset add --help"),
        ("asset list all", "See: finally asset list --help"),
    ],
)  # fmt: skip
def test_an_option_or_word_too_many_names_what_was_meant_and_the_right_help(
    typed: str, hint: str, run: Run
) -> None:
    told = run(*typed.split())
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.splitlines()[1:] == [f"  {hint}"]


def test_choices_are_named_in_words(run: Run) -> None:
    told = run("recurring", "add", "--json")
    assert told.error["message"] == "Missing argument 'KIND': income or expense"
    told = run("report", "networth", "--months", "many", "--json")
    assert told.error["message"] == "Invalid value for '--months': 'many' is not a whole number"

"""--mask: no amount is seen in anything that is shown, and what is exact is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from finally_cli.model.masking import with_mask
from tests.conftest import Run
from tests.conventions.test_goldens import GOLDEN, LOOKS
from tests.support.each import each
from tests.support.outcomes import list_rows, refusal

NO_AMOUNTS = ("rate", "price", "share", "target", "drift", "change_pct", "irr", "twr", "twr_a_year")
MONEY = r"-?[1-9]\d+\.\d\d\d*"  # from ten on
MASKED = (
    2,
    "amounts are masked, since --mask says so, and this would show them all",
    "Leave --mask out.",
)


def money_in(value: object, key: str = "") -> Iterator[Decimal]:
    """Every amount in a document: a decimal string with cents, which is no rate and no share."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from money_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from money_in(inner, key)
    elif isinstance(value, str) and key not in NO_AMOUNTS and re.fullmatch(MONEY, value):
        yield abs(Decimal(value))


def seen(amount: Decimal, text: str) -> bool:
    """Whether an amount stands in a text, with groups or without, with cents or rounded."""
    forms = {f"{amount:,.2f}", f"{amount:.2f}", f"{amount:,f}", f"{amount:f}"}
    forms |= {f"{amount:,.0f}", f"{amount:.0f}"} if amount >= 100 else set()
    return any(
        re.search(rf"(?<![\d,-])(?<!\d\.){re.escape(form)}(?![\d,-]|\.\d| %)", text)
        for form in forms
        if form not in ("2025", "2026")
    )


@each("name", sorted(LOOKS))
def test_no_amount_of_the_books_is_in_what_is_shown(name: str, look: Run) -> None:
    amounts = set(money_in(json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))))
    shown = look(*LOOKS[name], "--mask")
    if name == "rule-export":  # for a file, which would not be the same
        assert shown == refusal(*MASKED)
        return
    assert shown.exit_code == 0
    assert [amount for amount in amounts if seen(amount, shown.stdout + shown.stderr)] == []
    plain = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    # What is looked for would have been found.
    assert ("•••••" in shown.stdout) >= any(seen(amount, plain) for amount in amounts)
    assert re.findall(r"[\d.]+ %", shown.stdout) == re.findall(r"[\d.]+ %", plain)


def test_a_masked_table_has_figures_of_one_width(look: Run) -> None:
    shown = look("report", "networth", "--mask").stdout.splitlines()
    assert set(re.findall("•+", "\n".join(shown))) == {"•••••"}


@each("option", ["--json", "--csv", "--show-sql", "--explain"])
def test_what_is_exact_is_refused(option: str, look: Run) -> None:
    words = ("report", "networth", option)
    told = look(*words, "--mask")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "amounts are masked" in told.stderr
    assert look(*words).exit_code == 0


def test_an_export_and_a_shell_are_refused_and_a_file_is_not(look: Run, tmp_path: Path) -> None:
    assert look("export", "json", "--mask").stdout == ""
    assert look("export", "json", "--mask").exit_code == 2
    assert look("db", "shell", "--mask") == refusal(*MASKED)
    file = tmp_path / "books.json"
    assert look("export", "json", "--output", str(file), "--mask").exit_code == 0
    assert "•" not in file.read_text(encoding="utf-8")


def test_sentences_notes_and_questions_have_no_amounts(run: Run) -> None:
    run("snapshot", "add", "Checking", "1234.50", "--category", "CASH", "--month", "2026-09")
    told = run("snapshot", "add", "Checking", "12345", "--month", "2026-09", "--mask")
    assert told.stdout == 'Recorded "Checking" at ••••• EUR for 2026-09; it was •••••.\n'
    assert told.stderr == (
        'Note: "Checking" was •••••, and ••••• is ten times that. If it is a slip: finally undo\n'
    )
    assert run("snapshot", "delete", "Checking", "--month", "2026-09", "--mask") == refusal(
        1,
        'Delete the value of "Checking" in 2026-09, •••••: that needs a yes, and there is no'
        " terminal to ask on",
        "Say it on the command line: --yes",
    )


def test_what_a_person_wrote_has_no_numbers(run: Run) -> None:
    run("expense", "add", "12", "food", "--month", "2026-10", "--note", "12 of 24 for Bob in May")
    shown = run("expense", "list", "--mask").stdout
    assert "••••• of ••••• for Bob in May" in shown


def test_a_failure_does_not_repeat_the_amounts_that_were_typed(run: Run) -> None:
    assert run("expense", "add", "1.234", "food", "--mask") == refusal(
        2,
        'the amount "•••••" can be read in two ways',
        "Write ••••• for thousands, or ••••• for decimals.",
    )
    told = run("expense", "add", "50000x", "food", "--mask")
    assert "50000" in told.stderr  # no number, for all that is known
    told = run("fx", "set", "EUR/USD", "50000", "60000", "--mask")
    assert (told.exit_code, "60000" in told.stderr) == (2, False)
    assert run("expense", "add", "1.234", "food", "--mask", "--json").error["exit"] == 2


def test_the_audit_shows_command_lines_and_values_without_amounts(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("snapshot", "add", "Checking", "43210", "--category", "CASH", "--month", "2026-10")
    books.execute("SET CONSTRAINTS ALL IMMEDIATE")
    shown = run("audit", "list", "--mask").stdout
    assert "finally snapshot add Checking ••••• --category CASH --month 2026-10" in shown
    event = run("audit", "list", "--json").json["rows"][0]["id"]
    assert "43210" in run("audit", "show", event).stdout
    assert "43210" not in run("audit", "show", event, "--mask").stdout


def test_what_rules_ask_of_amounts_is_masked(look: Run) -> None:
    shown = look("rule", "list", "--mask").stdout
    assert "REWE" in shown
    assert "•••••..•••••, out" in shown  # 10..500


def test_an_answer_is_kept_in_full_under_its_key(run: Run) -> None:
    words = ("expense", "add", "12.50", "food", "--month", "2026-10", "--idempotency-key", "k")
    assert "••••• EUR" in run(*words, "--mask").stdout
    assert "12.50 EUR" in run(*words).stdout
    assert "••••• EUR" in run(*words, "--mask").stdout
    assert len(list_rows(run, "expense")) == 1


def test_only_ascii_is_written_where_there_is_nothing_else(
    look: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    shown = look("report", "networth", "--mask").stdout
    assert "*****" in shown
    assert shown.isascii()


def test_an_option_goes_before_the_environment_and_that_before_the_file(
    look: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FINALLY_CONFIG_DIR", str(tmp_path))

    def is_masked(*more: str) -> bool:
        return "•" in look("report", "networth", *more).stdout

    assert not is_masked()
    assert look("config", "set", "mask", "TRUE").exit_code == 0
    assert (tmp_path / "config.toml").read_text() == "mask = true\n"
    assert is_masked()
    assert not is_masked("--no-mask")
    told = look("report", "networth", "--csv")
    assert told == refusal(
        2,
        "amounts are masked, since a setting says so, and this would show them all",
        "Show them all the same, with: --no-mask",
    )
    assert look("report", "networth", "--csv", "--no-mask").exit_code == 0
    monkeypatch.setenv("FINALLY_MASK", "0")
    assert not is_masked()
    assert is_masked("--mask")
    monkeypatch.setenv("FINALLY_MASK", "maybe")
    assert look("report", "networth").exit_code == 2
    monkeypatch.delenv("FINALLY_MASK")
    assert look("config", "set", "mask", "maybe").exit_code == 2
    assert look("config", "unset", "mask").exit_code == 0
    assert not is_masked()


def test_a_worksheet_is_not_opened(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "cat")
    assert run("snapshot", "edit", "--editor", "--mask").exit_code == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1,917 values, 2 of them carried, since 2026-09-30 12:42", None),
        ("12.5 %, +1.5 pp, 3.2 months, id 3f2a91c7, 12345678-1234-1234-1234-123456789012", None),
        ("finally report networth --months 12 --month 2026-10", None),
        ("-1,234,567.80 EUR, (50.00 USD at 0.9)", "••••• EUR, (••••• USD at 0.9)"),
        ("it is 1.2345.", "it is •••••."),
        ("Above 10.00..500.00 by 1.234,56", "Above •••••..••••• by •••••"),
        ("from 5,000.00 to -0.125", "from ••••• to •••••"),
        ("with: finally expense add 96 food --date 2026-10-05",
         "with: finally expense add ••••• food --date 2026-10-05"),
        ("finally snapshot add Cash=3200 'My fund=-12'",
         "finally snapshot add Cash=••••• 'My fund=•••••'"),
    ],
)  # fmt: skip
def test_a_sentence_loses_its_amounts_and_nothing_else(text: str, shown: str | None) -> None:
    assert with_mask(text) == (text if shown is None else shown)

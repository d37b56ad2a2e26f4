"""What assets are called in a ledger: harmless, and each by a name of its own."""

from __future__ import annotations

import pytest

from finally_cli.model.exporting.account_names import (
    asset_accounts,
    beancount_name,
    journal_name,
)
from tests.model.exporting.test_ledger_entries import asset


def accounts(harmless: object, *names: str) -> list[str]:
    """The accounts of assets with these names, without what is above them."""
    found = asset_accounts(map(asset, names), lambda _: "assets:cash", harmless)  # type: ignore[arg-type]
    return [found[name].removeprefix("assets:cash:") for name in names]


def test_a_name_that_a_journal_takes_stays_as_it_is() -> None:
    names = ("Checking", "Büro (neu) & Co.", "支付宝", "5 USD", "*", "[x]", '"q"')
    assert accounts(journal_name, *names) == list(names)


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("a:b", "a-b"),
        ("a ; b", "a , b"),
        ("two  blanks", "two blanks"),
        ("a\tb\nc", "a b c"),
        ("a\u00a0\u2003b", "a b"),
        ("\u202eevil\x1b[31m", "evil[31m"),
        ("\u200b", "Unnamed"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_would_end_or_part_an_account_is_replaced(name: str, harmless: str) -> None:
    assert accounts(journal_name, name) == [harmless]


def test_names_that_become_alike_are_numbered_and_who_keeps_its_name_is_first() -> None:
    assert accounts(journal_name, "A: b", "a- B", "A; b", "A, b", "A- b 2") == [
        "A- b 3", "a- B", "A, b 2", "A, b", "A- b 2",
    ]  # fmt: skip
    assert accounts(beancount_name, "*", "!", "Unnamed", "a b", "A-b", "A_b") == [
        "Unnamed-2", "Unnamed-3", "Unnamed", "A-b-2", "A-b", "A-b-3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "harmless"),
    [
        ("checking", "Checking"),
        ("  world  fund (A) ", "World-fund-A"),
        ("9 lives", "9-lives"),
        ("élan", "Élan"),
        ("支付宝", "X-支付宝"),
        ("חשבון", "X-חשבון"),
        ("ß", "X-ß"),  # its capital is two letters
        ("ǆ", "Ǆ"),
        ("²x", "X"),
        ("😀", "Unnamed"),
        ("e\u0301", "É"),
    ],
)
def test_beancount_takes_letters_digits_and_dashes(name: str, harmless: str) -> None:
    assert accounts(beancount_name, name) == [harmless]

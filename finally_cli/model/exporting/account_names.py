"""What an asset's account is called in a ledger: its own name, where a ledger can take that.

A category's account is its code, which is letters, digits and underscores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from finally_cli.model.exporting.ledger_books import LedgerAsset
from finally_cli.model.text import escape_characters, fold_name, normalize

UNNAMED = "Unnamed"
INSTEAD = str.maketrans({":": "-", ";": ","})  # what parts the names in an account, or ends one


def asset_accounts(
    assets: Iterable[LedgerAsset], top: Callable[[LedgerAsset], str], harmless: Callable[[str], str]
) -> dict[str, str]:
    """The account of each asset by its id, of those below `top`.

    Where two names have become alike, all but the first have a number behind them; who keeps its
    name as it is comes first.
    """
    accounts: dict[str, str] = {}
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for asset in sorted(assets, key=lambda asset: harmless(asset.name) != asset.name):
        name = harmless(asset.name) or UNNAMED
        account = f"{top(asset)}:{name}"
        key = fold_name(account)
        while fold_name(account) in taken:
            numbers[key] = numbers.get(key, 1) + 1
            account = f"{top(asset)}:{harmless(f'{name} {numbers[key]}')}"
        taken.add(fold_name(account))
        accounts[asset.id] = account
    return accounts


def plain_line(text: str) -> str:
    """A text in one line, each run of blanks as one, without what cannot be seen.

    >>> plain_line(" a\\t b\\u202e\\nc ")
    'a b c'
    """
    seen = escape_characters(normalize(text), lambda c: " " if c.isspace() else "")
    return " ".join(seen.split())


def journal_name(name: str) -> str:
    """A name as one of those in an account of hledger and ledger: two blanks would end it.

    >>> journal_name("Depot:  A; B")
    'Depot- A, B'
    """
    return plain_line(name).translate(INSTEAD)


def beancount_name(name: str) -> str:
    """A name as beancount takes it: letters, digits and dashes, a capital or a digit first.

    >>> beancount_name("world fund (A)"), beancount_name("支付宝"), beancount_name("*")
    ('World-fund-A', 'X-支付宝', '')
    """
    from unicodedata import category

    composed = normalize(name)
    kept = "".join(c if category(c)[0] == "L" or category(c) == "Nd" else "-" for c in composed)
    words = "-".join(filter(None, kept.split("-")))
    if not words:
        return ""
    first = words[0].upper()
    if len(first) != 1 or category(first) not in ("Lu", "Nd"):
        return f"X-{words}"
    return first + words[1:]

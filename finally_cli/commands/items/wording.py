"""Money that came in or went out, in words."""

from __future__ import annotations

from decimal import Decimal

from finally_cli.model.money import shown

WORDS = {"income": ("of", "paid back of"), "expense": ("for", "given back for")}


def amount_in_words(kind: str, amount: Decimal, currency: str, category: str) -> str:
    """An amount with its category, for income or expense; a negative one is money back.

    >>> amount_of("expense", Decimal("-25"), "EUR", "Food")
    '25.00 EUR given back for Food'
    """
    forth, back = WORDS[kind]
    return f"{shown(abs(amount))} {currency} {back if amount < 0 else forth} {category}"

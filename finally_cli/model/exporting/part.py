"""The parts of the books that an export may be asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import and_list, did_you_mean, quote, suggestions


class Part(StrEnum):
    """A part of the books. What its rows refer to, such as their categories, comes with it."""

    ASSETS = "assets"
    VALUES = "values"
    ITEMS = "items"  # incomes and expenses
    BUDGETS = "budgets"  # of months and of years
    POLICIES = "policies"  # how budgets roll over
    TARGETS = "targets"
    RATES = "rates"
    CAPS = "caps"
    PRICES = "prices"  # and splits
    RECURRING = "recurring"
    GOALS = "goals"
    SOURCES = "sources"
    RULES = "rules"
    IMPORTS = "imports"  # and their rows


def parse_parts(can: Sequence[Part]) -> Callable[[str], frozenset[Part]]:
    """What reads the parts that are typed, of those that a format can hold.

    >>> sorted(parse_parts(list(Part))("values, items"))
    [<Part.ITEMS: 'items'>, <Part.VALUES: 'values'>]

    Raises BadUsage for a word that is none of them.
    """
    names = [str(part) for part in can]

    def parse(text: str) -> frozenset[Part]:
        words = [word.strip().lower() for word in text.split(",") if word.strip()]
        for word in words or [text]:
            if word not in names:
                raise BadUsage(
                    f"{quote(word)} is no part of this export",
                    did_you_mean(suggestions(word, names))
                    + f"It has {and_list(names, most=len(names))}.",
                )
        return frozenset(map(Part, words))

    return parse

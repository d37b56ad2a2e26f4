"""What was typed after `target set`: categories and assets, each with its percentage."""

from collections.abc import Sequence
from decimal import Decimal

from finally_cli.model.errors import BadUsage
from finally_cli.model.percent import parse_percent
from finally_cli.model.text import quote

HOW = "Write CODE PCT for a category, --asset NAME PCT for an asset."
Shares = list[tuple[str, Decimal]]


def is_percentage(word: str) -> bool:
    """Whether a word begins as a number does, which no category's code does."""
    return any(c.isdigit() for c in word) and not word.strip("0123456789.,%+-− ")


def parse_targets(words: Sequence[str], assets: Sequence[str]) -> tuple[Shares, Shares]:
    """The shares of categories, and those of assets, in the order in which they were typed.

    The command line hands out the names after --asset by themselves, and leaves their percentages
    among the words: one that follows no category is that of the next asset. Raises BadUsage.

    >>> parse_targets(["CASH", "10", "60", "40"], ["World fund", "Bond fund"])[1]
    [('World fund', Decimal('0.6')), ('Bond fund', Decimal('0.4'))]
    """
    categories: Shares = []
    of_assets: Shares = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if is_percentage(word):
            if len(of_assets) == len(assets):
                raise BadUsage(f"{quote(word)} follows no category and no asset", HOW)
            of_assets.append((assets[len(of_assets)], parse_percent(word)))
        elif not rest or (assets and not is_percentage(rest[0])):
            raise BadUsage(f"{quote(word)} has no percentage", HOW)
        else:
            categories.append((word, parse_percent(rest.pop(0))))
    if len(of_assets) < len(assets):
        raise BadUsage(f"{quote(assets[len(of_assets)])} has no percentage", HOW)
    if not categories and not of_assets:
        raise BadUsage("there is no target to set", HOW)
    return categories, of_assets

"""What the commands on rules take."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, NamedTuple

import typer

from finally_cli.commands import completion
from finally_cli.model.errors import BadUsage
from finally_cli.model.money import parse_money
from finally_cli.model.text import normalize, quote

RANGE_HINT = "Write 10..50, ..50, 10.. or 42.50, without a sign: --in and --out say the direction."


class Amounts(NamedTuple):
    """From where to where, both included; None is open."""

    least: Decimal | None
    most: Decimal | None


def parse_amounts(text: str) -> Amounts:
    """A range of amounts without their sign: 10..50, ..50, 10.., 42.50 exactly, or `any`.

    >>> parse_amounts("..50")
    Amounts(least=None, most=Decimal('50'))
    """
    typed = text.strip()
    if typed.lower() == "any":
        return Amounts(None, None)
    low, dots, high = typed.partition("..")
    ends = [parse_money(end) if end.strip() else None for end in (low, high if dots else low)]
    if ends == [None, None]:
        raise BadUsage(f"{quote(text)} is no range of amounts", RANGE_HINT)
    least, most = ends
    if any(end is not None and end < 0 for end in ends):
        raise BadUsage(f"{quote(text)} has a sign", RANGE_HINT)
    if least is not None and most is not None and least > most:
        raise BadUsage(f"{quote(text)} ends before it begins", RANGE_HINT)
    return Amounts(least, most)


def join_words(words: list[str]) -> str:
    """The words of a command line as one text. Raises BadUsage for none."""
    said = normalize(" ".join(words)).strip()
    if not said:
        raise BadUsage("a rule needs words to look for", "Such as: finally rule add rewe …")
    return said


def direction_of(is_in: bool, is_out: bool) -> str | None:
    """The direction that --in or --out says. Raises BadUsage for both."""
    if is_in and is_out:
        raise BadUsage(
            "--in and --out cannot both be given", "Without either, a rule is of both directions."
        )
    return "in" if is_in else "out" if is_out else None


WordsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="WORDS", help="What the bank's text has, one word after the other, in any case."
    ),
]
RuleArgument = Annotated[
    str, typer.Argument(metavar="RULE", help="Its position, or the beginning of its id.")
]
RegexOption = Annotated[
    bool, typer.Option("--regex", help="The words are an RE2 expression, such as ^SEPA.*rent$.")
]
CategoryOption = Annotated[
    str | None,
    typer.Option(
        "--category",
        metavar="CODE",
        help="A category of income or expenses, by code or name: FOOD, FOOD/Groceries,"
        " income:OTHER.",
        autocompletion=completion.categories,
    ),
]
IgnoreOption = Annotated[
    bool, typer.Option("--ignore", help="It is neither income nor expense, and never asked about.")
]
TransferOption = Annotated[
    bool, typer.Option("--transfer", help="It goes to, or comes from, an account of yours.")
]
ContributionOption = Annotated[
    str | None,
    typer.Option(
        "--contribution",
        metavar="ASSET",
        help="It is put into that asset, or taken out of it.",
        autocompletion=completion.assets,
    ),
]
AmountsOption = Annotated[
    Amounts | None,
    typer.Option(
        "--amount",
        parser=parse_amounts,
        metavar="RANGE",
        help="Only of these amounts, without sign, in the account's currency: 10..50, ..50, 10..,"
        " or 42.50 exactly.",
    ),
]
InOption = Annotated[bool, typer.Option("--in", help="Only money that came in.")]
OutOption = Annotated[bool, typer.Option("--out", help="Only money that went out.")]
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="Only rows of this account.")
]
FirstOption = Annotated[bool, typer.Option("--first", help="Before all others.")]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="RULE", help="Before that rule, not last.")
]

"""finally rule test: which rule decides on a text, and which would have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.rule.find import load_rules
from finally_cli.commands.source.find import find_source
from finally_cli.model.kinds import Id, Kind
from finally_cli.model.money import parse_money
from finally_cli.model.result import Result
from finally_cli.model.rules import Rule, conditions_in_words, shown_pattern
from finally_cli.store.database import Database

TextArgument = Annotated[
    list[str], typer.Argument(metavar="TEXT", help="The text of a bank row, as the bank has it.")
]
AmountOption = Annotated[
    Decimal | None,
    typer.Option(
        "--amount", parser=parse_money, metavar="AMOUNT",
        help="The row's amount, in the account's sense: -12.50 went out.",
    ),
]  # fmt: skip
SourceOption = Annotated[
    str | None, typer.Option("--source", metavar="NAME", help="The account that the row is of.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTested:
    """A rule whose words the text has.

    `outcome` is wins, would (it comes after the one that wins), depends (on an amount or a source
    that was not given), or not (the amount or the source is another).
    """

    position: Annotated[int, Kind("count", "#")]
    words: str
    only: str | None
    becomes: str
    outcome: str
    id: Id


@reads
def test(
    db: Database,
    text: TextArgument,
    amount: AmountOption = None,
    source: SourceOption = None,
) -> Result:
    """Show which rule decides on a text, and which would have, in order.

    Without an amount or an account, rules that ask for one are shown as depending on it.

    Examples:
        finally rule test "REWE SAGT DANKE 4711" --amount -23.40
    """
    words = " ".join(text)
    source_id = find_source(db, source).id if source is not None else None
    rows: list[RuleTested] = []
    winner: Rule | None = None
    for rule in load_rules(db).matching(words):
        outcome = outcome_of(rule, amount, source_id)
        if outcome == "wins" and winner is not None:
            outcome = "would"
        if outcome == "wins":
            winner = rule
        rows.append(
            RuleTested(
                position=rule.position,
                words=shown_pattern(rule),
                only=conditions_in_words(rule) or None,
                becomes=rule.becomes,
                outcome=outcome,
                id=rule.id,
            )
        )
    return Result(
        RuleTested,
        rows,
        "Rules that fit",
        about={
            "text": words,
            "amount": amount,
            "wins": winner.position if winner else None,
            "becomes": winner.becomes if winner else None,
        },
        nothing="No rule fits: such a row would wait in the inbox.",
    )


def outcome_of(rule: Rule, amount: Decimal | None, source_id: str | None) -> str:
    """Whether a rule whose words are there decides, if none before it does."""
    is_of_source = source_id is None or rule.source_id in (None, source_id)
    if not is_of_source or (amount is not None and not rule.allows(amount, rule.source_id)):
        return "not"
    asks_amount = rule.direction or rule.least_amount is not None or rule.most_amount is not None
    if (amount is None and asks_amount) or (source_id is None and rule.source_id):
        return "depends"
    return "wins"

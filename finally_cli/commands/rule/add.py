"""finally rule add."""

from __future__ import annotations

from dataclasses import asdict

from finally_cli.commands.command import writes
from finally_cli.commands.options import SubOption
from finally_cli.commands.rule.action import choose_action
from finally_cli.commands.rule.arguments import (
    Amounts,
    AmountsOption,
    BeforeOption,
    CategoryOption,
    ContributionOption,
    FirstOption,
    IgnoreOption,
    InOption,
    OutOption,
    RegexOption,
    SourceOption,
    TransferOption,
    WordsArgument,
    direction_of,
    join_words,
)
from finally_cli.commands.rule.find import LIST, find_rule
from finally_cli.commands.rule.row import RuleRow, describe_rule
from finally_cli.commands.rule.terms import Terms, add_rule, waiting_in_words
from finally_cli.commands.source.find import find_source
from finally_cli.model.errors import BadUsage
from finally_cli.model.result import Result
from finally_cli.model.rules import refuse_pattern
from finally_cli.store.database import Database


@writes
def add(
    db: Database,
    words: WordsArgument,
    category: CategoryOption = None,
    sub: SubOption = None,
    ignore: IgnoreOption = False,
    transfer: TransferOption = False,
    contribution: ContributionOption = None,
    regex: RegexOption = False,
    amount: AmountsOption = None,
    money_in: InOption = False,
    money_out: OutOption = False,
    source: SourceOption = None,
    first: FirstOption = False,
    before: BeforeOption = None,
) -> Result:
    """Say what bank rows with these words become, from the next import on.

    The first word begins where a word of the text begins, and the last one may go on: rent is in
    RENTAL, and not in CURRENT. Case, and what stands between words, does not count. The category
    decides the side: money that comes in under an expense category is a refund. Of the rules that
    fit a row, the first decides.

    Examples:
        finally rule add rewe --category FOOD --sub groceries
        finally rule add "city transport" --category transport --amount 2..9 --out
    """
    said = join_words(words)
    refuse_pattern(said, regex)
    direction = direction_of(money_in, money_out)
    if first and before is not None:
        raise BadUsage("--first and --before both say where", "Choose one of them.")
    made = choose_action(
        db, category, sub, ignore=ignore, transfer=transfer, contribution=contribution
    )
    if made is None:
        raise BadUsage(
            "a rule must say what its rows become",
            "Give --category CODE, --ignore, --transfer or --contribution ASSET.",
        )
    db.lock_user()
    rules = db.all(LIST)
    least, most = amount or Amounts(None, None)
    terms = Terms(
        pattern=said,
        is_regex=regex,
        least_amount=least,
        most_amount=most,
        direction=direction,
        source_id=find_source(db, source).id if source is not None else None,
        **asdict(made),
    )
    place = 1 if first else find_rule(rules, before).position if before is not None else None
    rule, now = add_rule(db, rules, terms, place)
    return Result(
        RuleRow,
        [RuleRow.of(rule)],
        "Added",
        sentences=[
            f"Added {describe_rule(rule)} ({rule.id[:8]}).",
            *waiting_in_words(db, rule, now),
        ],
    )

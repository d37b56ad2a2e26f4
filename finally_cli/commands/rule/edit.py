"""finally rule edit: what was decided by it stays."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.options import SubOption
from finally_cli.commands.rule.action import choose_action
from finally_cli.commands.rule.arguments import (
    AmountsOption,
    CategoryOption,
    ContributionOption,
    IgnoreOption,
    InOption,
    OutOption,
    RuleArgument,
    SourceOption,
    TransferOption,
    direction_of,
    join_words,
)
from finally_cli.commands.rule.find import LIST, find_rule
from finally_cli.commands.rule.row import RuleRow, describe_rule
from finally_cli.commands.rule.terms import RuleId, refuse_same, terms_of, waiting_in_words
from finally_cli.commands.source.find import find_source
from finally_cli.model.errors import BadUsage
from finally_cli.model.result import Result
from finally_cli.model.rules import refuse_pattern
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("rule/edit", RuleId)
ANY = "any"  # typed for the source of a rule of all

WordsOption = Annotated[
    str | None, typer.Option("--words", metavar="WORDS", help="What the bank's text has.")
]
RegexAnew = Annotated[
    bool | None,
    typer.Option("--regex/--no-regex", help="Whether the words are an RE2 expression."),
]
BothOption = Annotated[bool, typer.Option("--both", help="Money that came in or went out.")]


@writes
def edit(
    db: Database,
    rule: RuleArgument,
    words: WordsOption = None,
    category: CategoryOption = None,
    sub: SubOption = None,
    ignore: IgnoreOption = False,
    transfer: TransferOption = False,
    contribution: ContributionOption = None,
    regex: RegexAnew = None,
    amount: AmountsOption = None,
    money_in: InOption = False,
    money_out: OutOption = False,
    both: BothOption = False,
    source: SourceOption = None,
) -> Result:
    """Change a rule; what it has decided stays as it is.

    What is not named stays. --amount any, --source any and --both take a condition away.

    Examples:
        finally rule edit 1 --amount 10..80
        finally rule edit 2 --words "acme payroll" --category salary
    """
    direction = direction_of(money_in, money_out)
    if both and direction:
        raise BadUsage(f"--both and --{direction} cannot both be given", "Choose one of them.")
    db.lock_user()
    rules = db.all(LIST)
    found = find_rule(rules, rule)
    if sub is not None and category is None and found.kind == "expense":
        category = f"expense:{found.category}"
    made = choose_action(
        db, category, sub, ignore=ignore, transfer=transfer, contribution=contribution
    )
    before = terms_of(found)
    now = before
    if words is not None or regex is not None:
        said = before.pattern if words is None else join_words([words])
        is_regex = before.is_regex if regex is None else regex
        refuse_pattern(said, is_regex)
        now = replace(now, pattern=said, is_regex=is_regex)
    if amount is not None:
        now = replace(now, least_amount=amount.least, most_amount=amount.most)
    if both or direction:
        now = replace(now, direction=direction)
    if source is not None:
        is_any = source.strip().lower() == ANY
        now = replace(now, source_id=None if is_any else find_source(db, source).id)
    if made is not None:
        now = replace(now, **asdict(made))
    if all(given is None for given in (words, regex, amount, source, made)) and not (
        both or direction
    ):
        raise BadUsage("there is nothing to change", "See: finally rule edit --help")
    refuse_same([one for one in rules if one.id != found.id], now)
    if now != before:
        db.run(EDIT, id=found.id, **asdict(now))
    rules = db.all(LIST)
    changed = find_rule(rules, found.id)
    return Result(
        RuleRow,
        [RuleRow.of(changed)],
        "Changed",
        sentences=[
            f"Now {describe_rule(changed)}; it was {describe_rule(found)}.",
            *waiting_in_words(db, changed, rules),
        ],
    )

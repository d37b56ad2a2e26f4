"""A rule made of what was chosen of a bank row."""

from __future__ import annotations

from collections.abc import Sequence

from finally_cli.commands.inbox.choice import Choice, decide_rows
from finally_cli.commands.inbox.decisions import write_decisions
from finally_cli.commands.inbox.rows import BankRow, FoundRow
from finally_cli.commands.inbox.suggestion import beginnings
from finally_cli.commands.rule.apply import decision_of
from finally_cli.commands.rule.find import LIST
from finally_cli.commands.rule.row import describe_rule
from finally_cli.commands.rule.terms import Terms, add_rule, waiting_in_words
from finally_cli.commands.rule.waiting import settle_rows, waiting_rows
from finally_cli.model.errors import Refused
from finally_cli.model.rules import Rule, RuleSet, refuse_pattern
from finally_cli.model.text import quote
from finally_cli.store.database import Database


def add_rules(db: Database, rows: Sequence[BankRow], choice: Choice) -> list[str]:
    """Add a rule of the words that each row's text begins with; what it is, in sentences.

    Raises Refused where a text has no words, and Conflict where a rule is of the same rows.
    """
    said = []
    for words in dict.fromkeys(leading_words(row) for row in rows):
        rule, now = make_rule(db, words, choice)
        said += [
            f"Added {describe_rule(rule)} ({rule.id[:8]}).",
            *waiting_in_words(db, rule, now),
        ]
    return said


def leading_words(row: BankRow) -> str:
    """The words of a rule of a row. Raises Refused where its text has none."""
    words = beginnings(row.text)
    if not words:
        raise Refused(
            f"the text of {row.id[:8]} has no words that a rule could look for",
            "Leave --rule out.",
            code="NO_WORDS",
        )
    return words[-1]


def make_rule(db: Database, words: str, choice: Choice) -> tuple[Rule, list[Rule]]:
    """The rule that does of rows with these words what was chosen, and all rules with it."""
    refuse_pattern(words, False)
    terms = Terms(
        pattern=words,
        is_regex=False,
        least_amount=None,
        most_amount=None,
        direction=None,
        source_id=None,
        action="ignore" if choice.decision == "ignored" else choice.decision,
        income_category_id=choice.income_category_id,
        expense_category_id=choice.expense_category_id,
        subcategory_id=choice.subcategory_id,
        asset_id=choice.asset_id,
    )
    return add_rule(db, db.all(LIST), terms, None)


def decide_by_rule(
    db: Database, row: FoundRow, words: str, choice: Choice
) -> tuple[str, list[str]]:
    """Add a rule of words of a row, and decide by it on all that waits; its id and the rows'.

    What a rule may not decide on waits on, but for the row itself: that is chosen by hand. Raises
    Refused where its text has no such words.
    """
    rule, now = make_rule(db, words, choice)
    if all(one.id != rule.id for one in RuleSet(now).fitting(row.text, row.amount, row.source_id)):
        raise Refused(
            f"the text does not have the words {quote(words)}",
            "Name words that it has, one after the other.",
            code="NO_WORDS",
        )
    settled = settle_rows(waiting_rows(db), RuleSet(now))
    decided = [one for one in settled if one.rule.id == rule.id and one.held is None]
    write_decisions(db, map(decision_of, decided))
    ids = [one.row.id for one in decided]
    if row.id not in ids:
        decide_rows(db, [row], choice)
        ids.append(row.id)
    return rule.id, ids

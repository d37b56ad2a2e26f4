"""What a rule says as it is written into the books, and what of the inbox it decides on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from finally_cli.commands.rule.find import LIST
from finally_cli.commands.rule.waiting import settle_rows, waiting_rows
from finally_cli.model.errors import Conflict
from finally_cli.model.kinds import Id
from finally_cli.model.rules import Rule, RuleSet, in_words, rule_in_words
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleId:
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a rule says, as it is written into the books."""

    pattern: str
    is_regex: bool
    least_amount: Decimal | None
    most_amount: Decimal | None
    direction: str | None
    source_id: str | None
    action: str
    income_category_id: str | None
    expense_category_id: str | None
    subcategory_id: str | None
    asset_id: str | None


TERMS = tuple(field.name for field in fields(Terms))
ADD = Statement("rule/add", RuleId)
RENUMBER = Statement("rule/renumber", RuleId)


def terms_of(rule: Rule) -> Terms:
    """What a rule says now."""
    return Terms(**{name: getattr(rule, name) for name in TERMS})


def add_rule(
    db: Database, rules: list[Rule], terms: Terms, place: int | None
) -> tuple[Rule, list[Rule]]:
    """The rule as it is written, before the one at `place` or last, and all rules as they are now.

    Raises Conflict where one says so already.
    """
    refuse_same(rules, terms)
    added = db.one(ADD, **asdict(terms))
    assert added is not None  # it has been inserted
    if place is not None:
        ids = [rule.id for rule in rules]
        db.run(RENUMBER, ids=[*ids[: place - 1], added.id, *ids[place - 1 :]])
    now = db.all(LIST)
    return next(rule for rule in now if rule.id == added.id), now


def scope_of(one: Terms | Rule) -> tuple[object, ...]:
    """Which rows a rule is of, as two rules of the same rows are told."""
    said = one.pattern if one.is_regex else in_words(one.pattern)
    return (one.is_regex, said, one.least_amount, one.most_amount, one.direction, one.source_id)


def refuse_same(rules: list[Rule], terms: Terms) -> None:
    """Raises Conflict where another rule is of the very same rows, whatever it makes of them."""
    for rule in rules:
        if scope_of(rule) == scope_of(terms):
            raise Conflict(
                f"{rule_in_words(rule)} is of the same rows",
                f"To have them become something else: finally rule edit {rule.position} --category"
                " CODE",
                code="RULE_EXISTS",
            )


def waiting_in_words(db: Database, rule: Rule, rules: list[Rule]) -> list[str]:
    """How many rows of the inbox a rule would decide on, and the command that has it do so."""
    settled = settle_rows(waiting_rows(db), RuleSet(rules))
    count = sum(one.rule.id == rule.id and one.held is None for one in settled)
    if not count:
        return []
    follow = "row of the inbox follows" if count == 1 else "rows of the inbox follow"
    return [f"{count:,} {follow} it once it is applied: finally rule apply"]

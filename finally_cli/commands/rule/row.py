"""A rule as it is shown and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.model.kinds import Code, Id, Kind, UnseenMoney
from finally_cli.model.rules import (
    Rule,
    conditions_in_words,
    pattern_in_words,
    rule_in_words,
    shown_pattern,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """A rule: what it looks for, which rows it is of beside that, and what they become.

    `words` is the pattern as a table has it: cut where it is long, an expression in slashes.
    """

    position: Annotated[int, Kind("count", "#")]
    words: str
    only: str | None
    becomes: str
    pattern: Code
    is_regex: Annotated[bool, Kind("code")]
    least_amount: UnseenMoney | None
    most_amount: UnseenMoney | None
    direction: Code | None
    source: Code | None
    action: Code
    kind: Code | None
    category: Code | None
    subcategory: Code | None
    asset: Code | None
    id: Id

    @classmethod
    def of(cls, rule: Rule) -> RuleRow:
        """The row of a rule."""
        return cls(
            position=rule.position,
            words=shown_pattern(rule),
            only=conditions_in_words(rule) or None,
            becomes=rule.becomes,
            pattern=rule.pattern,
            is_regex=rule.is_regex,
            least_amount=rule.least_amount,
            most_amount=rule.most_amount,
            direction=rule.direction,
            source=rule.source,
            action=rule.action,
            kind=rule.kind,
            category=rule.category,
            subcategory=rule.subcategory,
            asset=rule.asset,
            id=rule.id,
        )


def describe_rule(rule: Rule) -> str:
    """A rule with its conditions: `rule 3: "rewe" (10..50, out) → FOOD/Groceries`."""
    only = conditions_in_words(rule)
    if not only:
        return rule_in_words(rule)
    said = pattern_in_words(rule.pattern, rule.is_regex)
    return f"rule {rule.position}: {said} ({only}) → {rule.becomes}"

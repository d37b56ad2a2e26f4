"""The rules of the books, and the one of them that a person means."""

from __future__ import annotations

from finally_cli.model.errors import NotFound
from finally_cli.model.ids import id_range
from finally_cli.model.rules import Rule, RuleSet
from finally_cli.model.text import plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

LIST = Statement("rule/list", Rule)


def load_rules(db: Database) -> RuleSet:
    """All rules, in their order."""
    return RuleSet(db.all(LIST))


def find_rule(rules: list[Rule], wanted: str) -> Rule:
    """The rule at that place, else the one whose id begins so. Raises NotFound."""
    typed = wanted.strip().removeprefix("#")
    if typed.isascii() and typed.isdecimal() and len(typed) < 5:
        at = [rule for rule in rules if rule.position == int(typed)]
        if at:
            return at[0]
    between = id_range(typed)
    found = [rule for rule in rules if between and between[0] <= rule.id <= between[1]]
    if len(found) > 1:
        raise NotFound(
            f"{quote(wanted)} fits several rules", "Type more of the id.", code="ID_AMBIGUOUS"
        )
    if not found:
        there = f"there {'is' if len(rules) == 1 else 'are'} {plural(len(rules), 'rule')}"
        raise NotFound(
            f"there is no rule {quote(wanted)}; {there if rules else 'there are none yet'}",
            "See them all with: finally rule list",
            code="RULE_NOT_FOUND",
        )
    return found[0]

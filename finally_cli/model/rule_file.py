"""Rules as a person shares them: TOML with names and codes, and no ids.

Each is a table of `[[rules]]`: `words` or `regex`; `amount`, `direction` and `source` where it is
not of all rows; and one of `category`, `ignore`, `transfer` and `contribution`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finally_cli.model.errors import BadFile
from finally_cli.model.rules import Rule, amounts_in_words
from finally_cli.model.text import quote

TEXTS = ("words", "regex", "amount", "direction", "source", "category", "contribution")
FLAGS = ("ignore", "transfer")


@dataclass(frozen=True, slots=True)
class RuleRead:
    """A rule as a file says it, in its place from 1."""

    place: int
    said: dict[str, str | bool]

    def text(self, key: str) -> str | None:
        """What stands under a key; None where it does not."""
        value = self.said.get(key)
        return value if isinstance(value, str) else None

    def flag(self, key: str) -> bool:
        """Whether it says so."""
        return self.said.get(key) is True


def write_rules(rules: Sequence[Rule]) -> str:
    """Rules as TOML, in their order."""
    import tomli_w

    tables = [tomli_w.dumps(as_table(rule)).rstrip() for rule in rules]
    return "\n\n".join(f"[[rules]]\n{table}" for table in tables)


def as_table(rule: Rule) -> dict[str, str | bool]:
    """A rule as a file says it."""
    said: dict[str, str | bool] = {"regex" if rule.is_regex else "words": rule.pattern}
    if amounts := amounts_in_words(rule.least_amount, rule.most_amount):
        said["amount"] = amounts
    if rule.direction:
        said["direction"] = rule.direction
    if rule.source:
        said["source"] = rule.source
    if rule.action == "category":
        said["category"] = f"{rule.kind}:{rule.path}"
    elif rule.action == "contribution":
        said["contribution"] = rule.asset or ""
    else:
        said[rule.action] = True
    return said


def read_rules(text: str, name: str) -> tuple[list[RuleRead], dict[int, str]]:
    """The rules of a file, and what is wrong with others, by their places. Raises BadFile."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(
            f"{quote(name)} is no TOML: {error}", "Take what finally rule export writes."
        ) from None
    tables = document.get("rules")
    if not isinstance(tables, list) or document.keys() != {"rules"}:
        raise BadFile(
            f"{quote(name)} holds no rules", "Each is a table [[rules]], as of finally rule export."
        )
    read: list[RuleRead] = []
    wrong: dict[int, str] = {}
    for place, table in enumerate(tables, start=1):
        if fault := fault_of(table):
            wrong[place] = fault
        else:
            read.append(RuleRead(place, table))
    return read, wrong


def fault_of(table: object) -> str | None:
    """What is wrong with how a rule is written; None where nothing is."""
    if not isinstance(table, dict):
        return "it is no table"
    for key, value in table.items():
        if key not in TEXTS + FLAGS:
            return f"{quote(key)} is nothing that a rule says"
        if not isinstance(value, bool if key in FLAGS else str):
            return f"{quote(key)} is {'true or left out' if key in FLAGS else 'a text in quotes'}"
    if ("words" in table) == ("regex" in table):
        return "it has words or a regex, and one of them"
    if table.get("direction") not in (None, "in", "out"):
        return "its direction is in or out"
    return None

"""finally rule suggest: what was chosen alike by hand, as rules that can be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.commands.rule.find import load_rules
from finally_cli.model.kinds import Code, Count, Kind, Money
from finally_cli.model.month import add_months, this_month
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

MONTHS = 24  # that are looked back on


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenAlike:
    """Words with which the texts of some bank rows begin, and what was chosen of all of these.

    `text`, `amount` and `source_id` are those of the newest such row.
    """

    words: str
    times: Count
    action: str
    kind: str | None
    category: Code | None
    subcategory: Code | None
    asset: str | None
    text: str
    amount: Money
    source_id: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSuggested:
    """A rule that can be added, and of how many bank rows that was chosen."""

    words: str
    times: Annotated[int, Kind("count", "Chosen")]
    becomes: str
    example: Annotated[str, Kind("text", spare=1)]
    command: str


SUGGEST = Statement("rule/suggest", ChosenAlike)


@reads
def suggest(db: Database) -> Result:
    """Offer rules for what was chosen alike by hand twice or more; none is added by itself.

    It looks at the bank rows of the last two years whose texts begin with the same words.

    Examples:
        finally rule suggest
    """
    rules = load_rules(db)
    rows = []
    for one in db.all(SUGGEST, since=add_months(this_month(), -MONTHS)):
        first = rules.first(one.text, one.amount, one.source_id)
        becomes = becomes_of(one)
        if first is not None and first.becomes == becomes:
            continue
        place = f" --before {first.position}" if first is not None else ""
        rows.append(
            RuleSuggested(
                words=one.words,
                times=one.times,
                becomes=becomes,
                example=one.text,
                command=f"finally rule add {quoted(one.words)} {option_of(one)}{place}",
            )
        )
    return Result(
        RuleSuggested,
        rows,
        "Rules that would do what you chose",
        nothing="Nothing was chosen alike by hand that no rule does already.",
    )


def becomes_of(one: ChosenAlike) -> str:
    """What was chosen, in the words of a rule."""
    if one.action == "category":
        return f"{one.category}/{one.subcategory}" if one.subcategory else str(one.category)
    if one.action == "contribution":
        return f"contribution to {one.asset}"
    return "ignored" if one.action == "ignore" else one.action


def option_of(one: ChosenAlike) -> str:
    """The option of `rule add` that says it."""
    if one.action == "category":
        return f"--category {one.kind}:{becomes_of(one)}"
    if one.action == "contribution":
        return f"--contribution {quoted(one.asset or '')}"
    return f"--{one.action}"


def quoted(text: str) -> str:
    """A text as one word of a shell's command line."""
    from shlex import quote

    return quote(text)
